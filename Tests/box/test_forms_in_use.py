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
    retired = {field["name"]: field.get("retired", False) for field in form["fields"]}
    assert [retired[name] for name in ("noted_on", "text", "weather", "topic")] == [False, False, False, True]
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
    going_back = {"id": uuid7(), "publication": None, "note": "too early", "base": publication}
    officer.post("/api/v1/forms/note/roll-back", going_back).expect(200)
    officer.post("/api/v1/forms/note/roll-back", going_back).expect(200)
    assert officer.post("/api/v1/forms/note/roll-back", {**going_back, "id": uuid7(), "publication": publication}).expect(409).code == "form-changed"
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
    assert report["accepted"] and report["difference"]["refused"] and report["verdict"] == "refused"
    assert any("locked field renamed" in change.get("refusal", "") for change in report["difference"]["changes"])
    assert publish(officer, report).expect(422).code == "form-refused"
    report = upload(officer, edited(officer, loosen)).expect(200).json()
    assert report["accepted"] and [one["field"] for one in report["loosened"]] == ["text"] and report["verdict"] == "second"
    assert publish(officer, report).expect(403).code == "second-person-needed"


def test_a_class_that_nobody_has_is_an_error_and_an_unchanged_form_is_told(officer):
    def mistype(survey, column):
        survey.cell(row_of(survey, column, "text"), column["cm::permission"], "narativ")

    report = upload(officer, edited(officer, mistype)).expect(200).json()
    fault = next(one for one in report["faults"] if one["severity"] == "error")
    assert report["verdict"] == "faults" and (fault["column"], fault["cell"], fault["suggestion"]) == ("cm::permission", "narativ", "narrative")
    assert publish(officer, report).expect(422).code == "form-refused"
    report = upload(officer, edited(officer, lambda survey, column: None)).expect(200).json()
    assert report["verdict"] == "unchanged" and report["difference"]["changes"] == []


def test_a_locked_question_that_is_renamed_is_named_before_what_follows(officer):
    def rename(survey, column):
        row = row_of(survey, column, "noted_on")
        survey.cell(row, column["name"], "written_on")
        survey.cell(row_of(survey, column, "text"), column["relevant"], "${noted_on} != ''") if "relevant" in column else None
        survey.cell(row, column["type"], "dat")

    report = upload(officer, edited(officer, rename)).expect(200).json()
    assert report["verdict"] == "faults" and report["faults"][0]["code"] == "locked-name"
    assert report["faults"][0]["words"].startswith("noted_on is locked")


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
    # What is left is that this site has no such form, and it names none whose rights it follows.
    assert [fault["code"] for fault in again["faults"] if fault["severity"] == "error"] == ["rights-as"] and all(one["chosen"] for one in again["repairs"])


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


REASON = "The helpline must see what happened"


def loosen(survey, column):
    survey.cell(row_of(survey, column, "text"), column["cm::permission"], "general")


def requests(client):
    return client.get("/api/v1/requests").expect(200).json()["requests"]


def ask(officer, report, request=None, reason=REASON):
    return officer.post(f"/api/v1/forms/uploads/{report['upload']}/ask", {"request": request or uuid7(), "publication": uuid7(), "reason": reason, "base": report.get("base")})


def answer(client, request, agree=True):
    return client.post(f"/api/v1/requests/{request}/answer", {"agree": agree})


def test_two_persons_decide_who_sees_more(office, officer, clerk, dossier):
    before = clerk.get("/api/v1/forms/note").expect(200).json()["version"]
    supervisor, again = office.client("supervisor"), office.client("data_officer")
    secret = note(dossier, "only for the caseload")
    clerk.save(secret).expect(200)
    report = upload(officer, edited(officer, loosen)).expect(200).json()
    opened = report["loosened"][0]
    assert (opened["from"], opened["to"], opened["kind"]) == ("narrative", "general", "class") and opened["records"] >= 1
    assert "data_officer" in [role["code"] for role in opened["roles"]] and opened["label"]["en"]
    assert "text" not in officer.get(f"/api/v1/records/{secret['record']}").expect(200).json()["fields"]
    assert ask(officer, report, reason="why").expect(422).code == "reason-needed"
    assert ask(clerk, report).status == 403 and ask(supervisor, report).status == 403
    request = uuid7()
    assert ask(officer, report, request).expect(201).json() == {"request": request}
    assert ask(officer, report, request).expect(201).json() == {"request": request}, "asked twice, asked once"
    for client, mine in ((officer, False), (again, False), (supervisor, True)):
        found = next(one for one in requests(client) if one["id"] == request)
        assert found["mayAnswer"] is mine and found["form"]["loosened"] == report["loosened"] and found["reason"] == REASON
        assert found["mayTakeBack"] is (not mine) and found["form"]["lapsed"] is False and "person" not in found
    for client in (officer, again, clerk, office.client("site_administrator")):
        assert answer(client, request).expect(403).code == "second-person-refused"
    assert clerk.get("/api/v1/forms/note").expect(200).json()["version"] == before, "until then nothing changes"
    answer(supervisor, request).expect(200)
    assert clerk.get("/api/v1/forms/note").expect(200).json()["version"] > before
    assert in_use(officer)["inUse"]["by"]["name"] != in_use(officer)["inUse"]["second"]["name"]
    assert officer.get(f"/api/v1/records/{secret['record']}").expect(200).json()["fields"]["text"] == secret["fields"]["text"]
    assert answer(supervisor, request).expect(409).code == "request-not-open"
    trail = office.client("auditor").get("/api/v1/trail").expect(200).json()["rows"]
    said = {row["detail"].get("what"): row for row in trail if row["detail"].get("form") == "note"}
    assert {"secondPersonAsked", "secondPersonAgreed"} <= set(said) and said["secondPersonAgreed"]["subject"] == request
    assert [one["what"] for one in officer.get("/api/v1/notices").expect(200).json()["notices"]][:1] == ["form_agreed"]


