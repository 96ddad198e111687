"""A child who is in the system twice, as the API does it with two people: compared, proposed, confirmed, taken apart."""
import pytest

from box import Box, scratch
from client import uuid7


@pytest.fixture(scope="module")
def office():
    """A box of its own: its dossiers move."""
    with Box(scratch("merge"), children=60) as served:
        yield served


@pytest.fixture(scope="module")
def lead(office):
    return office.client("supervisor")


@pytest.fixture(scope="module")
def second(office):
    return office.client("data_officer")


@pytest.fixture(scope="module")
def worker(office):
    return office.client("case_worker")


def child(worker, given, **more):
    """A child with an open case of this worker; answers the dossier and the case number."""
    dossier, case = uuid7(), uuid7()
    worker.post("/api/v1/records", {"saveId": uuid7(), "entries": [
        {"id": uuid7(), "op": "create", "form": "child", "record": dossier, "fields": {"given_name": given, "family_name": "Zarmanduni", "sex": "female", **more}},
        {"id": uuid7(), "op": "create", "form": "case", "record": case, "dossier": dossier, "fields": {"concern": ["neglect"], "risk_level": "low"}}]}).expect(200)
    return dossier


def note(worker, dossier, text):
    record = uuid7()
    worker.post("/api/v1/records", {"saveId": uuid7(), "entries": [
        {"id": uuid7(), "op": "create", "form": "note", "record": record, "dossier": dossier, "fields": {"noted_on": "2026-01-05", "text": text}}]}).expect(200)
    return record


def shown(client, dossier):
    return client.get(f"/api/v1/dossiers/{dossier}").expect(200).json()


def proposed(lead, first, other, save=None, **choices):
    sheet = lead.get(f"/api/v1/merges/{first}/{other}").expect(200).json()
    return lead.post("/api/v1/merges", {"saveId": save or uuid7(), "first": first, "second": other, "firstVersion": sheet["first"]["child"]["version"],
                                        "secondVersion": sheet["second"]["child"]["version"], "choices": choices, "reason": "Same mother."})


def test_two_become_one_and_two_again(lead, second, worker):
    first, other = child(worker, "Amina", school="School 4"), child(worker, "Aamina", address="Rruga e Re 12")
    old = note(worker, other, "Seen at the market.")
    sheet = lead.get(f"/api/v1/merges/{first}/{other}").expect(200).json()
    assert {one["name"]: one["outcome"] for one in sheet["fields"]}.items() >= {"given_name": "asked", "address": "taken", "family_name": "stays"}.items()
    assert "refusal" not in sheet and sheet["second"]["papers"] == {"case": 1, "note": 1}
    assert proposed(lead, first, other).expect(422).json()["faults"][0]["field"] == "given_name"
    save = uuid7()
    merge = proposed(lead, first, other, save=save, given_name="first").expect(200).json()
    assert proposed(lead, first, other, save=save, given_name="first").expect(200).json() == merge, "sent again, it is the same proposal"
    assert merge["state"] == "proposed" and merge["own"]
    assert lead.post(f"/api/v1/merges/{merge['id']}/decision", {"saveId": uuid7(), "agree": True}).expect(403).json()["code"] == "merge-own"
    assert [one["merge"]["id"] for one in second.get("/api/v1/merges").expect(200).json()["proposed"]] == [merge["id"]]
    done = second.post(f"/api/v1/merges/{merge['id']}/decision", {"saveId": uuid7(), "agree": True}).expect(200).json()
    assert done["state"] == "merged" and not done["own"]

    whole = shown(worker, other)
    assert whole["id"] == first and whole["merged"] == [other] and len(whole["cases"]) == 2 and [one["id"] for one in whole["records"]] == [old]
    assert whole["child"]["fields"]["address"] == "Rruga e Re 12" and whole["child"]["fields"]["given_name"] == "Amina"
    for words in ("Aamina Zarmanduni", whole["cases"][0]["fields"]["case_number"], whole["cases"][1]["fields"]["case_number"]):
        assert [row["dossier"] for row in worker.get(f"/api/v1/search?q={words.replace(' ', '%20')}").expect(200).json()["rows"]] == [first]
    assert any(row["op"] == "merge" for row in worker.get(f"/api/v1/dossiers/{other}/timeline").expect(200).json()["rows"])
    assert proposed(lead, other, first, given_name="first").expect(409).json()["code"] == "merge-already-merged"

    stale = note(worker, other, "A phone that had not heard of it.")
    since = note(worker, first, "Written since.")
    assert {one["id"] for one in shown(worker, first)["records"]} == {old, stale, since}
    sheet = lead.get(f"/api/v1/merges/{merge['id']}").expect(200).json()
    assert {one["record"]: one["goesBack"] for one in sheet["since"]} == {stale: True, since: False} and sheet["returning"] == ["address"]
    lead.post(f"/api/v1/merges/{merge['id']}/undo", {"saveId": uuid7(), "reason": " "}).expect(422)
    undone = lead.post(f"/api/v1/merges/{merge['id']}/undo", {"saveId": uuid7(), "reason": "Two girls.", "back": [since]}).expect(200).json()
    assert undone["state"] == "undone"
    one, two = shown(worker, first), shown(worker, other)
    assert (one["id"], two["id"]) == (first, other) and "merged" not in one
    assert {row["id"] for row in two["records"]} == {old, stale, since} and not one["records"]
    assert "address" not in one["child"]["fields"] and two["child"]["fields"]["address"] == "Rruga e Re 12"


def test_what_is_no_child_is_not_there_and_a_worker_has_no_door(lead, worker):
    first = child(worker, "Lilit")
    case = shown(worker, first)["cases"][0]["id"]
    answers = [lead.get(f"/api/v1/merges/{one}").expect(404).json() for one in (f"{first}/{case}", f"{case}/{first}", f"{first}/{uuid7()}", case, uuid7())]
    assert len({tuple(sorted((key, value) for key, value in one.items() if key != "request")) for one in answers}) == 1
    for path in (f"/api/v1/merges/{first}/{first}", "/api/v1/merges", f"/api/v1/merges/{uuid7()}"):
        worker.get(path).expect(403)


def test_an_auditor_reads_who_merged(office, lead, second, worker):
    first, other = child(worker, "Zara"), child(worker, "Zaara")
    merge = proposed(lead, first, other, given_name="second").expect(200).json()
    second.post(f"/api/v1/merges/{merge['id']}/decision", {"saveId": uuid7(), "agree": True}).expect(200)
    rows = office.client("auditor").get("/api/v1/trail").expect(200).json()["rows"]
    assert any(row.get("detail", {}).get("what") == "dossiers-merged" and row.get("subject") == first for row in rows)
