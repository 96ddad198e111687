"""The directory of providers and services: the list, adding and changing, taking a table along and bringing one in."""
import io
import os
import pathlib
import uuid

import openpyxl
import pytest

import journeys
from looks import serious
from mock_store import PEOPLE
from visitors import DESK, PHONE

HEAD = "id,version,provider_name,provider_kind,capacity\n"


def add(visitor, name, form="provider", **fields):
    """Straight into the box, as another colleague would."""
    record = str(uuid.uuid4())
    fields = {f"{form}_name": name, **({"provider_kind": "ngo"} if form == "provider" else {"service": "legal"}), **fields}
    visitor.site.mock.store.apply({"id": str(uuid.uuid4()), "op": "create", "form": form, "record": record, "fields": fields}, PEOPLE["ion"])
    return record


def named(visitor, form="provider"):
    return sorted(one["fields"][f"{form}_name"] for one in visitor.site.mock.store.records.values() if one["form"] == form)


def officer(visitor, address="#/providers"):
    journeys.sign_in(visitor, "data_officer")
    return journeys.open_at(visitor, address)


def choose(page, text, name="providers.csv"):
    page.set_input_files("#form-file", {"name": name, "mimeType": "text/csv", "buffer": text.encode()})
    page.wait_for_selector("main dl.facts")


def test_the_list_and_its_search(visit):
    visitor = visit(PHONE)
    add(visitor, "Maison de l’espoir", place="XA0101", provider_active="no")
    hope = add(visitor, "مركز الأمل")
    page = officer(visitor, "#/more")
    page.click("main a[href='#/providers']")
    journeys.until(page, "(document.querySelector('.directory .list-row') || {innerText: ''}).innerText.includes('Non-governmental')")
    rows = [row.inner_text() for row in page.query_selector_all(".directory .list-row")]
    assert len(rows) == 2 and "Maison" in rows[0] and "Non-governmental" in rows[0] and "not at present" in rows[0] and "not at present" not in rows[1]
    page.fill("#directory-search", "الأمل")
    journeys.until(page, "document.querySelectorAll('.directory .list-row').length === 1")
    assert page.get_attribute(".directory .list-row", "href") == f"#/providers/provider/{hope}"
    page.fill("#directory-search", "nobody of this name")
    page.wait_for_selector("main .empty")
    assert not serious(page)
    visitor.fits()
    page.fill("#directory-search", "")
    page.wait_for_selector(".directory .list-row")
    visitor.fits()
    visitor.shot("providers")


def test_who_only_reads_has_no_table(visit):
    visitor = visit(DESK)
    record = add(visitor, "Centre")
    page = journeys.sign_in(visitor)
    journeys.open_at(visitor, "#/providers")
    page.wait_for_selector(".directory .list-row")
    assert not page.query_selector("a[href='#/providers/provider/table'], a[href='#/providers/provider/add']")
    journeys.open_at(visitor, f"#/providers/provider/{record}")
    page.wait_for_selector("main .facts")
    journeys.open_at(visitor, "#/providers/provider/table")
    assert not page.query_selector("#form-file")


