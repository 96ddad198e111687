"""The directory of providers and services as Excel and CSV: out, filled in by other programs, checked, and in again."""
import csv
import datetime
import io
import json

import openpyxl
import pytest

from box import Box, run, scratch
from client import uuid7

SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
TABLE = "/api/v1/tables/provider"


@pytest.fixture(scope="module")
def office():
    with Box(scratch("tables"), children=60) as served:
        yield served


@pytest.fixture(scope="module")
def officer(office):
    return office.client("data_officer")


@pytest.fixture(scope="module")
def place(officer):
    return officer.get("/api/v1/places").expect(200).json()["places"][0]["code"]


def upload(client, data: bytes, kind=SHEET, form="provider"):
    return client.request("POST", f"/api/v1/tables/{form}/uploads", raw=data, headers={"Content-Type": kind})


def bring_in(client, report, form="provider"):
    return client.post(f"/api/v1/tables/{form}/uploads/{report['upload']}/import", {})


def book_of(client, form="provider", empty=False):
    answer = client.get(f"/api/v1/tables/{form}?as=xlsx{'&empty=1' if empty else ''}").expect(200)
    assert answer.headers["cache-control"] == "no-store" and f"{form}.xlsx" in answer.headers["content-disposition"]
    return openpyxl.load_workbook(io.BytesIO(answer.body))


def saved(book) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def columns(sheet):
    return {cell.value: cell.column for cell in sheet[1]}


def append(sheet, **cells):
    row, at = sheet.max_row + 1, columns(sheet)
    for name, value in cells.items():
        sheet.cell(row, at[name]).value = value
    return row


def rows_of(book):
    names, *rows = book["provider"].iter_rows(values_only=True)
    return [dict(zip(names, row)) for row in rows]


def told(report):
    return [(fault["row"], fault["column"], fault["code"]) for fault in report["faults"]]


def test_a_table_filled_in_with_another_program_comes_in_and_goes_out_again(officer, place):
    book = book_of(officer, empty=True)
    sheet = book["provider"]
    assert sheet.max_row == 1 and [cell.value for cell in sheet[1]][:4] == ["id", "version", "provider_name", "provider_kind"]
    append(sheet, provider_name="مركز الأمل للدعم النفسي", provider_kind="ngo", place=place, services="psychosocial health", work_phone="0115550101")
    # What people do: a date cell, a number in a cell, digits as text, a formula-like name.
    append(sheet, provider_name="Centre d’écoute « Été »", provider_kind="state", licence_state="accredited", licence_until=datetime.date(2027, 3, 1),
           capacity=24, places_free="7")
    formula = append(sheet, provider_name="=HYPERLINK(\"http://x\")", provider_kind="un")
    sheet.cell(formula, columns(sheet)["provider_name"]).data_type = "s"
    report = upload(officer, saved(book)).expect(200).json()
    assert report["accepted"] and told(report) == [] and report["counts"]["new"] == 3, report
    assert officer.get(f"{TABLE}/records").expect(200).json()["total"] == 0, "checking writes nothing"
    assert bring_in(officer, report).expect(200).json() == {"new": 3, "changed": 0, "left": 0}
    assert bring_in(officer, report).expect(200).json() == {"new": 0, "changed": 0, "left": 0}, "asked again it makes nothing twice"

    out = rows_of(book_of(officer))
    assert len(out) == 3 and "work_phone" not in out[0], "what a role may not take along stays"
    by_name = {row["provider_name"]: row for row in out}
    french = by_name["Centre d’écoute « Été »"]
    assert (french["licence_until"], french["capacity"], french["places_free"], french["version"]) == ("2027-03-01", "24", "7", "1")
    assert by_name["مركز الأمل للدعم النفسي"]["services"] == "psychosocial health"
    assert by_name['=HYPERLINK("http://x")']
    arabic = officer.get(f"/api/v1/records/{by_name['مركز الأمل للدعم النفسي']['id']}").expect(200).json()
    assert (arabic["fields"]["work_phone"], arabic["fields"]["place"]) == ("0115550101", place)

    # Untouched through openpyxl and through CSV: nothing changed.
    again = upload(officer, saved(book_of(officer))).expect(200).json()
    assert again["accepted"] and again["counts"]["unchanged"] == 3 and again["counts"]["changed"] == 0
    text = officer.get(f"{TABLE}?as=csv").expect(200).body
    assert text.startswith(b"\xef\xbb\xbf") and b'"\'=HYPERLINK(""http://x"")"' in text
    assert upload(officer, text, "text/csv").expect(200).json()["counts"]["unchanged"] == 3
    semicolons = io.StringIO()
    csv.writer(semicolons, delimiter=";").writerows(csv.reader(io.StringIO(text.decode("utf-8-sig"))))
    assert upload(officer, semicolons.getvalue().encode(), "text/csv").expect(200).json()["counts"]["unchanged"] == 3


