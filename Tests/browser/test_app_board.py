"""The supervisor's board, handing cases over with the way back, and referrals on both sides, as people see them."""
import journeys
import pytest
from looks import serious
from mock_parts.board import LINA
from mock_store import PEOPLE, day
from visitors import DESK, PHONE

AMAL = PEOPLE["amal"]["id"]
SIZES = pytest.mark.parametrize("size", (PHONE, DESK), ids=("360", "desk"))
LANGUAGES = pytest.mark.parametrize("language", ("en", "ar"))


def lead(visitor):
    return journeys.sign_in(visitor, "supervisor")


def late_plan(store, at=0):
    child = store.of("child")[at]["id"]
    return store.new("care_plan", PEOPLE["amal"], {"goal": "Back to school", "due_on": day(2), "status": "planned"}, child)


def refer(store, to=None, days=4, **more):
    child = store.of("child")[0]["id"]
    fields = {"service": "health", "requested_on": day(days), "shared_note": "Limps since March. لا يستطيع الجري.", **({"referred_to": to} if to else {}), **more}
    record = store.new("referral", PEOPLE["ion"], fields, child)
    store.records[record]["status"] = "requested"
    return child, record


def asked(site, method, path):
    return [one for one in site.mock.asked if one == (method, path)]


def hand(page, to, note=None):
    page.click(f"dialog label.choice:has(input[value='{to}'])")
    if note:
        page.fill("#handover-note", note)
    page.click("dialog button[type=submit]")
    page.wait_for_selector("dialog", state="detached")


@SIZES
@LANGUAGES
def test_the_board_says_in_words_who_carries_what(visit, size, language):
    visitor = visit(size, language)
    late_plan(visitor.site.mock.store)
    page = lead(visitor)
    page.click("a[href='#/board']")
    page.wait_for_selector(f"a[href='#/board/{AMAL}']")
    rows = page.locator("main li")
    assert rows.count() == 2
    first = rows.nth(0).inner_text()
    # high 3 + medium 2 + not assessed 2 + low 1
    assert "Amal Haddad" in first and "8" in first
    assert rows.nth(0).locator(".chip").count() == 2, "two children not seen for too long are one mark, one late plan another"
    assert rows.nth(1).locator(".chip").count() == 0
    assert not serious(page)
    visitor.fits()
    visitor.shot("board")


@SIZES
@LANGUAGES
def test_a_worker_s_cases_stand_by_harm_and_open_with_a_tap(visit, size, language):
    visitor = visit(size, language)
    late_plan(visitor.site.mock.store)
    page = lead(visitor)
    journeys.open_at(visitor, f"#/board/{AMAL}")
    page.wait_for_selector("main li a[href^='#/dossier/']")
    rows = page.locator("main li a[href^='#/dossier/']")
    assert rows.count() == 3 and "Amina Kadri" in rows.nth(0).inner_text()
    page.click("main .form-foot button")
    journeys.until(page, "document.querySelectorAll(\"main li a[href^='#/dossier/']\").length === 4")
    assert not serious(page)
    visitor.fits()
    visitor.shot("board-worker")
    rows.nth(0).click()
    page.wait_for_selector(".safe-contact")


@SIZES
@LANGUAGES
def test_some_cases_are_handed_over_with_a_note_and_both_are_told(visit, size, language):
    visitor = visit(size, language)
    store = visitor.site.mock.store
    page = lead(visitor)
    journeys.open_at(visitor, f"#/board/{AMAL}")
    page.wait_for_selector("main li a[href^='#/dossier/']")
    page.click("main .actions button >> nth=1")
    boxes = page.locator("main label.choice")
    assert boxes.count() == 3
    boxes.nth(0).click()
    boxes.nth(1).click()
    visitor.shot("board-choosing")
    page.click("main .actions .button.main")
    page.wait_for_selector("dialog")
    assert page.locator("dialog button[type=submit]").get_attribute("aria-disabled") == "true", "to whom comes first"
    page.click(f"dialog label.choice:has(input[value='{LINA['id']}'])")
    warning = page.wait_for_selector("dialog .banner").inner_text()
    assert "Amal Haddad" in warning and "Lina Osei" in warning, "who loses access is said before"
    assert not serious(page)
    visitor.shot("board-handover")
    visitor.fits()
    hand(page, LINA["id"], "On leave from Monday.")
    page.wait_for_selector(".banner.done button")
    assert [one["owner"]["name"] for one in store.of("case")].count("Lina Osei") == 2
    assert sum(one["fields"].get("text") == "On leave from Monday." for one in store.of("note")) == 2
    journeys.until(page, "document.querySelectorAll(\"main li a[href^='#/dossier/']\").length === 2")
    visitor.shot("board-handed")
    visitor.fits()
    worker = visit(size, language, at=visitor.site)
    other = journeys.sign_in(worker)
    other.wait_for_selector(".banner.due:has-text('Lina Osei')")
    worker.shot("board-told")
    other.click(".banner.due:has-text('Lina Osei') button")
    other.wait_for_selector(".banner.due:has-text('Lina Osei')", state="detached")


