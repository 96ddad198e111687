"""Changing forms without a programmer: the forms in use, putting an upload into use, going back, and what comes in between."""
import pathlib
import re

import pytest
from playwright.sync_api import TimeoutError as PlaywrightTimeout

import form_samples
import journeys
import mock_forms
from looks import serious
from publish_steps import NOTE, asked, choose_file, officer, put, report_on
from visitors import DESK, NARROW, PHONE


# The forms in use

def test_forms_in_use_and_their_search(visit):
    visitor = visit(DESK)
    page = officer(visitor, "#/more")
    page.click("main a[href='#/forms']")
    page.wait_for_selector("main a[href='#/forms/note']")
    rows = page.query_selector_all("main .list-row")
    assert len(rows) == len(visitor.site.mock.publishing.versions)
    note = page.inner_text("a[href='#/forms/note']")
    assert "Version 2" in note and "Dora Lee" in note and "3 May 2026" in note and "changed here" in note
    visit_row = page.inner_text("a[href='#/forms/visit']")
    assert "Version 1" in visit_row and "standard" in visit_row and "changed" not in visit_row
    page.fill("#form-search", "visite")
    titles = {name: mock_forms.form(name)["title"] for name in visitor.site.mock.publishing.versions}
    found = {row.get_attribute("href").split("/")[2] for row in page.query_selector_all("main .list-row")}
    assert found == {name for name, title in titles.items() if "visite" in " ".join([name, *title.values()]).lower()} and "visit" in found and len(found) < len(rows)
    page.fill("#form-search", "no such form")
    assert page.is_visible("main .empty") and not page.query_selector("main .list-row")
    page.fill("#form-search", "")
    assert not serious(page)
    visitor.shot("forms")


def test_hidden_for_a_case_worker(visit):
    visitor = visit(DESK)
    page = journeys.sign_in(visitor)
    journeys.open_at(visitor, "#/more")
    assert not page.query_selector("a[href='#/forms']")
    page.wait_for_timeout(1500)
    loaded = [path for _, path in visitor.site.mock.asked if "/screens/form" in path or "/publish/" in path]
    assert not loaded, "who may not change forms does not fetch the screens for it"
    for address in ("#/forms", "#/forms/visit", "#/forms/upload"):
        journeys.open_at(visitor, address)
        page.wait_for_selector("main .empty")
        assert not page.query_selector("#form-file, main .list-row")
    assert not [path for _, path in visitor.site.mock.asked if "/publications" in path and "/api/" in path]


def test_versions_and_download(visit):
    visitor = visit(PHONE)
    page = officer(visitor, "#/forms/note")
    page.wait_for_selector(".versions li")
    versions = [one.inner_text() for one in page.query_selector_all(".versions > li")]
    assert len(versions) == 2 and "In use" in versions[0] and "asked for by the helpline" in versions[0] and "came with the box" in versions[1]
    assert "In use" not in versions[1] and "Go back" in versions[1] and "Go back" not in versions[0]
    with page.expect_download() as waiting:
        page.click(".versions li:last-child button >> nth=0")
    assert waiting.value.suggested_filename == "note-1.xlsx"
    assert pathlib.Path(waiting.value.path()).read_bytes().startswith(b"PK")
    assert asked(visitor, "/note/workbook", "GET") == ["/api/v1/forms/note/workbook?publication=standard"]
    assert not serious(page)
    visitor.fits()
    visitor.shot("form-versions")
    # A refusal is said; it is not kept under the name of a workbook.
    visitor.site.steer(drop=True)
    page.click(".versions li:last-child button >> nth=0")
    page.wait_for_selector("main [role=alert]")
    visitor.site.steer(drop=False)


def test_the_form_in_use_can_be_looked_at(visit):
    visitor = visit(PHONE)
    page = officer(visitor, "#/forms/visit")
    page.click("a[href='#/forms/visit/preview']")
    page.wait_for_selector("#p-f-seen_on")
    assert not page.query_selector(".preview button[type=submit]")
    assert not serious(page)
    visitor.fits()


# Putting it into use, and going back

