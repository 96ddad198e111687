"""A supervisor looks at a case, comments beside a record; the worker answers; the supervisor closes."""
import journeys
import pytest
from looks import serious
from mock_store import PEOPLE, day
from visitors import DESK, PHONE


@pytest.mark.parametrize("size,language", ((PHONE, "ar"), (DESK, "en")), ids=("360-ar", "desk-en"))
def test_a_case_is_chosen_and_its_review_opens(visit, size, language):
    visitor = visit(size, language)
    page = journeys.sign_in(visitor, "supervisor")
    journeys.open_at(visitor, "#/board")
    page.click("#review-next")
    first = page.wait_for_selector("dialog a[href$='/add/quality_review']").get_attribute("href")
    visitor.shot("review-next")
    assert not serious(page)
    page.click("dialog .actions button")
    journeys.until(page, f"document.querySelector(\"dialog a[href$='/add/quality_review']\")?.getAttribute('href') !== '{first}'")
    page.click("dialog a[href$='/add/quality_review']")
    page.wait_for_selector("main form input[name*=child_safe], main form [id*=child_safe]")
    visitor.shot("review-form")
    visitor.fits()


@pytest.mark.parametrize("language", ("en", "ar"))
def test_a_comment_goes_to_the_worker_and_comes_back(visit, language):
    visitor = visit(PHONE, language)
    store = visitor.site.mock.store
    child = store.of("child")[0]["id"]
    visited = store.new("visit", PEOPLE["amal"], {"seen_on": day(1), "seen": "alone"}, child)
    page = journeys.sign_in(visitor, "supervisor")
    journeys.open_at(visitor, f"#/dossier/{child}/record/{visited}")
    page.click("section[aria-labelledby=comments] button")
    page.click("dialog button[type=submit]")
    page.wait_for_selector("#comment[aria-invalid=true]")
    page.fill("#comment", "What did she say herself? ماذا قالت؟")
    visitor.shot("comment")
    page.click("dialog button[type=submit]")
    page.wait_for_selector("dialog", state="detached")
    comment = store.of("review_comment")[0]
    assert comment["fields"]["about_record"] == visited
    # The mock keeps no states and rights of a field; the box does (ReviewTests).
    comment["status"], comment["owner"] = "open", {"id": PEOPLE["amal"]["id"], "name": PEOPLE["amal"]["name"]}
    journeys.open_at(visitor, f"#/dossier/{child}")
    page.wait_for_selector(f"section[aria-labelledby=reviews] a[href='#/dossier/{child}/record/{comment['id']}']")
    visitor.shot("reviews-card")
    visitor.fits()
    page.click(f"section[aria-labelledby=reviews] a[href='#/dossier/{child}/record/{comment['id']}']")
    page.click(f"#review-answer-{comment['id']}")
    page.fill("#review-words", "She said that she likes her aunt.")
    visitor.shot("review-answer")
    page.click("dialog button[type=submit]")
    page.wait_for_selector("dialog", state="detached")
    assert comment["status"] == "answered" and comment["fields"]["worker_reply"].startswith("She said")
    page.click(f"#review-close-{comment['id']}")
    page.click("dialog button[type=submit]")
    page.wait_for_selector("dialog", state="detached")
    assert comment["status"] == "closed" and not serious(page)
