"""Filling in a form: rules as one types, repeats, languages, the keyboard, and drafts that outlive a killed page."""
import time

import pytest

import journeys
import mock_store
from looks import serious
from visitors import DESK, PHONE, support

support()
import media  # noqa: E402

STORY = "She sings when she draws. تغني حين ترسم."


def begin(visitor, form="everything"):
    page = journeys.sign_in(visitor)
    dossier = visitor.site.mock.store.of("child")[0]["id"]
    journeys.open_at(visitor, f"#/dossier/{dossier}/add/{form}")
    page.wait_for_selector("form .field")
    return page, dossier


def saved(visitor, dossier, form="everything"):
    journeys.until(visitor.page, "location.hash.split('/').length === 3")
    return visitor.site.mock.store.of(form, dossier)[-1]["fields"]


def kept(page):
    """Waits until the draft says that it lies on the device."""
    journeys.until(page, "/kept ·|محفوظة ·/.test((document.querySelector('.draft-state') || {}).innerText || '')")


def test_skip_logic_calculation_and_what_is_wrong(visit):
    visitor = visit(DESK)
    page, dossier = begin(visitor)
    assert not page.query_selector("#f-hours") and not page.query_selector("#f-week")
    page.fill("#f-head", "Amira")
    assert "Does Amira work?" in page.inner_text("#f-works legend")
    journeys.choose(page, "works", "yes")
    page.fill("#f-hours", "٢٠")
    assert page.input_value("#f-hours") == "20"
    assert not page.query_selector(".fault"), "nobody is told off while still typing"
    page.press("#f-hours", "Tab")
    assert page.inner_text(".field:has(#f-hours) .fault") == "Nobody works longer than 16 hours."
    page.fill("#f-hours", "8")
    assert not page.query_selector(".fault") and "48" in page.inner_text("#f-week")
    assert "Worked out by the form" in page.inner_text("#f-week")
    # What a hidden question holds stays, and comes back with it.
    journeys.choose(page, "works", "no")
    assert not page.query_selector("#f-hours")
    journeys.choose(page, "works", "yes")
    assert page.input_value("#f-hours") == "8"
    page.click("form button[type=submit]")
    fields = saved(visitor, dossier)
    assert fields["hours"] == 8 and fields["week"] == 48 and fields["works"] == "yes" and fields["children_count"] == "0"


def test_what_filled_itself_says_where_from(visit):
    visitor = visit(DESK)
    page, dossier = begin(visitor)
    assert page.input_value("#f-school_now") == "Vila Nova 2"
    shell = ".field:has(#f-school_now)"
    assert page.inner_text(f"{shell} .from") == "Filled in from: Child" and page.query_selector(f"{shell} .from svg")
    assert "today" in page.inner_text(".field:has(#f-day) .from")
    assert page.get_attribute("#f-school_now", "aria-describedby") == "f-school_now-notes"
    page.fill("#f-school_now", "Vila Nova 3")
    assert not page.query_selector(f"{shell} .from")
    # The last value stands beside the empty question and does not answer it.
    assert "Vila Nova 2" in page.inner_text("#f-safe .beside") and not page.query_selector("#f-safe input:checked")
    journeys.choose(page, "safe", "yes")
    assert not page.query_selector("#f-safe .beside")
    # Help is behind a button.
    assert not page.is_visible("#f-head-guidance")
    page.click(".field:has(#f-head) .guidance-button")
    assert page.is_visible("#f-head-guidance")


