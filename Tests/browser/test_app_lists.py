"""Changing code lists and places without a programmer: what is in them, taking a file along, putting a changed one into use, going back."""
import pathlib
import re

import pytest

import journeys
import mock_forms
from looks import serious
from publish_steps import NOTE, asked, officer, put
from visitors import DESK, NARROW, PHONE

# Of the standard list of concerns.
ENTRIES = len(mock_forms.rows(mock_forms.STANDARD / "classifiers" / "concern_types.csv"))
NEW = "online_harm,ONL,,Harm online,Violence en ligne,أذى عبر الإنترنت\r\n"


def changed(visitor, name="concern_types", drop="neglect,", new=NEW):
    """What is in use without the rows that begin so, and with more."""
    lines = visitor.site.mock.lists.file(name).decode().splitlines(keepends=True)
    return ("".join(line for line in lines if not line.startswith(drop)) + new).encode()


def choose_file(page, data, name="list.csv"):
    page.set_input_files("#form-file", {"name": name, "mimeType": "text/csv", "buffer": data})


def report_on(visitor, data=None, name="concern_types"):
    page = officer(visitor, f"#/lists/{name}/upload")
    choose_file(page, changed(visitor) if data is None else data)
    page.wait_for_selector("main .card:has(button[type=submit])")
    return page


def test_the_lists_and_what_is_in_one(visit):
    visitor = visit(PHONE)
    page = officer(visitor, "#/more")
    page.click("main a[href='#/lists']")
    page.wait_for_selector("main a[href='#/lists/places']")
    assert len(page.query_selector_all("main .list-row")) == 11, "ten lists and the time limits"
    row = page.inner_text("a[href='#/lists/concern_types']")
    assert "Kinds of concern" in row and f"{ENTRIES} entries" in row and "standard" in row
    page.click("a[href='#/lists/places']")
    page.wait_for_selector(".rows li")
    first = page.inner_text(".rows li >> nth=1")
    assert "Eastern region" in first and "XA01" in first and "lies in XA" in first
    markets = sum("market" in row["label::English (en)"].lower() for row in visitor.site.mock.lists.in_use("places")["content"])
    assert markets > 1
    page.fill("#row-search", "market")
    journeys.until(page, f"document.querySelectorAll('.rows li').length === {markets}")
    page.fill("#row-search", "nowhere at all")
    page.wait_for_selector("main .empty")
    page.fill("#row-search", "")
    journeys.until(page, "document.querySelectorAll('.rows li').length > 50")
    assert not serious(page)
    visitor.fits()
    visitor.shot("list")
    for words, ending, start in (("Download as CSV", "csv", b"code,"), ("Download as Excel", "xlsx", b"PK")):
        with page.expect_download() as waiting:
            page.click(f"button:has-text('{words}') >> nth=0")
        assert waiting.value.suggested_filename == f"places-1.{ending}"
        assert pathlib.Path(waiting.value.path()).read_bytes().startswith(start)


def test_hidden_for_a_case_worker(visit):
    visitor = visit(DESK)
    page = journeys.sign_in(visitor)
    journeys.open_at(visitor, "#/more")
    assert not page.query_selector("a[href='#/lists']")
    for address in ("#/lists", "#/lists/places", "#/lists/places/upload"):
        journeys.open_at(visitor, address)
        page.wait_for_selector("main .empty")
        assert not page.query_selector("#form-file, main .list-row, .rows")
    assert not [path for _, path in visitor.site.mock.asked if "/api/v1/lists" in path]


def test_a_changed_list_is_put_into_use(visit):
    visitor = visit(PHONE)
    page = report_on(visitor)
    text = page.inner_text("main")
    assert "The list can be used." in text and f"{ENTRIES} entries" in text and "1 entry will no longer be offered" in text
    changes = [one.inner_text() for one in page.query_selector_all(".changes li")]
    # What is retired comes first, with the records that hold it.
    assert "Neglect" in changes[0] and "will no longer be offered" in changes[0] and "fewer than 10 records hold it" in changes[0]
    assert "Harm online" in changes[1] and "is new" in changes[1]
    assert "These forms change with the list" in text and "get no new entries" in text
    assert not serious(page)
    visitor.fits()
    visitor.shot("list-report")
    put(page).click()
    assert "An answer is needed here." in page.inner_text("main form") and not asked(visitor, "/publish")
    page.fill("#put-note", NOTE)
    put(page).click()
    page.wait_for_selector("main .banner.done:has-text('version 2')")
    assert page.evaluate("Boolean(document.activeElement.querySelector('.banner.done'))")
    in_use = visitor.site.mock.lists.in_use("concern_types")
    assert in_use["note"] == NOTE and in_use["version"] == 2 and next(row for row in in_use["content"] if row["code"] == "neglect")["retired"] == "yes"
    page.click("text=To the list")
    # What was held of before is shown until the answer has come.
    page.wait_for_selector(f".versions >> text={NOTE}")
    first = page.inner_text(".versions > li >> nth=0")
    assert "In use" in first and NOTE in first and "Dora Lee" in first
    page.fill("#row-search", "neglect")
    journeys.until(page, "document.querySelectorAll('.rows li').length === 1")
    assert "no longer offered" in page.inner_text(".rows li .chip")


