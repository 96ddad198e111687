"""The same journeys against the real binary over HTTPS, at phone and desktop size, in English and Arabic."""
import dataclasses
import json
import os
import re
import shutil
import subprocess
import time
import urllib.parse

import pytest
from axe_playwright_python.sync_playwright import Axe

import journeys
from visitors import CHROMIUM, DESK, PHONE, support

support()
import media  # noqa: E402
from line import Line  # noqa: E402

pytestmark = pytest.mark.skipif(not (os.environ.get("KINBOX_BIN") or os.environ.get("KINBOX_URL")), reason="make sets KINBOX_BIN")
TEXT = "Walked home with the child; the neighbour keeps the key. الجارة تحتفظ بالمفتاح."


def serious(page):
    found = Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}).response["violations"]
    return [(one["id"], [node["html"][:120] for node in one["nodes"]][:3]) for one in found if one["impact"] in ("serious", "critical")]


@pytest.mark.parametrize("language", ("en", "ar"))
@pytest.mark.parametrize("size", (PHONE, DESK), ids=("phone", "desk"))
def test_the_whole_journey(visit, box, language, size):
    outside = visit(size, language, at=box)
    number = journeys.report_publicly(outside, "Nadia" if language == "en" else "نادية", TEXT)
    assert re.search(r"\w{4,}", number)
    outside.shot("box-acknowledgement")
    visitor = visit(size, language, at=box)
    page = journeys.sign_in(visitor)
    page.wait_for_selector("main .list-row")
    visitor.shot("box-my-day")
    assert not serious(page)
    journeys.open_at(visitor, "#/notifications")
    page.wait_for_selector("main .list-row")
    visitor.shot("box-alerts")
    assert not serious(page)
    journeys.open_at(visitor, "#/day")
    done = journeys.register_from_alert(visitor, "medium")
    assert done["screens"] == ["my day", "alert", "register"] and done["required"] <= 12
    page.wait_for_selector(".timeline li")
    visitor.shot("box-dossier")
    assert not serious(page)
    assert re.search(r"[0-9A-Z]{4}-[0-9A-Z]{4}", page.inner_text("main"))
    journeys.add_note(page, done["dossier"], TEXT)
    journeys.until(page, f"document.querySelector('.timeline').innerText.includes({TEXT[:30]!r})")
    journeys.open_at(visitor, f"#/dossier/{done['dossier']}/edit/{done['dossier']}")
    page.fill("#f-school", "Vila Nova 5")
    page.fill("#f-other_names", "Mina")
    page.fill("#f-school", "Vila Nova 6")
    page.press("#f-school", "Tab")
    page.click(".form-foot .button.main")
    page.wait_for_selector(".safe-contact")
    journeys.until(page, "document.querySelector('main').innerText.includes('Vila Nova 6')")
    journeys.open_at(visitor, f"#/dossier/{done['dossier']}/record/{done['dossier']}")
    page.click("dt:has-text('{}') + dd button".format("School and class" if language == "en" else "المدرسة والصف"))
    page.wait_for_selector("dialog .timeline li:nth-child(2)")
    visitor.shot("box-field-history")
    assert "Vila Nova 5" in page.inner_text("dialog") and "Vila Nova 6" in page.inner_text("dialog")
    assert not serious(page)
    page.keyboard.press("Escape")
    if done["name"]:
        rows = journeys.search(visitor, done["name"])
        assert any(done["name"] in row for row in rows)
        visitor.shot("box-search")
        assert not serious(page)
    visitor.fits()


def test_brother_and_sister_share_a_family(visit, box):
    one, other = f"Mira{int(time.time()) % 100000}", f"Luca{int(time.time()) % 100000}"
    journeys.report_publicly(visit(at=box), one, TEXT, sibling=other)
    visitor = visit(at=box)
    page = journeys.sign_in(visitor)
    journeys.open_at(visitor, "#/notifications")
    page.click(f"a.list-row:has-text('{one}')")
    for name in (one, other):
        page.click(f"main .card:has(h2:has-text('{name}')) a[href^='#/register/']")
        page.wait_for_selector("#f-risk_level")
        assert page.input_value("#f-given_name") == name
        if name == other:
            journeys.choose(page, "same_family", "yes")
        journeys.choose(page, "sex", "unknown")
        journeys.choose(page, "risk_level", "unassessed")
        page.click("form button[type=submit]")
        page.wait_for_selector(".banner.done, .safe-contact")
        if name == one:
            page.click("main a.back")
    page.wait_for_selector("h2:has-text('Family')")
    visitor.shot("box-family")