def test_of_several_papers_the_newest_speaks(visit):
    """Where the child lives is known from the registration, until a visit finds otherwise, until the registration is put right."""
    visitor = visit(DESK)
    page, dossier = begin(visitor, "case_review")
    store, amal = visitor.site.mock.store, mock_store.PEOPLE["amal"]
    origin = lambda name: page.inner_text(f".field:has(#f-{name}) .from")
    assert page.input_value("#f-lives_with") == "kin" and origin("lives_with") == "Filled in from: Child"
    # Nothing is planned and the child is not placed: nobody is asked how far the plan is.
    assert not page.query_selector("#f-open_actions") and not page.query_selector("#f-placement_reviewed")
    assert page.input_value("#f-family_contact") == "" and page.is_checked("#f-review_kind input[value=review]")
    store.new("visit", amal, {"seen_on": mock_store.day(0), "seen": "no", "lives_with": "foster", "school_attendance": "training"}, dossier, at=mock_store.day(-1) + "T08:00:00.000Z")
    again(visitor, dossier, "case_review")
    assert page.input_value("#f-lives_with") == "foster" and origin("lives_with") == "Filled in from: Visit"
    child = store.records[dossier]
    store.apply({"id": "a1", "op": "amend", "form": "child", "record": dossier, "base": child["version"], "fields": {"lives_with": "mother"}}, amal, mock_store.day(-2) + "T08:00:00.000Z")
    store.new("care_plan", amal, {"goal": "In school", "action": "school_return", "plan_review_on": mock_store.day(-10)}, dossier)
    again(visitor, dossier, "case_review")
    assert page.input_value("#f-lives_with") == "mother" and origin("lives_with") == "Filled in from: Child"
    assert page.input_value("#f-school_attendance") == "training" and origin("school_attendance") == "Filled in from: Visit"
    assert page.input_value("#f-family_contact") == "lives_with", "who lives with the mother is in contact with her"
    assert page.is_checked("#f-open_actions input[value=school_return]")
    # The review is proposed for the day that the plan says.
    assert mock_store.day(-10) in page.eval_on_selector_all("[id^='f-next_review_on']", "all => all.map((one) => one.value)")


def again(visitor, dossier, form):
    """Opens the form from the dossier, which is read anew."""
    journeys.open_at(visitor, "#/more")
    with visitor.page.expect_response(lambda answer: answer.url.endswith(f"/api/v1/dossiers/{dossier}")):
        journeys.open_at(visitor, f"#/dossier/{dossier}")
    journeys.open_at(visitor, f"#/dossier/{dossier}/add/{form}")
    visitor.page.wait_for_selector("main form .field")


def test_a_promise_stands_first_until_it_is_kept_or_explained(visit):
    visitor = visit(DESK)
    page, dossier = begin(visitor, "visit")
    store = visitor.site.mock.store

    def promised():
        return {one["fields"]["promise"]: one["status"] for one in store.of("visit", dossier) if "promise" in one["fields"]}

    def save(kept, explained=None, promise=None):
        assert "Bring the school books" in page.inner_text("#f-promise_before")
        journeys.choose(page, "seen", "alone")
        journeys.choose(page, "promise_kept", kept)
        assert bool(page.query_selector("#f-promise_explained")) == (kept == "no")
        if explained:
            journeys.choose(page, "promise_explained", explained)
        while page.query_selector(".form-turn .button.main:not([type=submit])"):
            page.click(".form-turn .button.main:not([type=submit])")
            page.wait_for_timeout(150)
        if promise:
            page.fill("#f-promise", promise)
        page.click("form button[type=submit]")
        journeys.until(page, "location.hash.split('/').length === 3")

    # Not kept: it stands there again the next time, although the visit between promised nothing.
    save("no")
    assert promised() == {"Bring the school books": promised()["Bring the school books"]} and promised()["Bring the school books"] != "kept"
    again(visitor, dossier, "visit")
    save("no", "yes", promise="Ask about the dog")
    assert promised()["Bring the school books"] == "kept" and promised()["Ask about the dog"] != "kept"
    again(visitor, dossier, "visit")
    assert "Ask about the dog" in page.inner_text("#f-promise_before")
    # Where nothing was promised, nobody is asked whether it was kept.
    for one in store.of("visit", dossier):
        one["status"] = "kept"
    again(visitor, dossier, "visit")
    assert not page.query_selector("#f-promise_kept")