def test_the_whole_caseload_goes_in_one_request_and_comes_back(visit):
    visitor = visit()
    store = visitor.site.mock.store
    page = lead(visitor)
    journeys.open_at(visitor, f"#/board/{AMAL}")
    page.wait_for_selector("main li a[href^='#/dossier/']")
    page.click("main .actions button >> nth=0")
    # A tap beside the sheet loses no word of it.
    page.fill("#handover-note", "The grandmother knows.")
    page.mouse.click(5, 5)
    page.wait_for_selector("dialog.sheet", state="detached")
    page.click("main .actions button >> nth=0")
    assert page.input_value("#handover-note") == "The grandmother knows."
    hand(page, LINA["id"])
    page.wait_for_selector("main .empty")
    assert {one["owner"]["name"] for one in store.of("case")} == {"Lina Osei"}
    page.click(".banner.done button")
    page.wait_for_selector("main li a[href^='#/dossier/']")
    assert {one["owner"]["name"] for one in store.of("case")} == {"Amal Haddad"}
    assert len(asked(visitor.site, "POST", "/api/v1/supervisor/handovers")) == 2
    worker = visit(at=visitor.site)
    other = journeys.sign_in(worker)
    other.wait_for_selector("#caseload")
    assert not other.query_selector(".banner.due:has-text('Lina Osei')"), "taken back before it was read: nobody is told"


def test_each_of_two_handovers_is_taken_back_by_itself(visit):
    visitor = visit()
    store = visitor.site.mock.store
    page = lead(visitor)
    journeys.open_at(visitor, f"#/board/{AMAL}")
    page.wait_for_selector("main li a[href^='#/dossier/']")
    for left in (4, 3):
        page.click("main .actions button >> nth=1")
        page.locator("main label.choice").nth(0).click()
        page.click("main .actions .button.main")
        hand(page, LINA["id"])
        page.wait_for_selector(".banner.done button")
        page.click(".banner.done button")
        journeys.until(page, "document.querySelector('main .banner.done') && !document.querySelector('main .banner.done button')")
        assert {one["owner"]["name"] for one in store.of("case")} == {"Amal Haddad"}, left
    assert len({one["save"] for one in visitor.site.mock.notices}) == 4


def test_a_case_that_moved_meanwhile_is_named_and_the_others_go(visit):
    visitor = visit()
    store = visitor.site.mock.store
    page = lead(visitor)
    journeys.open_at(visitor, f"#/board/{AMAL}")
    page.wait_for_selector("main li a[href^='#/dossier/']")
    page.click("main .actions button >> nth=1")
    page.locator("main label.choice").nth(0).click()
    page.locator("main label.choice").nth(1).click()
    # Somebody closes the first while the board stands open.
    amina = next(one for one in store.of("case") if store.summary(one["dossier"])["name"] == "Amina Kadri")
    amina["status"] = "closed"
    page.click("main .actions .button.main")
    hand(page, LINA["id"])
    stayed = page.wait_for_selector("main .banner.due")
    assert "Amina Kadri" in stayed.inner_text() and "1 case stayed" in stayed.inner_text()
    assert "1 case is with" in page.inner_text("main .banner.done")
    visitor.shot("board-stayed")


def test_an_answer_that_was_lost_is_asked_for_again_and_nothing_goes_twice(visit):
    visitor = visit()
    page = lead(visitor)
    journeys.open_at(visitor, f"#/board/{AMAL}")
    page.wait_for_selector("main li a[href^='#/dossier/']")
    page.click("main .actions button >> nth=0")
    page.click(f"dialog label.choice:has(input[value='{LINA['id']}'])")
    lost = []

    def lose(route):
        lost.append(route.request.post_data_json)
        if len(lost) == 1:
            route.fetch()
            route.abort()
        else:
            route.continue_()

    page.route("**/api/v1/supervisor/handovers", lose)
    page.click("dialog button[type=submit]")
    page.wait_for_selector("dialog .banner.urgent")
    page.click("dialog button[type=submit]")
    page.wait_for_selector("main .banner.done")
    assert len(lost) == 2 and lost[0] == lost[1], "the same handover under the same id"
    assert len([one for one in visitor.site.mock.notices if one["what"] == "cases_given"]) == 1


def test_a_case_worker_is_offered_no_board(visit):
    visitor = visit()
    page = journeys.sign_in(visitor)
    assert not page.query_selector("a[href='#/board']")
    journeys.open_at(visitor, "#/board")
    page.wait_for_selector(".banner.urgent")


