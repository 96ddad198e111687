"""A child's file is erased or held by two persons, as they see it."""
import journeys
import pytest
from looks import serious
from visitors import DESK, PHONE


def asked(site, matter="erase", ground="court_order", reason="The court's letter of Monday."):
    from mock_parts import erasures

    class Handler:
        mock = site.mock

    erasures.kept(Handler)
    child = site.mock.store.of("child")[0]["id"]
    ion = {"id": "0190a1b2-0000-7000-8000-00000000c0c1", "name": "Nadia Osei"}
    return child, erasures.asked(Handler, {"dossier": child, "matter": matter, "ground": ground, "reason": reason}, ion)[1]


def close_all(site, child):
    for case in site.mock.store.of("case", child):
        case["status"] = "closed"


@pytest.mark.parametrize("size, language", ((PHONE, "ar"), (DESK, "en"), (PHONE, "fr")), ids=("360-ar", "desk-en", "360-fr"))
def test_asked_by_one_and_confirmed_by_another(visit, size, language):
    visitor = visit(size, language)
    store = visitor.site.mock.store
    child = store.of("child")[0]["id"]
    page = journeys.sign_in(visitor, "supervisor")
    journeys.open_at(visitor, f"#/erasure/{child}")
    page.wait_for_selector("#goes")
    assert page.query_selector("input[name=matter][value=erase]") is None, "a case is open"
    assert page.query_selector("input[name=matter][value=hold]")
    visitor.fits()
    visitor.shot("erasure-open-case")
    close_all(visitor.site, child)
    journeys.open_at(visitor, "#/more")
    journeys.open_at(visitor, f"#/erasure/{child}")
    page.click("label:has(input[name=matter][value=erase])")
    page.click("#ask-erasure button[type=submit]")
    page.wait_for_selector("#ask-erasure .fault")
    assert not visitor.site.mock.erasures, "nothing is asked without a ground and a reason"
    page.click("label:has(input[name=ground][value=court_order])")
    page.fill("#erasure-reason", "The court's letter. رسالة المحكمة")
    assert not serious(page)
    visitor.fits()
    visitor.shot("erasure-ask")
    page.click("#ask-erasure button[type=submit]")
    journeys.until(page, "location.hash === '#/erasures'")
    page.click(f"a[href='#/erasure/{child}']")
    page.wait_for_selector("#asked")
    assert page.query_selector("#erasure-number") is None, "who asked does not confirm"
    visitor.fits()
    visitor.shot("erasure-own")


@pytest.mark.parametrize("size, language", ((PHONE, "ar"), (DESK, "en")), ids=("360-ar", "desk-en"))
def test_the_second_person_types_the_number_and_the_file_is_gone(visit, size, language):
    visitor = visit(size, language)
    child, _ = asked(visitor.site)
    close_all(visitor.site, child)
    store = visitor.site.mock.store
    number = store.of("case", child)[0]["fields"]["case_number"]
    page = journeys.sign_in(visitor, "data_officer")
    journeys.open_at(visitor, "#/erasures")
    page.click(f"a[href='#/erasure/{child}']")
    page.wait_for_selector("#erasure-number")
    assert not serious(page)
    visitor.fits()
    visitor.shot("erasure-confirm")
    page.click("#asked form button[type=submit]")
    page.wait_for_selector("#asked .fault")
    page.fill("#erasure-number", "KX-0000-0000")
    page.click("#asked form button[type=submit]")
    page.wait_for_selector("#asked .banner.urgent")
    assert child in store.records, "a wrong number erases nothing"
    visitor.shot("erasure-wrong-number")
    page.fill("#erasure-number", number)
    page.click("#asked form button[type=submit]")
    page.wait_for_selector("#certificates li")
    assert child not in store.records and "Nadia Osei" in page.inner_text("#certificates")
    assert not serious(page)
    visitor.fits()
    visitor.shot("erasure-certificate")
    journeys.open_at(visitor, f"#/erasure/{child}")
    page.wait_for_selector("main .empty")
