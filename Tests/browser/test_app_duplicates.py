"""Files that may be of one child, as the box found them at night: looked at side by side, told apart with a reason, taken back."""
import pytest

import journeys
import mock_server
from looks import serious
from mock_store import PEOPLE, day
from visitors import DESK, PHONE


def twice(store):
    """Amina, and Amina once more."""
    known = store.of("child")[0]
    second = store.new("child", PEOPLE["ion"], {**known["fields"], "given_name": "Aamina", "name_other_script": "أمينة"})
    store.new("case", PEOPLE["ion"], {"concern": ["neglect"], "risk_level": "low", "opened_on": day(3)}, second, second)
    return known["id"], second


@pytest.mark.parametrize("size,language", ((PHONE, "ar"), (DESK, "en")), ids=("360-ar", "desk-en"))
def test_a_pair_is_told_apart_and_that_is_taken_back(visit, size, language):
    visitor = visit(size, language)
    first, second = twice(visitor.site.mock.store)
    page = journeys.sign_in(visitor, "supervisor")
    journeys.open_at(visitor, "#/more")
    page.click("a[href='#/duplicates']")
    link = f"a.button[href='#/merge/{first}/{second}']"
    page.wait_for_selector(link)
    words = page.inner_text("main")
    assert "Aamina" in words and "match." not in words and "duplicates." not in words
    if language == "en":
        assert "Same family name" in words and "Against it: First name nearly alike" in words
    assert not serious(page)
    visitor.fits()
    visitor.shot("duplicates")
    page.click(link)
    page.wait_for_selector("#merge-given_name")
    page.click("main .stack > div > button.button:not(.main) >> nth=-1")
    page.wait_for_selector("#apart-reason")
    assert page.query_selector("#merge-reason") is None, "one question at a time"
    page.click("#apart button[type=submit]")
    page.wait_for_selector("#apart .fault")
    assert not getattr(visitor.site.mock, "apart", {}), "nothing goes without its reason"
    page.fill("#apart-reason", "Two cousins. ابنتا عم.")
    assert not serious(page)
    visitor.fits()
    visitor.shot("duplicates-apart")
    page.click("#apart button[type=submit]")
    journeys.until(page, "location.hash === '#/duplicates'")
    page.wait_for_selector(f"li a[href='#/merge/{first}/{second}']")
    assert page.query_selector(link) is None, "it is not proposed again"
    visitor.shot("duplicates-after")
    page.click(f"li a[href='#/merge/{first}/{second}']")
    page.wait_for_selector("main .banner.waiting button")
    assert "Two cousins. ابنتا عم." in page.inner_text("main") and page.query_selector("#merge-reason, #merge-given_name") is None
    assert not serious(page)
    visitor.fits()
    visitor.shot("duplicates-told")
    page.click("main .banner.waiting button")
    page.wait_for_selector("#merge-reason")
    assert not visitor.site.mock.apart


def test_who_is_no_steward_is_not_led_there(visit):
    visitor = visit()
    page = journeys.sign_in(visitor)
    journeys.open_at(visitor, "#/more")
    page.wait_for_selector("a[href='#/account']")
    assert page.query_selector("a[href='#/duplicates']") is None


def test_a_proposal_waits_in_the_inbox_of_the_second_person(visit, monkeypatch):
    monkeypatch.setitem(mock_server.MAY, "supervisor", [*mock_server.MAY["supervisor"], "decide:care_plan"])
    visitor = visit()
    store = visitor.site.mock.store
    first, second = twice(store)
    visitor.site.mock.merges = {"0190a1b2-0000-7000-8000-00000000d0d1": {
        "id": "0190a1b2-0000-7000-8000-00000000d0d1", "first": first, "second": second, "state": "proposed", "choices": {}, "reason": "Same mother.",
        "proposedBy": {"id": "0190a1b2-0000-7000-8000-00000000c0c1", "name": "Nadia Osei"}, "proposedAt": day(0) + "T08:00:00.000Z"}}
    page = journeys.sign_in(visitor, "supervisor")
    page.wait_for_selector(f"section:has(#decisions) a[href='#/merge/{first}/{second}']")
    assert "Amina Kadri" in page.inner_text("section:has(#decisions)") and "Aamina Kadri" in page.inner_text("section:has(#decisions)")
    journeys.open_at(visitor, "#/decisions")
    page.click(f"main a[href='#/merge/{first}/{second}']")
    page.wait_for_selector("main .button.main")
    assert "Same mother." in page.inner_text("main")
    visitor.fits()