def test_a_visit_never_fills_in_safety(visit):
    visitor = visit(DESK)
    page, _ = begin(visitor, "visit")
    assert not page.query_selector("#f-well_being_safe input:checked")
    assert "mostly safe" in page.inner_text("#f-well_being_safe .beside")


def test_repeats_come_and_go(visit):
    visitor = visit(DESK)
    page, dossier = begin(visitor)
    add = "#f-child_line-add"
    for name in ("Ana", "Bora"):
        page.click(add)
        place = "1" if name == "Ana" else "2"
        journeys.until(page, f"document.activeElement.id === 'f-child_name-{place}'")
        page.keyboard.type(name)
    assert "Children written down: 2" in page.inner_text("form")
    page.fill("#f-child_age-2", "9")
    assert page.is_visible("#f-child_school-2") and not page.query_selector("#f-child_school-1")
    page.fill("#f-child_school-2", "Vila Nova")
    page.click(add)
    page.click("#f-child_line-3 button:has-text('Remove')")
    assert not page.query_selector("dialog") and not page.query_selector("#f-child_line-3"), "an empty one goes at once"
    page.click("#f-child_line-1 button:has-text('Remove')")
    assert "1 answer" in page.inner_text("dialog")
    page.click("dialog button:has-text('Keep it')")
    assert page.input_value("#f-child_name-1") == "Ana"
    page.click("#f-child_line-1 button:has-text('Remove')")
    page.click("dialog .button.main")
    assert page.input_value("#f-child_name-1") == "Bora" and page.input_value("#f-child_age-1") == "9"
    assert "Children written down: 1" in page.inner_text("form")
    page.fill("#f-head", "Amira")
    journeys.choose(page, "works", "no")
    page.click("form button[type=submit]")
    assert saved(visitor, dossier)["child_line"] == [{"child_name": "Bora", "child_age": 9, "child_school": "Vila Nova"}]


def test_a_choice_narrows_another_and_answers_keep_their_types(visit):
    visitor = visit(DESK, permissions=["geolocation"], geolocation={"latitude": 41.33, "longitude": 19.82})
    page, dossier = begin(visitor)
    journeys.choose(page, "region", "north")
    assert page.eval_on_selector_all("#f-town option", "all => all.map((one) => one.value).filter(Boolean)") == ["alba", "bela"]
    page.select_option("#f-town", "bela")
    journeys.choose(page, "region", "south")
    assert page.input_value("#f-town") == "bela", "an answer that is no longer on offer stays until somebody chooses"
    page.click("form button[type=submit]")
    assert "Choose one of the answers offered" in page.inner_text(".field:has(#f-town) .fault")
    page.select_option("#f-town", "cora")
    page.fill("#f-head", "Amira")
    journeys.choose(page, "works", "no")
    page.click("#f-spot button")
    page.wait_for_selector("#f-spot bdi")
    journeys.choose(page, "help", "food")
    page.locator("#f-help label.choice").last.click()
    page.fill("#f-help .other input", "a walk in the park")
    journeys.choose(page, "mood", "often")
    page.click("#f-score button >> nth=1")
    page.click("#f-score button >> nth=1")
    page.fill("#f-weight", "12,5")
    page.fill("#f-clock", "14:05")
    page.fill("#f-moment", "2026-11-21T09:30")
    page.fill("#f-card", "A-7")
    page.fill("#f-story", STORY)
    page.set_input_files("#f-picture-file", {"name": "drawing.png", "mimeType": "image/png", "buffer": media.png()})
    page.wait_for_selector("#f-picture .attachment a")
    journeys.choose(page, "read_out", "yes")
    page.locator("#f-signed .signature-pad").scroll_into_view_if_needed()
    pad = page.locator("#f-signed .signature-pad").bounding_box()
    page.mouse.move(pad["x"] + 20, pad["y"] + 20)
    page.mouse.down()
    page.mouse.move(pad["x"] + 80, pad["y"] + 60, steps=4)
    page.mouse.up()
    page.click("form button[type=submit]")
    fields = saved(visitor, dossier)
    assert fields["help"] == ["food", "a walk in the park"] and fields["score"] == 1 and fields["weight"] == 12.5
    assert fields["town"] == "cora" and fields["spot"].startswith("41.330000 19.820000") and fields["clock"] == "14:05"
    assert fields["moment"].startswith("2026-11-21T09:30:00.000") and fields["read_out"] is True and fields["story"] == STORY
    assert fields["signed"].startswith("M") and fields["signed"].count("L") >= 3
    assert fields["picture"].split(" ")[1] == "image/jpeg" and fields["picture"].endswith(" drawing.png")