def test_a_request_lapses_when_the_form_changes(office, officer):
    def tighten(survey, column):
        survey.cell(row_of(survey, column, "text"), column["cm::permission"], "narrative")

    supervisor = office.client("supervisor")
    publish(officer, upload(officer, edited(officer, tighten)).expect(200).json()).expect(200)
    report = upload(officer, edited(officer, loosen)).expect(200).json()
    first, second = uuid7(), uuid7()
    ask(officer, report, first).expect(201)
    ask(officer, report, second).expect(201)
    answer(officer, second, agree=False).expect(200)  # who asked takes it back
    publish(officer, upload(officer, edited(officer, weather_more)).expect(200).json()).expect(200)
    assert next(one for one in requests(supervisor) if one["id"] == first)["form"]["lapsed"]
    assert answer(supervisor, first).expect(409).code == "request-lapsed"
    assert not [one for one in requests(supervisor) if one["id"] in (first, second)]


def weather_more(survey, column):
    last = survey.max_row + 1
    survey.cell(last, column["type"], "text")
    survey.cell(last, column["name"], "weather_more")
    survey.cell(last, column["label::English (en)"], "More about the weather")
    survey.cell(last, column["cm::forward"], "never")


def own(name="shoe_check", rights="note", more="") -> bytes:
    """A form that only this site has."""
    return f"""| survey |
| | type | name | label::English (en) | cm::permission |
| | date | seen_on | Seen on | |
| | text | shoes | Shoes | |
| | text | said | Said in secret | narrative |
{more}
| settings |
| | form_id | cm::title::English (en) | cm::rights_as |
| | {name} | Shoe check | {rights} |
""".encode()


@pytest.mark.parametrize("name, rights, column, code, suggestion", [
    ("shoe_check", "", "cm::rights_as", "rights-as", "note"), ("shoe_check", "vissit", "cm::rights_as", "rights-as", "visit"),
    ("shoe_check", "child", "cm::rights_as", "rights-as", "note"), ("access_request", "note", "form_id", "reserved-name", "our_access_request"), ("conflict_task", "note", "cm::rights_as", "rights-as", "Leave the cell empty."),
    ("publications", "note", "form_id", "reserved-name", "our_publications"), ("visit", "note", "cm::rights_as", "rights-as", "Leave the cell empty."),
])
def test_what_an_own_form_lacks_is_named_with_its_cell(officer, name, rights, column, code, suggestion):
    report = upload(officer, own(name, rights), kind="text/markdown").expect(200).json()
    fault = next(one for one in report["faults"] if one["severity"] == "error")
    assert not report["accepted"] and (fault["sheet"], fault["row"], fault["column"], fault["code"]) == ("settings", 2, column, code), fault
    assert fault["suggestion"] == suggestion and fault["words"]
    assert fault["letter"] == {"form_id": "A", "cm::rights_as": "C"}[column]
    assert publish(officer, report).expect(422).code == "form-refused"


