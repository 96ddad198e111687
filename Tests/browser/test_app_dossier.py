"""Alert, registration and dossier against the mock box."""
import pytest

import journeys
from mock_store import PEOPLE
from looks import screens
from mock_store import PEOPLE, day
from visitors import DESK, NARROW, PHONE


@pytest.mark.parametrize("language", ("en", "fr", "ar"))
@pytest.mark.parametrize("size", (PHONE, DESK), ids=("phone", "desk"))
def test_from_sign_in_to_an_open_case(visit, language, size):
    visitor = visit(size, language)
    page = journeys.sign_in(visitor)
    # Red, and in words: who was not seen for longer than allowed.
    page.wait_for_selector("a.list-row[href^='#/dossier/'] .chip.urgent:has-text('16')")
    visitor.shot("my-day")
    done = journeys.register_from_alert(visitor)
    visitor.shot("dossier")
    assert done["screens"] == ["my day", "alert", "register"]
    assert done["required"] <= 12
    assert done["name"]
    store = visitor.site.mock.store
    case = store.of("case", done["dossier"])[0]
    alert = store.records[case["fields"]["notification"]]
    assert case["status"] == "open" and case["fields"]["risk_level"] == "high" and alert["status"] == "registered"
    assert case["fields"]["concern"] == alert["fields"]["concern"]
    assert case["fields"]["case_number"] in page.inner_text("main")
    visitor.fits()


def test_two_children_of_one_alert(visit):
    visitor = visit()
    page = journeys.sign_in(visitor)
    journeys.first_alert_with_child(page)
    page.click("a[href^='#/register/'] >> nth=0")
    page.wait_for_selector("#f-risk_level")
    journeys.choose(page, "risk_level", "unassessed")
    page.click("form button[type=submit]")
    page.click("a.button.main[href^='#/register/']")
    page.wait_for_selector("#f-risk_level")
    assert page.input_value("#f-given_name") == "كريم"
    journeys.choose(page, "risk_level", "medium")
    journeys.choose(page, "same_family", "yes")
    page.click("form button[type=submit]")
    page.wait_for_selector(".safe-contact")
    page.wait_for_selector(".card:has-text('Family') dd:has-text('قادري')")
    store = visitor.site.mock.store
    linked = [child["fields"].get("linked_dossier") for child in store.of("notified_child")][:2]
    assert len(set(linked)) == 2 and all(store.records[one]["form"] == "child" for one in linked)
    family = {member["fields"]["family"] for member in store.of("family_member")}
    assert len(store.of("family_member")) == 2 and len(family) == 1 and store.records[family.pop()]["form"] == "family"


def test_link_and_screen_out(visit):
    visitor = visit(DESK)
    page = journeys.sign_in(visitor)
    journeys.first_alert_with_child(page)
    page.click(".match .button:not(.plain) >> nth=0")
    page.wait_for_selector(".banner.done a[href^='#/dossier/']")
    store = visitor.site.mock.store
    alert = store.of("notification")[1]["id"]
    journeys.open_at(visitor, f"#/notification/{alert}")
    page.click(".actions button")
    page.click("dialog button[type=submit]")
    assert page.is_visible("dialog .fault")
    page.fill("dialog textarea", "Checked with the school: he helps his father on Saturdays only.")
    page.click("dialog button[type=submit]")
    page.wait_for_selector(".tabs")
    # A case worker proposes; until a supervisor has looked, the alert stays open.
    assert store.records[alert]["status"] == "screening_out"
    assert "Saturdays" in store.records[alert]["fields"]["decision_reason"]


@pytest.mark.parametrize("language", ("en", "ar"))
@pytest.mark.parametrize("size", (PHONE, DESK), ids=("phone", "desk"))
def test_a_supervisor_confirms_what_is_screened_out(visit, language, size):
    visitor = visit(size, language)
    store = visitor.site.mock.store
    alert = store.of("notification")[1]["id"]
    store.records[alert]["status"] = "screening_out"
    store.records[alert]["fields"]["decision_reason"] = "Checked with the school."
    page = journeys.sign_in(visitor, "supervisor")
    journeys.open_at(visitor, "#/notifications/screening_out")
    page.click(f"a[href='#/notification/{alert}']")
    page.wait_for_selector(".banner + .row .button")
    assert page.is_visible("text=Checked with the school.")
    visitor.shot("screening-confirm")
    visitor.fits()
    page.click(".banner + .row .button >> nth=1")
    page.wait_for_selector(".actions .button:has(.icon)")
    assert store.records[alert]["status"] == "new"
    # Alone, a supervisor screens out at once, with words.
    page.click(".actions button")
    page.fill("dialog textarea", "Nothing there.")
    page.click("dialog button[type=submit]")
    page.wait_for_selector(".tabs")
    assert store.records[alert]["status"] == "screened_out"