def test_a_quick_signature_is_kept(visit):
    """All of it within one task of the browser, as on a slow phone: nothing is drawn in between."""
    visitor = visit(DESK)
    page, dossier = begin(visitor)
    assert page.evaluate("""() => {
        const pad = document.querySelector('#f-signed .signature-pad')
        const box = pad.getBoundingClientRect()
        pad.setPointerCapture = () => {}
        for (const [kind, x] of [['pointerdown', 10], ['pointermove', 40], ['pointermove', 80], ['pointerup', 80]]) {
            pad.dispatchEvent(new PointerEvent(kind, { bubbles: true, pointerId: 1, clientX: box.x + x, clientY: box.y + 20 }))
        }
        return pad.firstElementChild.getAttribute('d')
    }""").count("L") == 2
    page.wait_for_selector("#f-signed button:has-text('Sign again')")


def test_one_section_a_page_on_the_phone(visit):
    visitor = visit()
    page, dossier = begin(visitor)
    assert "Step 1 of 4" in page.inner_text(".form-step") and not page.query_selector("#f-region")
    page.click("text=Next")
    assert "Step 1 of 4" in page.inner_text(".form-step") and page.is_visible(".field:has(#f-head) .fault"), "said once"
    page.click("text=Next")
    assert "Step 2 of 4" in page.inner_text(".form-step")
    assert page.evaluate("document.activeElement.tagName") == "H2"
    page.click("text=Next")
    page.click("text=Next")
    assert not page.query_selector(".form-turn >> text=Next")
    page.click("form button[type=submit]")
    # Back on the page of the first fault, with the focus in it and the form's own words beside it.
    journeys.until(page, "document.activeElement.id === 'f-head'")
    assert page.inner_text(".field:has(#f-head) .fault") == "Write who it is."
    assert page.get_attribute("#f-head", "aria-invalid") == "true"
    visitor.shot("form-fault")
    visitor.fits()


def test_steps_are_in_the_history_and_a_draft_opens_where_it_was_left(visit):
    visitor = visit()
    page = journeys.sign_in(visitor)
    dossier = visitor.site.mock.store.of("child")[0]["id"]
    at = f"#/dossier/{dossier}/add/consent"
    journeys.open_at(visitor, f"#/dossier/{dossier}")
    journeys.open_at(visitor, at)
    page.wait_for_selector("#f-purpose")
    # What is not answered is said once, at its question; the second time it lets pass.
    page.click(".form-turn .button.main")
    assert page.is_visible("#f-purpose .fault") and "Step 1" in page.inner_text(".form-step")
    assert page.evaluate("Boolean(document.activeElement.closest('#f-purpose'))")
    page.click(".form-turn .button.main")
    assert "Step 2" in page.inner_text(".form-step")
    page.go_back()
    page.wait_for_selector("#f-purpose")
    assert "Step 1" in page.inner_text(".form-step") and page.url.endswith(at)
    page.click("#f-purpose label.choice >> nth=0")
    page.click(".form-turn .button.main")
    assert "Step 2" in page.inner_text(".form-step")
    page.wait_for_timeout(1500)
    journeys.open_at(visitor, f"#/dossier/{dossier}")
    page.wait_for_selector(".safe-contact")
    journeys.open_at(visitor, at)
    page.wait_for_selector(".form-step")
    assert "Step 2" in page.inner_text(".form-step")
    page.go_back()
    page.wait_for_selector("#f-purpose")
    assert "Step 1" in page.inner_text(".form-step")
    page.go_back()
    page.wait_for_selector(".safe-contact")