def test_a_form_of_the_sites_own(office, officer, clerk, dossier):
    more = "| | text | nobody | For nobody | account |"
    report = upload(officer, own(more=more), kind="text/markdown").expect(200).json()
    assert report["accepted"] and report["loosened"] == [] and "difference" not in report
    assert [(one["code"], one["sheet"], one["column"]) for one in report["faults"] if one["code"] == "nobody-reads"] == [("nobody-reads", "survey", "cm::permission")]
    assert {"case_worker", "supervisor"} <= {role["code"] for role in report["roles"]}
    refused = clerk.save({**note(dossier, "x"), "form": "shoe_check", "fields": {"shoes": "old"}})
    assert refused.status in (403, 422)
    done = publish(officer, report).expect(200).json()
    listed = in_use(officer, "shoe_check")
    assert (listed["standard"], listed["offered"], listed["rightsAs"]) == (False, True, "note")
    assert "shoe_check" in [form["name"] for form in clerk.get("/api/v1/forms").expect(200).json()["forms"]]
    assert "create:shoe_check" in office.client("case_worker").get("/api/v1/session").expect(200).json()["may"]
    offered = clerk.get(f"/api/v1/dossiers/{dossier}").expect(200).json()["may"]["create"]
    assert offered[offered.index("note") + 1] == "shoe_check"
    entry = {**note(dossier, "x"), "form": "shoe_check", "formVersion": 1, "fields": {"shoes": "torn", "said": "by her uncle", "seen_on": "2026-11-02"}}
    clerk.save(entry).expect(200)
    record = f"/api/v1/records/{entry['record']}"
    assert clerk.get(record).expect(200).json()["fields"]["shoes"] == "torn"
    assert "said" not in officer.get(record).expect(200).json()["fields"], "classes hold as in the form it follows"
    assert office.client("district_manager").get(record).status == 404
    assert clerk.get(f"/api/v1/dossiers/{dossier}/timeline").expect(200).json()["rows"][0]["form"] == "shoe_check"
    # Taken back to before it existed.
    officer.post("/api/v1/forms/shoe_check/roll-back", {"id": uuid7(), "publication": None, "note": "no longer needed", "base": done["publication"]}).expect(200)
    assert in_use(officer, "shoe_check")["offered"] is False
    assert "shoe_check" not in clerk.get(f"/api/v1/dossiers/{dossier}").expect(200).json()["may"]["create"]
    assert clerk.get(record).expect(200).json()["fields"]["shoes"] == "torn", "its records stay readable"
    unasked = {**entry, "id": uuid7(), "record": uuid7()}
    del unasked["formVersion"]
    assert clerk.save(unasked).expect(422).code == "faults"
    office.stop()
    office.start()
    clerk, officer = office.client("case_worker"), office.client("data_officer")
    assert clerk.get(record).expect(200).json()["fields"]["shoes"] == "torn" and in_use(officer, "shoe_check")["offered"] is False
    officer.post("/api/v1/forms/shoe_check/roll-back", {"id": uuid7(), "publication": done["publication"], "note": "again", "base": None}).expect(200)
    assert "shoe_check" in clerk.get(f"/api/v1/dossiers/{dossier}").expect(200).json()["may"]["create"]


def test_an_own_form_and_a_second_person_by_commands(office, tmp_path):
    form, looser = tmp_path / "sock_check.md", tmp_path / "looser.md"
    form.write_bytes(own("sock_check", "supervision_note"))
    looser.write_bytes(own("sock_check", "note"))
    lacking = tmp_path / "lacking.md"
    lacking.write_bytes(own("sock_check", ""))
    data_officer = office.sign_ins()["data_officer"]["user"]
    office.stop()
    try:
        said = run("forms", "publish", str(lacking), "--as", data_officer, data=office.data)
        assert said.returncode == 1 and "cm::rights_as" in said.stderr + said.stdout, said
        done = run("forms", "publish", str(form), "--as", data_officer, "--json", data=office.data)
        assert done.returncode == 0 and json.loads(done.stdout)["version"] == 1, done
        more = run("forms", "publish", str(looser), "--as", data_officer, data=office.data)
        assert more.returncode == 6 and "MORE: shoes (supervision_note → note)" in more.stdout and "two persons" in more.stderr, more
        asked = run("forms", "publish", str(looser), "--as", data_officer, "--ask", "--note", REASON, "--json", data=office.data)
        assert asked.returncode == 0 and json.loads(asked.stdout)["request"], asked
        gone = run("forms", "roll-back", "sock_check", "--to", "none", "--as", data_officer, data=office.data)
        assert gone.returncode == 0 and "no longer offered" in gone.stdout, gone
        assert run("forms", "roll-back", "sock_check", "--to", "1", "--as", data_officer, data=office.data).returncode == 0
    finally:
        office.start()
    supervisor = office.client("supervisor")
    answer(supervisor, json.loads(asked.stdout)["request"]).expect(200)
    listed = in_use(office.client("data_officer"), "sock_check")
    assert listed["inUse"]["version"] == 2 and listed["rightsAs"] == "note"


def test_the_same_by_commands(office, tmp_path):
    officer = office.client("data_officer")
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
        assert len(after) == len(before) + 1 and [one["version"] for one in after if one["inUse"] and one["form"] == "note"] == [version]
        back = run("forms", "roll-back", "note", "--to", "standard", "--as", data_officer, data=office.data)
        assert back.returncode == 0, back
        assert run("forms", "roll-back", "note", "--to", "99", "--as", data_officer, data=office.data).returncode != 0
        assert run("forms", "roll-back", "note", "--to", str(version), "--as", data_officer, data=office.data).returncode == 0
    finally:
        office.start()
    assert office.client("case_worker").get("/api/v1/forms/note").expect(200).json()["version"] == version, "also after a start"
