"""A data officer changes code lists and places while the district works, as the API and the commands let them."""
import csv
import io
import json

import openpyxl
import pytest

from box import Box, run, scratch
from client import uuid7

SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv"


@pytest.fixture(scope="module")
def office():
    """A box of its own: its lists change."""
    with Box(scratch("lists"), children=60) as served:
        yield served


@pytest.fixture(scope="module")
def officer(office):
    return office.client("data_officer")


@pytest.fixture(scope="module")
def clerk(office):
    return office.client("case_worker")


def in_use(officer, name):
    lists = officer.get("/api/v1/lists").expect(200).json()["lists"]
    return next(one for one in lists if one["name"] == name)


def rows_of(officer, name, query=""):
    return list(csv.DictReader(io.StringIO(officer.get(f"/api/v1/lists/{name}/file?format=csv{query}").expect(200).body.decode("utf-8-sig"))))


def file_of(rows, extra=()) -> bytes:
    out = io.StringIO()
    writer = csv.DictWriter(out, rows[0].keys())
    writer.writeheader()
    writer.writerows([*rows, *extra])
    return out.getvalue().encode()


def upload(client, name, data: bytes, kind=CSV):
    return client.request("POST", f"/api/v1/lists/{name}/uploads", raw=data, headers={"Content-Type": kind})


def publish(client, report, publication=None, base="of the report"):
    body = {"publication": publication or uuid7(), "note": "asked by the ministry"}
    body["base"] = report.get("base") if base == "of the report" else base
    return client.post(f"/api/v1/lists/{report['list']}/uploads/{report['upload']}/publish", body)


def choices(client, form, name):
    return {one["value"]: one for one in client.get(f"/api/v1/forms/{form}").expect(200).json()["lists"][name]}


def test_a_list_goes_out_changes_and_comes_back(officer, clerk):
    book = openpyxl.load_workbook(io.BytesIO(officer.get("/api/v1/lists/concern_types/file").expect(200).body))
    sheet = book["concern_types"]
    header = [cell.value for cell in sheet[1]]
    assert header[:3] == ["code", "short_code", "retired"] and header[3].startswith("label::")
    codes = [row[0].value for row in sheet.iter_rows(min_row=2)]
    old = clerk.get("/api/v1/my-day").expect(200).json()["caseload"]["rows"][0]["dossier"]
    dossier = clerk.get(f"/api/v1/dossiers/{old}").expect(200).json()
    held = dossier["cases"][0]["fields"]["concern"][0]
    label = choices(clerk, "case", "concern")[held]["label"]
    sheet.delete_rows(codes.index(held) + 2)
    sheet.append(["online_harm", "ONL", None, "Harm online", "Violence en ligne", "أذى عبر الإنترنت"])
    out = io.BytesIO()
    book.save(out)
    report = upload(officer, "concern_types", out.getvalue(), SHEET).expect(200).json()
    assert report["accepted"], report["faults"]
    changes = {(change["kind"], change["code"]): change for change in report["difference"]["changes"]}
    assert set(changes) == {("added", "online_harm"), ("retired", held)} and changes["retired", held]["records"] >= 1
    assert "notification" in [form["name"] for form in report["kept"]] and "case" in [form["name"] for form in report["changed"]]
    assert "online_harm" not in choices(clerk, "case", "concern"), "looking changes nothing"

    publication = uuid7()
    done = publish(officer, report, publication).expect(200).json()
    assert done["version"] == 2 and done["publication"] == publication and "case" in done["forms"]
    again = publish(officer, report, publication).expect(200).json()
    assert again["version"] == 2 and len(in_use(officer, "concern_types")["publications"]) == 2, "sent twice, published once"
    now = choices(clerk, "case", "concern")
    assert now["online_harm"]["label"]["fr"] == "Violence en ligne" and not now["online_harm"].get("retired")
    assert now[held]["retired"] and now[held]["label"] == label, "an old record still shows what it says"
    assert "online_harm" not in choices(clerk, "notification", "concern")

    # Compared with what is no longer in use.
    assert publish(officer, upload(officer, "concern_types", out.getvalue(), SHEET).expect(200).json(), base=None).expect(409).code == "list-changed"
    officer.post("/api/v1/lists/concern_types/roll-back", {"publication": None, "note": "too early", "base": publication}).expect(200)
    assert not choices(clerk, "case", "concern")[held].get("retired") and choices(clerk, "case", "concern")["online_harm"]["retired"]
    assert in_use(officer, "concern_types")["inUse"]["version"] == 1
    assert officer.post("/api/v1/lists/concern_types/roll-back", {"publication": publication, "base": publication}).expect(409).code == "list-changed"


