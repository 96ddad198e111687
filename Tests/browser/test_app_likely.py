"""Children who may be known already, while one is triaged and registered."""
import json

import pytest

import journeys
from visitors import DESK, PHONE


def open_registration(page):
    journeys.first_alert_with_child(page)
    page.click("a[href^='#/register/'] >> nth=0")
    page.wait_for_selector("#f-risk_level")


def described(page, given="Amina", family="Kadri"):
    """Types a name and opens the line below it; answers the known child's card."""
    page.fill("#f-given_name", given)
    page.fill("#f-family_name", family)
    page.wait_for_selector("details.likely:has-text('Amina Kadri')")
    page.click("details.likely summary")
    card = page.locator(".match", has_text="Amina Kadri")
    card.wait_for()
    return card


def test_shown_under_the_names_with_reasons_and_put_aside(visit):
    visitor = visit(DESK)
    page = journeys.sign_in(visitor)
    open_registration(page)
    card = described(page)
    assert "Same first name" in card.inner_text() and "match." not in card.inner_text()
    visitor.shot("likely-desk")
    visitor.fits()
    card.get_by_role("button", name="Another child").click()
    card.wait_for(state="detached")
    # Kept with what was typed: it stays aside when the child is described further.
    with page.expect_response("**/api/v1/children/likely"):
        page.fill("#f-family_name", "Kadri B")
    assert not page.locator(".match", has_text="Amina Kadri").count()
    assert page.input_value("#f-family_name") == "Kadri B"


def test_put_off_for_later_and_shown_again(visit):
    visitor = visit(DESK)
    page = journeys.sign_in(visitor)
    open_registration(page)
    card = described(page)
    card.get_by_role("button", name="Decide later").click()
    card.wait_for(state="detached")
    assert "1 child put off for later" in page.inner_text("details.likely")
    page.get_by_role("button", name="Show again").click()
    card.wait_for()


def test_asked_once_the_hand_rests_and_never_in_the_address(visit):
    visitor = visit()
    page = journeys.sign_in(visitor)
    asked = []
    page.on("request", lambda request: asked.append(request) if "children/likely" in request.url else None)
    open_registration(page)
    page.wait_for_timeout(900)
    before = len(asked)
    page.locator("#f-given_name").fill("")
    with page.expect_response(lambda answer: answer.url.endswith("/children/likely") and '"Youssef"' in (answer.request.post_data or "")):
        page.locator("#f-given_name").press_sequentially("Youssef", delay=40)
    assert len(asked) - before <= 3, "asked for each letter"
    assert all(one.method == "POST" and one.url.endswith("/api/v1/children/likely") for one in asked)
    assert json.loads(asked[-1].post_data)["given_name"] == "Youssef"


def test_a_known_child_is_linked_instead_of_registered(visit):
    visitor = visit(DESK)
    page = journeys.sign_in(visitor)
    open_registration(page)
    before = len(visitor.site.mock.store.of("child"))
    described(page).get_by_role("button", name="It is this child").click()
    page.wait_for_selector(".banner.done a[href^='#/dossier/'], .safe-contact")
    store = visitor.site.mock.store
    known = next(child["id"] for child in store.of("child") if child["fields"]["given_name"] == "Amina")
    assert len(store.of("child")) == before
    assert known in [child["fields"].get("linked_dossier") for child in store.of("notified_child")]


@pytest.mark.parametrize("language", ("en", "ar"))
def test_narrow(visit, language):
    visitor = visit(PHONE, language)
    page = journeys.sign_in(visitor)
    open_registration(page)
    card = described(page)
    visitor.shot("likely-narrow")
    visitor.fits()
    assert "match." not in card.inner_text()
    page.locator("details.likely").scroll_into_view_if_needed()


@pytest.mark.parametrize("language", ("en", "ar"))
def test_triage_compares_each_child(visit, language):
    visitor = visit(PHONE, language)
    page = journeys.sign_in(visitor)
    with page.expect_response("**/api/v1/children/likely"):
        journeys.first_alert_with_child(page)
    page.wait_for_selector(".match .chip")
    visitor.shot("likely-triage")
    visitor.fits()
    assert "match." not in page.inner_text("main")