def test_put_into_use(visit):
    visitor = visit(PHONE)
    page = report_on(visitor, "better")
    put(page).click()
    assert "An answer is needed here." in page.inner_text("main form") and not asked(visitor, "/publish")
    page.fill("#put-note", NOTE)
    put(page).click()
    page.wait_for_selector("#tell-text")
    assert page.inner_text("main .banner.done strong") == "“Visit”, version 2, is in use"
    assert NOTE in page.input_value("#tell-text")
    publishing = visitor.site.mock.publishing
    assert publishing.in_use("visit")["note"] == NOTE and publishing.in_use("visit")["version"] == 2
    assert not serious(page)
    visitor.fits()
    visitor.shot("form-put")
    page.click("text=To the versions of this form")
    # What was held of before is shown until the answer has come.
    page.wait_for_selector(f".versions >> text={NOTE}")
    first = page.inner_text(".versions > li >> nth=0")
    assert "In use" in first and NOTE in first and "Dora Lee" in first
    # The form that workers get is the new one, and old answers that it no longer asks for stay to be read.
    store = visitor.site.mock.store
    old = store.of("visit")[0]
    old["fields"]["next_visit_on"] = "2026-12-01"
    journeys.open_at(visitor, f"#/dossier/{old['dossier']}/record/{old['id']}")
    page.wait_for_selector(".earlier")
    assert "From earlier versions" in page.inner_text(".earlier") and "2026" in page.inner_text(".earlier") and "next_visit_on" in page.inner_text(".earlier")
    visitor.shot("record-earlier")


def test_sent_twice_it_is_put_into_use_once(visit):
    visitor = visit(DESK)
    page = report_on(visitor, "better")
    page.fill("#put-note", NOTE)
    # The answer is lost on its way: the box has it, the app does not know.
    page.route("**/publish", lambda route: (route.fetch(), route.abort()))
    put(page).click()
    page.wait_for_selector("main form [role=alert]")
    assert page.input_value("#put-note") == NOTE
    page.unroute("**/publish")
    put(page).click()
    page.wait_for_selector("#tell-text")
    assert len(visitor.site.mock.publishing.versions["visit"]) == 2


def test_somebody_else_was_faster(visit):
    visitor = visit(PHONE)
    page = report_on(visitor, "better")
    visitor.site.steer(publish="visit")
    page.fill("#put-note", NOTE)
    put(page).click()
    page.wait_for_selector("main form [role=alert]")
    assert "Another version was put into use meanwhile" in page.inner_text("main form [role=alert]")
    assert page.input_value("#put-note") == NOTE
    visitor.fits()
    visitor.shot("form-conflict")
    page.click("text=Check against the version in use now")
    journeys.until(page, "!document.querySelector('main form [role=alert]')")
    assert page.input_value("#put-note") == NOTE, "the note outlives the new check"
    put(page).click()
    page.wait_for_selector("#tell-text")
    assert visitor.site.mock.publishing.in_use("visit")["version"] == 3


def test_go_back(visit):
    visitor = visit(PHONE, "ar")
    page = officer(visitor, "#/forms/note")
    page.click(".versions li:last-child button >> nth=1")
    page.wait_for_selector("dialog")
    assert "لا يضيع شيء" in page.inner_text("dialog") and "من نسخ سابقة" in page.inner_text("dialog")
    assert not serious(page)
    visitor.fits()
    visitor.shot("form-back")
    page.click("dialog button[type=submit]")
    assert page.is_visible("dialog .fault") and not asked(visitor, "/roll-back")
    page.fill("#sheet-note", NOTE)
    # These words are no draft: whoever would lose them is asked.
    for leave in (lambda: page.keyboard.press("Escape"), lambda: page.mouse.click(5, 5)):
        leave()
        page.click("dialog .asks-first button >> nth=0")
        page.wait_for_selector("dialog .asks-first", state="detached")
        assert page.input_value("#sheet-note") == NOTE
    # Somebody else was faster: nothing happens, and it is said.
    visitor.site.steer(publish="note")
    page.click("dialog button[type=submit]")
    page.wait_for_selector("dialog [role=alert]")
    assert "بدأ استعمال نسخة أخرى" in page.inner_text("dialog [role=alert]")
    page.click("dialog [role=alert] button")
    journeys.until(page, "document.querySelectorAll('.versions > li').length === 3")
    page.click(".versions > li:last-child button >> nth=1")
    page.fill("#sheet-note", NOTE)
    page.click("dialog button[type=submit]")
    page.wait_for_selector("main .banner.done")
    journeys.until(page, "document.querySelectorAll('.versions > li').length === 4")
    assert page.evaluate("Boolean(document.activeElement.querySelector('.banner.done'))")
    in_use = visitor.site.mock.publishing.in_use("note")
    assert in_use["note"] == NOTE and in_use["content"] == "standard" and str(in_use["version"]) in page.inner_text("main .banner.done")


