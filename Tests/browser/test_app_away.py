"""The box out of reach, locked or full, and sessions that end: nothing typed is lost."""
import journeys
from looks import TEXT


def test_typing_offline_survives_and_arrives_once(visit):
    visitor = visit()
    page = journeys.sign_in(visitor)
    store = visitor.site.mock.store
    dossier = store.of("child")[0]["id"]
    journeys.open_at(visitor, f"#/dossier/{dossier}")
    journeys.open_at(visitor, f"#/dossier/{dossier}/add/note")
    page.wait_for_selector("#f-text")
    visitor.context.set_offline(True)
    page.fill("#f-text", TEXT)
    page.click("form button[type=submit]")
    page.wait_for_selector(".notices .banner")
    page.wait_for_selector("form .banner.waiting")
    assert page.input_value("#f-text") == TEXT
    assert "on this device" in page.inner_text(".save-state")
    # Elsewhere and back: the dossier shows it as waiting, the form still holds it.
    page.evaluate("at => { location.hash = at }", f"#/dossier/{dossier}")
    page.wait_for_selector(".timeline li.pending")
    visitor.shot("offline")
    visitor.context.set_offline(False)
    page.wait_for_selector(".timeline li.pending", state="detached")
    journeys.until(page, "document.querySelector('.save-state').innerText.includes('on the box')")
    assert [note["fields"]["text"] for note in store.of("note", dossier)].count(TEXT) == 1


def test_what_is_typed_after_saving_offline_is_not_lost(visit):
    visitor = visit()
    page = journeys.sign_in(visitor)
    store = visitor.site.mock.store
    dossier = store.of("child")[0]["id"]
    journeys.open_at(visitor, f"#/dossier/{dossier}/add/note")
    page.wait_for_selector("#f-text")
    visitor.context.set_offline(True)
    page.fill("#f-text", "The first half.")
    page.click("form button[type=submit]")
    page.wait_for_selector("form .banner.waiting")
    assert "You may go on writing here" in page.inner_text("form .banner.waiting")
    page.fill("#f-text", "The first half. And the important second half.")
    visitor.context.set_offline(False)
    # The note is on the box; what was added stands in its change, said in words, with the cursor behind the last word.
    page.wait_for_selector(".banner.due:has-text('What you wrote after Save is not saved yet')")
    visitor.shot("typed-after-save")
    assert [note["fields"]["text"] for note in store.of("note", dossier)].count("The first half.") == 1
    page.keyboard.type(" More.")
    page.click(".form-foot .button.main")
    page.wait_for_selector(".timeline")
    notes = [note["fields"]["text"] for note in store.of("note", dossier)]
    assert notes.count("The first half. And the important second half. More.") == 1 and "The first half." not in notes
    journeys.open_at(visitor, f"#/dossier/{dossier}/add/note")
    assert page.input_value("#f-text") == "", "the next note begins empty"


def test_who_went_elsewhere_finds_the_rest_among_what_is_not_finished(visit):
    visitor = visit()
    page = journeys.sign_in(visitor)
    store = visitor.site.mock.store
    dossier, other = [one["id"] for one in store.of("child")[:2]]
    journeys.open_at(visitor, f"#/dossier/{other}")
    journeys.open_at(visitor, f"#/dossier/{dossier}/add/note")
    page.wait_for_selector("#f-text")
    visitor.context.set_offline(True)
    page.fill("#f-text", "The first half.")
    page.click("form button[type=submit]")
    page.wait_for_selector("form .banner.waiting")
    page.fill("#f-text", "The first half. And the second.")
    page.evaluate("at => { location.hash = at }", f"#/dossier/{other}")
    page.wait_for_selector(".safe-contact")
    visitor.context.set_offline(False)
    journeys.until(page, "document.querySelector('.save-state').innerText.includes('on the box')")
    assert page.url.endswith(other), "nobody is taken away from where they are"
    journeys.open_at(visitor, "#/day")
    page.click(f"a[href^='#/dossier/{dossier}/edit/']")
    page.wait_for_selector("#f-text")
    assert page.input_value("#f-text") == "The first half. And the second."


