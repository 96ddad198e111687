"""Photos, recordings and files in a form: taken or chosen, sent at once, kept over a lost network, shown again."""
import pytest

import journeys
from visitors import CHROMIUM, DESK, support

support()
import media  # noqa: E402


@pytest.fixture(scope="module")
def recorder_browser(chromium):
    """A browser with a camera and a microphone that are not there."""
    browser = chromium.browser_type.launch(executable_path=CHROMIUM, args=[
        "--no-sandbox", "--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream", "--autoplay-policy=no-user-gesture-required"])
    yield browser
    browser.close()


@pytest.fixture
def recording(recorder_browser, site):
    from visitors import PHONE, Visitor

    visitors = []

    def open_visitor(at=None, **more):
        visitors.append(Visitor(recorder_browser, at or site, PHONE, "en", permissions=["camera", "microphone"], **more))
        return visitors[-1]

    yield open_visitor
    faults = [fault for visitor in visitors for fault in visitor.faults]
    for visitor in visitors:
        visitor.context.close()
    assert not faults, faults


def begin(visitor):
    page = journeys.sign_in(visitor)
    dossier = visitor.site.mock.store.of("child")[0]["id"]
    journeys.open_at(visitor, f"#/dossier/{dossier}/add/note")
    page.wait_for_selector("#f-photo")
    page.fill("#f-text", "With a photo.")
    return page, dossier


def choose(page, field, name, data, kind="image/jpeg"):
    page.set_input_files(f"#f-{field}-file", {"name": name, "mimeType": kind, "buffer": data})


def arrived(page, field="photo"):
    page.wait_for_selector(f"#f-{field} .attachment a, #f-{field}-remove")


def submit(visitor, dossier):
    visitor.page.click("form button[type=submit]")
    journeys.until(visitor.page, "location.hash.split('/').length === 3")
    return visitor.site.mock.store.of("note", dossier)[-1]


def open_record(visitor, dossier, record):
    journeys.open_at(visitor, f"#/dossier/{dossier}/record/{record}")
    visitor.page.wait_for_selector("dl.facts .attachment")


def drawn(page, selector):
    journeys.until(page, f"(() => {{ const image = document.querySelector({selector!r}); return image && image.complete && image.naturalWidth > 0 }})()")


def test_a_photo_is_redrawn_kept_and_shown(visit):
    visitor = visit()
    page, dossier = begin(visitor)
    choose(page, "photo", "door.jpg", media.jpeg(3000, 1500))
    arrived(page)
    drawn(page, "#f-photo img")
    visitor.shot("attachment-chosen")
    [one] = visitor.site.mock.attachments.values()
    assert media.TELLTALE not in one["bytes"] and media.size_of_jpeg(one["bytes"]) == (2048, 1024)
    record = submit(visitor, dossier)
    assert record["fields"]["photo"] == one["value"] and one["record"] == record["id"] and "door.jpg" in one["value"]
    open_record(visitor, dossier, record["id"])
    drawn(page, "dl.facts .attachment img")
    assert "door.jpg" in page.inner_text("dl.facts .attachment")
    visitor.shot("attachment-shown")
    visitor.fits()
    # Covered on the move, and part of the paper copy.
    page.evaluate("document.documentElement.classList.add('covered')")
    assert page.eval_on_selector(".facts .attachment img", "image => getComputedStyle(image).visibility") == "hidden"
    journeys.open_at(visitor, f"#/print/note/{dossier}/{record['id']}")
    page.evaluate("document.documentElement.classList.remove('covered')")
    drawn(page, ".paper-form .attachment img")


def test_a_form_may_ask_for_smaller_pictures(visit):
    visitor = visit()
    page = journeys.sign_in(visitor)
    journeys.open_at(visitor, f"#/dossier/{visitor.site.mock.store.of('child')[0]['id']}/add/everything")
    while not page.query_selector("#f-picture"):
        page.click("text=Next")
    choose(page, "picture", "door.jpg", media.jpeg(3000, 1500))
    arrived(page, "picture")
    [one] = visitor.site.mock.attachments.values()
    assert media.size_of_jpeg(one["bytes"]) == (640, 320), "max-pixels=640 stands in the form"


