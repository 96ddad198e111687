"""Concerns about a known child, and the trail as an auditor asks for it."""
import re

from mock_store import PEOPLE, now

OF_CHILD = re.compile(r"/api/v1/dossiers/([\w-]+)/concerns")


def linked(store, dossier):
    """Reported children whose link somebody made over the worker's head: those alone hold `link_noted_on`, empty or not."""
    return [one for one in store.of("notified_child") if one["fields"].get("linked_dossier") == dossier and "link_noted_on" in one["fields"]]


def row(store, child):
    noted = child["fields"]["link_noted_on"]
    shown = store.shown(child)
    shown["may"] = {**shown["may"], "edit": sorted({*shown["may"]["edit"], "link_noted_on"})}
    return {"notification": store.shown(store.records[child["parent"]]), "child": shown,
            **({"notedOn": noted, "notedBy": {"id": PEOPLE["amal"]["id"], "name": PEOPLE["amal"]["name"]}} if noted else {})}


def my_day(handler, day, person):
    store = handler.mock.store
    for child in store.of("notified_child"):
        if child["fields"].get("link_noted_on") != "":
            continue
        report = store.records[child["parent"]]["fields"]
        urgent = report.get("urgent") == "yes"
        dossier = child["fields"]["linked_dossier"]
        section = next(one for one in day["sections"] if one["id"] == ("urgent" if urgent else "today"))
        section["rows"].append({"kind": "concern", "record": child["parent"], "dossier": dossier, "name": store.summary(dossier)["name"], "action": "open",
                                "reason": {"code": "urgent_known_child" if urgent else "known_child", "args": {"concern": report.get("concern", [])}}})


def trail(handler):
    """Four lines of two people: what the trail holds is the box's own."""
    if not hasattr(handler.mock, "trail"):
        people = [{"id": one["id"], "name": one["name"]} for one in list(PEOPLE.values())[:2]]
        subject = next(iter(handler.mock.store.of("child")))["id"]
        kinds = [("view", 0, subject, {}), ("breakGlass", 1, subject, {"what": "breakGlass", "reason": "night"}), ("search", 1, None, {}), ("view", 1, subject, {})]
        handler.mock.trail = [{"position": len(kinds) - at, "at": now(), "action": kind, "actor": people[who], "detail": detail, **({"subject": about} if about else {})}
                              for at, (kind, who, about, detail) in enumerate(kinds)]
    rows, query = handler.mock.trail, handler.query
    rows = [one for one in rows if not query.get("actor") or one["actor"]["id"] == query["actor"]]
    rows = [one for one in rows if not query.get("subject") or one.get("subject") == query["subject"]]
    rows = [one for one in rows if not query.get("action") or one["action"] == query["action"]]
    return [one for one in rows if query.get("only") != "glass" or one["action"] == "breakGlass"]


def patterns(handler):
    rows = []
    for person in {one["actor"]["id"]: one["actor"] for one in trail(handler)}.values():
        own = [one for one in trail(handler) if one["actor"]["id"] == person["id"]]
        glass = sum(one["action"] == "breakGlass" for one in own)
        rows.append({"person": person, "standsOut": glass > 0, "opened": len({one["subject"] for one in own if one["action"] == "view"}), "busiestHour": 1, "busiestAt": now(), "nights": 2 * glass,
                     "searches": 0, "breakGlass": glass, "exports": 0, "refused": 0})
    return {"days": 30, "manyInAnHour": 20, "whole": True, "rows": sorted(rows, key=lambda one: not one["standsOut"])}


def answer(handler, method, path, person):
    found = OF_CHILD.fullmatch(path)
    if found:
        return 200, {"rows": [row(handler.mock.store, one) for one in linked(handler.mock.store, found.group(1))]}, None
    if path == "/api/v1/trail" and person["role"] == "auditor":
        return 200, {"rows": trail(handler)}, None
    if path == "/api/v1/trail/patterns" and person["role"] == "auditor":
        return 200, patterns(handler), None
    return None