def test_a_registration_that_waits_takes_no_more_words(visit):
    visitor = visit()
    page = journeys.sign_in(visitor)
    journeys.open_at(visitor, "#/new/notification")
    page.wait_for_selector("#f-concern")
    journeys.choose(page, "concern", "separated")
    page.fill("#f-place", "t")
    page.wait_for_selector("#f-place-list li")
    page.press("#f-place", "Enter")
    visitor.context.set_offline(True)
    page.click("form button[type=submit]")
    page.wait_for_selector("form .banner.waiting")
    assert page.is_disabled("#child0-f-given_name")
    visitor.context.set_offline(False)
    page.wait_for_selector(".acknowledgement")


def test_a_file_speaks_in_words_offline_after_the_language_changed(visit):
    visitor = visit(language="ar")
    page = journeys.sign_in(visitor)
    store = visitor.site.mock.store
    dossier = store.of("child")[0]["id"]
    page.reload()
    # Straight to a form: what the file is read with comes along.
    journeys.open_at(visitor, f"#/dossier/{dossier}/add/note")
    page.wait_for_selector("#f-text")
    page.wait_for_load_state("networkidle")
    visitor.context.set_offline(True)
    page.fill("#f-text", TEXT)
    page.click("form button[type=submit]")
    page.wait_for_selector("form .banner.waiting")
    journeys.open_at(visitor, f"#/dossier/{dossier}")
    page.wait_for_selector(".timeline li.pending")
    pending = page.inner_text(".timeline li.pending")
    assert TEXT[:20] in pending and "note" not in pending and "text" not in pending
    assert page.locator("main .card:has(h2) dl.facts").count() >= 2


def test_words_that_are_not_here_are_said_to_be_away(visit):
    visitor = visit()
    page = journeys.sign_in(visitor)
    store = visitor.site.mock.store
    dossier = store.of("child")[0]["id"]
    page.route("**/api/v1/forms/*", lambda route: route.abort())
    journeys.open_at(visitor, f"#/dossier/{dossier}")
    visitor.context.set_offline(True)
    page.evaluate("location.hash = '#/day'")
    journeys.open_at(visitor, f"#/dossier/{dossier}")
    journeys.until(page, "document.querySelector('main').innerText.includes('The words of this form are not on this device')")
    words = page.inner_text("main")
    assert "given_name" not in words and "risk_level" not in words


def test_an_answer_lost_on_the_way_back_saves_nothing_twice(visit):
    visitor = visit()
    page = journeys.sign_in(visitor)
    store = visitor.site.mock.store
    dossier = store.of("child")[0]["id"]
    lost = []

    def lose_first(route):
        if lost:
            return route.continue_()
        lost.append(route.fetch())
        return route.abort()

    page.route("**/api/v1/records", lose_first)
    journeys.add_note(page, dossier, TEXT)
    assert lost and lost[0].ok
    assert [note["fields"]["text"] for note in store.of("note", dossier)].count(TEXT) == 1


def test_session_ends_while_typing(visit):
    visitor = visit()
    page = journeys.sign_in(visitor)
    dossier = visitor.site.mock.store.of("child")[0]["id"]
    journeys.open_at(visitor, f"#/dossier/{dossier}/add/note")
    page.fill("#f-text", TEXT)
    visitor.site.steer(end=True)
    journeys.press(page.locator("form button[type=submit]"))
    page.wait_for_selector("dialog.cover")
    visitor.shot("session-ended")
    page.fill("dialog #password", visitor.site.sign_ins["case_worker"].password)
    page.click("dialog button[type=submit]")
    page.wait_for_selector("dialog.cover", state="detached")
    page.wait_for_selector(".timeline")
    notes = [note["fields"]["text"] for note in visitor.site.mock.store.of("note", dossier)]
    assert notes.count(TEXT) == 1