def test_the_draft_brings_it_back_after_a_reload(visit):
    visitor = visit()
    page, dossier = begin(visitor)
    choose(page, "photo", "door.jpg", media.jpeg())
    arrived(page)
    journeys.until(page, "/kept ·/.test((document.querySelector('.draft-state') || {}).innerText || '')")
    page.reload()
    page.wait_for_selector("#f-photo .attachment")
    drawn(page, "#f-photo img")
    record = submit(visitor, dossier)
    [one] = visitor.site.mock.attachments.values()
    assert record["fields"]["photo"] == one["value"] and one["record"] == record["id"], "the record's id is part of the draft"


def test_a_lost_network_costs_nothing(visit):
    visitor = visit()
    page, dossier = begin(visitor)
    page.route("**/api/v1/attachments*", lambda route: route.abort())
    page.route("**/healthz", lambda route: route.abort())
    choose(page, "photo", "door.jpg", media.jpeg())
    page.wait_for_selector("#f-photo .banner.waiting")
    drawn(page, "#f-photo img")
    page.click("form button[type=submit]")
    page.wait_for_selector("form .banner:has-text('not on the box yet')")
    assert not visitor.site.mock.store.of("note", dossier)[1:] or "photo" not in visitor.site.mock.store.of("note", dossier)[-1]["fields"]
    page.unroute("**/api/v1/attachments*")
    page.click("#f-photo button:has-text('Try again')")
    arrived(page)
    page.unroute("**/healthz")
    assert submit(visitor, dossier)["fields"]["photo"]


def test_it_goes_by_itself_when_the_box_is_reached_again(visit):
    visitor = visit()
    page, dossier = begin(visitor)
    visitor.context.set_offline(True)
    choose(page, "photo", "door.jpg", media.jpeg())
    page.wait_for_selector("#f-photo .banner.waiting")
    visitor.context.set_offline(False)
    arrived(page)


def test_it_can_be_stopped_taken_away_and_chosen_anew(visit):
    visitor = visit()
    page, dossier = begin(visitor)
    held = []
    page.route("**/api/v1/attachments*", lambda route: held.append(route))
    choose(page, "paper", "letter.pdf", media.pdf(200_000), "application/pdf")
    page.wait_for_selector("#f-paper progress")
    page.click("#f-paper button:has-text('Cancel')")
    page.wait_for_selector("#f-paper-choose")
    page.unroute("**/api/v1/attachments*")
    choose(page, "paper", "letter.pdf", media.pdf(), "application/pdf")
    arrived(page, "paper")
    assert "letter.pdf" in page.inner_text("#f-paper") and len(visitor.site.mock.attachments) == 1
    page.click("#f-paper-remove")
    page.wait_for_selector("#f-paper-choose")
    journeys.until(page, "true")
    assert "paper" not in {name for name, value in submit(visitor, dossier)["fields"].items() if value}
    assert not visitor.site.mock.attachments, "what was taken away does not stay on the box"


def test_what_the_box_refuses_is_said_beside_the_question(visit):
    visitor = visit()
    page, _ = begin(visitor)
    choose(page, "paper", "page.html", b"<html>", "text/html")
    page.wait_for_selector("#f-paper .banner.urgent")
    assert "not kept here" in page.inner_text("#f-paper .banner")
    page.click("#f-paper button:has-text('Choose another')")
    page.wait_for_selector("#f-paper-choose")
    asked = []
    page.on("request", lambda request: asked.append(request.url) if "/attachments" in request.url else None)
    choose(page, "paper", "long.pdf", media.pdf(26 << 20), "application/pdf")
    page.wait_for_selector("#f-paper .banner.urgent")
    assert "too large" in page.inner_text("#f-paper .banner") and not asked


