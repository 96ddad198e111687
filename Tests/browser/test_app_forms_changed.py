"""A form changes under the app: what it no longer asks stays readable. Against the real binary."""
import io
import os

import openpyxl
import pytest

import journeys
from real_box import signs
from test_app_box import serious
from visitors import DESK, PHONE, Site, support

support()
from client import note, uuid7  # noqa: E402

pytestmark = pytest.mark.skipif(not os.environ.get("KINBOX_BIN"), reason="make sets KINBOX_BIN")


@pytest.fixture(scope="module")
def changed():
    """A box whose note lost a question that a record answers, and the dossier and id of that record."""
    from box import Box, scratch

    with Box(scratch("changed"), children=60) as box:
        worker, officer = box.client("case_worker"), box.client("data_officer")
        dossier = worker.get("/api/v1/my-day").expect(200).json()["caseload"]["rows"][0]["dossier"]
        old = note(dossier, "Before the form changed.")
        old["fields"]["topic"] = "meeting"
        worker.save(old).expect(200)
        book = openpyxl.load_workbook(io.BytesIO(officer.get("/api/v1/forms/note/workbook").expect(200).body))
        survey = book["survey"]
        name = next(cell.column for cell in survey[1] if cell.value == "name")
        survey.delete_rows(next(row for row in range(2, survey.max_row + 1) if survey.cell(row, name).value == "topic"))
        out = io.BytesIO()
        book.save(out)
        kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        report = officer.request("POST", "/api/v1/forms/uploads", raw=out.getvalue(), headers={"Content-Type": kind}).expect(200).json()
        officer.post(f"/api/v1/forms/uploads/{report['upload']}/publish", {"publication": uuid7(), "note": "", "base": None}).expect(200)
        yield Site(f"https://127.0.0.1:{box.port}", signs(box.sign_ins()), box, insecure=True), dossier, old["record"]


@pytest.mark.parametrize("size, language, heading, answer", [
    (DESK, "en", "From earlier versions", "Meeting"), (PHONE, "ar", "من نسخ سابقة", "اجتماع")])
def test_what_is_no_longer_asked_stays_readable(visit, changed, size, language, heading, answer):
    site, dossier, record = changed
    visitor = visit(size, language, at=site)
    page = journeys.sign_in(visitor)
    journeys.open_at(visitor, f"#/dossier/{dossier}/record/{record}")
    page.wait_for_selector(f"text={heading}")
    card = page.locator("section.earlier")
    assert answer in card.inner_text()
    assert "Before the form changed." not in card.inner_text()
    visitor.shot("record-from-earlier-versions")
    assert not serious(page)
    visitor.fits()
    journeys.open_at(visitor, f"#/dossier/{dossier}/edit/{record}")
    page.wait_for_selector("#f-text")
    assert not page.query_selector("#f-topic"), "what is retired is not asked"