def test_a_case_that_is_new_to_me_is_marked_until_i_have_read_of_it(visit):
    visitor = visit()
    lead_page = lead(visitor)
    journeys.open_at(visitor, f"#/board/{AMAL}")
    lead_page.wait_for_selector("main li a[href^='#/dossier/']")
    lead_page.click("main .actions button >> nth=0")
    hand(lead_page, LINA["id"])
    lead_page.wait_for_selector("main .banner.done")
    journeys.open_at(visitor, f"#/board/{LINA['id']}")
    lead_page.wait_for_selector("main li a[href^='#/dossier/']")
    lead_page.click("main .actions button >> nth=0")
    hand(lead_page, AMAL)
    lead_page.wait_for_selector("main .banner.done")
    worker = visit(at=visitor.site)
    page = journeys.sign_in(worker)
    banner = page.wait_for_selector(".banner.due:has-text('4 cases are new to you')")
    assert page.locator("#caseload ~ ul .chip:has-text('New to you'), section:has(#caseload) .chip:has-text('New to you')").count() == 4
    worker.shot("board-new-to-me")
    worker.fits()
    banner.query_selector("button").click()
    journeys.until(page, "!document.body.innerText.includes('New to you')")


@SIZES
@LANGUAGES
def test_a_referral_to_me_is_accepted_from_my_day(visit, size, language):
    visitor = visit(size, language)
    store = visitor.site.mock.store
    child, referral = refer(store, AMAL, urgency="now")
    page = journeys.sign_in(visitor)
    page.click(f"a[href='#/answer/{referral}']")
    page.wait_for_selector(".facts:has-text('Limps since March.')")
    page.wait_for_selector("main :text('Amina Kadri')")
    assert not serious(page)
    visitor.fits()
    visitor.shot("answer")
    page.fill("#answer-note", "Tuesday at nine.")
    page.click("main .button.main")
    page.wait_for_selector(".safe-contact")
    record = store.records[referral]
    assert record["status"] == record["fields"]["status"] == "accepted" and record["fields"]["answer_note"] == "Tuesday at nine." and record["fields"]["answered_on"] == day(0)


@SIZES
@LANGUAGES
def test_a_referral_is_declined_with_a_reason_only(visit, size, language):
    visitor = visit(size, language)
    store = visitor.site.mock.store
    _, referral = refer(store, AMAL)
    page = journeys.sign_in(visitor)
    journeys.open_at(visitor, f"#/answer/{referral}")
    page.wait_for_selector("#answer-note")
    page.click("main .row .button:not(.main)")
    page.wait_for_selector("main .banner")
    assert page.locator("main .button.main").get_attribute("aria-disabled") == "true", "without a reason nothing is sent"
    assert not serious(page)
    visitor.shot("answer-decline")
    visitor.fits()
    page.fill("#answer-note", "No place before May.")
    page.click("main .button.main")
    page.wait_for_selector("#caseload")
    assert store.records[referral]["status"] == "rejected" and store.records[referral]["fields"]["answer_note"] == "No place before May."


def test_who_refers_sees_that_nobody_has_answered(visit):
    visitor = visit()
    _, referral = refer(visitor.site.mock.store, provider_name="Clinic")
    page = journeys.sign_in(visitor)
    row = page.wait_for_selector(f"a[href$='/record/{referral}']")
    assert "has not answered · 4 days" in row.inner_text() and "Clinic" in row.inner_text()
    visitor.shot("day-not-answered")
    row.click()
    page.wait_for_selector(".facts")


@SIZES
@LANGUAGES
def test_one_visit_reports_on_several_actions_of_the_plan(visit, size, language):
    visitor = visit(size, language)
    store = visitor.site.mock.store
    child = store.of("child")[0]["id"]
    plans = [store.new("care_plan", PEOPLE["amal"], {"goal": f"Goal {at}", "action": action, "due_on": day(-at), "status": status}, child)
             for at, (action, status) in enumerate((("school_return", "planned"), ("health_care", "planned"), ("parenting", "under_way"), ("cash_support", "done")))]
    page = journeys.sign_in(visitor)
    journeys.open_at(visitor, f"#/dossier/{child}/add/visit")
    page.wait_for_selector("#f-seen_on")
    journeys.choose(page, "seen", "alone")
    while page.query_selector(".form-turn .button.main:not([type=submit])"):
        journeys.turn_page(page)
    page.wait_for_selector(f"#progress-{plans[0]}")
    assert page.locator("fieldset[id^=progress-]").count() == 3, "what is done is not asked again"
    page.click(f"#progress-{plans[0]} label.choice:has(input[value=done])")
    page.click(f"#progress-{plans[1]} label.choice:has(input[value=under_way])")
    page.fill(f"#said-{plans[1]}", "First appointment kept.")
    assert not serious(page)
    visitor.shot("visit-progress")
    visitor.fits()
    if page.query_selector("#f-observation"):
        page.fill("#f-observation", "Well.")
    page.click("form button[type=submit]")
    page.wait_for_selector(".safe-contact")
    fields = [store.records[one]["fields"] for one in plans]
    assert fields[0]["status"] == "done" and fields[0]["done_on"] == day(0)
    assert fields[1]["status"] == "under_way" and fields[1]["progress"] == "First appointment kept."
    assert [store.records[one]["version"] for one in plans] == [2, 2, 1, 1], "what was not reported on is not written"
