"""A data officer changes a form while the district works, as the API and the commands let them."""
import io
import json

import openpyxl
import pytest

from box import Box, run, scratch
from client import note, uuid7

SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@pytest.fixture(scope="module")
def office():
    """A box of its own: its forms change."""
    with Box(scratch("forms"), children=60) as served:
        yield served


@pytest.fixture(scope="module")
def officer(office):
    return office.client("data_officer")


@pytest.fixture(scope="module")
def clerk(office):
    return office.client("case_worker")


@pytest.fixture(scope="module")
def dossier(clerk):
    return clerk.get("/api/v1/my-day").expect(200).json()["caseload"]["rows"][0]["dossier"]


def in_use(officer, name="note"):
    forms = officer.get("/api/v1/forms/publications").expect(200).json()["forms"]
    return next(form for form in forms if form["name"] == name)


def edited(officer, change, name="note") -> bytes:
    """The workbook in use after `change(survey, column)`; `column` finds the number of a header."""
    book = openpyxl.load_workbook(io.BytesIO(officer.get(f"/api/v1/forms/{name}/workbook").expect(200).body))
    survey = book["survey"]
    column = {cell.value: cell.column for cell in survey[1]}
    change(survey, column)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def row_of(survey, column, name):
    return next(row for row in range(2, survey.max_row + 1) if survey.cell(row, column["name"]).value == name)


def upload(officer, data: bytes, kind=SHEET, **more):
    return officer.request("POST", "/api/v1/forms/uploads", raw=data, headers={"Content-Type": kind}, **more)


def publish(officer, report, publication=None, base="of the report"):
    body = {"publication": publication or uuid7(), "note": "asked by the team"}
    body["base"] = report.get("base") if base == "of the report" else base
    return officer.post(f"/api/v1/forms/uploads/{report['upload']}/publish", body)


def weather(survey, column):
    """One question more, one gone."""
    survey.delete_rows(row_of(survey, column, "topic"))
    last = survey.max_row + 1
    survey.cell(last, column["type"], "text")
    survey.cell(last, column["name"], "weather")
    survey.cell(last, column["label::English (en)"], "The weather")
    survey.cell(last, column["cm::forward"], "never")


def test_a_form_changes_while_people_work(office, officer, clerk, dossier):
    before = clerk.get("/api/v1/forms/note").expect(200)
    old = note(dossier, "before the change")
    old["fields"]["topic"] = "call"
    clerk.save(old).expect(200)
    report = upload(officer, edited(officer, weather)).expect(200).json()
    assert report["accepted"] and not [fault for fault in report["faults"] if fault["severity"] == "error"]
    kinds = {(change["kind"], change["field"]): change for change in report["difference"]["changes"]}
    assert set(kinds) >= {("added", "weather"), ("retired", "topic")}
    assert kinds["retired", "topic"]["records"] >= 1 and "base" not in report
    assert {language["language"] for language in report["translations"]} == {"fr", "ar"}
    assert [field["name"] for field in report["preview"]["fields"]][-1] == "weather"
    assert clerk.get("/api/v1/forms/note").expect(200).body == before.body, "looking changes nothing"

    publication = uuid7()
    done = publish(officer, report, publication).expect(200).json()
    assert done["publication"] == publication and done["version"] == 2
    assert publish(officer, report, publication).expect(200).json() == done, "sent twice, published once"
    form = clerk.get("/api/v1/forms/note").expect(200).json()
    assert form["version"] == 2
    assert {field["name"]: field.get("retired", False) for field in form["fields"]} == {
        "noted_on": False, "text": False, "weather": False, "topic": True}
    record = clerk.get(f"/api/v1/records/{old['record']}").expect(200).json()
    assert record["fields"]["topic"] == "call", "what was answered stays readable"
    new = note(dossier, "after the change")
    new["fields"]["weather"] = "rain"
    clerk.save({**new, "formVersion": 2}).expect(200)
    late = note(dossier, "begun before the change")
    late["fields"]["topic"] = "meeting"
    clerk.save({**late, "formVersion": 1}).expect(200)
    fresh = note(dossier, "of nobody's version")
    fresh["fields"]["topic"] = "meeting"
    assert clerk.save({**fresh, "formVersion": 2}).expect(422).code == "faults"

    # Compared with what is no longer in use.
    stale = upload(officer, edited(officer, lambda *_: None)).expect(200).json()
    assert publish(officer, stale, base=None).expect(409).code == "form-changed"
    # And back.
    officer.post("/api/v1/forms/note/roll-back", {"publication": None, "note": "too early", "base": publication}).expect(200)
    back = clerk.get("/api/v1/forms/note").expect(200).json()
    was = before.json()
    assert back["version"] == was["version"]
    assert [field for field in back["fields"] if not field.get("retired")] == was["fields"]
    assert clerk.get(f"/api/v1/records/{new['record']}").expect(200).json()["fields"]["weather"] == "rain"
    assert in_use(officer)["standard"] is True and len(in_use(officer)["publications"]) == 2


