"""Figures of the country's time limits, a team's limits on the board, and the case that is reviewed next."""
import datetime
import re

from mock_parts.board import cases, refuse, workers
from mock_store import day

RULES = [{"rule": "initial_assessment", "label": {"en": "Initial assessment", "fr": "Évaluation initiale", "ar": "التقييم الأولي"}, "unit": "working_days"},
         {"rule": "referral_answer", "label": {"en": "Answer to a referral", "fr": "Réponse à une orientation", "ar": "الرد على الإحالة"}, "unit": "calendar_days"}]
PARTS = ("in_time", "late", "overdue", "open", "suspended", "other")
COUNTS = {"initial_assessment": (21, 4, 2, 6, 1, 0), "referral_answer": (0, 0, 0, 3, 0, 0)}


def whole_quarter(start, end):
    first, after = datetime.date.fromisoformat(start), datetime.date.fromisoformat(end) + datetime.timedelta(days=1)
    return first.day == after.day == 1 and first.month % 3 == 1 and (after.year - first.year) * 12 + after.month - first.month == 3


def row(rule, counts, told=lambda n: True, **more):
    due = sum(counts[:3])
    share = {"share": counts[0] / due} if due and all(told(n) for n in counts[:3]) else {}
    return {"rule": rule, **({"started": sum(counts)} if told(sum(counts)) else {}), "parts": {part: n for part, n in zip(PARTS, counts) if told(n)}, **share,
            **({"medianDays": 7} if share else {}), **more}


def figures(handler, person):
    start, end, by = handler.query.get("from"), handler.query.get("to"), handler.query.get("by")
    own = person["role"] == "supervisor"
    if not own and (by or not whole_quarter(start, end)):
        return refuse(handler, 403, "not-allowed")
    if by:
        halves = {one["id"]: tuple(n // 2 + (n % 2 if at == 0 else 0) for n in COUNTS["initial_assessment"]) for at, one in enumerate(workers()[:2])}
        rows = [row("initial_assessment", halves[one["id"]], worker={"id": one["id"], "name": one["name"]}) for one in workers()[:2]]
    else:
        rows = [row(rule, counts, (lambda n: True) if own else (lambda n: not 0 < n < 5)) for rule, counts in COUNTS.items()]
    return 200, {"country": "MD", "from": start, "to": end, "own": own, "byWorker": bool(by), "counted": day(0) + "T10:40:00Z", "rules": RULES, "rows": rows}, None


def listed(store, worker, states):
    rows = []
    for one in workers():
        if worker and one["id"] != worker:
            continue
        for at, case in enumerate(cases(store, one["id"])):
            state, days = states[at % len(states)]
            rows.append({"dossier": case["dossier"], "name": case["name"], "caseNumber": case["caseNumber"], "risk": case["risk"],
                         "worker": {"id": one["id"], "name": one["name"]}, "rule": "initial_assessment", "label": RULES[0]["label"], "state": state,
                         "started": day(30), "due": day(days if state == "overdue" else -days), "days": days})
    return {"total": len(rows), "rows": rows}


def answer(handler, method, path, person):
    if method != "GET" or not (path.startswith("/api/v1/limits/") or re.match(r"/api/v1/supervisor/(limits|review-next|workers/[0-9a-f-]{36}/limits)$", path)):
        return None
    store = handler.mock.store
    if path == "/api/v1/limits/figures":
        return figures(handler, person)
    if person["role"] != "supervisor":
        return refuse(handler, 403, "not-allowed")
    if path == "/api/v1/limits/figures/cases":
        return 200, listed(store, handler.query.get("worker"), [("overdue", 3)]), None
    if not getattr(handler.mock, "limits_in_use", False) and path.endswith("/limits"):
        return 200, {"workers": []} if path == "/api/v1/supervisor/limits" else {"total": 0, "rows": []}, None
    if path == "/api/v1/supervisor/limits":
        found = {one["id"]: listed(store, one["id"], [("overdue", 3), ("open", 2)])["rows"] for one in workers()}
        return 200, {"country": "MD", "workers": [{"person": {"id": one["id"], "name": one["name"]}, "overdue": sum(row["state"] == "overdue" for row in found[one["id"]]),
                     "next": next((row["due"] for row in found[one["id"]] if row["state"] == "open"), None)} for one in workers() if found[one["id"]]]}, None
    if path.endswith("/limits"):
        return 200, listed(store, path.split("/")[5], [("overdue", 3), ("open", 2)]), None
    skipped = handler.query.get("not", "").split(",")
    open_cases = [case | {"worker": {"id": one["id"], "name": one["name"]}} for one in workers() for case in cases(store, one["id"]) if case["dossier"] not in skipped]
    open_cases.sort(key=lambda case: ("high", "medium", None, "unassessed", "low").index(case["risk"]))
    return 200, {"case": {key: open_cases[0][key] for key in ("dossier", "name", "caseNumber", "risk", "worker")} if open_cases else None}, None
