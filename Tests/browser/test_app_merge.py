"""A child who is in the system twice: the two files side by side, a second person, and the way back, as people see it."""
import uuid

import journeys
import pytest
from looks import serious
from mock_parts import merges
from mock_store import PEOPLE, day
from visitors import DESK, PHONE

SIZES = pytest.mark.parametrize("size", (PHONE, DESK), ids=("360", "desk"))
LANGUAGES = pytest.mark.parametrize("language", ("en", "ar"))
NADIA = {"id": "0190a1b2-0000-7000-8000-00000000c0c1", "name": "Nadia Osei"}


def twice(store):
    """Amina, and Amina once more, with other answers to some questions."""
    first = store.of("child")[0]["id"]
    ion = PEOPLE["ion"]
    second = store.new("child", ion, {"given_name": "Aamina", "family_name": "Kadri", "sex": "female", "birth_date": "2019-03", "phone": "+000 555 09 09",
                                      "contact_restriction": "Never call home", "school_summary": "Reads well, likes to count"})
    store.new("case", ion, {"concern": ["neglect"], "risk_level": "low", "opened_on": day(3)}, second, second)
    store.new("note", ion, {"noted_on": day(1), "text": "Seen at the market."}, second)
    return first, second


def proposed(site, by=NADIA):
    """Somebody else has proposed to merge the two."""
    store = site.mock.store
    first, second = twice(store)
    choices = {one["name"]: "first" for one in merges.fields(store, first, second) if one["outcome"] == "asked"}
    merge = {"id": str(uuid.uuid4()), "first": first, "second": second, "state": "proposed", "choices": choices, "reason": "Same birthday, same mother.", "proposedBy": by,
             "proposedAt": day(0) + "T08:00:00.000Z"}
    site.mock.merges = {merge["id"]: merge}
    return merge


def merged(site):
    merge = proposed(site)

    class Handler:
        mock = site.mock

    merges.decide(Handler, merge, {"agree": True}, PEOPLE["ion"])
    return merge


def lead(visitor):
    return journeys.sign_in(visitor, "supervisor")


@SIZES
@LANGUAGES
def test_two_files_are_compared_and_proposed(visit, size, language):
    visitor = visit(size, language)
    first, second = twice(visitor.site.mock.store)
    page = lead(visitor)
    journeys.open_at(visitor, f"#/dossier/{first}")
    page.wait_for_selector("main .actions")
    if page.query_selector("main .actions > button.button:has(svg)") and not page.is_visible(f"a[href='#/merge/find/{first}']"):
        page.click("main .actions > button >> nth=0")
    page.click(f"a[href='#/merge/find/{first}']")
    page.wait_for_selector("#other")
    page.fill("#other", "Aamina")
    row = page.wait_for_selector(f"a[href='#/merge/{first}/{second}']")
    assert page.query_selector(f"a[href='#/merge/{first}/{first}']") is None, "the child's own file is no other one"
    visitor.shot("merge-find")
    row.click()
    page.wait_for_selector("#merge-given_name")
    words = page.inner_text("main")
    assert "Never call home; Not to the uncle" in words, "the protecting value is said, not asked"
    assert page.query_selector("#merge-contact_restriction") is None
    assert "Reads well" in words and "Ion" in words
    assert not serious(page)
    visitor.fits()
    visitor.shot("merge-compare")
    page.click("main form button[type=submit]")
    page.wait_for_selector("main form .fault")
    assert not getattr(visitor.site.mock, "merges", {}), "nothing goes before each answer is chosen"
    for group in page.query_selector_all("main fieldset[id^=merge-]"):
        group.query_selector_all("label.choice")[1].click()
    page.fill("#merge-reason", "Same birthday. نفس الأم.")
    page.click("main form button[type=submit]")
    journeys.until(page, "!document.querySelector('#merge-reason')")
    sent = next(iter(visitor.site.mock.merges.values()))
    assert sent["first"] == first and sent["state"] == "proposed" and set(sent["choices"].values()) == {"second"} and sent["reason"] == "Same birthday. نفس الأم."
    assert visitor.site.mock.store.records[second]["dossier"] == second, "nothing moves before a second person agrees"
    assert page.query_selector("main .button.main") is None, "who proposed does not confirm"
    assert not serious(page)
    visitor.fits()
    visitor.shot("merge-proposed")