def test_the_words_around_a_form_follow_its_language(visit):
    visitor = visit()
    page = journeys.sign_in(visitor)
    dossier = visitor.site.mock.store.of("child")[0]["id"]
    journeys.open_at(visitor, f"#/dossier/{dossier}/add/consent")
    page.wait_for_selector("#f-purpose")
    page.select_option(".form-language select", "fr")
    journeys.until(page, "document.querySelector('.form-turn').innerText.includes('Suivant')")
    page.click(".form-turn .button.main")
    assert "Étape 1" in page.inner_text(".form-step")
    fault = page.inner_text("#f-purpose .fault")
    assert fault and "answer" not in fault.lower()
    page.select_option(".form-language select", "ar")
    journeys.until(page, "document.querySelector('.form-turn').innerText.includes('التالي')")
    assert page.get_attribute(".form-turn", "dir") == "rtl"
    assert page.evaluate("document.documentElement.lang") == "en", "the app keeps its own"


def test_keyboard_alone_from_first_field_to_save(visit):
    visitor = visit()
    page, dossier = begin(visitor)

    def tab_to(test, most=40):
        for _ in range(most):
            if page.evaluate(f"(() => {{ const e = document.activeElement; return Boolean({test}) }})()"):
                return
            page.keyboard.press("Tab")
        raise AssertionError(f"no focus on {test}")

    tab_to("e.id === 'f-head'")
    page.keyboard.type("Amira")
    tab_to("e.closest('#f-works')")
    page.keyboard.press("Space")
    tab_to("e.id === 'f-hours'")
    page.keyboard.type("6")
    for _ in range(2):
        tab_to("e.matches('.form-turn .button.main')")
        page.keyboard.press("Enter")
        page.wait_for_timeout(150)
    tab_to("e.id === 'f-child_line-add'")
    page.keyboard.press("Enter")
    journeys.until(page, "document.activeElement.id === 'f-child_name-1'")
    page.keyboard.type("Ana")
    tab_to("e.matches('.form-turn .button.main')")
    page.keyboard.press("Enter")
    page.wait_for_timeout(150)
    tab_to("e.id === 'f-score-number'")
    page.keyboard.type("7")
    tab_to("e.id === 'f-signed-name'")
    page.keyboard.type("Amira K.")
    tab_to("e.type === 'submit'")
    page.keyboard.press("Enter")
    fields = saved(visitor, dossier)
    assert fields["head"] == "Amira" and fields["week"] == 36 and fields["child_line"] == [{"child_name": "Ana"}]
    assert fields["score"] == 7 and fields["signed"] == "Amira K."


def test_arabic_on_a_phone(visit):
    visitor = visit(PHONE, "ar")
    page, _ = begin(visitor)
    page.fill("#f-head", "أميرة")
    for step in range(4):
        page.wait_for_timeout(100)
        assert not serious(page), step
        visitor.fits()
        visitor.shot(f"form-{step}")
        if step == 2:
            page.click("#f-child_line-add")
            page.wait_for_selector("#f-child_name-1")
            assert not serious(page)
        if step < 3:
            journeys.turn_page(page)
    # Any language of the form at any time, without losing an answer; the app stays in its own.
    page.select_option(".form-language select", "fr")
    journeys.until(page, "document.querySelector('.form-step h2').innerText === 'Le reste'")
    assert page.get_attribute(".stack[lang=fr]", "dir") == "ltr" and page.get_attribute("html", "dir") == "rtl"
    for _ in range(3):
        page.click(".form-turn .button:not(.main)")
        page.wait_for_timeout(100)
    assert page.input_value("#f-head") == "أميرة" and "أميرة travaille ?" in page.inner_text("#f-works legend")


