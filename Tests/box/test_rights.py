"""From a closed case to the copy of the file for the person, on the real binary: who finds it, who answers, what is withheld."""
import datetime
import json
import time

import pytest

from box import Box, scratch
from client import uuid7

TODAY = datetime.date.today().isoformat()
WITHHELD = ("+000 555 01 77", "Rruga e Re 12", "Not to the uncle", "Besim came to the market")


@pytest.fixture(scope="module")
def office():
    with Box(scratch("rights"), children=40) as served:
        yield served


def entry(op, form, record, fields, **more):
    return {"id": uuid7(), "op": op, "form": form, "record": record, "formVersion": 1, "at": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()), "fields": fields, **more}


def save(client, *entries):
    return client.post("/api/v1/records", {"saveId": uuid7(), "entries": list(entries)})


def found(client, state=""):
    return [row["dossier"] for row in client.get("/api/v1/search?q=Zorabel" + (f"&state={state}" if state else "")).expect(200).json()["rows"]]


def test_from_closure_to_the_copy_and_back(office):
    worker, lead, authority = office.client("case_worker"), office.client("supervisor"), office.client("guardianship_territorial")
    child, case, note, closure, request = (uuid7() for _ in range(5))
    save(worker, entry("create", "child", child, {"given_name": "Zorabel", "family_name": "Testova", "sex": "female", "birth_date": "2008-02-29", "adult_right": True, "phone": WITHHELD[0],
                                                  "address": WITHHELD[1], "contact_restriction": WITHHELD[2]}),
         entry("create", "case", case, {"concern": ["neglect"]}, dossier=child)).expect(200)
    save(worker, entry("create", "note", note, {"noted_on": TODAY, "topic": "call", "text": WITHHELD[3]}, dossier=child)).expect(200)
    save(worker, entry("create", "closure", closure, {"closed_on": TODAY, "outcome": "goals_met", "reason": "All is well."}, dossier=child)).expect(200)
    assert found(worker, "live") == [child]
    save(authority, entry("decide", "closure", closure, {}, base=1, status="verified")).expect(200)
    assert found(worker) == [] and found(lead, "live") == [] and found(lead, "closed") == [child]
    worker.get(f"/api/v1/dossiers/{child}").expect(404)
    lead.get("/api/v1/search?q=Zorabel&state=gone").expect(422)
    # The person comes years later and asks to read their file.
    due = (datetime.date.today() + datetime.timedelta(days=30)).isoformat()
    save(lead, entry("create", "rights_request", request, {"right_kind": "access", "rights_asker": "care_leaver", "asked_on": TODAY, "due_on": due, "identity_check": "document"},
                     dossier=child)).expect(200)
    waiting = [row for section in lead.get("/api/v1/my-day").expect(200).json()["sections"] for row in section["rows"] if row["record"] == request]
    assert len(waiting) == 1 and waiting[0]["due"] == due
    assert lead.post(f"/api/v1/dossiers/{child}/copies", {"request": request}).expect(403)
    save(lead, entry("amend", "rights_request", request, {"rights_answer": "granted", "rights_answered_on": TODAY}, dossier=child, base=1)).expect(200)
    copy = lead.post(f"/api/v1/dossiers/{child}/copies", {"request": request}).expect(200).json()
    words = json.dumps(copy, ensure_ascii=False)
    assert copy["parts"][0]["form"] == "child" and "Zorabel" in words
    assert not [one for one in WITHHELD if one in words]
    nothing = worker.post(f"/api/v1/dossiers/{child}/copies", {"request": request}).expect(404)
    assert nothing.json()["code"] == worker.post(f"/api/v1/dossiers/{uuid7()}/copies", {"request": uuid7()}).expect(404).json()["code"]
    # Needed again: the supervisor opens the case, its worker has it back.
    version = lead.get(f"/api/v1/records/{case}").expect(200).json()["version"]
    save(lead, entry("reopen", "case", case, {}, dossier=child, base=version, status="open")).expect(200)
    assert found(worker, "live") == [child]