def test_editing_saves_by_itself_and_keeps_history(visit):
    visitor = visit()
    page = journeys.sign_in(visitor)
    store = visitor.site.mock.store
    dossier = store.of("child")[0]["id"]
    journeys.open_at(visitor, f"#/dossier/{dossier}/edit/{dossier}")
    page.fill("#f-school", "Vila Nova 5")
    page.fill("#f-other_names", "Mina")
    page.fill("#f-school", "Vila Nova 6")
    page.click("text=Done")
    page.wait_for_selector(".safe-contact")
    journeys.until(page, "document.querySelector('.save-state').innerText.includes('on the box')")
    assert store.records[dossier]["fields"]["school"] == "Vila Nova 6"
    assert not [task for task in store.of("conflict_task") if task["fields"]["target"] == dossier], "nobody is in conflict with themselves"
    page.click("button[aria-label='History of: School and class']")
    page.wait_for_selector("dialog .timeline li:nth-child(3)")
    words = page.inner_text("dialog")
    assert "Vila Nova 6" in words and "Vila Nova 2" in words and "Amal Haddad" in words


def birth(page, day="", month="", year=""):
    """Types a birth date as three parts and leaves them."""
    page.fill(".date-parts .day", day)
    page.select_option(".date-parts .month", month)
    page.fill(".date-parts .year", year)
    page.focus("#f-other_names" if page.query_selector("#f-other_names") else "#f-given_name")


@pytest.mark.parametrize("parts, said", [(("31", "2", "2018"), "This day does not exist."), (("5", "", "2018"), "Choose the month."),
                                         (("", "", "18"), "Write the year with four digits, such as 2018."), (("3", "5", ""), "Write the year."),
                                         (("", "", "0018"), "Write the year with four digits, such as 2018."), (("", "", "2190"), "This day has not come yet.")])
def test_a_birth_date_that_is_none_is_neither_saved_nor_lost(visit, parts, said):
    visitor = visit()
    page = journeys.sign_in(visitor)
    store = visitor.site.mock.store
    dossier = store.of("child")[0]["id"]
    before = dict(store.records[dossier]["fields"])
    journeys.open_at(visitor, f"#/dossier/{dossier}/edit/{dossier}")
    birth(page, *parts)
    assert said in page.inner_text("#f-birth_date-all .fault")
    page.wait_for_timeout(300)
    page.click("text=Done")
    page.wait_for_timeout(300)
    assert "/edit/" in page.url and [page.input_value(f".date-parts .{part}") for part in ("day", "month", "year")] == list(parts)
    assert store.records[dossier]["fields"] == before
    # Put right, it is saved once.
    birth(page, "٥", "3", "٢٠١٨")
    page.click("text=Done")
    page.wait_for_selector(".safe-contact")
    assert store.records[dossier]["fields"]["birth_date"] == "2018-03-05"
    assert len([one for one in store.records[dossier]["history"]["birth_date"]]) <= 2


def test_a_year_typed_slowly_is_one_entry_and_an_age_stays_what_was_meant(visit):
    visitor = visit()
    page = journeys.sign_in(visitor)
    dossier = visitor.site.mock.store.of("child")[0]["id"]
    sent = []
    page.on("request", lambda one: sent.append(one.post_data) if one.method == "POST" and "birth_date" in (one.post_data or "") else None)
    journeys.open_at(visitor, f"#/dossier/{dossier}/edit/{dossier}")
    page.select_option(".date-parts .month", "")
    page.fill(".date-parts .day", "")
    page.fill(".date-parts .year", "")
    page.click(".date-parts .year")
    page.keyboard.type("2014", delay=300)
    assert not sent
    page.focus("#f-other_names")
    page.wait_for_timeout(500)
    assert len(sent) == 1 and '"2014"' in sent[0].replace(" ", "")
    page.fill("#f-birth_date-all .row .input.short", "٧")
    assert "about 7 years" in page.inner_text("#f-birth_date-all [aria-live]")


def test_an_age_is_said_as_the_box_says_it(visit):
    """The same pairs as in Tests/FoundationsTests."""
    page = journeys.sign_in(visit())
    for born, on, age in (("2019~", "2026-11-22", 7), ("2018~", "2026-06-30", 7), ("2019-05", "2026-05-01", 7), ("2019-05", "2026-04-30", 6), ("2019-05-03", "2026-05-02", 6), ("2026", "2026-03-01", 0),
                          ("2030", "2026-03-01", None)):
        assert page.evaluate("async ([born, on]) => (await import(document.querySelector('script[src]').src.replace('app.js', '') + 'lib/edtf.js')).ageAt(born, on)", [born, on]) == age, (born, on)