def test_offline_typing_arrives(visit, box):
    visitor = visit(at=box)
    page = journeys.sign_in(visitor)
    page.wait_for_selector("#caseload ~ ul a, a.list-row[href^='#/dossier/']")
    dossier = re.search(r"#/dossier/([\w-]+)", page.get_attribute("a.list-row[href^='#/dossier/']", "href")).group(1)
    journeys.open_at(visitor, f"#/dossier/{dossier}")
    journeys.open_at(visitor, f"#/dossier/{dossier}/add/note")
    visitor.context.set_offline(True)
    page.fill("#f-text", TEXT + " offline")
    page.click("form button[type=submit]")
    page.wait_for_selector("form .banner.waiting")
    page.evaluate("at => { location.hash = at }", f"#/dossier/{dossier}")
    page.wait_for_selector(".timeline li.pending")
    visitor.context.set_offline(False)
    page.wait_for_selector(".timeline li.pending", state="detached")
    journeys.until(page, "document.querySelector('.timeline').innerText.includes('offline')")


def test_two_colleagues_change_the_same_answer(visit, box):
    """One is offline meanwhile. Both values stand side by side with who and when, and a click decides."""
    mine, theirs = f"Mine {int(time.time())}", f"Theirs {int(time.time())}"
    visitor, other = visit(at=box), visit(DESK, at=box)
    page, beside = journeys.sign_in(visitor), journeys.sign_in(other, "supervisor")
    dossier = first_dossier(page)
    names = [one.evaluate("document.querySelector('.account, nav.places') && fetch('/api/v1/session').then(a => a.json()).then(s => s.user.name)") for one in (page, beside)]
    journeys.open_at(visitor, f"#/dossier/{dossier}/edit/{dossier}")
    page.wait_for_selector("#f-school")
    visitor.context.set_offline(True)
    page.fill("#f-school", mine)
    page.press("#f-school", "Tab")
    journeys.open_at(other, f"#/dossier/{dossier}/edit/{dossier}")
    beside.fill("#f-school", theirs)
    beside.press("#f-school", "Tab")
    beside.click(".form-foot .button.main")
    beside.wait_for_selector(".safe-contact")
    journeys.until(beside, f"document.querySelector('main').innerText.includes({theirs!r})")
    visitor.context.set_offline(False)
    page.wait_for_selector(".banner.due")
    journeys.open_at(visitor, f"#/dossier/{dossier}")
    page.click("main a[href^='#/conflict/']")
    page.wait_for_selector(".sides section:nth-child(2)")
    visitor.shot("box-conflict")
    for value, name in ((mine, names[0]), (theirs, names[1])):
        side = page.locator(".sides section", has_text=value)
        side.wait_for()
        side.locator(f"bdi:text-is({json.dumps(name)})").wait_for()
        assert side.locator("time").count() == 1
    assert not serious(page)
    page.locator(".sides section", has_text=theirs).locator("button").click()
    page.wait_for_selector(".safe-contact")
    journeys.until(page, f"document.querySelector('main').innerText.includes({theirs!r})")
    journeys.until(page, "!document.querySelector('main a[href^=\"#/conflict/\"]')")


def first_dossier(page):
    page.wait_for_selector("a.list-row[href^='#/dossier/']")
    return re.search(r"#/dossier/([\w-]+)", page.get_attribute("a.list-row[href^='#/dossier/']", "href")).group(1)


def drawn(page, selector):
    journeys.until(page, f"(() => {{ const image = document.querySelector({selector!r}); return image && image.complete && image.naturalWidth > 0 }})()")