# What two persons decide

def test_who_sees_more_is_asked_of_a_second_person(visit):
    visitor = visit(PHONE)
    page = report_on(visitor, "looser")
    opened = page.inner_text("main .banner.due")
    assert "Also seen from now on by" in opened and "records" in opened
    assert put(page).inner_text().strip() == "Ask a second person", "one person alone is not offered to put it into use"
    page.fill("#put-note", NOTE)
    page.route("**/ask", lambda route: (route.fetch(), route.abort()))
    put(page).click()
    page.wait_for_selector("main form [role=alert]")
    page.unroute("**/ask")
    put(page).click()
    page.wait_for_selector("main .banner.waiting >> text=A second person was asked")
    publishing = visitor.site.mock.publishing
    assert len(publishing.requests) == 1, "asked twice, one request"
    assert publishing.in_use("visit")["version"] == 1 and not asked(visitor, "/publish")
    assert not serious(page)
    visitor.fits()
    visitor.shot("form-asked")
    page.click("a[href='#/requests']")
    page.wait_for_selector("main .card .changes")
    card = page.inner_text("main .card:has(.changes)")
    assert "Take the request back" in card and "Agree" not in card and NOTE in card


def test_the_second_person_reads_and_agrees(visit):
    visitor = visit(PHONE)
    publishing = visitor.site.mock.publishing
    loosened = [{"kind": "class", "field": "text", "label": {"en": "What happened"}, "from": "narrative", "to": "general", "records": 4,
                 "roles": [{"code": "volunteer", "title": {"en": "Volunteer"}}]}]
    dora = {"id": "d", "name": "Dora Lee", "role": "data_officer"}
    for base in (None, "of another time"):
        publishing.wait({"request": f"r-{base}", "publication": "p", "reason": NOTE, "base": base}, dora, "visit", 2, False, loosened, "better")
    journeys.sign_in(visitor, "supervisor")
    page = journeys.open_at(visitor, "#/requests")
    page.wait_for_selector("main .changes")
    cards = [one.inner_text() for one in page.query_selector_all("main .card:has(.changes)")]
    assert "Put version 2" in cards[0] and "What happened" in cards[0] and "Volunteer" in cards[0] and "fewer than 10 records" in cards[0] and NOTE in cards[0] and "Dora Lee" in cards[0]
    assert "has lapsed" in cards[1] and "Agree" not in cards[1]
    assert not serious(page)
    visitor.fits()
    visitor.shot("form-request")
    page.click("main .card:has(.changes) >> nth=0 >> button:has-text('Agree')")
    journeys.until(page, "document.querySelectorAll('main .card:has(.changes)').length === 1")
    assert publishing.in_use("visit")["version"] == 2 and publishing.in_use("visit")["second"]["name"]


def test_going_back_to_a_looser_version_is_asked_too(visit):
    visitor = visit(PHONE)
    publishing = visitor.site.mock.publishing
    publishing.opened_by_going_back = [{"kind": "forward", "field": "topic", "label": {"en": "About"}, "from": "never", "to": "full", "records": 2, "roles": []}]
    page = officer(visitor, "#/forms/note")
    page.click(".versions li:last-child button >> nth=1")
    page.fill("#sheet-note", NOTE)
    page.click("dialog button[type=submit]")
    page.wait_for_selector("dialog [role=alert] >> text=This needs a second person")
    page.click("dialog [role=alert] button:has-text('Ask a second person')")
    page.wait_for_selector("dialog .banner.waiting >> text=A second person was asked")
    assert [one["form"]["goesBack"] for one in publishing.requests] == [True] and publishing.in_use("note")["version"] == 2
    assert not serious(page)
    visitor.fits()


def test_gone_back_twice_it_is_gone_back_once(visit):
    visitor = visit(DESK)
    page = officer(visitor, "#/forms/note")
    page.click(".versions li:last-child button >> nth=1")
    page.fill("#sheet-note", NOTE)
    page.route("**/roll-back", lambda route: (route.fetch(), route.abort()))
    page.click("dialog button[type=submit]")
    page.wait_for_selector("dialog [role=alert]")
    page.unroute("**/roll-back")
    page.click("dialog button[type=submit]")
    page.wait_for_selector("main .banner.done")
    assert len(visitor.site.mock.publishing.versions["note"]) == 3


