"""How much of the standard forms a site asks: chosen when it is made, switched while everybody works, nothing lost."""
import json
import pathlib

import pytest

from box import Box, run, scratch
from client import uuid7

SECRET = "four quiet river stones"


@pytest.fixture(scope="module")
def office():
    with Box(scratch("profiles"), children=40) as served:
        yield served


def names(profiles):
    return {one["name"]: one for one in profiles["profiles"]}


def test_chosen_when_the_site_is_made():
    folder = pathlib.Path(scratch("profile-made"))
    secret = folder / "passphrase"
    secret.write_text(SECRET)
    secret.chmod(0o600)
    site = folder / "site"
    wrong = run("init", "--data", site, "--passphrase-file", secret, "--recovery-file", folder / "recovery", "--profile", "tiny")
    assert wrong.returncode != 0 and "Known are emergency and national" in wrong.stderr and not site.exists()
    made = run("init", "--data", site, "--passphrase-file", secret, "--recovery-file", folder / "recovery", "--profile", "emergency")
    assert made.returncode == 0, made.stderr
    said = run("forms", "profile", "--data", site, "--passphrase-file", secret, "--json")
    report = json.loads(said.stdout)
    assert report["inUse"] == "emergency" and report["base"] == 1
    assert names(report)["emergency"]["questions"] < names(report)["national"]["questions"] / 2
    # Nobody but who may change forms switches it.
    refused = run("forms", "profile", "national", "--as", "admin", "--data", site, "--passphrase-file", secret)
    assert refused.returncode != 0
    assert json.loads(run("forms", "profile", "--data", site, "--passphrase-file", secret, "--json").stdout)["inUse"] == "emergency"


def test_switched_while_everybody_works(office):
    officer, clerk = office.client("data_officer"), office.client("case_worker")
    dossier = clerk.get("/api/v1/my-day").expect(200).json()["caseload"]["rows"][0]["dossier"]
    before = clerk.get(f"/api/v1/dossiers/{dossier}").expect(200)
    child = before.json()["child"]
    forms = {form["name"]: form for form in clerk.get("/api/v1/forms").expect(200).json()["forms"]}
    national = officer.get("/api/v1/profiles").expect(200).json()
    assert national["inUse"] == "national" and national["base"] == 0

    body = {"id": uuid7(), "profile": "emergency", "note": "The first weeks", "base": 0}
    clerk.post("/api/v1/profiles/in-use", body).expect(403)
    officer.post("/api/v1/profiles/in-use", {**body, "profile": "tiny"}).expect(404)
    small = officer.post("/api/v1/profiles/in-use", body).expect(200).json()
    assert small == officer.post("/api/v1/profiles/in-use", body).expect(200).json() and small["base"] == 1
    officer.post("/api/v1/profiles/in-use", {**body, "id": uuid7(), "profile": "national"}).expect(409)

    # What was read before is told as changed, and a form says what it asks now.
    now = clerk.get(f"/api/v1/dossiers/{dossier}", headers={"If-None-Match": before.headers["etag"]}).expect(200).json()
    gone = set(before.json()["may"]["create"]) - set(now["may"]["create"])
    assert gone and "visit" not in gone and now["child"]["fields"] == child["fields"]
    hidden = {one["name"] for one in clerk.get("/api/v1/forms/child").expect(200).json()["fields"] if one.get("relevant") == "false()"}
    assert hidden and "given_name" not in hidden
    # A worker who had the form open saves what is no longer asked, and a form that is no longer offered.
    texts = [one["name"] for one in clerk.get("/api/v1/forms/child").expect(200).json()["fields"] if one["name"] in hidden and one["type"] == "text"]
    entry = {"id": uuid7(), "op": "amend", "form": "child", "record": child["id"], "dossier": dossier, "base": child["version"], "fields": {texts[0]: "Known before"}}
    clerk.post("/api/v1/records", {"saveId": uuid7(), "entries": [entry]}).expect(200)

    large = officer.post("/api/v1/profiles/in-use", {"id": uuid7(), "profile": "national", "note": "Everything", "base": 1}).expect(200).json()
    assert large["inUse"] == "national" and large["base"] == 2
    again = clerk.get(f"/api/v1/dossiers/{dossier}").expect(200).json()
    assert set(again["may"]["create"]) == set(before.json()["may"]["create"]) and again["child"]["fields"][texts[0]] == "Known before"
    assert {form["name"] for form in clerk.get("/api/v1/forms").expect(200).json()["forms"]} == set(forms)
    assert not [one for one in clerk.get("/api/v1/forms/child").expect(200).json()["fields"] if one.get("relevant") == "false()"]