def test_what_is_locked_or_loosened_is_not_published(officer):
    def rename(survey, column):
        survey.cell(row_of(survey, column, "noted_on"), column["name"], "written_on")

    def loosen(survey, column):
        survey.cell(row_of(survey, column, "text"), column["cm::permission"], "general")

    report = upload(officer, edited(officer, rename)).expect(200).json()
    assert not report["accepted"] and report["difference"]["refused"]
    assert any("locked field renamed" in change.get("refusal", "") for change in report["difference"]["changes"])
    assert publish(officer, report).expect(422).code == "form-refused"
    report = upload(officer, edited(officer, loosen)).expect(200).json()
    assert not report["accepted"] and [one["field"] for one in report["loosened"]] == ["text"]
    assert publish(officer, report).expect(422).code == "form-refused"


@pytest.mark.parametrize("data, code", [(b"", "workbook-unknown-format"), (b"PK\x03\x04 and no more", "workbook-damaged"),
                                        (b"\xd0\xcf\x11\xe0" * 100, "workbook-old-or-encrypted")])
def test_files_that_are_no_form_are_named(officer, data, code):
    report = upload(officer, data).expect(200).json()
    assert not report["accepted"] and [fault["code"] for fault in report["faults"]] == [code] and report["faults"][0]["words"]
    assert publish(officer, report).expect(422).code == "form-refused"


def test_faults_have_their_place_and_repairs_their_words(officer):
    form = """| survey |
| | type | name | label |
| | text | first name | First |
| | text | second | |
"""
    report = upload(officer, form.encode(), kind="text/markdown").expect(200).json()
    assert not report["accepted"]
    assert ("survey", 2, "B") in {(fault["sheet"], fault["row"], fault["letter"]) for fault in report["faults"]}
    assert {repair["code"] for repair in report["repairs"]} == {"bad-names", "missing-labels"} and all(one["words"] for one in report["repairs"])
    again = officer.post(f"/api/v1/forms/uploads/{report['upload']}/check", {"repairs": ["bad-names", "missing-labels"]}).expect(200).json()
    assert not [fault for fault in again["faults"] if fault["severity"] == "error"] and all(one["chosen"] for one in again["repairs"])


def test_nobody_else_may(office, clerk, officer):
    report = upload(officer, edited(officer, lambda *_: None)).expect(200).json()
    for client in (clerk, office.client("supervisor"), office.client("site_administrator")):
        assert client.get("/api/v1/forms/publications").status == 403
        assert client.get("/api/v1/forms/note/workbook").status == 403
        assert upload(client, b"x").status == 403
        assert publish(client, report).status == 403
        assert client.post("/api/v1/forms/note/roll-back", {"publication": None}).status == 403
    stranger = office.client()
    assert stranger.get("/api/v1/forms/publications").status == 401 and upload(stranger, b"x").status == 401


def test_the_same_by_commands(office, officer, tmp_path):
    book = tmp_path / "note.xlsx"
    book.write_bytes(edited(officer, weather))
    data_officer = office.sign_ins()["data_officer"]["user"]
    office.stop()
    try:
        said = run("forms", "publish", str(book), "--as", data_officer, "--dry-run", data=office.data)
        assert said.returncode == 0 and "weather is new" in said.stdout and "Nothing was changed." in said.stdout, said
        assert run("forms", "publish", str(book), "--as", office.sign_ins()["case_worker"]["user"], data=office.data).returncode != 0
        before = json.loads(run("forms", "history", "--json", data=office.data).stdout)
        done = run("forms", "publish", str(book), "--as", data_officer, "--note", "by hand", "--json", data=office.data)
        assert done.returncode == 0, done
        version = json.loads(done.stdout)["version"]
        after = json.loads(run("forms", "history", "--json", data=office.data).stdout)
        assert len(after) == len(before) + 1 and [one["version"] for one in after if one["inUse"]] == [version]
        back = run("forms", "roll-back", "note", "--to", "standard", "--as", data_officer, data=office.data)
        assert back.returncode == 0, back
        assert run("forms", "roll-back", "note", "--to", "99", "--as", data_officer, data=office.data).returncode != 0
        assert run("forms", "roll-back", "note", "--to", str(version), "--as", data_officer, data=office.data).returncode == 0
    finally:
        office.start()
    assert office.client("case_worker").get("/api/v1/forms/note").expect(200).json()["version"] == version, "also after a start"