def test_added_changed_and_given_a_service(visit):
    visitor = visit(DESK)
    page = officer(visitor)
    page.wait_for_selector("main .empty")
    page.click("a[href='#/providers/provider/add']")
    page.wait_for_selector("#f-provider_name")
    page.click("form button[type=submit]")
    page.wait_for_selector("[aria-invalid=true], .fault")
    page.fill("#f-provider_name", "Foyer Été")
    page.select_option("#f-provider_kind", "state") if page.query_selector("select#f-provider_kind") else page.locator("#f-provider_kind input[value=state]").check(force=True)
    page.click("form button[type=submit]")
    page.wait_for_selector("main .facts")
    assert named(visitor) == ["Foyer Été"] and page.inner_text("main h1") == "Foyer Été"
    assert not serious(page)
    page.click("a[href$='/edit']")
    page.wait_for_selector("#f-provider_name")
    page.fill("#f-provider_name", "Foyer d’été")
    page.click("form button[type=submit]")
    journeys.until(page, "(document.querySelector('main h1') || {}).textContent === 'Foyer d’été'")
    assert named(visitor) == ["Foyer d’été"]
    page.click("a[href^='#/providers/service/add/']")
    page.wait_for_selector("#f-service_name")
    page.fill("#f-service_name", "Legal advice")
    page.select_option("#f-service", "legal") if page.query_selector("select#f-service") else page.locator("#f-service input[value=legal]").check(force=True)
    page.click("form button[type=submit]")
    page.wait_for_selector(".directory .list-row")
    assert "Legal advice" in page.inner_text(".directory")
    service = next(one for one in visitor.site.mock.store.records.values() if one["form"] == "service")
    provider = next(one for one in visitor.site.mock.store.records.values() if one["form"] == "provider")
    assert service["fields"]["provider"] == provider["id"]


def test_a_table_is_taken_along(visit):
    visitor = visit(PHONE)
    add(visitor, "Centre")
    page = officer(visitor, "#/providers/provider/table")
    page.wait_for_selector("#form-file")
    for place, (name, query) in enumerate([("provider.xlsx", "as=xlsx"), ("provider.csv", "as=csv"), ("provider-empty.xlsx", "as=xlsx&empty=1")]):
        with page.expect_download() as waiting:
            page.click(f"main .card >> nth=0 >> button >> nth={place}")
        assert waiting.value.suggested_filename == name
        assert ("GET", f"/api/v1/tables/provider?{query}") in visitor.site.mock.asked
        journeys.until(page, "!document.querySelector('main .card button[aria-busy=true], main .card button[aria-disabled=true]')")
    assert not serious(page)
    visitor.fits()
    visitor.shot("provider-table")


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
def test_a_table_is_checked_looked_at_and_imported(visit, language):
    visitor = visit(PHONE, language)
    known = add(visitor, "Centre", capacity=12)
    page = officer(visitor, "#/providers/provider/table")
    page.wait_for_selector("#form-file")
    choose(page, HEAD + f"{known},1,Centre neuf,ngo,12\n,,الأول,ngo,\n,,Deux,state,\n,,Trois,un,5\n")
    assert named(visitor) == ["Centre"], "checking writes nothing"
    numbers = [one.inner_text() for one in page.query_selector_all("dl.facts dd")]
    assert numbers == ["3", "1"] or numbers == ["٣", "١"]
    assert "Centre neuf" in page.inner_text("main .changes")
    assert not serious(page)
    visitor.fits()
    visitor.shot("provider-report")
    page.locator("main .card:has(dl.facts) button.main").click()
    page.wait_for_selector("main .banner.done")
    page.wait_for_selector("main a.button.main[href='#/providers/provider']")
    assert named(visitor) == sorted(["Centre neuf", "الأول", "Deux", "Trois"])
    asked = [path for verb, path in visitor.site.mock.asked if verb == "POST" and path.endswith("/import")]
    assert len(asked) == 2, "two slices of two"