def test_somebody_else_changed_the_same_answer(visit):
    visitor = visit()
    page = journeys.sign_in(visitor)
    store = visitor.site.mock.store
    dossier = store.of("child")[0]["id"]
    journeys.open_at(visitor, f"#/dossier/{dossier}/edit/{dossier}")
    base = store.records[dossier]["version"]
    visitor.site.steer(foreign={"form": "child", "record": dossier, "base": base, "fields": {"school": "Vila Nova 9"}})
    page.fill("#f-school", "Vila Nova 4")
    page.press("#f-school", "Tab")
    page.wait_for_selector(".banner.due")
    task = [one for one in store.of("conflict_task") if one["fields"]["target"] == dossier][0]
    journeys.open_at(visitor, f"#/conflict/{task['id']}")
    page.wait_for_selector(".sides section:nth-child(2)")
    # Who wrote each comes with the history, a moment later.
    page.wait_for_selector(".sides:has-text('Ion Marin')")
    sides = page.inner_text(".sides")
    assert "Vila Nova 9" in sides and "Vila Nova 4" in sides and "Ion Marin" in sides
    visitor.shot("conflict")
    page.click(".sides section:has-text('Vila Nova 9') button")
    page.wait_for_selector(".safe-contact")
    assert store.records[dossier]["fields"]["school"] == "Vila Nova 9"


def test_values_that_a_role_does_not_see_are_not_shown_in_a_dispute(visit):
    visitor = visit(DESK)
    page = journeys.sign_in(visitor, "data_officer")
    store = visitor.site.mock.store
    child = store.of("child")[0]
    for value in ("+000 111", "+000 222"):
        store.apply({"id": value, "op": "amend", "form": "child", "record": child["id"], "base": 1, "fields": {"phone": value}}, child["owner"])
    task = [one for one in store.of("conflict_task") if one["fields"]["target"] == child["id"]][0]
    journeys.open_at(visitor, f"#/conflict/{task['id']}")
    page.wait_for_selector("main .banner")
    words = page.inner_text("main")
    assert "Your role does not see them" in words and "000" not in words and not page.query_selector(".sides, details")


def test_a_dossier_fits_the_narrowest_screen_in_french(visit):
    visitor = visit(NARROW, "fr")
    page = journeys.sign_in(visitor)
    store = visitor.site.mock.store
    dossier = store.of("child")[0]["id"]
    store.of("case", dossier)[0]["status"] = "monitoring"
    journeys.open_at(visitor, f"#/dossier/{dossier}")
    page.wait_for_selector(".safe-contact")
    visitor.fits()
    chips = page.eval_on_selector_all("main .chip", "all => all.map(one => one.getBoundingClientRect().right)")
    assert chips and max(chips) <= 320


def test_safe_contact_stands_before_every_number(visit):
    visitor = visit()
    page = journeys.sign_in(visitor)
    store = visitor.site.mock.store
    dossier = store.of("child")[0]["id"]
    store.records[dossier]["fields"]["temporary_address"] = "Hidden House 3"
    papers = {form: store.new(form, PEOPLE["amal"], fields, dossier, dossier) for form, fields in (
        ("relative", {"full_name": "Vera Kadri", "vital": "alive", "phone": "+000 555 77", "whereabouts": "Hidden Farm 8"}),
        ("placement", {"care_kind": "foster", "carer_address": "Hidden Lane 4"}), ("reunification", {"family_address": "Hidden Road 6"}))}
    papers = {form: one if isinstance(one, str) else one["id"] for form, one in papers.items()}
    views = [f"#/dossier/{dossier}{view}" for view in ("", "/history", "/forms", f"/record/{dossier}", *(f"/record/{one}" for one in papers.values()))]
    views += [f"#/print/child/{dossier}/{dossier}", *(f"#/print/{form}/{dossier}/{one}" for form, one in papers.items())]
    for view in views:
        journeys.open_at(visitor, view)
        page.wait_for_timeout(200)
        said = page.inner_text("main")
        assert "555" not in said and "Rruga e Re 12" not in said and "Hidden" not in said, view
        assert view.endswith(("/history", "/forms")) or "Not to the uncle" in said, view
    # On paper it comes with the rule, once somebody has read that.
    page.click("main .card button")
    assert "Hidden Road 6" in page.inner_text(".paper-form") and "Not to the uncle" in page.inner_text(".paper-form")
    journeys.open_at(visitor, f"#/dossier/{dossier}/record/{papers['relative']}")
    page.click(".safe-contact button")
    journeys.until(page, "document.querySelector('.safe-contact').innerText.includes('Hidden Farm 8')")
    visitor.shot("record-safe-contact")
    visitor.fits()
    journeys.open_at(visitor, f"#/dossier/{dossier}")
    assert "Not to the uncle" in page.inner_text(".safe-contact")
    page.click(".safe-contact button")
    assert "555 01 00" in page.inner_text(".safe-contact") and "Hidden House 3" in page.inner_text(".safe-contact")