def test_places_change_at_once(office, officer, clerk):
    before = {place["code"]: place for place in clerk.get("/api/v1/places").expect(200).json()["places"]}
    rows = rows_of(officer, "places")
    gone = rows[-1]["code"]
    new = dict.fromkeys(rows[0], "") | {"code": "XA01010199", "parent": "XA010101", "level": "village", "label::English (en)": "New Market"}
    report = upload(officer, "places", file_of(rows[:-1], [new])).expect(200).json()
    assert report["accepted"], report["faults"]
    assert report["difference"]["counts"] == {"added": 1, "retired": 1}
    assert {fault["code"] for fault in report["faults"]} == {"translation"}, "two languages are missing, and it says so"
    publish(officer, report).expect(200)
    places = {place["code"]: place for place in clerk.get("/api/v1/places").expect(200).json()["places"]}
    assert places["XA01010199"]["name"] == {"en": "New Market"} and places[gone]["retired"] and places[gone]["name"] == before[gone]["name"]
    assert set(places) == set(before) | {"XA01010199"}
    found = officer.get("/api/v1/lists/places/rows?q=new%20mark").expect(200).json()["rows"]
    assert [row["code"] for row in found] == ["XA01010199"]
    # What was chosen before it was retired is taken, what nobody knows is not; a report without an account may have waited, and is taken.
    concern = lambda place: {"fields": {"concern": ["neglect"], "description": "Alone at night.", "place": place}, "children": []}  # noqa: E731
    assert clerk.post("/api/v1/notifications", concern("nowhere")).expect(422).code == "faults"
    for place in ("XA01010199", gone):
        clerk.post("/api/v1/notifications", concern(place)).expect(201)
    office.client().post("/api/v1/notifications", concern("nowhere")).expect(201)


def test_faults_have_their_place(officer):
    rows = rows_of(officer, "services")
    rows[1]["code"] = rows[0]["code"]
    report = upload(officer, "services", file_of(rows)).expect(200).json()
    fault = report["faults"][0]
    assert not report["accepted"] and (fault["code"], fault["row"], fault["letter"], fault["cell"]) == ("repeated-name", 3, "A", rows[0]["code"])
    assert publish(officer, report).expect(422).code == "list-refused"


@pytest.mark.parametrize("data, code", [(b"", "workbook-unknown-format"), (b"PK\x03\x04 and no more", "workbook-damaged"),
                                        (b"\xd0\xcf\x11\xe0" * 100, "workbook-old-or-encrypted"), (b"code,x\n\xff\xfe", "workbook-bad-text"),
                                        (b"code,label::English (en)\n" + b"".join(b"c%d,x\n" % n for n in range(200_000)), "workbook-too-many-rows")])
def test_files_that_are_no_list_are_named(officer, data, code):
    report = upload(officer, "services", data).expect(200).json()
    assert not report["accepted"] and [fault["code"] for fault in report["faults"]] == [code] and report["faults"][0]["words"]


def test_formulas_leave_harmless(officer):
    rows = rows_of(officer, "notifier_kinds")
    rows[0]["label::English (en)"] = '=HYPERLINK("http://evil","x")'
    publish(officer, upload(officer, "notifier_kinds", file_of(rows)).expect(200).json()).expect(200)
    sheet = openpyxl.load_workbook(io.BytesIO(officer.get("/api/v1/lists/notifier_kinds/file").expect(200).body)).active
    cell = sheet.cell(2, 4)
    assert cell.value.startswith("=HYPERLINK") and cell.quotePrefix and sheet.cell(2, 1).data_type == "s"
    text = officer.get("/api/v1/lists/notifier_kinds/file?format=csv").expect(200).body.decode("utf-8-sig")
    assert "'=HYPERLINK" in text and not [line for line in csv.reader(io.StringIO(text)) if any(cell[:1] in "=+@" and cell for cell in line)]
    # What was made harmless on the way out comes back as it was.
    report = upload(officer, "notifier_kinds", text.encode()).expect(200).json()
    assert report["difference"]["changes"] == []


