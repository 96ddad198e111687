"""A child who is in the system twice, as the API does it with two people: compared, proposed, confirmed, taken apart."""
import pytest

from box import Box, scratch
from client import uuid7


@pytest.fixture(scope="module")
def office():
    """A box of its own: its dossiers move."""
    with Box(scratch("merge"), children=200) as served:
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


def test_who_sees_one_side_learns_nothing_of_the_other(office, lead, worker):
    focal = office.client("agency_focal_point")
    known = [row["dossier"] for letter in "abdefhiklmnrsyz" for row in office.client("data_officer").get(f"/api/v1/search?q={letter}").expect(200).json()["rows"]]
    hidden = next(one for one in known if focal.get(f"/api/v1/dossiers/{one}").status == 404)
    for mine in [one for one in known if focal.get(f"/api/v1/dossiers/{one}").status == 200][:1] + [uuid7()]:
        answers = [focal.get(f"/api/v1/merges/{mine}/{one}").expect(404).json() for one in (hidden, uuid7())]
        assert {key: value for key, value in answers[0].items() if key != "request"} == {key: value for key, value in answers[1].items() if key != "request"}
    first = child(worker, "Lilit")
    worker.get(f"/api/v1/merges/{first}/{first}").expect(403)
    worker.get("/api/v1/merges").expect(403)


def test_the_store_verifies_and_an_auditor_reads_who_merged(office, lead, second, worker):
    first, other = child(worker, "Zara"), child(worker, "Zaara")
    merge = proposed(lead, first, other, given_name="second").expect(200).json()
    second.post(f"/api/v1/merges/{merge['id']}/decision", {"saveId": uuid7(), "agree": True}).expect(200)
    rows = office.client("auditor").get("/api/v1/trail").expect(200).json()["rows"]
    assert any(row.get("detail", {}).get("what") == "dossiers-merged" and row.get("subject") == first for row in rows)
