"""A country's time limits at the command line and over the API, with the real binary."""
import json
import shutil

import pytest

from box import Box, run, scratch
from client import uuid7


@pytest.fixture(scope="module")
def office():
    with Box(scratch("limits"), children=40) as served:
        yield served


def test_the_standard_folders_can_be_used():
    for name in ("MD", "AM", "international"):
        answer = run("limits", "check", name, "--json")
        told = json.loads(answer.stdout)
        assert answer.returncode == 0 and told["accepted"] and told["rules"] >= 5
        assert {one["severity"] for one in told["faults"]} == {"warning"}


def test_a_fault_is_named_with_its_place(tmp_path):
    source = tmp_path / "XX"
    source.mkdir()
    for name, text in {"rules.csv": "rule,start,met_by,label::English (en)\nreview,case.opened_on,case_review.reviewed_en,Review\n",
                       "times.csv": "rule,within,unit,from\nreview,6,moons,2026-01-01\n", "suspensions.csv": "suspension,begins,ends\n",
                       "calendar.csv": "kind,day\nweek,mon tue\n"}.items():
        (source / name).write_text(text)
    answer = run("limits", "check", str(source))
    assert answer.returncode == 1
    assert "rules.csv, row 2, met_by" in answer.stdout and "times.csv, row 2, unit" in answer.stdout
    shutil.rmtree(source)
    assert run("limits", "check", str(source)).returncode != 0


def test_published_limits_are_shown_in_a_dossier(office):
    data = office.data
    worker = office.client("case_worker")
    child = worker.get("/api/v1/my-day").expect(200).json()["caseload"]["rows"][0]["dossier"]
    assert worker.get(f"/api/v1/dossiers/{child}/limits").expect(200).json()["limits"] == []
    officer = office.sign_ins()["data_officer"]["user"]
    office.stop()
    answer = run("limits", "publish", "MD", "--as", officer, "--data", data, "--note", "to begin with")
    assert answer.returncode == 0, answer.stderr
    assert "Version 2" in answer.stdout
    shown = json.loads(run("limits", "show", "--data", data, "--json").stdout)
    assert shown["country"] == "MD" and len(shown["limits"]) >= 10 and shown["versions"][0]["inUse"]
    figures = run("limits", "figures", "--as", officer, "--data", data, "--json")
    assert figures.returncode == 0 and {one["rule"] for one in json.loads(figures.stdout)} <= {one["rule"] for one in shown["limits"]}
    office.start()
    worker = office.client("case_worker")
    told = worker.get(f"/api/v1/dossiers/{child}/limits").expect(200).json()
    assert told["country"] == "MD" and told["limits"]
    assert all(one["label"]["en"] and one["state"] for one in told["limits"])
    office.client("site_administrator").get(f"/api/v1/dossiers/{child}/limits").expect(404)


def test_a_data_officer_puts_limits_into_use_and_takes_them_back(office):
    officer, worker = office.client("data_officer"), office.client("case_worker")
    assert worker.get("/api/v1/limits").status == 403
    before = officer.get("/api/v1/limits").expect(200).json()
    assert "AM" in before["offered"] and before["files"] == ["rules.csv", "times.csv", "suspensions.csv", "calendar.csv"]
    files = {name: officer.get(f"/api/v1/limits/file?standard=AM&name={name}").expect(200).body.decode() for name in before["files"]}
    own = {"country": "  Our \n district ", "files": files | {"times.csv": files["times.csv"].replace("calendar_days", "moons").replace("working_days", "moons")}}
    report = officer.post("/api/v1/limits/check", own).expect(200).json()
    assert not report["accepted"] and any(one["sheet"] == "times.csv" and one["column"] == "unit" for one in report["faults"] if one["severity"] == "error")
    refused = officer.post("/api/v1/limits/publish", own | {"id": uuid7(), "note": "", "base": before.get("publication")})
    assert refused.status == 422 or refused.status == 409
    report = officer.post("/api/v1/limits/check", {"country": "Our district", "files": files}).expect(200).json()
    assert report["accepted"] and report["limits"] and all(one["label"] for one in report["limits"])
    assert officer.get("/api/v1/limits").expect(200).json().get("country") == before.get("country"), "a check changes nothing"
    send = {"country": "Our district", "files": files, "id": uuid7(), "note": "Agreed in the council.", "base": before.get("publication")}
    first = officer.post("/api/v1/limits/publish", send).expect(200).json()
    assert officer.post("/api/v1/limits/publish", send).expect(200).json() == first, "sent twice it is done once"
    assert officer.post("/api/v1/limits/publish", send | {"id": uuid7(), "standard": "MD"}).status == 409, "somebody else put others into use meanwhile"
    now = officer.get("/api/v1/limits").expect(200).json()
    assert now["country"] == "Our district" and now["publication"] == first["publication"] and [one["note"] for one in now["publications"] if one["inUse"]] == ["Agreed in the council."]
    back = {"id": uuid7(), "publication": None, "note": "Not yet.", "base": now["publication"]}
    officer.post("/api/v1/limits/roll-back", back).expect(200)
    officer.post("/api/v1/limits/roll-back", back).expect(200)
    none = officer.get("/api/v1/limits").expect(200).json()
    assert "country" not in none and not none["limits"] and not any(one["inUse"] for one in none["publications"])
    for name in ("../vault.keys", "rules"):
        assert officer.get(f"/api/v1/limits/file?standard=AM&name={name}").status == 404
    assert officer.get("/api/v1/limits/file?standard=../MD&name=rules.csv").status == 404