def test_a_voice_note_is_recorded_played_and_kept(recording):
    visitor = recording()
    page, dossier = begin(visitor)
    page.click("#f-recording-make")
    page.wait_for_selector("#f-recording [role=timer]")
    journeys.until(page, "/0:0[2-9]/.test(document.querySelector('#f-recording [role=timer]').innerText)")
    assert page.eval_on_selector("#f-recording meter", "meter => meter.value") is not None
    visitor.shot("attachment-recording")
    page.click("#f-recording button:has-text('Stop')")
    page.wait_for_selector("#f-recording-remove")
    length = page.evaluate("""async () => {
        const sound = document.querySelector('#f-recording audio')
        await sound.play()
        await new Promise((done) => setTimeout(done, 400))
        return sound.currentTime
    }""")
    assert length > 0, "it can be played"
    record = submit(visitor, dossier)
    [one] = visitor.site.mock.attachments.values()
    assert one["bytes"].startswith(b"\x1aE\xdf\xa3") and len(one["bytes"]) > 2000 and record["fields"]["recording"] == one["value"]


def test_leaving_the_form_ends_the_recording_and_keeps_it_in_the_draft(recording):
    visitor = recording()
    page, dossier = begin(visitor)
    page.click("#f-recording-make")
    journeys.until(page, "/0:0[2-9]/.test((document.querySelector('#f-recording [role=timer]') || {}).innerText || '')")
    journeys.open_at(visitor, f"#/dossier/{dossier}")
    for _ in range(100):
        if visitor.site.mock.attachments:
            break
        page.wait_for_timeout(100)
    page.wait_for_timeout(300)
    journeys.open_at(visitor, f"#/dossier/{dossier}/add/note")
    page.wait_for_selector("#f-recording-remove")
    record = submit(visitor, dossier)
    [one] = visitor.site.mock.attachments.values()
    assert record["fields"]["recording"] == one["value"] and record["fields"]["text"] == "With a photo."


def test_a_photo_taken_in_the_page(recording):
    visitor = recording()
    page, dossier = begin(visitor)
    page.click("#f-photo-make")
    page.click("#f-photo button:has-text('Take it')")
    arrived(page)
    drawn(page, "#f-photo img")
    record = submit(visitor, dossier)
    [one] = visitor.site.mock.attachments.values()
    assert one["bytes"].startswith(b"\xff\xd8\xff") and record["fields"]["photo"] == one["value"]
    assert page.evaluate("document.querySelectorAll('video').length") == 0


def test_a_microphone_that_is_not_there_is_said(visit):
    visitor = visit(DESK)
    page, _ = begin(visitor)
    page.click("#f-recording-make")
    page.wait_for_selector("#f-recording .banner.due")
    page.click("#f-recording button:has-text('Cancel')")
    page.wait_for_selector("#f-recording-choose")


@pytest.mark.parametrize("language", ("en", "ar"))
def test_a_large_one_goes_on_where_the_line_broke(visit, language):
    """Three megabytes in pieces; the network goes in the middle and comes back, and no piece that had arrived goes twice."""
    visitor = visit(language=language)
    page, dossier = begin(visitor)
    passed = []

    def let(route):
        if route.request.method == "PUT" and len(passed) == 5:
            visitor.context.set_offline(True)
            route.abort()
        else:
            passed.append(route.request.method)
            route.continue_()

    page.route("**/api/v1/attachments/uploads/*", let)
    data = media.pdf(3_000_000)
    choose(page, "paper", "letter.pdf", data, "application/pdf")
    page.wait_for_selector("#f-paper .banner.waiting")
    visitor.shot("attachment-broken-line")
    [half] = visitor.site.mock.halves.values()
    assert len(half["bytes"]) == 5 * 256 * 1024
    page.unroute("**/api/v1/attachments/uploads/*")
    visitor.context.set_offline(False)
    arrived(page, "paper")
    [one] = visitor.site.mock.attachments.values()
    assert one["bytes"] == data and half["sent"] == len(data), "each byte went once"
    assert submit(visitor, dossier)["fields"]["paper"] == one["value"]
