"""A best-interest panel on the real binary: four people on four devices, from the call to actions on the worker's day."""
import datetime
import time

import pytest

from box import Box, scratch
from client import uuid7

TODAY = datetime.date.today().isoformat()
LATER = (datetime.date.today() + datetime.timedelta(days=14)).isoformat()
# Two who are not near the child otherwise, and the one who leads the panel.
MEMBERS = ("guardianship_territorial", "guardianship_local", "supervisor")


@pytest.fixture(scope="module")
def office():
    with Box(scratch("panel"), children=60) as served:
        yield served


def entry(op, form, record, fields, **more):
    return {"id": uuid7(), "op": op, "form": form, "record": record, "formVersion": 1, "at": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()), "fields": fields, **more}


def save(client, *entries):
    return client.post("/api/v1/records", {"saveId": uuid7(), "entries": list(entries)})


def rows(client, kind):
    return [row for section in client.get("/api/v1/my-day").expect(200).json()["sections"] for row in section["rows"] if row["kind"] == kind]


def test_a_panel_from_the_call_to_the_plan(office):
    lead, worker = office.client("supervisor"), office.client("case_worker")
    members = {role: lead if role == "supervisor" else office.client(role) for role in MEMBERS}
    outside = [members[role] for role in MEMBERS[:2]]
    child = next(row["dossier"] for row in worker.get("/api/v1/my-day").expect(200).json()["caseload"]["rows"] if lead.get(f"/api/v1/dossiers/{row['dossier']}").status == 200
                 and all(one.get(f"/api/v1/dossiers/{row['dossier']}").status == 404 for one in outside))
    named = {one["id"] for one in lead.get("/api/v1/colleagues?for=panel").expect(200).json()["colleagues"]}
    ids = {role: client.get("/api/v1/session").expect(200).json()["user"]["id"] for role, client in members.items()}
    assert set(ids.values()) <= named
    panel = uuid7()
    asked = [entry("create", "best_interest_seat", uuid7(), {"bi_panel": panel, "member": who}, dossier=child) for who in ids.values()]
    save(lead, entry("create", "best_interest_panel", panel, {"called_on": TODAY, "question_kind": "separation", "question": "Where does the child live?", "panel_heard": "before",
         "child_view": "With my aunt.", "option_1": "With the aunt", "option_2": "Foster family", "quorum": 3}, dossier=child), *asked).expect(200)

    def sheet(client):
        return client.get(f"/api/v1/panels/{panel}").expect(200).json()

    def step(status, fields, *more):
        return save(lead, entry("amend", "best_interest_panel", panel, fields, base=sheet(lead)["panel"]["version"], status=status), *more)

    def sign(role, fields, client=None):
        found = next(one for one in sheet(lead)["seats"] if one["owner"]["id"] == ids[role])
        return save(client or members[role], entry("amend", "best_interest_seat", found["id"], fields, base=found["version"]))

    def action():
        return entry("create", "care_plan", uuid7(), {"goal": "Lives with the aunt.", "action": "kinship_support", "responsible": "The worker", "due_on": LATER, "status": "planned",
                                                      "bi_panel": panel}, dossier=child)

    decision = {"panel_choice": "1", "panel_reason": "Near the school.", "panel_decided_on": TODAY}
    assert panel in [row["record"] for row in rows(lead, "panel")] and sheet(lead)["lacks"] == []
    for client in outside:
        # The papers of the panel and the child's name, and nothing else of the file.
        assert [row["record"] for row in rows(client, "panel")] == [panel]
        seen = client.get(f"/api/v1/dossiers/{child}").expect(200).json()
        assert seen["summary"]["name"] and not seen["cases"]
        assert {one["form"] for one in seen["records"]} <= {"best_interest_panel", "best_interest_seat", "best_interest_assessment"}
    step("in_session", {}).expect(200)
    assert sign(MEMBERS[0], {"said": "agrees", "said_option": "1"}, lead).json()["code"] == "panel-not-yours"
    sign(MEMBERS[0], {"said": "agrees", "said_option": "1"}).expect(200)
    sign(MEMBERS[1], {"said": "agrees", "said_option": "1"}).expect(200)
    assert step("decided", decision, action()).json()["code"] == "step-lacks"
    sign(MEMBERS[2], {"said": "dissents", "said_words": "The flat is too small."}).expect(200)
    assert step("decided", decision).json()["code"] == "panel-no-action"
    stale = sheet(lead)["panel"]["version"]
    step("decided", decision, action(), action()).expect(200)
    again = save(lead, entry("amend", "best_interest_panel", panel, decision, base=stale, status="decided"), action())
    assert again.status == 409 and len(sheet(lead)["actions"]) == 2, "the same decision from another device makes nothing twice"
    done = sheet(worker)
    assert done["status"] == "decided" and {one["status"] for one in done["actions"]} == {"approved"}
    assert "The flat is too small." in [one["fields"].get("said_words") for one in done["seats"]]
    mine = {row["record"] for row in rows(worker, "task")}
    assert {one["id"] for one in done["actions"]} <= mine
    for client in outside:
        client.get(f"/api/v1/dossiers/{child}").expect(404)
        client.get(f"/api/v1/panels/{panel}").expect(404)
        assert not rows(client, "panel")
    for role in ("data_officer", "site_administrator", "specialist"):
        if role in office.sign_ins():
            office.client(role).get(f"/api/v1/panels/{panel}").expect(404)
