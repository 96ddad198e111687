"""How the time limits were kept: a supervisor's own figures down to the cases, and what somebody sees who sees no child."""
import journeys
import pytest
from looks import serious
from mock_store import PEOPLE
from visitors import DESK, PHONE

AMAL = PEOPLE["amal"]["id"]


@pytest.mark.parametrize("size,language", ((PHONE, "ar"), (DESK, "en")), ids=("360-ar", "desk-en"))
def test_a_supervisor_reads_the_figures_and_opens_what_is_behind_them(visit, size, language):
    visitor = visit(size, language)
    visitor.site.mock.limits_in_use = True
    page = journeys.sign_in(visitor, "supervisor")
    page.click("a[href='#/board']")
    page.wait_for_selector(f"a[href='#/board/{AMAL}'] .chip.urgent")
    visitor.shot("board-limits")
    if language == "en":
        words = page.inner_text(f"a[href='#/board/{AMAL}']")
        assert "Over the country’s limit: 2" in words and "Next by the country’s limits" in words
    page.click("a[href='#/figures']")
    page.wait_for_selector("section[aria-labelledby=rule-initial_assessment]")
    if language == "en":
        words = page.inner_text("section[aria-labelledby=rule-initial_assessment]")
        assert "78% in time" in words and "34 started" in words and "half of them within 7 working days" in words
        assert "Nothing has been due yet" in page.inner_text("section[aria-labelledby=rule-referral_answer]")
    assert not serious(page)
    visitor.fits()
    visitor.shot("figures")
    page.click("label.choice:has(input[value=month])")
    journeys.until(page, "/\\/\\d{4}-\\d\\d-01\\/\\d{4}-\\d\\d-\\d\\d\\/all$/.test(location.hash)")
    page.click("label.choice:has(input[value=workers])")
    page.wait_for_selector("main li a[href*='/overdue/']")
    assert not serious(page)
    visitor.fits()
    visitor.shot("figures-workers")
    page.click("main li a[href*='/overdue/']")
    page.wait_for_selector("main li a[href^='#/dossier/']")
    visitor.shot("figures-cases")
    visitor.fits()
    page.click("main li a[href^='#/dossier/']")
    page.wait_for_selector(".safe-contact")


def test_who_sees_no_child_is_told_no_small_number(visit):
    visitor = visit(PHONE)
    page = journeys.sign_in(visitor, "data_officer")
    journeys.open_at(visitor, "#/figures")
    card = page.wait_for_selector("section[aria-labelledby=rule-initial_assessment]")
    words = card.inner_text()
    assert "left out" in words and "21" in words and "% in time" not in words and "The share is left out" in words
    assert not page.query_selector("section[aria-labelledby=rule-initial_assessment] a")
    assert not page.query_selector("input[value=month]"), "shorter than a quarter is not offered"
    visitor.fits()
    visitor.shot("figures-site")


def test_a_worker_s_limits_stand_on_their_page_of_the_board(visit):
    visitor = visit(PHONE)
    visitor.site.mock.limits_in_use = True
    page = journeys.sign_in(visitor, "supervisor")
    journeys.open_at(visitor, f"#/board/{AMAL}")
    page.click("#worker-limits summary")
    words = page.inner_text("#worker-limits")
    assert "3 days over the limit" in words and "2 days left" in words and "Initial assessment" in words
    visitor.fits()
    visitor.shot("board-worker-limits")