def test_faults_are_said_with_their_place(visit):
    visitor = visit(PHONE, "fr")
    page = report_on(visitor, changed(visitor, new=NEW + NEW))
    text = page.inner_text("main")
    assert "1 erreur : la liste ne peut pas encore servir" in text and f"concern_types A{ENTRIES + 2} (code)" in text and "online_harm" in text
    assert put(page).get_attribute("aria-disabled") == "true"
    visitor.fits()
    choose_file(page, b"\xd0\xcf\x11\xe0", "list.xls")
    page.wait_for_selector("text=Le fichier ne peut pas être lu")
    assert not asked(visitor, "/publish") and not serious(page)


def test_somebody_else_was_faster(visit):
    visitor = visit(PHONE)
    page = report_on(visitor)
    visitor.site.steer(list="concern_types")
    page.fill("#put-note", NOTE)
    put(page).click()
    page.wait_for_selector("main form [role=alert]")
    assert "Another version was put into use meanwhile" in page.inner_text("main form [role=alert]")
    page.click("text=Check against the version in use now")
    journeys.until(page, "!document.querySelector('main form [role=alert]')")
    assert page.input_value("#put-note") == NOTE, "the note outlives the new check"
    put(page).click()
    page.wait_for_selector("main .banner.done:has-text('version 3')")


def test_go_back(visit):
    visitor = visit(PHONE, "ar")
    visitor.site.steer(list="services")
    page = officer(visitor, "#/lists/services")
    page.click(".versions > li:last-child button >> nth=1")
    page.wait_for_selector("dialog")
    assert "ترجع معها الاستمارات" in page.inner_text("dialog")
    assert not serious(page)
    visitor.fits()
    visitor.shot("list-back")
    page.fill("#sheet-note", NOTE)
    page.click("dialog button[type=submit]")
    page.wait_for_selector("main .banner.done")
    assert visitor.site.mock.lists.in_use("services")["version"] == 1


def test_a_retired_place_is_shown_but_not_offered(visit):
    visitor = visit(PHONE)
    lists, store = visitor.site.mock.lists, visitor.site.mock.store
    child = next(one for one in store.of("child") if one["fields"].get("place"))
    rows = [dict(row) for row in lists.in_use("places")["content"]]
    gone = next(row for row in rows if row["code"] == child["fields"]["place"])
    gone["retired"] = "yes"
    other = next(row for row in rows if row["level"] == "village" and row is not gone)
    other["retired"] = "yes"
    lists.publish_for("places", {"id": "x", "name": "x"}, "", rows)
    page = journeys.sign_in(visitor)
    journeys.open_at(visitor, f"#/dossier/{child['id']}/edit/{child['id']}")
    page.wait_for_selector("#f-place")
    assert page.input_value("#f-place") == gone["label::English (en)"], "an old record still shows it"
    page.fill("#f-place", other["label::English (en)"])
    page.wait_for_selector("#f-place-list [aria-disabled=true]")
    assert not page.query_selector("#f-place-list [role=option]:not([aria-disabled=true])")


@pytest.mark.parametrize("language,size,scheme", (("ar", PHONE, "dark"), ("fr", NARROW, "light"), ("en", DESK, "dark")))
def test_every_screen_of_it_fits(visit, language, size, scheme):
    visitor = visit(size, language, color_scheme=scheme)
    page = officer(visitor)
    for address in ("#/lists", "#/lists/places", "#/lists/services", "#/lists/nothing", "#/lists/services/upload"):
        journeys.open_at(visitor, address)
        page.wait_for_timeout(300)
        assert page.evaluate("document.querySelectorAll('h1').length") == 1, address
        assert not serious(page), address
        visitor.fits()
        small = page.evaluate("""() => [...document.querySelectorAll('main button, main a.button, main a.list-row, main .drop, main input:not([type=checkbox]):not([type=radio])')]
            .filter((e) => e.offsetParent).map((e) => [e.outerHTML.slice(0, 80), e.getBoundingClientRect()]).filter(([, box]) => box.width && (box.height < 43.5 || box.width < 43.5)).map(([text]) => text)""")
        assert not small, (address, small)
        visitor.shot("lists" + re.sub(r"\W+", "-", address.removeprefix("#/lists")) + ("-dark" if scheme == "dark" else ""))
