"""The supervisor's board, handing cases over and its notices, and referrals on both sides."""
import datetime
import uuid

from mock_store import PEOPLE, day, now

LINA = {"id": "0190a1b2-0000-7000-8000-00000000b0a1", "name": "Lina Osei", "role": "case_worker"}
PAGE = 3
LIMIT = {"high": 14, "medium": 30}
WEIGHT = {"high": 3, "low": 1}


def workers():
    return [one for one in PEOPLE.values() if one["role"] == "case_worker"] + [LINA]


def refuse(handler, status, code, **more):
    return status, {"type": f"urn:kinbox:problem:{code}", "title": code, "status": status, "code": code, **more}, {"Content-Type": "application/problem+json"}


def cases(store, worker):
    rows = []
    for case in store.of("case"):
        if case["owner"]["id"] != worker or case["status"] != "open":
            continue
        summary = store.summary(case["dossier"])
        since = (datetime.date.today() - datetime.date.fromisoformat(summary["lastSeen"] or summary["opened"])).days
        late = [one for one in store.of("care_plan", case["dossier"]) if one["fields"].get("due_on", "9") < day(0)]
        rows.append({"dossier": case["dossier"], "case": case["id"], "status": "open", "name": summary["name"], "age": summary["age"], "sex": summary["sex"],
                     "caseNumber": summary["caseNumber"], "risk": summary["risk"], "lastSeen": summary["lastSeen"], "overdue": len(late), "approvals": 0, "mayReassign": True,
                     **({"unseenDays": since} if since > LIMIT.get(summary["risk"], 60) else {})})
    return sorted(rows, key=lambda row: (-WEIGHT.get(row["risk"], 2), -row.get("unseenDays", 0)))


def board(store):
    rows = []
    for one in workers():
        mine = cases(store, one["id"])
        risks = {risk: sum(row["risk"] == risk for row in mine) for risk in ("high", "medium", "low", "unassessed")}
        rows.append({"person": {"id": one["id"], "name": one["name"]}, "active": True, "mayTake": True, "cases": len(mine), **risks,
                     "weight": sum(WEIGHT.get(row["risk"], 2) for row in mine), "overdue": sum(row["overdue"] for row in mine),
                     "unseen": sum("unseenDays" in row for row in mine), "approvals": 0})
    return {"today": day(0), "workers": sorted(rows, key=lambda row: -row["weight"]), "mayReassign": True, "whole": True}


def held(handler):
    """Notices and handovers, beside the mock's own state."""
    if not hasattr(handler.mock, "handed"):
        handler.mock.handed, handler.mock.notices = {}, []
    return handler.mock


def hand_over(handler, person):
    mock, body = held(handler), handler.body
    if body["saveId"] in mock.handed:
        return {**mock.handed[body["saveId"]], "duplicate": True}
    taker = next(one for one in workers() if one["id"] == body["to"])
    wanted = body.get("cases") or [row["case"] for row in cases(mock.store, body["from"])]
    moved = [one for one in wanted if mock.store.records[one]["owner"]["id"] == body["from"] and mock.store.records[one]["status"] == "open"]
    for one in moved:
        record = mock.store.records[one]
        record["owner"] = {"id": taker["id"], "name": taker["name"]}
        record["version"] += 1
        if body.get("note"):
            mock.store.new("note", person, {"noted_on": day(0), "text": body["note"]}, record["dossier"])
    undone = [one for one in mock.notices if one["save"] == body.get("undoes") and not one["seen"]]
    for one in undone:
        one["seen"] = True
    names = {one["id"]: one["name"] for one in workers()}
    for what, to, other in (("cases_given", body["to"], body["from"]), ("cases_taken", body["from"], body["to"])):
        mock.notices.append({"save": body["saveId"], "to": to, "id": str(uuid.uuid4()), "what": what, "about": to, "by": {"id": person["id"], "name": person["name"]},
                             "second": {"id": other, "name": names[other]}, "reason": "", "at": now(), "seen": bool(undone), "count": len(moved),
                             **({"cases": moved} if what == "cases_given" else {})})
    mock.handed[body["saveId"]] = {"saveId": body["saveId"], "moved": moved, "stayed": [one for one in wanted if one not in moved], "duplicate": False}
    return mock.handed[body["saveId"]]


def answer(handler, method, path, person):
    mock = held(handler)
    if path.startswith("/api/v1/supervisor/") and person["role"] != "supervisor":
        return refuse(handler, 403, "not-allowed")
    if (method, path) == ("GET", "/api/v1/supervisor/board"):
        return 200, board(mock.store), None
    if method == "GET" and path.startswith("/api/v1/supervisor/workers/") and path.endswith("/cases"):
        worker = next((one for one in workers() if one["id"] == path.split("/")[5]), None)
        if not worker:
            return refuse(handler, 404, "not-found")
        rows, start = cases(mock.store, worker["id"]), int(handler.query.get("cursor", "0"))
        end = start + PAGE
        return 200, {"person": {"id": worker["id"], "name": worker["name"]}, "total": len(rows), "rows": rows[start:end], **({"next": str(end)} if end < len(rows) else {})}, None
    if (method, path) == ("POST", "/api/v1/supervisor/handovers"):
        return 200, hand_over(handler, person), None
    if (method, path) == ("GET", "/api/v1/notices"):
        return 200, {"notices": [{key: value for key, value in one.items() if key not in ("to", "save")} for one in mock.notices if one["to"] == person["id"]]}, None
    if method == "POST" and path.startswith("/api/v1/notices/"):
        for one in mock.notices:
            if one["id"] == path.split("/")[4]:
                one["seen"] = True
        return 204, None, None
    return None


def my_day(handler, day_, person):
    """Referrals that ask this person, and those from their cases that nobody has answered; which case a row of the caseload is."""
    store = handler.mock.store
    sections = {section["id"]: section["rows"] for section in day_["sections"]}
    for row in day_["caseload"]["rows"]:
        row.setdefault("case", store.of("case", row["dossier"])[-1]["id"])
    mine = {row["dossier"] for row in day_["caseload"]["rows"]}
    for one in store.of("referral"):
        fields = one["fields"]
        if fields.get("status", "requested") != "requested":
            continue
        days = (datetime.date.today() - datetime.date.fromisoformat(fields["requested_on"])).days
        row = {"record": one["id"], "dossier": one["dossier"], "title": fields.get("service"), "name": store.summary(one["dossier"])["name"]}
        if fields.get("referred_to") == person["id"]:
            section = "urgent" if fields.get("urgency") == "now" else "today"
            sections[section].append({**row, "kind": "request", "reason": {"code": "asked_of_you", "args": {"form": "referral", "days": days}}, "action": "answer"})
        elif one["dossier"] in mine:
            who = {"who": fields["provider_name"]} if fields.get("provider_name") else {}
            sections["waiting"].append({**row, "kind": "unanswered", "reason": {"code": "not_answered", "args": {"form": "referral", "days": days, **who}}, "action": "open"})
