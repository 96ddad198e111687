"""A family on the real binary: its profile as each role sees it, and one change of home for those who live together."""
import datetime

import pytest

from client import uuid7

TODAY = datetime.date.today().isoformat()
OLD, NEW, CARER = "Rruga e Re 12", "Strada Morii 5", "Strada Lipovei 31"


def entry(form, fields, record=None, dossier=None, parent=None, op="create", base=None):
    made = {"id": uuid7(), "op": op, "form": form, "record": record or uuid7(), "fields": fields, "dossier": dossier, "parent": parent, "base": base}
    return {key: value for key, value in made.items() if value is not None}


@pytest.fixture(scope="module")
def supervisor(box):
    return box.client("supervisor")


@pytest.fixture
def home(supervisor, worker):
    """Three children of one family: two confirmed to live together, the third in foster care."""
    ids = {"family": uuid7()}
    entries = [entry("family", {"family_name": "Kadrioglu", "address": OLD}, ids["family"])]
    for name in ("Aminetta", "Karimullah", "Sara"):
        ids[name] = uuid7()
        entries += [entry("child", {"given_name": name, "family_name": "Kadrioglu", "sex": "female", "address": OLD}, ids[name], ids[name]),
                    entry("case", {"concern": ["neglect"], "risk_level": "low"}, dossier=ids[name]),
                    entry("family_member", {"family": ids["family"], "role": "child", "lives_together": "yes", "confirmed_on": TODAY}, dossier=ids[name], parent=ids["family"])]
    worker.save(*entries).expect(200)
    # Who asks for a placement does not write the carer's address; the supervisor does.
    supervisor.save(entry("placement", {"care_kind": "foster", "start_on": TODAY, "carer_address": CARER}, dossier=ids["Sara"])).expect(200)
    worker.save(entry("relative", {"full_name": "Fatima Kadrioglu", "relation": "mother", "vital": "alive", "phone": "+000 555 77", "whereabouts": "Hidden lane 3"}, dossier=ids["Aminetta"]),
                entry("relative", {"full_name": "fatima kadrioglu", "relation": "mother"}, dossier=ids["Karimullah"])).expect(200)
    return ids


def profile(client, home):
    return client.get(f"/api/v1/families/{home['family']}")


def move(worker, home, names, address=NEW):
    found = profile(worker, home).expect(200).json()
    versions = {child["dossier"]: child["version"] for child in found["children"]}
    return [entry("family", {"address": address}, home["family"], op="amend", base=found["family"]["version"])] + \
        [entry("child", {"address": address}, home[name], home[name], op="amend", base=versions[home[name]]) for name in names]


def addresses(worker, home):
    return {name: worker.get(f"/api/v1/records/{record}").expect(200).json()["fields"].get("address") for name, record in home.items()}


def codes(answer, home, entries):
    assert answer.status == 422 and answer.code == "faults", answer.body[:300]
    names = {record: name for name, record in home.items()}
    records = {one["id"]: names[one["record"]] for one in entries}
    return {records[fault["entry"]]: fault["code"] for fault in answer.json()["faults"]}


def test_the_profile_names_children_parents_and_who_made_sure(worker, home):
    answer = profile(worker, home).expect(200)
    found = answer.json()
    states = {child["summary"]["name"]: child["household"] for child in found["children"]}
    assert {name.split()[0]: one["state"] for name, one in states.items()} == {"Aminetta": "together", "Karimullah": "together", "Sara": "in-care"}
    assert all(one["by"]["name"] for one in states.values())
    assert len(found["relatives"]) == 1 and {one["dossier"] for one in found["relatives"][0]["of"]} == {home["Aminetta"], home["Karimullah"]}
    body = answer.body.decode()
    assert "+000 555 77" not in body and "Hidden lane" not in body and CARER not in body
    again = worker.get(f"/api/v1/families/{home['family']}", headers={"If-None-Match": answer.headers["etag"]})
    assert again.status == 304


def test_whoever_sees_none_of_the_children_sees_no_family(box, home):
    assert profile(box.client(), home).status == 401
    missing = box.client("specialist").get(f"/api/v1/families/{uuid7()}")
    for role in ("site_administrator", "auditor", "notifier", "specialist", "district_manager"):
        answer = profile(box.client(role), home)
        assert answer.status == missing.status == 404 and answer.code == missing.code, role


def test_an_authority_sees_the_child_that_came_before_it_and_no_other(box, home):
    answer = profile(box.client("guardianship_local"), home).expect(200)
    assert [child["dossier"] for child in answer.json()["children"]] == [home["Sara"]]
    assert answer.json()["relatives"] == [] and not [name for name in ("Aminetta", "Karimullah") if name in answer.body.decode() or home[name] in answer.body.decode()]


def test_one_save_moves_those_who_live_together(worker, home):
    worker.save(*move(worker, home, ["Aminetta", "Karimullah"])).expect(200)
    assert addresses(worker, home) == {"family": NEW, "Aminetta": NEW, "Karimullah": NEW, "Sara": OLD}


def test_a_child_in_care_is_refused_and_nothing_is_written(worker, home):
    entries = move(worker, home, ["Aminetta", "Karimullah", "Sara"])
    assert codes(worker.save(*entries), home, entries) == {"Sara": "in-care"}
    assert set(addresses(worker, home).values()) == {OLD}


def test_a_record_that_changed_meanwhile_is_named(worker, home):
    entries = move(worker, home, ["Aminetta", "Karimullah"])
    worker.save(entry("child", {"school": "Vila Nova 2"}, home["Karimullah"], home["Karimullah"], op="amend")).expect(200)
    assert codes(worker.save(*entries), home, entries) == {"Karimullah": "changed-meanwhile"}
    assert set(addresses(worker, home).values()) == {OLD}


def test_a_carers_address_is_nobody_elses(worker, home):
    entries = move(worker, home, ["Aminetta"], address="31, strada lipovei")
    assert codes(worker.save(*entries), home, entries) == {"Aminetta": "carer-address", "family": "carer-address"}
    answer = worker.request("PATCH", f"/api/v1/records/{home['family']}", {"saveId": uuid7(), "fields": {"address": CARER}}, headers={"If-Match": "*"})
    assert answer.status == 422 and answer.json()["faults"][0]["code"] == "carer-address"
    assert CARER not in answer.body.decode()
    assert set(addresses(worker, home).values()) == {OLD}
