"""Children who may be known already, on the real binary: three children of one report, one of them known."""
import pytest

from client import uuid7


def entry(form, fields, record=None, dossier=None, op="create", base=None, status=None):
    made = {"id": uuid7(), "op": op, "form": form, "record": record or uuid7(), "fields": fields, "dossier": dossier, "base": base, "status": status}
    return {key: value for key, value in made.items() if value is not None}


def likely(client, **told):
    return client.post("/api/v1/children/likely", told)


@pytest.fixture(scope="module")
def known(worker):
    """A child of this worker under a name that no other has."""
    child = uuid7()
    worker.save(entry("child", {"given_name": "Zumrutay", "family_name": "Belkacemi", "sex": "female", "birth_date": "2016-03-04"}, child, child),
                entry("case", {"concern": ["neglect"], "risk_level": "low"}, dossier=child)).expect(200)
    return child


@pytest.fixture
def alert(worker):
    children = [{"given_name": name, "family_name": "Belkassemi", "sex": sex, "age_years": age}
                for name, sex, age in (("Zumrutai", "female", 10), ("Tewodros", "male", 7), ("Wambui", "female", 3))]
    made = worker.post("/api/v1/notifications", {"saveId": uuid7(), "fields": {"notifier_kind": "teacher", "concern": ["neglect"], "description": "All three alone for days."},
                                                 "children": children}).expect(200, 201).json()
    return made["id"]


def test_one_of_three_is_known_and_linked_the_others_are_registered(worker, known, alert):
    found = worker.get(f"/api/v1/notifications/{alert}").expect(200).json()
    rows = {}
    for child in found["children"]:
        told = {key: child["fields"][key] for key in ("given_name", "family_name", "sex", "age_years")}
        rows[told["given_name"]] = likely(worker, **told).expect(200).json()["rows"]
    assert [row["dossier"] for row in rows["Zumrutai"]] == [known]
    assert "given-sound" in rows["Zumrutai"][0]["reasons"] or "given-near" in rows["Zumrutai"][0]["reasons"]
    assert known not in [row["dossier"] for name in ("Tewodros", "Wambui") for row in rows[name]]

    dossiers = []
    for child in found["children"]:
        record = worker.get(f"/api/v1/records/{child['id']}").expect(200).json()
        if child["fields"]["given_name"] == "Zumrutai":
            worker.save(entry("notified_child", {"linked_dossier": known}, child["id"], op="amend", base=record["version"])).expect(200)
            continue
        dossier = uuid7()
        dossiers.append(dossier)
        now = worker.get(f"/api/v1/records/{alert}").expect(200).json()
        worker.save(entry("child", {key: child["fields"][key] for key in ("given_name", "family_name", "sex")}, dossier, dossier),
                    entry("case", {"concern": ["neglect"], "risk_level": "low", "notification": alert}, dossier=dossier),
                    entry("notified_child", {"linked_dossier": dossier}, child["id"], op="amend", base=record["version"]),
                    entry("notification", {}, alert, op="decide", base=now["version"], status="registered")).expect(200)

    after = worker.get(f"/api/v1/notifications/{alert}").expect(200).json()
    assert {child["fields"]["linked_dossier"] for child in after["children"]} == {known, *dossiers}
    assert after["record"]["status"] == "registered"
    # Linked, not written a second time.
    same = worker.get("/api/v1/search?q=Zumrutay").expect(200).json()["rows"]
    assert [row["dossier"] for row in same] == [known]


def test_who_may_not_see_the_child_learns_nothing(box, known):
    told = {"given_name": "Zumrutay", "family_name": "Belkacemi", "sex": "female", "birth_date": "2016-03-04"}
    for role in ("site_administrator", "auditor", "notifier", "specialist", "guardianship_local"):
        client = box.client(role)
        answer, nothing = likely(client, **told).expect(200), likely(client, given_name="Qqirwotha").expect(200)
        assert answer.body == nothing.body, role
    assert [row["dossier"] for row in likely(box.client("data_officer"), **told).expect(200).json()["rows"]] == [known]


def test_hostile_bodies_are_refused_or_answered_with_nothing(box, worker):
    assert box.client().post("/api/v1/children/likely", {"given_name": "Amina"}).status == 401
    assert worker.request("POST", "/api/v1/children/likely", {"given_name": "Amina"}, headers={"X-Kinbox-CSRF": "x"}).status == 403
    likely(worker, given_name="a" * 20_000).expect(413)
    likely(worker, given_name=["Amina"]).expect(400, 422)
    for told in ({}, {"given_name": ""}, {"given_name": "\u0000\u202e!?"}, {"given_name": "Amina " * 300, "siblings": ["x"] * 900, "birth_date": "9999-99-99", "age_years": -5}):
        assert isinstance(likely(worker, **told).expect(200).json()["rows"], list)