def test_search_in_both_scripts_with_the_keyboard(visit):
    visitor = visit()
    page = journeys.sign_in(visitor)
    rows = journeys.search(visitor, "Hadad")
    assert "يوسف حداد" in rows[0] and "Youssef Haddad" in rows[0]
    rows = journeys.search(visitor, "أمينة")
    assert any("Amina Kadri" in row for row in rows)
    page.press("#q", "ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_selector(".safe-contact")
    with page.expect_request(lambda one: "/api/v1/search?" in one.url):
        page.go_back()
    page.wait_for_selector("main .list-row")
    assert page.input_value("#q") == "أمينة"
    assert "أمينة" not in page.url
    page.fill("#q", "zzzz")
    page.wait_for_selector("main [aria-busy=false] .empty")


def test_a_worker_records_a_concern(visit):
    visitor = visit(DESK)
    page = journeys.sign_in(visitor)
    journeys.open_at(visitor, "#/new/notification")
    page.click("form button[type=submit]")
    assert page.is_visible("#f-concern .fault") and page.evaluate("Boolean(document.activeElement.closest('#f-concern'))")
    journeys.choose(page, "concern", "separated")
    page.fill("#f-place", "t")
    page.wait_for_selector("#f-place-list li")
    page.press("#f-place", "Enter")
    page.fill("#child0-f-given_name", "رنا")
    page.click("form button[type=submit]")
    page.wait_for_selector(".acknowledgement")
    page.click("a.button.main[href^='#/notification/']")
    page.wait_for_selector("main .facts")
    assert "رنا" in page.inner_text("main")


def test_names_are_covered(visit):
    visitor = visit()
    page = journeys.sign_in(visitor)
    page.wait_for_selector(".person")
    page.click("button[aria-pressed=false][aria-label='Cover names']")
    assert page.evaluate("getComputedStyle(document.querySelector('.person bdi')).visibility") == "hidden"


def test_a_referral_names_who_is_asked(visit):
    visitor = visit()
    page = journeys.sign_in(visitor)
    store = visitor.site.mock.store
    dossier = store.of("child")[0]["id"]
    journeys.open_at(visitor, f"#/dossier/{dossier}/add/referral")
    page.wait_for_selector("#f-referred_to")
    page.fill("#f-referred_to", "salma")
    page.press("#f-referred_to", "Enter")
    asked = page.input_value("#f-referred_to")
    assert asked == "Dr Salma Idris"
    journeys.choose(page, "service", "health") if page.locator("#f-service input").count() else page.select_option("#f-service", "health")
    page.fill("#f-requested_on", "2026-11-02")
    page.click("form button[type=submit]")
    page.wait_for_selector(".tabs")
    made = store.of("referral", dossier)[-1]["fields"]
    assert len(made["referred_to"]) == 36 and made["service"] == "health"
    page.click(f"a[href='#/dossier/{dossier}/forms']")
    page.wait_for_selector(f"main :text('{asked}')")


def test_how_the_child_says_it_is_stands_beside_what_was_given(visit):
    """The first answers and the last ones, in the child's own numbers, with the services in between."""
    visitor = visit(PHONE, "ar")
    page = journeys.sign_in(visitor)
    store = visitor.site.mock.store
    dossier = next(one["id"] for one in store.of("child") if one["fields"]["given_name"] == "Amina")
    # She has been visited two weeks ago already.
    answers = [("initial_assessment", "assessed_on", 90, 2)] + [("visit", "seen_on", ago, told) for ago, told in ((70, 1), (50, 3), (30, 3), (20, 4), (10, 5))]
    for form, on, ago, told in answers:
        store.new(form, PEOPLE["amal"], {on: day(ago), "well_being_safe": str(told), "well_being_trust": str(6 - told)}, dossier, dossier, day(ago) + "T09:00:00.000Z")
    store.new("service_delivery", PEOPLE["amal"], {"service": "education", "given_on": day(25), "step": "given"}, dossier, dossier, day(25) + "T09:00:00.000Z")
    journeys.open_at(visitor, f"#/dossier/{dossier}")
    table = page.locator("main table").first
    table.wait_for()
    cells = [[cell.inner_text() for cell in row.locator("td").all()] for row in table.locator("tbody tr").all()]
    assert len(cells) == 3 and len(cells[0]) == 6, "two questions were asked; the first time and the last four, and what was given"
    assert cells[0][1:] == ["2", "3", "4", "4", "5"], "two visits in between are left to the history"
    assert [bool(one.strip()) for one in cells[2][1:]] == [False, False, True, False, False], "the service stands before the answers that came after it"
    table.scroll_into_view_if_needed()
    visitor.shot("well-being")
    visitor.fits()
