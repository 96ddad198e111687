"""Erasure and legal hold of a file: the sheet, asking, the second person, the certificates."""
import datetime
import re
import uuid

from mock_parts.merges import refuse
from mock_store import now

ASK, CONFIRM = ("supervisor", "data_officer"), ("data_officer", "guardianship_territorial")
GROUNDS = {
    "erase": ["retention_over", "persons_request", "registered_by_mistake", "court_order"], "paper": ["wrong_child", "persons_request", "court_order"],
    "hold": ["adoption_origin", "court", "inquiry"], "lift": ["inquiry_over", "set_by_mistake", "court_order"],
}
SHEET = re.compile(r"/api/v1/dossiers/([0-9a-f-]{36})/erasure")
STEP = re.compile(r"/api/v1/erasures/([0-9a-f-]{36})/step")


def kept(handler):
    if not hasattr(handler.mock, "erasures"):
        handler.mock.erasures, handler.mock.erased, handler.mock.held = {}, [], set()
    return handler.mock.erasures


def told(one, person):
    return {**one, "own": one["askedBy"]["id"] == person["id"]}


def sheet(handler, dossier, person):
    store = handler.mock.store
    cases, held = store.of("case", dossier), dossier in handler.mock.held
    refusals = (["held"] if held else []) + (["open-case"] if any(one["status"] != "closed" for one in cases) else [])
    requests = [told(one, person) for one in kept(handler).values() if one["dossier"] == dossier]
    return 200, {"dossier": dossier, "child": {key: value for key, value in store.summary(dossier).items() if value is not None}, "papers": len(store.of(dossier=dossier)), "merged": 0, "reports": 1,
                 "reportsThatStay": 1, "families": 0, "held": held, "needsNumber": True, "refusals": refusals, "grounds": GROUNDS,
                 "requests": sorted(requests, key=lambda one: one["askedAt"], reverse=True), "mayAsk": person["role"] in ASK, "mayConfirm": person["role"] in CONFIRM}, None


def asked(handler, body, person):
    later = (datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(days=90)).isoformat().replace("+00:00", "Z")
    early = body["matter"] == "erase" and body["ground"] != "court_order"
    one = {"id": str(uuid.uuid4()), "dossier": body["dossier"], "matter": body["matter"], "ground": body["ground"], "status": "asked", "reason": body["reason"],
           "askedBy": {"id": person["id"], "name": person["name"]}, "askedAt": now(), "from": later if early else now(), "until": later, "early": early, "lapsed": False,
           **({"paper": body["paper"]} if "paper" in body else {})}
    kept(handler)[one["id"]] = one
    return 200, told(one, person), None


def step(handler, one, body, person):
    store = handler.mock.store
    if body["step"] == "confirm":
        if one["askedBy"]["id"] == person["id"]:
            return refuse(403, "erasure-own")
        numbers = [case["fields"].get("case_number") for case in store.of("case", one["dossier"])]
        if one["matter"] == "erase" and body.get("number") not in numbers:
            return refuse(409, "erasure-number")
        handler.mock.erased.append({"id": str(uuid.uuid4()), "matter": one["matter"], "dossier": one["dossier"], "ground": one["ground"], "askedBy": one["askedBy"],
                                    "confirmedBy": {"id": person["id"], "name": person["name"]}, "at": now(), "papers": len(store.of(dossier=one["dossier"])) if one["matter"] == "erase" else 0})
        if one["matter"] == "erase":
            for record in store.of(dossier=one["dossier"]):
                store.records.pop(record["id"], None)
            kept(handler).pop(one["id"])
            return 200, {}, None
        (handler.mock.held.add if one["matter"] == "hold" else handler.mock.held.discard)(one["dossier"])
        one["status"] = "done"
    else:
        one["status"] = {"refuse": "refused", "withdraw": "withdrawn"}[body["step"]]
    one.update({"decidedBy": {"id": person["id"], "name": person["name"]}, "decidedAt": now(), **({"decisionReason": body["reason"]} if body.get("reason") else {})})
    return 200, {"request": told(one, person)}, None


def answer(handler, method, path, person):
    found = SHEET.fullmatch(path) or STEP.fullmatch(path)
    if path != "/api/v1/erasures" and not found:
        return None
    if person["role"] not in ASK + CONFIRM:
        return refuse(403, "not-allowed")
    store, requests = handler.mock.store, kept(handler)
    if path == "/api/v1/erasures":
        if method == "POST":
            return asked(handler, handler.body, person)
        waiting = [{"request": told(one, person), "name": store.summary(one["dossier"])["name"], "caseNumber": store.summary(one["dossier"]).get("caseNumber")}
                   for one in requests.values() if one["status"] == "asked"]
        return 200, {"waiting": waiting, "done": list(reversed(handler.mock.erased)), "more": False}, None
    one = found.group(1)
    if SHEET.fullmatch(path):
        return sheet(handler, one, person) if one in store.records else refuse(404, "not-found")
    return step(handler, requests[one], handler.body, person) if one in requests else refuse(404, "not-found")