def test_a_photo_of_a_note_is_there_after_a_reload(visit, box):
    """Chosen, sent, saved, and shown from the box: without the place that the telephone wrote into it."""
    visitor = visit(at=box)
    page = journeys.sign_in(visitor)
    dossier = first_dossier(page)
    journeys.open_at(visitor, f"#/dossier/{dossier}/add/note")
    page.fill("#f-text", f"Photographed. {TEXT}")
    page.set_input_files("#f-photo-file", {"name": "door.jpg", "mimeType": "image/jpeg", "buffer": media.jpeg(2600, 1300)})
    page.wait_for_selector("#f-photo-remove")
    page.set_input_files("#f-paper-file", {"name": "letter.pdf", "mimeType": "application/pdf", "buffer": media.pdf()})
    page.wait_for_selector("#f-paper-remove")
    visitor.shot("box-attachments")
    assert not serious(page)
    page.click("form button[type=submit]")
    page.wait_for_selector(".timeline")
    page.reload()
    journeys.open_at(visitor, f"#/dossier/{dossier}/forms")
    page.click("a[href*='/record/']:has-text('Photographed.')")
    page.wait_for_selector("dl.facts .attachment img")
    drawn(page, "dl.facts .attachment img")
    assert page.eval_on_selector("dl.facts .attachment img", "image => [image.naturalWidth, image.naturalHeight]") == [2048, 1024]
    visitor.shot("box-attachment-shown")
    assert not serious(page)
    with page.expect_download() as asked:
        page.click("dl.facts p.attachment a")
    assert asked.value.suggested_filename == "letter.pdf"
    address = page.get_attribute("dl.facts .attachment img", "src")
    got = page.request.get(box.base_url + address)
    assert media.TELLTALE not in got.body() and got.headers["content-security-policy"] == "default-src 'none'; sandbox"
    # Opened by itself, as somebody might who follows the link.
    alone = visitor.context.new_page()
    alone.goto(box.base_url + address)
    drawn(alone, "img")
    alone.close()


def test_the_network_goes_in_the_middle_of_an_upload(visit, box):
    line = Line(urllib.parse.urlsplit(box.base_url).port)
    try:
        visitor = visit(at=dataclasses.replace(box, base_url=f"https://127.0.0.1:{line.port}"))
        page = journeys.sign_in(visitor)
        dossier = first_dossier(page)
        journeys.open_at(visitor, f"#/dossier/{dossier}/add/note")
        page.fill("#f-text", TEXT)
        line.rate = 300_000
        page.set_input_files("#f-paper-file", {"name": "long.pdf", "mimeType": "application/pdf", "buffer": media.pdf(3_000_000)})
        journeys.until(page, "(document.querySelector('#f-paper progress') || {}).value > 100000")
        line.cut()
        page.wait_for_selector("#f-paper .banner.waiting")
        line.mend()
        page.wait_for_selector("#f-paper-remove", timeout=40000)
        page.click("form button[type=submit]")
        page.wait_for_selector(".timeline")
    finally:
        line.close()


def test_a_voice_note_with_a_microphone_that_is_not_there(chromium, visit, box):
    from visitors import Visitor

    browser = chromium.browser_type.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"])
    try:
        visitor = Visitor(browser, box, PHONE, "en", permissions=["microphone"])
        page = journeys.sign_in(visitor)
        dossier = first_dossier(page)
        journeys.open_at(visitor, f"#/dossier/{dossier}/add/note")
        page.fill("#f-text", f"Spoken. {TEXT}")
        page.click("#f-recording-make")
        journeys.until(page, "/0:0[2-9]/.test((document.querySelector('#f-recording [role=timer]') || {}).innerText || '')")
        page.click("#f-recording button:has-text('Stop')")
        page.wait_for_selector("#f-recording-remove")
        page.click("form button[type=submit]")
        page.wait_for_selector(".timeline")
        journeys.open_at(visitor, f"#/dossier/{dossier}/forms")
        page.click("a[href*='/record/']:has-text('Spoken.')")
        page.wait_for_selector("dl.facts audio")
        assert page.evaluate("""async () => {
            const sound = document.querySelector('dl.facts audio')
            sound.muted = true
            await sound.play()
            await new Promise((done) => setTimeout(done, 500))
            return sound.currentTime
        }""") > 0
        assert not visitor.faults, visitor.faults
    finally:
        browser.close()


def test_session_ends_while_typing(visit, box):
    visitor = visit(at=box)
    page = journeys.sign_in(visitor)
    page.wait_for_selector("a.list-row[href^='#/dossier/']")
    dossier = re.search(r"#/dossier/([\w-]+)", page.get_attribute("a.list-row[href^='#/dossier/']", "href")).group(1)
    journeys.open_at(visitor, f"#/dossier/{dossier}/add/note")
    page.fill("#f-text", TEXT + " ended")
    visitor.context.clear_cookies()
    page.click("form button[type=submit]")
    page.wait_for_selector("dialog.cover")
    page.fill("dialog #password", box.sign_ins["case_worker"].password)
    page.click("dialog button[type=submit]")
    page.wait_for_selector("dialog.cover", state="detached")
    journeys.until(page, "(document.querySelector('.timeline') || document.body).innerText.includes('ended')")


