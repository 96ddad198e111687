"""Files that may be of one child, on the real binary: found after the start, shown to whoever sees both, told apart for good."""
import time

import pytest

from box import Box, scratch
from client import uuid7


@pytest.fixture(scope="module")
def office():
    with Box(scratch("duplicates"), children=30) as served:
        yield served


def child(worker, given, family):
    """A child with an open case; answers the dossier."""
    dossier = uuid7()
    worker.save({"id": uuid7(), "op": "create", "form": "child", "record": dossier, "dossier": dossier,
                 "fields": {"given_name": given, "family_name": family, "sex": "female", "birth_date": "2016-03-04"}},
                {"id": uuid7(), "op": "create", "form": "case", "record": uuid7(), "dossier": dossier, "fields": {"concern": ["neglect"], "risk_level": "low"}}).expect(200)
    return dossier


def listed(client):
    """The pairs, and those told apart, of somebody who may look through them."""
    found = client.get("/api/v1/duplicates").expect(200).json()
    return [{row["first"]["dossier"], row["second"]["dossier"]} for row in found["rows"]], [{row["apart"]["first"], row["apart"]["second"]} for row in found["apart"]]


def swept(office, pair):
    """Starts the box anew and waits until the sweep that begins with it has met the pair."""
    office.stop()
    office.start()
    officer = office.client("data_officer")
    until = time.monotonic() + 120
    while pair not in listed(officer)[0] and time.monotonic() < until:
        time.sleep(1)
    assert pair in listed(officer)[0]
    return officer


def test_found_after_the_start_and_told_apart_for_good(office):
    both = sorted((child(office.client("case_worker"), "Zumrutay", "Belkacemi"), child(office.client("case_worker"), "Zumrutai", "Belkassemi")))
    pair = set(both)
    officer = swept(office, pair)
    said = {"saveId": uuid7(), "first": both[0], "second": both[1], "reason": "Two cousins."}
    for role in ("case_worker", "auditor", "site_administrator"):
        client = office.client(role)
        client.get("/api/v1/duplicates").expect(403)
        client.post("/api/v1/duplicates/apart", said).expect(403)
    officer.post("/api/v1/duplicates/apart", {**said, "second": uuid7()}).expect(404)
    officer.post("/api/v1/duplicates/apart", {**said, "reason": ""}).expect(422)
    assert pair in listed(officer)[0], "a refusal changes nothing"
    for _ in range(2):
        told = officer.post("/api/v1/duplicates/apart", said).expect(200).json()
        assert told["reason"] == "Two cousins." and [told["first"], told["second"]] == both
    assert listed(officer) == ([one for one in listed(officer)[0] if one != pair], [pair])
    assert officer.get(f"/api/v1/merges/{both[0]}/{both[1]}").expect(200).json()["apart"]["reason"] == "Two cousins."
    # Another pair shows that the sweep after the next start has come so far; what was told apart stays so.
    other = {child(office.client("case_worker"), "Tewodros", "Qadirzade"), child(office.client("case_worker"), "Teodros", "Kadirzade")}
    officer = swept(office, other)
    assert pair not in listed(officer)[0] and pair in listed(officer)[1]
    officer.post("/api/v1/duplicates/apart/undo", {**said, "saveId": uuid7()}).expect(200)
    assert listed(officer)[1] == []


def test_a_proposed_merging_waits_in_the_inbox_of_the_second_person(office):
    worker, officer, lead = (office.client(role) for role in ("case_worker", "data_officer", "supervisor"))
    first, second = child(worker, "Marwenka", "Lindqvist"), child(worker, "Marwenka", "Lindkvist")
    sheet = officer.get(f"/api/v1/merges/{first}/{second}").expect(200).json()
    choices = {one["name"]: "first" for one in sheet["fields"] if one["outcome"] == "asked"}
    merge = officer.post("/api/v1/merges", {"saveId": uuid7(), "first": first, "second": second, "firstVersion": sheet["first"]["child"]["version"],
                                            "secondVersion": sheet["second"]["child"]["version"], "choices": choices}).expect(200).json()

    def waiting(client):
        return [row for row in client.get("/api/v1/decisions").expect(200).json()["rows"] if row["record"] == merge["id"]]

    row = waiting(lead)[0]
    assert (row["kind"], row["dossier"], row["second"], row["name"], row["secondName"]) == ("merge", first, second, "Marwenka Lindqvist", "Marwenka Lindkvist")
    assert not waiting(officer) and not waiting(worker)
    lead.post(f"/api/v1/merges/{merge['id']}/decision", {"saveId": uuid7(), "agree": False, "reason": "Two cousins."}).expect(200)
    assert not waiting(lead) and {first, second} in listed(officer)[1], "what was refused is told apart"