def test_faults_are_told_in_words_with_their_place(visit):
    visitor = visit(PHONE, "fr")
    known = add(visitor, "Centre", capacity=12)
    visitor.site.mock.store.apply({"id": str(uuid.uuid4()), "op": "amend", "form": "provider", "record": known, "base": 1, "fields": {"capacity": 14}}, PEOPLE["ion"])
    page = officer(visitor, "#/providers/provider/table")
    page.wait_for_selector("#form-file")
    choose(page, HEAD.replace("capacity", "capacity,colour") + f"{known},1,Centre,ngo,20,\n,,Centre,nogs,,\n")
    faults = [one.inner_text() for one in page.query_selector_all(".fault-list > li")]
    assert len(faults) == 4
    assert "provider F1" in faults[0] and "pas de colonne de ce nom" in faults[0]
    assert "provider E2 (capacity)" in faults[1] and "et vous aussi" in faults[1] and "14" in faults[1]
    assert "provider D3 (provider_kind)" in faults[2] and "nogs" in faults[2] and "state" in faults[2]
    assert "existe déjà" in faults[3] and page.query_selector(f".fault-list a[href='#/providers/provider/{known}']")
    assert "(the box" not in " ".join(faults), "no English where the app has its own words"
    assert not page.query_selector("main .card:has(dl.facts) button.main")
    assert not serious(page)
    visitor.fits()
    visitor.shot("provider-faults")
    # Corrected, it goes in; an upload that the box no longer has is sent again.
    choose(page, HEAD + ",,Autre,ngo,\n")
    button = page.wait_for_selector("main .card:has(dl.facts) button.main")
    visitor.site.steer(forget=True)
    button.click()
    page.wait_for_selector("[role=alert] button, .error-box button, .banner.urgent button")
    assert named(visitor) == ["Centre"]
    page.locator("[role=alert] button, .error-box button, .banner.urgent button").first.click()
    page.wait_for_selector("main .card:has(dl.facts) button.main")
    page.locator("main .card:has(dl.facts) button.main").click()
    page.wait_for_selector("main .banner.done:has-text('importée')")  # the report's own banner is green as well
    assert named(visitor) == ["Autre", "Centre"]


@pytest.mark.skipif(not (os.environ.get("KINBOX_BIN") or os.environ.get("KINBOX_URL")), reason="make sets KINBOX_BIN")
def test_there_and_back_with_the_real_box(visit, box):
    visitor = visit(PHONE, at=box)
    page = journeys.sign_in(visitor, "data_officer")
    journeys.open_at(visitor, "#/providers/provider/table")
    page.wait_for_selector("#form-file")

    def download(place):
        with page.expect_download() as waiting:
            page.click(f"main .card >> nth=0 >> button >> nth={place}")
        return pathlib.Path(waiting.value.path()).read_bytes()

    def send(data, name):
        page.set_input_files("#form-file", {"name": name, "mimeType": "application/octet-stream", "buffer": data})
        page.wait_for_selector("main .banner:has-text('import')")

    book = openpyxl.load_workbook(io.BytesIO(download(2)))
    sheet = book["provider"]
    column = {cell.value: cell.column for cell in sheet[1]}
    marker = uuid.uuid4().hex[:6]
    for row, (name, kind) in enumerate([(f"مركز الأمل {marker}", "ngo"), (f"Centre d’été {marker}", "nog")], 2):
        sheet.cell(row, column["provider_name"], name)
        sheet.cell(row, column["provider_kind"], kind)
    out = io.BytesIO()
    book.save(out)
    send(out.getvalue(), "providers.xlsx")
    fault = page.inner_text(".fault-list > li")
    assert "provider D3 (provider_kind)" in fault and "nog" in fault and "none of the choices" in fault
    visitor.shot("box-provider-faults")
    sheet.cell(3, column["provider_kind"], "state")
    out = io.BytesIO()
    book.save(out)
    send(out.getvalue(), "providers.xlsx")
    page.locator("main .card:has(dl.facts) button.main").click()
    page.wait_for_selector("main a.button.main[href='#/providers/provider']")
    page.click("main a.button.main[href='#/providers/provider']")
    page.wait_for_selector(".directory .list-row")
    page.fill("#directory-search", f"الامل {marker}")
    journeys.until(page, "document.querySelectorAll('.directory .list-row').length === 1")
    page.click(".directory .list-row")
    page.wait_for_selector("main .facts")
    assert page.inner_text("main h1") == f"مركز الأمل {marker}"
    journeys.open_at(visitor, "#/providers/provider/table")
    page.wait_for_selector("#form-file")
    send(download(1), "providers.csv")
    assert "Nothing to import" in page.inner_text("main .banner")
    assert not serious(page)