@pytest.mark.parametrize("end", ("close", "crash"))
def test_a_killed_page_loses_nothing(visit, end):
    visitor = visit()
    page, dossier = begin(visitor)
    hash_ = page.evaluate("location.hash")
    page.fill("#f-head", "Amira")
    journeys.choose(page, "works", "yes")
    page.fill("#f-hours", "8")
    kept(page)
    page.fill("#f-hours", "9")
    time.sleep(2.5)
    if end == "close":
        page.close()
    else:
        try:
            page.goto("chrome://crash", timeout=3000)
        except Exception:  # noqa: BLE001 - that is what a crash looks like from outside
            pass
        page.close()
    page = visitor.page = visitor.context.new_page()
    page.on("pageerror", lambda error: visitor.faults.append(str(error)))
    page.goto(visitor.site.base_url + "/")
    page.wait_for_selector(f"a[href='{hash_}']")
    assert "Not finished yet" in page.inner_text("main")
    visitor.shot("unfinished")
    page.click(f"a[href='{hash_}']")
    page.wait_for_selector("#f-head")
    assert "is here again" in page.inner_text("form .banner.done")
    assert page.input_value("#f-head") == "Amira" and page.input_value("#f-hours") == "9" and "54" in page.inner_text("#f-week")
    assert page.inner_text(".field:has(#f-school_now) .from") == "Filled in from: Child", "marks are kept with the draft"
    visitor.shot("restored")
    for _ in range(3):
        page.click(".form-turn .button.main")
    page.click("form button[type=submit]")
    assert saved(visitor, dossier)["hours"] == 9
    journeys.until(page, "indexedDB.databases().then((all) => all.length === 0)")


def test_what_is_kept_is_sealed_and_one_persons_own(visit):
    visitor = visit()
    page, dossier = begin(visitor, "note")
    page.fill("#f-text", STORY)
    kept(page)
    everything = page.evaluate("""async () => {
        const db = await new Promise((done) => { const ask = indexedDB.open('kinbox-drafts'); ask.onsuccess = () => done(ask.result) })
        const all = await new Promise((done) => { const ask = db.transaction('drafts').objectStore('drafts').getAll(); ask.onsuccess = () => done(ask.result) })
        db.close()
        return all.map((one) => [Object.keys(one), [...new Uint8Array(one.data)]])
    }""")
    assert len(everything) == 1 and sorted(everything[0][0]) == ["data", "day", "iv"]
    assert b"sings" not in bytes(everything[0][1]) and dossier.encode() not in bytes(everything[0][1])
    # Somebody else at the same phone.
    visitor.site.steer(end=True)
    visitor.context.clear_cookies()
    page.goto("about:blank")
    journeys.sign_in(visitor, "supervisor")
    assert "Not finished yet" not in page.inner_text("main")
    journeys.open_at(visitor, f"#/dossier/{dossier}/add/note")
    page.wait_for_selector("#f-text")
    assert page.input_value("#f-text") == ""
    # And the first one again.
    visitor.site.steer(end=True)
    visitor.context.clear_cookies()
    page.goto("about:blank")
    journeys.sign_in(visitor)
    journeys.open_at(visitor, f"#/dossier/{dossier}/add/note")
    page.wait_for_selector("form .banner.done")
    assert page.input_value("#f-text") == STORY
    page.click("form .banner.done button")
    journeys.until(page, "document.querySelector('#f-text').value === ''")


