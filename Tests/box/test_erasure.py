"""A child's file is held, freed and erased by two persons on the real binary; afterwards nobody finds a word of it."""
import pathlib

import pytest

import media
from box import Box, scratch
from client import uuid7
from test_attachments import address, kept

NAME = "Quintessa"


@pytest.fixture(scope="module")
def office():
    with Box(scratch("erasure"), children=60) as served:
        yield served


@pytest.fixture(scope="module")
def lead(office):
    return office.client("supervisor")


@pytest.fixture(scope="module")
def officer(office):
    return office.client("data_officer")


@pytest.fixture(scope="module")
def worker(office):
    return office.client("case_worker")


def save(client, *entries):
    return client.post("/api/v1/records", {"saveId": uuid7(), "entries": [{"id": uuid7(), **one} for one in entries]})


def closed(office, worker):
    """A child who was reported, registered, seen and whose case the authority let end; answers dossier, report, number, photo."""
    report, line, child, case, closure = (uuid7() for _ in range(5))
    save(worker, {"op": "create", "form": "notification", "record": report, "fields": {"notifier_kind": "teacher", "concern": ["neglect"], "description": f"{NAME} sleeps outside."}},
         {"op": "create", "form": "notified_child", "record": line, "parent": report, "fields": {"given_name": NAME, "sex": "female"}}).expect(200)
    save(worker, {"op": "create", "form": "child", "record": child, "fields": {"given_name": NAME, "family_name": "Vardanoush", "sex": "female"}},
         {"op": "create", "form": "case", "record": case, "dossier": child, "fields": {"concern": ["neglect"], "notification": report}},
         {"op": "amend", "form": "notified_child", "record": line, "fields": {"linked_dossier": child}}).expect(200)
    record, answer = kept(worker, media.jpeg(), child)
    save(worker, {"op": "create", "form": "closure", "record": closure, "dossier": child, "fields": {"closed_on": "2026-01-05", "outcome": "goals_met"}}).expect(200)
    save(office.client("guardianship_territorial"), {"op": "decide", "form": "closure", "record": closure, "fields": {}, "status": "verified"}).expect(200)
    return child, report, address(record, answer)


def asked(client, dossier, matter, ground):
    return client.post("/api/v1/erasures", {"saveId": uuid7(), "dossier": dossier, "matter": matter, "ground": ground, "reason": f"The letter about {NAME} lies in the safe."})


def step(client, request, name, **more):
    return client.post(f"/api/v1/erasures/{request['id']}/step", {"saveId": uuid7(), "step": name, **more})


def blobs(office):
    return sum(1 for one in pathlib.Path(office.data).rglob("*") if one.is_file() and "blobs" in one.as_posix())


def test_held_freed_and_erased(office, lead, officer, worker):
    child, report, photo = closed(office, worker)
    sheet = lead.get(f"/api/v1/dossiers/{child}/erasure").expect(200).json()
    assert sheet["refusals"] == [] and sheet["reports"] == 1 and sheet["papers"] >= 4 and sheet["mayAsk"] and not sheet["mayConfirm"]
    number = sheet["child"]["caseNumber"]
    hold = asked(lead, child, "hold", "court").expect(200).json()
    assert step(officer, hold, "confirm").expect(200).json()["request"]["status"] == "done"
    assert asked(lead, child, "erase", "court_order").expect(409).json()["code"] == "erasure-held"
    lift = asked(lead, child, "lift", "inquiry_over").expect(200).json()
    step(officer, lift, "confirm").expect(200)

    waits = asked(lead, child, "erase", "persons_request").expect(200).json()
    assert waits["early"] and step(officer, waits, "confirm", number=number).expect(409).json()["code"] == "erasure-too-early"
    step(lead, waits, "withdraw").expect(200)
    request = asked(lead, child, "erase", "court_order").expect(200).json()
    assert asked(lead, child, "erase", "court_order").expect(409).json()["code"] == "erasure-asked"
    assert step(lead, request, "confirm", number=number).expect(403).json()["code"] == "step-not-yours"
    assert step(officer, request, "confirm", number="1").expect(409).json()["code"] == "erasure-number"
    assert [row["record"] for row in officer.get("/api/v1/decisions").expect(200).json()["rows"] if row["kind"] == "erasure"] == [request["id"]]
    before = blobs(office)
    assert step(officer, request, "confirm", number=number).expect(200).json() == {}
    assert blobs(office) == before - 1, "the photo's sealed file is gone"
    gone(office, child, report, photo, number)


def gone(office, child, report, photo, number):
    """Every place where a name could stand, asked by everybody who could have seen it."""
    for role in ("supervisor", "data_officer", "case_worker", "guardianship_territorial", "auditor"):
        client = office.client(role)
        for path in (f"/api/v1/dossiers/{child}", f"/api/v1/records/{child}", f"/api/v1/records/{report}", photo):
            assert client.get(path).status in (403, 404), (role, path)
        for path in (f"/api/v1/search?q={NAME}", f"/api/v1/search?q={number}", "/api/v1/my-day", "/api/v1/decisions", "/api/v1/erasures", "/api/v1/notifications", "/api/v1/supervisor/board",
                     "/api/v1/duplicates", "/api/v1/merges", "/api/v1/alerts"):
            answer = client.get(path)
            assert NAME.encode() not in answer.body and b"Vardanoush" not in answer.body and number.encode() not in answer.body, (role, path)
    done = office.client("auditor").get("/api/v1/erasures").expect(200).json()["done"]
    assert [one["matter"] for one in done] == ["erase", "lift", "hold"] and done[0]["dossier"] == child and done[0]["papers"] >= 4


def test_it_stays_so_after_a_restart(office):
    office.stop()
    office.start()
    done = office.client("auditor").get("/api/v1/erasures").expect(200).json()["done"]
    gone_child = done[0]["dossier"]
    assert office.client("data_officer").get(f"/api/v1/dossiers/{gone_child}").status == 404