def test_refused_answer_stays_with_the_reason(visit):
    visitor = visit()
    page = journeys.sign_in(visitor)
    dossier = visitor.site.mock.store.of("child")[0]["id"]
    long = "x" * 12500
    journeys.add_note(page, dossier, long, wait=False)
    page.wait_for_selector(".field .fault")
    assert "too long" in page.inner_text(".field .fault")
    assert page.input_value("#f-text") == long
    assert "Nothing waits" in page.inner_text(".save-state"), "what the form itself refuses is not sent"
    # What only the box refuses comes back with its reason.
    body = {"code": "faults", "status": 422, "title": "faults", "faults": [{"field": "text", "code": "too-long"}]}
    page.route("**/api/v1/records", lambda route: route.fulfill(status=422, json=body, content_type="application/problem+json"))
    page.fill("#f-text", "short enough here")
    page.click("form button[type=submit]")
    page.wait_for_selector(".banner.urgent")
    assert "too long" in page.inner_text(".field .fault") and page.input_value("#f-text") == "short enough here"
    assert "not saved" in page.inner_text(".save-state")
    page.unroute("**/api/v1/records")
    page.fill("#f-text", TEXT)
    page.click("form button[type=submit]")
    page.wait_for_selector(".timeline")
    assert "on the box" in page.inner_text(".save-state")


def test_full_disk_is_said_and_nothing_is_lost(visit):
    visitor = visit()
    page = journeys.sign_in(visitor)
    store = visitor.site.mock.store
    dossier = store.of("child")[0]["id"]
    visitor.site.steer(full=True)
    journeys.add_note(page, dossier, TEXT, wait=False)
    page.wait_for_selector(".notices .banner.urgent")
    assert page.input_value("#f-text") == TEXT
    visitor.site.steer(full=False)
    page.wait_for_selector(".timeline")
    assert TEXT in [note["fields"]["text"] for note in store.of("note", dossier)]


def test_nothing_is_written_to_the_device(visit):
    visitor = visit()
    page = journeys.sign_in(visitor)
    journeys.register_from_alert(visitor)
    journeys.search(visitor, "amina")
    kept = page.evaluate("""async () => [Object.keys(localStorage).filter((key) => !['kinbox.language', 'kinbox.textSize'].includes(key)), Object.keys(sessionStorage),
        (await indexedDB.databases()).length, (await caches.keys()).length]""")
    assert kept == [[], [], 0, 0]


def test_an_idle_screen_covers_itself(visit):
    visitor = visit()
    visitor.site.steer(idle=1)
    page = journeys.sign_in(visitor)
    dossier = visitor.site.mock.store.of("child")[0]["id"]
    journeys.open_at(visitor, f"#/dossier/{dossier}/add/note")
    page.fill("#f-text", TEXT)
    page.wait_for_selector("dialog.cover")
    assert visitor.site.mock.sessions == {}
    page.fill("dialog #password", visitor.site.sign_ins["case_worker"].password)
    page.click("dialog button[type=submit]")
    page.wait_for_selector("dialog.cover", state="detached")
    assert page.input_value("#f-text") == TEXT


def test_the_box_locks_under_somebodys_hands(visit):
    visitor = visit()
    page = journeys.sign_in(visitor)
    store = visitor.site.mock.store
    dossier = store.of("child")[0]["id"]
    journeys.open_at(visitor, f"#/dossier/{dossier}/add/note")
    visitor.site.steer(locked=True)
    journeys.add_note(page, dossier, TEXT, wait=False)
    page.click(".notices button")
    page.fill("dialog #secret", "correct horse")
    page.click("dialog button[type=submit]")
    page.wait_for_selector(".timeline")
    assert [note["fields"]["text"] for note in store.of("note", dossier)].count(TEXT) == 1


def test_signing_out_warns_of_what_would_be_lost(visit):
    visitor = visit()
    page = journeys.sign_in(visitor)
    dossier = visitor.site.mock.store.of("child")[0]["id"]
    journeys.open_at(visitor, f"#/dossier/{dossier}/add/note")
    page.fill("#f-text", TEXT)
    journeys.open_at(visitor, "#/more")
    page.click("text=Sign out")
    page.wait_for_selector(".banner.urgent")
    page.click("text=Sign out and lose it")
    page.wait_for_selector("#user")
    assert TEXT not in page.content()