# A form that only this site has

def test_a_form_of_the_sites_own_says_whom_it_follows_and_can_be_withdrawn(visit):
    visitor = visit(PHONE)
    publishing = visitor.site.mock.publishing
    publishing.own("shoe_check", "note", {"en": "Shoe check"})
    page = officer(visitor, "#/forms/shoe_check")
    page.wait_for_selector(".versions li")
    said = page.inner_text("main")
    assert "Shoe check" in said and "made here" in said and "A form of this site" in said and mock_forms.form("note")["title"]["en"] in said
    page.click("button:has-text('No longer offer this form')")
    page.wait_for_selector("dialog")
    assert "stay readable" in page.inner_text("dialog") and "Nothing is lost" in page.inner_text("dialog")
    assert not serious(page)
    visitor.fits()
    visitor.shot("form-withdraw")
    page.fill("#sheet-note", NOTE)
    page.click("dialog button[type=submit]")
    page.wait_for_selector("main .banner.done >> text=The form is no longer offered")
    # What was done is said at once, the list comes anew behind it.
    page.wait_for_selector("main .row >> nth=0 >> text=no longer offered")
    assert not page.query_selector("button:has-text('No longer offer')")
    page.click(".versions li button:has-text('Go back')")
    page.fill("#sheet-note", NOTE)
    page.click("dialog button[type=submit]")
    page.wait_for_selector("main .banner.done >> text=Version 1 is in use now")


# In the middle of it

def test_offline_and_an_ended_session_keep_the_report(visit):
    visitor = visit(DESK)
    page = report_on(visitor, "mendable")
    page.locator("label.choice:has(input[value='bad-names'])").click()
    visitor.site.steer(drop=True)
    page.click("text=Check again with these repairs")
    page.wait_for_selector(".card:has(input[name=repairs]) [role=alert] >> text=The box is not reached")
    assert page.is_visible(".fault-list") and page.is_checked("input[value='bad-names']")
    choose_file(page, "better")
    page.wait_for_selector("[role=alert] >> text=Below is still the report on mendable.md.")
    visitor.site.steer(drop=False)
    page.click("[role=alert]:has-text('Below is still') button")
    page.wait_for_selector("#put-note")
    page.fill("#put-note", NOTE)
    visitor.site.steer(end=True)
    journeys.press(put(page))
    page.wait_for_selector("dialog.cover")
    who = visitor.site.sign_ins["data_officer"]
    page.fill("dialog #password", who.password)
    page.click("dialog button[type=submit]")
    page.fill("dialog #code", who.code())
    page.click("dialog button[type=submit]")
    page.wait_for_selector("dialog", state="detached")
    assert page.input_value("#put-note") == NOTE and "house_safe" in page.inner_text("main")
    # Away to another screen and back: the report is still there.
    journeys.open_at(visitor, "#/forms/visit")
    journeys.open_at(visitor, "#/forms/upload/visit")
    assert page.is_visible("#put-note") and "house_safe" in page.inner_text("main")
    # The box no longer has the upload.
    visitor.site.steer(forget=True)
    page.fill("#put-note", NOTE)
    put(page).click()
    page.wait_for_selector("[role=alert] >> text=no longer holds this upload")
    page.click("button:has-text('Send the file again')")
    journeys.until(page, "!document.querySelector('main [role=alert]')")
    page.fill("#put-note", NOTE)
    put(page).click()
    page.wait_for_selector("#tell-text")


def test_a_slow_upload_shows_where_it_is_and_can_be_stopped(visit):
    visitor = visit(PHONE)
    page = officer(visitor, "#/forms/upload")
    visitor.site.steer(slow=1.5)
    choose_file(page, "better")
    page.wait_for_selector("progress")
    assert page.is_visible("main [role=status] >> text=/on its way|checks the form/")
    page.click("text=Stop")
    page.wait_for_selector("#form-file")
    visitor.site.steer(slow=0)
    page.wait_for_timeout(2000)
    assert not page.query_selector("#put-note, [role=alert]")


