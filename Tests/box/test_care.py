"""Care outside the family on the real binary: relatives who agree, days that come back, a full place, a question of the authority."""
import datetime
import time

import pytest

from client import uuid7

TODAY = datetime.date.today()


def ahead(days):
    return (TODAY + datetime.timedelta(days=days)).isoformat()


def entry(op, form, record, fields, **more):
    return {"id": uuid7(), "op": op, "form": form, "record": record, "formVersion": 1, "at": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()), "fields": fields, **more}


def save(client, *entries):
    return client.post("/api/v1/records", {"saveId": uuid7(), "entries": list(entries)})


def rows(client, dossier):
    return [row for section in client.get("/api/v1/my-day").expect(200).json()["sections"] for row in section["rows"] if row.get("dossier") == dossier]


def codes(client, dossier):
    return {row["reason"]["code"] for row in rows(client, dossier)}


@pytest.fixture
def child(worker):
    child = uuid7()
    save(worker, entry("create", "child", child, {"given_name": "Zerin", "family_name": "Testova", "sex": "female", "birth_date": "2016-02-29"}),
         entry("create", "case", uuid7(), {"concern": ["neglect"]}, dossier=child)).expect(200)
    return child


def version(client, record):
    return client.get(f"/api/v1/records/{record}").expect(200).json()["version"]


def test_what_was_agreed_for_a_day_comes_back_until_it_is_done(worker, child):
    visit, task = uuid7(), uuid7()
    save(worker, entry("create", "visit", visit, {"seen_on": ahead(-2), "seen": "alone", "observation": "Well.", "next_visit_on": ahead(0)}, dossier=child),
         entry("create", "task", task, {"task_what": "Ring the school", "due_on": ahead(0)}, dossier=child)).expect(200)
    assert {"agreed_visit", "due_today"} <= codes(worker, child)
    save(worker, entry("create", "visit", uuid7(), {"seen_on": ahead(0), "seen": "alone", "observation": "Well."}, dossier=child),
         entry("amend", "task", task, {"status": "done", "done_on": ahead(0)}, base=1)).expect(200)
    assert not {"agreed_visit", "due_today"} & codes(worker, child)


def test_relatives_agree_and_then_ask_for_a_decision(box, worker, child):
    stay, authority = uuid7(), box.client("guardianship_territorial")
    save(worker, entry("create", "placement", stay, {"care_kind": "kinship", "arrangement": "family", "provider_name": "Aunt Vera", "end_on": ahead(3)}, dossier=child)).expect(200)
    asked = lambda: stay in [row["record"] for row in authority.get("/api/v1/decisions").expect(200).json()["rows"]]  # noqa: E731
    assert worker.get(f"/api/v1/records/{stay}").json()["status"] == "arranged" and not asked()
    assert "agreed_placement_end" in codes(worker, child)
    save(worker, entry("amend", "placement", stay, {"arrangement": "authority"}, base=1)).expect(200)
    assert asked() and "agreed_placement_end" not in codes(worker, child)


def test_a_full_place_needs_words_and_a_question_is_answered(box, worker, child):
    lead, authority = box.client("supervisor"), box.client("guardianship_territorial")
    home, stay = uuid7(), uuid7()
    save(lead, entry("create", "provider", home, {"provider_name": "Hill home", "provider_kind": "residential", "capacity": 0, "licence_state": "accredited", "licence_until": ahead(-1)})).expect(200)
    offer = worker.get(f"/api/v1/providers/{home}/places").expect(200).json()
    assert offer == {"capacity": 0, "taken": 0, "licenceUntil": ahead(-1), "concerns": ["full", "licence_over"]}
    worker.get(f"/api/v1/providers/{child}/places").expect(404)
    wanted = {"care_kind": "small_group_home", "provider": home}
    refused = save(worker, entry("create", "placement", uuid7(), wanted, dossier=child)).expect(422).json()
    assert [(fault["field"], fault["code"]) for fault in refused["faults"]] == [("over_capacity_why", "required")]
    save(worker, entry("create", "placement", stay, {**wanted, "over_capacity_why": "Her sister lives there."}, dossier=child)).expect(200)
    save(authority, entry("decide", "placement", stay, {"decision": "postponed", "decision_reason": "Is there a bed?"}, base=1)).expect(200)
    back = next(row for row in rows(worker, child) if row["kind"] == "returned")
    assert (back["record"], back["title"]) == (stay, "Is there a bed?")
    save(worker, entry("amend", "placement", stay, {"more_answer": "Since Monday."}, base=version(worker, stay))).expect(200)
    row = next(row for row in authority.get("/api/v1/decisions").expect(200).json()["rows"] if row["record"] == stay)
    assert row["returned"] is False and row["concerns"] == ["full", "licence_over"] and "returned" not in codes(worker, child)