def test_an_edit_that_was_cut_off_is_offered_again(visit):
    visitor = visit()
    page = journeys.sign_in(visitor)
    dossier = visitor.site.mock.store.of("child")[0]["id"]
    journeys.open_at(visitor, f"#/dossier/{dossier}/edit/{dossier}")
    page.wait_for_selector("#f-school")
    page.fill("#f-school", "Vila Nova 8")
    time.sleep(2.5)
    page.close()
    page = visitor.page = visitor.context.new_page()
    page.goto(visitor.site.base_url + f"/#/dossier/{dossier}/edit/{dossier}")
    page.wait_for_selector(".banner.done")
    assert page.input_value("#f-school") == "Vila Nova 8"
    page.click("text=Done")
    page.wait_for_selector(".safe-contact")
    journeys.until(page, "document.querySelector('.save-state').innerText.includes('on the box')")
    assert visitor.site.mock.store.records[dossier]["fields"]["school"] == "Vila Nova 8"


def test_without_the_engine_it_is_said(visit):
    visitor = visit()
    visitor.page.route("**/engine/forms.wasm", lambda route: route.abort())
    page = journeys.sign_in(visitor)
    dossier = visitor.site.mock.store.of("child")[0]["id"]
    journeys.open_at(visitor, f"#/dossier/{dossier}/add/note")
    page.wait_for_selector(".banner.waiting button")
    assert "The form is not here yet" in page.inner_text("main")
    page.unroute("**/engine/forms.wasm")
    page.click(".banner.waiting button")
    page.wait_for_selector("#f-text")


def test_an_old_browser_is_told(visit):
    visitor = visit()
    visitor.page.add_init_script("delete globalThis.WebAssembly")
    page = journeys.sign_in(visitor)
    dossier = visitor.site.mock.store.of("child")[0]["id"]
    journeys.open_at(visitor, f"#/dossier/{dossier}/add/note")
    page.wait_for_selector(".banner.urgent")
    assert "cannot fill in forms" in page.inner_text("main")


def test_a_trap_costs_one_answer(visit):
    visitor = visit(DESK)
    page, dossier = begin(visitor)
    page.fill("#f-head", "Amira")
    page.evaluate("""async () => {
        const base = [...document.querySelectorAll('script[src]')][0].src.replace('app.js', '')
        const { engineState } = await import(base + 'store/engine.js')
        const { engine } = engineState.value
        const ask = engine.ask.bind(engine)
        const { EngineTrap } = await import(base + 'lib/forms-engine.js')
        engine.ask = (request) => {
            if (request.do === 'set' && request.field === 'works') { engine.restart(); throw new EngineTrap('unreachable') }
            return ask(request)
        }
    }""")
    journeys.choose(page, "works", "yes")
    page.wait_for_selector(".banner.urgent")
    assert "could not be taken" in page.inner_text(".banner.urgent")
    assert page.input_value("#f-head") == "Amira" and page.input_value("#f-school_now") == "Vila Nova 2"
    page.fill("#f-head", "Amira B.")
    assert page.input_value("#f-head") == "Amira B." and not page.query_selector(".banner.urgent")


def test_on_paper(visit):
    visitor = visit(DESK)
    page, dossier = begin(visitor)
    page.click("text=Empty form for paper")
    page.wait_for_selector(".paper-form")
    page.emulate_media(media="print")
    text = page.inner_text(".paper-form").replace("\u2068", "").replace("\u2069", "")
    assert "Empty form. Printed by Amal Haddad" in text and "Who heads the household? *" in text and "Hours a day" in text
    assert page.locator(".print-choices li").count() > 8 and not page.is_visible("nav.places") and not page.is_visible("h1")
    visitor.shot("paper-blank")
    page.emulate_media(media="screen")
    journeys.open_at(visitor, f"#/print/child/{dossier}/{dossier}")
    page.wait_for_selector(".paper-form .print-answer")
    text = page.inner_text(".paper-form").replace("\u2068", "").replace("\u2069", "")
    assert "Confidential copy. Printed by Amal Haddad" in text and "Vila Nova 2" in text
    page.select_option(".form-language select", "ar")
    journeys.until(page, "document.querySelector('.paper-form').dir === 'rtl'")
    visitor.shot("paper-filled")