def test_nobody_else_may(office, officer, clerk):
    report = upload(officer, "services", file_of(rows_of(officer, "services"))).expect(200).json()
    for client in (clerk, office.client("supervisor"), office.client("site_administrator")):
        for path in ("", "/services/rows", "/services/file"):
            assert client.get(f"/api/v1/lists{path}").status == 403
        assert upload(client, "services", b"x").status == 403
        assert client.post(f"/api/v1/lists/services/uploads/{report['upload']}/check", {}).status == 403
        assert publish(client, report).status == 403
        assert client.post("/api/v1/lists/services/roll-back", {"publication": None}).status == 403
    assert office.client().get("/api/v1/lists").status == 401
    assert officer.get("/api/v1/lists/nothing/rows").status == 404 and upload(officer, "nothing", b"x").status == 404
    assert officer.get(f"/api/v1/lists/services/file?publication={uuid7()}").status == 404


def test_the_same_by_commands(office, tmp_path):
    data_officer, worker = office.sign_ins()["data_officer"]["user"], office.sign_ins()["case_worker"]["user"]
    office.stop()
    try:
        book, text = tmp_path / "services.xlsx", tmp_path / "services.csv"
        for target in (book, text):
            done = run("lists", "export", "services", "--to", str(target), data=office.data)
            assert done.returncode == 0, done
        assert run("lists", "export", "services", "--to", str(book), data=office.data).returncode == 2, "nothing is overwritten"
        sheet = openpyxl.load_workbook(book)
        code = sheet.active.cell(2, 1).value
        sheet.active.delete_rows(2)
        sheet.active.append(["sport", "SPO", None, "Sport and play", "Sport et jeux", "رياضة ولعب"])
        sheet.save(book)
        checked = run("lists", "check", "services", str(book), "--json", data=office.data)
        answer = json.loads(checked.stdout)
        assert checked.returncode == 0 and answer["accepted"] and {(one["kind"], one["code"]) for one in answer["changes"]} == {("added", "sport"), ("retired", code)}
        said = run("lists", "import", "services", str(book), "--as", data_officer, "--dry-run", data=office.data)
        assert said.returncode == 0 and "“Sport and play” (sport) is new" in said.stdout and "Nothing was changed." in said.stdout, said
        assert run("lists", "import", "services", str(book), "--as", worker, data=office.data).returncode != 0
        done = run("lists", "import", "services", str(book), "--as", data_officer, "--note", "by hand", "--json", data=office.data)
        assert done.returncode == 0 and json.loads(done.stdout)["version"] == 2, done
        assert run("lists", "import", "services", str(book), "--as", data_officer, data=office.data).returncode == 0, "the same again is a version too"
        history = json.loads(run("lists", "history", "--json", data=office.data).stdout)
        mine = [one for one in history if one["list"] == "services"]
        assert [(one["version"], one["inUse"]) for one in mine] == [(3, True), (2, False)] and mine[1]["note"] == "by hand"
        assert run("lists", "roll-back", "services", "--to", "2", "--as", data_officer, data=office.data).returncode == 0
        assert run("lists", "roll-back", "services", "--to", "99", "--as", data_officer, data=office.data).returncode == 2
        shown = {one["name"]: one for one in json.loads(run("lists", "--json", data=office.data).stdout)}
        assert len(shown) == 10 and shown["services"]["version"] == 2 and shown["services"]["retired"] == 1
        broken = tmp_path / "broken.csv"
        broken.write_text("code,label::English (en)\na b,x\n")
        wrong = run("lists", "check", "services", str(broken), data=office.data)
        assert wrong.returncode == 1 and "A2" in wrong.stdout and "a_b" in wrong.stdout, wrong
    finally:
        office.start()
    offered = choices(office.client("case_worker"), "referral", "service")
    assert not offered["sport"].get("retired") and offered[code]["retired"], "also after a start"