def test_a_change_meets_a_change(officer, office, place):
    book = book_of(officer)
    sheet, at = book["provider"], columns(book["provider"])
    row = next(row for row in range(2, sheet.max_row + 1) if "écoute" in sheet.cell(row, at["provider_name"]).value)
    record = sheet.cell(row, at["id"]).value
    officer.save({"id": uuid7(), "op": "amend", "form": "provider", "record": record, "base": 1, "fields": {"capacity": 30, "provider_active": "yes"}}).expect(200)
    sheet.cell(row, at["capacity"]).value = 26
    sheet.cell(row, at["provider_name"]).value = "Centre d’écoute"
    report = upload(officer, saved(book)).expect(200).json()
    assert told(report) == [(row, "capacity", "conflict")] and not report["accepted"]
    assert report["faults"][0]["suggestion"] == "30" and report["counts"]["kept"] == 1
    assert bring_in(officer, report).status == 409
    assert officer.get(f"/api/v1/records/{record}").expect(200).json()["fields"]["capacity"] == 30
    sheet.cell(row, at["capacity"]).value = 30
    report = upload(officer, saved(book)).expect(200).json()
    assert report["accepted"] and report["counts"]["changed"] == 1
    assert [(one["column"], one["before"], one["after"]) for one in report["changes"]] == [("provider_name", "Centre d’écoute « Été »", "Centre d’écoute")]
    bring_in(officer, report).expect(200)
    after = officer.get(f"/api/v1/records/{record}").expect(200).json()["fields"]
    assert (after["provider_name"], after["capacity"], after["provider_active"]) == ("Centre d’écoute", 30, "yes")


def test_faults_have_their_place(officer):
    book = book_of(officer, empty=True)
    sheet = book["provider"]
    row = append(sheet, provider_name="A", provider_kind="ngoo", capacity="many")
    sheet.cell(1, sheet.max_column + 1).value = "colour"
    report = upload(officer, saved(book)).expect(200).json()
    assert told(report) == [(1, "", "unknown-column"), (row, "capacity", "wrong-type"), (row, "provider_kind", "unknown-choice")]
    kind = report["faults"][2]
    assert kind["letter"] == "D" and kind["cell"] == "ngoo" and kind["suggestion"] == "ngo" and kind["sheet"] == "provider"
    assert upload(officer, b"no table at all", "text/csv").expect(200).json()["accepted"] is False
    assert upload(officer, b"\xd0\xcf\x11\xe0 old").expect(200).json()["faults"][0]["code"] == "workbook-old-or-encrypted"


def test_only_those_with_the_right_and_all_others_alike(office, officer):
    worker = office.client("case_worker")
    for path in (TABLE, f"{TABLE}?as=csv", f"{TABLE}?empty=1", "/api/v1/tables/child", "/api/v1/tables/nothing"):
        answer = worker.get(path)
        assert (answer.status, answer.code) == (404, "not-found"), path
    assert upload(worker, b"provider_name\nA\n", "text/csv").status == 404
    assert upload(officer, b"given_name\nA\n", "text/csv", form="child").status == 404
    assert worker.get(f"{TABLE}/records").expect(200).json()["may"] == {"create": False, "export": False, "import": False}
    assert officer.get(f"{TABLE}/records?q=ecoute").expect(200).json()["total"] == 1
    assert office.client().get(TABLE).status == 401
    # Somebody else's upload is nobody's.
    report = upload(officer, b"provider_name,provider_kind\nB,ngo\n", "text/csv").expect(200).json()
    assert bring_in(office.client("supervisor"), report).status == 410


def test_the_same_by_commands(office, officer, tmp_path):
    who = office.sign_ins()["data_officer"]["user"]
    worker = office.sign_ins()["case_worker"]["user"]
    target = tmp_path / "providers.csv"
    office.stop()
    try:
        said = run("records", "export", "provider", "--to", str(target), "--as", who, data=office.data)
        assert said.returncode == 0 and "3 records" in said.stdout, said
        assert target.stat().st_mode & 0o077 == 0
        assert run("records", "export", "provider", "--to", str(target), "--as", who, data=office.data).returncode == 2, "never over a file"
        assert run("records", "export", "provider", "--to", str(tmp_path / "x.csv"), "--as", worker, data=office.data).returncode == 6
        assert run("records", "import", "provider", str(target), "--as", worker, data=office.data).returncode == 6
        text = target.read_text(encoding="utf-8-sig").splitlines()
        width = len(text[0].split(","))
        target.write_text("\n".join([*text, ",,By hand,ngo" + "," * (width - 4)]) + "\n", encoding="utf-8")
        checked = run("records", "import", "provider", str(target), "--check", "--json", "--as", who, data=office.data)
        assert checked.returncode == 0, checked
        answer = json.loads(checked.stdout)
        assert answer["imported"] is False and answer["report"]["new"] == 1 and answer["report"]["unchanged"] == 3
        done = run("records", "import", "provider", str(target), "--as", who, data=office.data)
        assert done.returncode == 0 and "1 new" in done.stdout and "Imported." in done.stdout, done
        again = run("records", "import", "provider", str(target), "--as", who, data=office.data)
        assert again.returncode == 0 and "0 new" in again.stdout and "imported before" in again.stdout, again
        target.write_text("provider_name,provider_kind\nC,ngoo\n")
        refused = run("records", "import", "provider", str(target), "--as", who, data=office.data)
        assert refused.returncode == 1 and "row 2 B (provider_kind)" in refused.stdout and "→ ngo" in refused.stdout, refused
        assert run("verify", data=office.data).returncode == 0
    finally:
        office.start()
    assert office.client("data_officer").get(f"{TABLE}/records").expect(200).json()["total"] == 4
