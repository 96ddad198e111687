"""A concern about a child that is known already, on the real binary: it reaches the child's worker, who takes note of it; the auditor finds who looked."""
import pytest

from client import uuid7


def entry(form, fields, record=None, dossier=None, op="create", base=None, status=None):
    made = {"id": uuid7(), "op": op, "form": form, "record": record or uuid7(), "fields": fields, "dossier": dossier, "base": base, "status": status}
    return {key: value for key, value in made.items() if value is not None}


def concerns(client, dossier):
    return client.get(f"/api/v1/dossiers/{dossier}/concerns").expect(200).json()["rows"]


def told(client, dossier):
    day = client.get("/api/v1/my-day").expect(200).json()
    return [(section["id"], row) for section in day["sections"] for row in section["rows"] if row["kind"] == "concern" and row["dossier"] == dossier]


@pytest.fixture(scope="module")
def known(worker):
    child = uuid7()
    worker.save(entry("child", {"given_name": "Ghizlane", "family_name": "Ostrowska", "sex": "female"}, child, child),
                entry("case", {"concern": ["neglect"], "risk_level": "low"}, dossier=child)).expect(200)
    return child


def test_the_worker_is_told_takes_note_and_the_auditor_finds_it(box, worker, known):
    lead = box.client("supervisor")
    assert concerns(worker, known) == [] and told(worker, known) == []
    alert = lead.post("/api/v1/notifications", {
        "saveId": uuid7(), "fields": {"notifier_kind": "teacher", "notifier_name": "A Teacher", "concern": ["neglect"], "urgent": "yes", "description": "Alone since Friday."},
        "children": [{"given_name": name, "sex": "female"} for name in ("Ghizlane", "One", "Two")]}).expect(200, 201).json()["id"]
    found = lead.get(f"/api/v1/notifications/{alert}").expect(200).json()
    child = next(one for one in found["children"] if one["fields"]["given_name"] == "Ghizlane")
    lead.save(entry("notified_child", {"linked_dossier": known}, child["id"], op="amend", base=child["version"]),
              entry("notification", {}, alert, op="decide", base=found["record"]["version"], status="linked")).expect(200)

    [(section, row)] = told(worker, known)
    assert section == "urgent" and row["record"] == alert and row["reason"]["code"] == "urgent_known_child"
    [shown] = concerns(worker, known)
    assert shown["notification"]["fields"]["description"] == "Alone since Friday." and "notedOn" not in shown
    for role in ("site_administrator", "auditor", "notifier", "specialist"):
        assert box.client(role).get(f"/api/v1/dossiers/{known}/concerns").status == 404, role

    worker.save(entry("notified_child", {"link_noted_on": "2026-01-05"}, shown["child"]["id"], op="amend", base=shown["child"]["version"])).expect(200)
    assert told(worker, known) == [] and concerns(worker, known)[0]["notedOn"] == "2026-01-05"

    number = worker.get(f"/api/v1/dossiers/{known}").expect(200).json()["summary"]["caseNumber"]
    auditor = box.client("auditor")
    auditor.get("/api/v1/trail/file").expect(200)  # durable, and what waited with it
    rows = auditor.get(f"/api/v1/trail?case={number}&action=view").expect(200).json()["rows"]
    assert rows and all(one["action"] == "view" for one in rows) and known in {one["subject"] for one in rows}
    assert auditor.get("/api/v1/trail?case=0X-0000").expect(200).json()["rows"] == []
    assert auditor.get("/api/v1/trail?only=refused&role=nobody").expect(200).json()["rows"] == []
    assert b"Ghizlane" not in auditor.get("/api/v1/trail/file").expect(200).body
    assert auditor.get("/api/v1/trail/patterns").expect(200).json()["rows"]
    assert auditor.get("/api/v1/trail?from=soon").status == 422 and worker.get("/api/v1/trail/file").status == 403