@pytest.mark.parametrize("role,sees", (("supervisor", "#/day"), ("site_administrator", "#/people"), ("auditor", "#/trail"), ("notifier", "#/new/notification")))
def test_each_role_starts_somewhere_useful(visit, box, role, sees):
    visitor = visit(at=box)
    page = journeys.sign_in(visitor, role)
    if not page.query_selector(f"a[href='{sees}']"):
        journeys.open_at(visitor, "#/more")
    page.wait_for_selector(f"a[href='{sees}']")
    journeys.open_at(visitor, sees)
    assert not page.query_selector(".banner.urgent[role=alert]")
    assert not serious(page)
    visitor.shot(f"box-{role}")


def test_an_invited_worker_signs_in_after_a_second_yes(visit, box):
    """The administrator invites, the person chooses a password, a supervisor says yes, and only then the door opens."""
    admin = visit(DESK, at=box)
    page = journeys.sign_in(admin, "site_administrator")
    journeys.open_at(admin, "#/people")
    name = f"Dana Lupu {int(time.time() * 10) % 1000000}"
    user, password = name.lower().replace(" ", "."), "four tall green birds sing"
    page.fill("#name", name)
    page.fill("#new-user", user)
    page.locator("#new-teams label.choice").first.click()
    page.click("form button[type=submit]")
    page.wait_for_selector("svg.qr")
    link = page.inner_text(".letters bdi")
    guest = visit(at=box)
    page = guest.page
    page.goto(box.base_url + "/" + link[link.index("#"):])
    page.fill("#password", password)
    page.click("button[type=submit]")
    page.wait_for_selector("#password", state="detached")
    page.click(".card .button.main")

    def try_to_sign_in():
        page.fill("#user", user)
        page.fill("#password", password)
        page.click("button[type=submit]")
        page.wait_for_selector("nav.places, .banner.urgent[role=alert]")
        return bool(page.query_selector("nav.places"))

    assert not try_to_sign_in()
    second = visit(at=box)
    other = journeys.sign_in(second, "supervisor")
    journeys.open_at(second, "#/requests")
    card = other.locator("main .card", has_text=name)
    card.wait_for()
    second.shot("box-request")
    card.locator(".button.main").click()
    card.wait_for(state="detached")
    assert try_to_sign_in()


@pytest.mark.skipif(not shutil.which("certutil"), reason="libnss3-tools is not installed")
def test_a_phone_that_trusts_the_office_needs_no_exception(chromium, box, tmp_path):
    """The authority's certificate, taken in as a user would, is enough for a secure origin."""
    import ssl
    import urllib.request

    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    authority = tmp_path / "ca.crt"
    authority.write_bytes(urllib.request.urlopen(box.base_url + "/ca.crt", context=context).read())
    store = tmp_path / ".pki" / "nssdb"
    store.mkdir(parents=True)
    for arguments in (["-N", "--empty-password"], ["-A", "-t", "C,,", "-n", "office", "-i", str(authority)]):
        subprocess.run(["certutil", "-d", f"sql:{store}", *arguments], check=True)
    profile = chromium.browser_type.launch_persistent_context(
        str(tmp_path / "profile"), executable_path=CHROMIUM, args=["--no-sandbox"], env={**os.environ, "HOME": str(tmp_path)})
    try:
        page = profile.new_page()
        page.goto(box.base_url)
        page.wait_for_selector("#user")
        assert page.evaluate("isSecureContext") and page.evaluate("'serviceWorker' in navigator")
    finally:
        profile.close()


@pytest.mark.skipif(bool(os.environ.get("KINBOX_WEB")), reason="the working tree is served unpacked")
def test_first_load_over_the_wire(visit, box):
    visitor = visit(at=box)
    client = visitor.context.new_cdp_session(visitor.page)
    client.send("Network.enable")
    sizes = []
    client.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    journeys.sign_in(visitor)
    visitor.page.wait_for_selector(".list-row")
    visitor.page.wait_for_load_state("networkidle")
    visitor.page.wait_for_timeout(1500)
    assert 20_000 < sum(sizes) <= 250 * 1024