def test_a_file_is_dropped(visit):
    visitor = visit(DESK)
    page = officer(visitor, "#/forms/upload")
    drop = """([target, text]) => {
        const data = new DataTransfer()
        data.items.add(new File([text], 'visit.md', { type: 'text/markdown' }))
        return document.querySelector(target).dispatchEvent(new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true }))
    }"""
    text = form_samples.sample("better").decode()
    assert page.evaluate(drop, ["main h1", text]) is False, "beside the box it does not open in place of the page"
    page.wait_for_timeout(300)
    assert not asked(visitor, "/uploads")
    page.evaluate(drop, [".drop", text])
    page.wait_for_selector("#put-note")


def test_another_form_than_meant(visit):
    visitor = visit(PHONE)
    page = report_on(visitor, "better", "#/forms/upload/note")
    assert "This file holds another form" in page.inner_text("main")


def test_keyboard_alone(visit):
    visitor = visit(DESK)
    page = officer(visitor, "#/forms")
    page.wait_for_selector("main .list-row")

    def tab_to(test, most=120):
        for _ in range(most):
            if page.evaluate(f"(() => {{ const e = document.activeElement; return Boolean({test}) }})()"):
                return
            page.keyboard.press("Tab")
        raise AssertionError(f"no focus on {test}")

    tab_to("e.matches('a[href=\"#/forms/visit\"]')")
    page.keyboard.press("Enter")
    page.wait_for_selector("a[href='#/forms/upload/visit']")
    assert page.evaluate("document.activeElement.tagName") == "H1"
    tab_to("e.matches('a[href=\"#/forms/upload/visit\"]')")
    page.keyboard.press("Enter")
    page.wait_for_selector("#form-file")
    tab_to("e.id === 'form-file'")
    assert page.evaluate("getComputedStyle(document.querySelector('.drop .face')).outlineStyle") == "solid", "where the focus is can be seen"
    for attempt in range(4):  # a busy machine opens the chooser before anybody listens for it
        try:
            with page.expect_file_chooser(timeout=5000) as chooser:
                page.keyboard.press("Enter")
            break
        except PlaywrightTimeout:
            assert attempt < 3, "Enter opens no file chooser"
    chooser.value.set_files({"name": "visit.md", "mimeType": "text/markdown", "buffer": form_samples.sample("better")})
    page.wait_for_selector("#put-note")
    journeys.until(page, "Boolean(document.activeElement.querySelector('.banner'))")
    tab_to("e.id === 'put-note'")
    page.keyboard.type("By keyboard alone")
    tab_to("e.type === 'submit'")
    page.keyboard.press("Enter")
    page.wait_for_selector("#tell-text")
    tab_to("e.matches('a[href=\"#/forms/visit\"]')")
    page.keyboard.press("Enter")
    page.wait_for_selector(".versions > li:nth-child(2)")
    tab_to("e.matches('.versions > li:last-child button + button')")
    page.keyboard.press("Enter")
    page.wait_for_selector("dialog")
    tab_to("e.id === 'sheet-note'")
    page.keyboard.type("Back by keyboard")
    tab_to("e.type === 'submit'")
    page.keyboard.press("Enter")
    page.wait_for_selector("main .banner.done")
    assert visitor.site.mock.publishing.in_use("visit")["note"] == "Back by keyboard"


@pytest.mark.parametrize("language,size,scheme", (("ar", PHONE, "dark"), ("fr", NARROW, "light"), ("en", DESK, "dark")))
def test_every_screen_of_it_fits(visit, language, size, scheme):
    visitor = visit(size, language, color_scheme=scheme)
    page = officer(visitor)
    for address in ("#/forms", "#/forms/note", "#/forms/visit/preview", "#/forms/nothing", "#/forms/upload", "#/forms/upload/visit"):
        journeys.open_at(visitor, address)
        page.wait_for_timeout(150)
        assert page.evaluate("document.querySelectorAll('h1').length") == 1, address
        assert not serious(page), address
        visitor.fits()
        small = page.evaluate("""() => [...document.querySelectorAll('main button, main a.button, main a.list-row, main select, main .choice, main .drop, main input:not([type=checkbox]):not([type=radio])')]
            .filter((e) => e.offsetParent).map((e) => [e.outerHTML.slice(0, 80), e.getBoundingClientRect()]).filter(([, box]) => box.width && (box.height < 43.5 || box.width < 43.5)).map(([text]) => text)""")
        assert not small, (address, small)
        visitor.shot("forms" + re.sub(r"\W+", "-", address.removeprefix("#/forms")) + ("-dark" if scheme == "dark" else ""))
