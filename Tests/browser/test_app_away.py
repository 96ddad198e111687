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
    page.click("form button[type=submit]")
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