@SIZES
@LANGUAGES
def test_the_second_person_confirms_and_the_old_address_leads_on(visit, size, language):
    visitor = visit(size, language)
    merge = proposed(visitor.site)
    page = lead(visitor)
    journeys.open_at(visitor, "#/merge")
    page.wait_for_selector(".chip.due")
    visitor.shot("merge-list")
    page.click(f"a[href='#/merge/{merge['first']}/{merge['second']}']")
    page.wait_for_selector("main .button.main")
    assert "Same birthday, same mother." in page.inner_text("main")
    assert not serious(page)
    visitor.fits()
    visitor.shot("merge-confirm")
    page.click("main .button.main")
    journeys.until(page, f"location.hash === '#/dossier/{merge['first']}'")
    assert merge["state"] == "merged"
    journeys.open_at(visitor, f"#/dossier/{merge['second']}")
    journeys.until(page, f"location.hash === '#/dossier/{merge['first']}'")


def test_a_refusal_needs_its_reason(visit):
    visitor = visit()
    merge = proposed(visitor.site)
    page = lead(visitor)
    journeys.open_at(visitor, f"#/merge/{merge['first']}/{merge['second']}")
    page.wait_for_selector("main .button.main")
    page.click("main .row > button:not(.main)")
    page.wait_for_selector("#merge-words")
    page.click("main .row > .button.main")
    page.wait_for_selector("main .fault")
    assert merge["state"] == "proposed"
    page.fill("#merge-words", "Other birthday.")
    page.click("main .row > .button.main")
    journeys.until(page, "location.hash === '#/merge'")
    assert merge["state"] == "declined" and merge["decisionReason"] == "Other birthday."


@SIZES
@LANGUAGES
def test_taking_apart_says_what_goes_where(visit, size, language):
    visitor = visit(size, language)
    merge = merged(visitor.site)
    store = visitor.site.mock.store
    stays = store.new("note", PEOPLE["amal"], {"noted_on": day(0), "text": "At the first home."}, merge["first"])
    goes = store.new("note", PEOPLE["ion"], {"noted_on": day(0), "text": "At the second home."}, merge["first"])
    page = lead(visitor)
    journeys.open_at(visitor, "#/merge")
    page.click(f"a[href='#/merge/undo/{merge['id']}']")
    page.wait_for_selector("#undo-reason")
    assert not serious(page)
    visitor.fits()
    visitor.shot("merge-undo")
    page.click(f"label.choice:has(input[value='{goes}'])")
    page.click("main form button[type=submit]")
    page.wait_for_selector("main .fault")
    assert merge["state"] == "merged"
    page.fill("#undo-reason", "Two girls after all.")
    page.click("main form button[type=submit]")
    journeys.until(page, f"location.hash === '#/dossier/{merge['second']}'")
    assert merge["state"] == "undone" and store.records[goes]["dossier"] == merge["second"] and store.records[stays]["dossier"] == merge["first"]


def test_files_that_may_not_be_seen_are_not_there(visit):
    visitor = visit()
    first, _ = twice(visitor.site.mock.store)
    page = lead(visitor)
    journeys.open_at(visitor, f"#/merge/{first}/{uuid.uuid4()}")
    page.wait_for_selector("main .empty")
    assert page.query_selector("main form") is None


def test_a_case_worker_has_no_door_to_it(visit):
    visitor = visit()
    first, _ = twice(visitor.site.mock.store)
    page = journeys.sign_in(visitor)
    journeys.open_at(visitor, f"#/dossier/{first}")
    page.wait_for_selector("main .actions")
    assert page.query_selector("a[href^='#/merge']") is None
