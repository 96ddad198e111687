"""Alerts: the list, what was seen, the stream (which says "look" once and ends; a browser comes back a minute later), and the ways of messages."""
import uuid

from mock_store import day


def rows(handler, person):
    """The urgent and new reports, what is asked and due: enough of each kind for the screen."""
    store, found = handler.mock.store, []

    def add(kind, code, record=None, dossier=None, urgent=False, **more):
        args = more.pop("args", {})
        key = str(uuid.uuid5(uuid.NAMESPACE_URL, f"{person['id']} {kind} {code} {record}"))
        found.append({"key": key, "kind": kind, "urgent": urgent, "seen": False, "reason": {"code": code, "args": args},
                      **{name: value for name, value in {"record": record, "dossier": dossier, **more}.items() if value is not None}})

    if person["role"] in ("case_worker", "supervisor"):
        for one in store.of("notification"):
            urgent = one["fields"].get("urgent") == "yes"
            if one["status"] == "new":
                add("notification", "urgent_notification" if urgent else "new_notification", one["id"], urgent=urgent,
                    args={"children": 1, "concern": one["fields"].get("concern", [])})
        for one in store.of("case")[:2]:
            name = store.summary(one["dossier"])["name"]
            add("change", "changed_by_other", one["id"], one["dossier"], name=name, args={"form": "case"}, by={"id": one["id"], "name": "Marie Laurent"})
            add("task", "due_today", one["id"], one["dossier"], name=name, due=day(0), args={"form": "care_plan"})
    if person["role"] == "district_manager":
        add("escalation", "escalated_unseen", urgent=True)
    seen = handler.mock.__dict__.setdefault("alerts_seen", set())
    for row in found:
        row["seen"] = row["key"] in seen
    return sorted(found, key=lambda row: not row["urgent"])


def answer(handler, method, path, person):
    if path == "/api/v1/alerts/stream":
        return 200, b"retry: 60000\ndata: look\n\n", {"Content-Type": "text/event-stream"}
    if path == "/api/v1/alerts/ways":
        ways = handler.mock.__dict__.setdefault("ways", {"ways": [], "language": "en", "languages": ["ar", "en", "fr"], "offered": ["mail", "sms"]})
        if method == "POST":
            if "@" not in (handler.body.get("mail") or "@"):
                return 422, {"type": "urn:kinbox:problem:faults", "title": "faults", "status": 422, "code": "faults", "faults": [{"field": "mail", "code": "invalid-mail"}]}, \
                    {"Content-Type": "application/problem+json"}
            ways.update(handler.body)
        return 200, ways, None
    if path == "/api/v1/alerts/seen":
        handler.mock.__dict__.setdefault("alerts_seen", set()).update(handler.body["keys"])
        return 200, {"unseen": sum(not row["seen"] for row in rows(handler, person))}, None
    if path == "/api/v1/alerts":
        listed = rows(handler, person)
        return 200, {"alerts": listed, "unseen": sum(not row["seen"] for row in listed)}, None
    return None
