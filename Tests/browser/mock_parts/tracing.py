"""Searches for children: the list, one search with the children who may be the one, side by side, and what two people say of them."""
import re
import uuid

from mock_parts.merges import refuse
from mock_store import now

SEERS = ("tracing_officer", "supervisor")
PATH = re.compile(r"/api/v1/tracing(?:/([0-9a-f-]{36})(?:/([0-9a-f-]{36}))?)?")
OF_CHILD = re.compile(r"/api/v1/dossiers/([0-9a-f-]{36})/tracing")
ENDED = ("reunified", "not_wanted", "closed")
RANK = ("disputed", "proposed", "open", "confirmed", "dismissed", "ended")
KINDS = {"propose": "proposed", "confirm": "confirmed", "dismiss": "dismissed", "reopen": "reopened"}
STEPS = {"open": ("propose", "dismiss"), "proposed": ("confirm", "dismiss", "reopen"), "confirmed": ("reopen",), "dismissed": ("reopen",), "disputed": ("dismiss", "reopen")}


def kept(mock):
    if not hasattr(mock, "tracing"):
        mock.tracing = {}
    return mock.tracing


def said(mock, request, dossier):
    return kept(mock).setdefault((request, dossier), [])


def heads(entries):
    answered = {one for entry in entries for one in entry["seen"]}
    return [entry for entry in entries if entry["id"] not in answered]


def state(entries):
    kinds = {entry["kind"] for entry in heads(entries)}
    if len(kinds) > 1:
        return "disputed"
    return {"reopened": "open"}.get(next(iter(kinds)), next(iter(kinds))) if kinds else "open"


def write(mock, request, dossier, kind, person, seen, reason=""):
    entries = said(mock, request, dossier)
    entries.append({"id": str(uuid.uuid4()), "kind": kind, "by": {"id": person["id"], "name": person["name"]}, "at": now(), "seen": list(seen), "reason": reason})
    return entries


def told(entry):
    return {key: entry[key] for key in ("kind", "by", "at")} | ({"reason": entry["reason"]} if entry["reason"] else {})


def state_of(mock, request):
    if request["fields"].get("status") in ENDED:
        return "ended"
    states = [state(entries) for (one, _), entries in kept(mock).items() if one == request["id"]]
    return min([one for one in states if one != "open"], key=RANK.index, default="open")


def row(mock, request, standing=None):
    fields = request["fields"]
    found = {"request": request["id"], "child": " ".join(filter(None, [fields.get("given_name"), fields.get("family_name")])), "sex": fields.get("sex"),
             "seeker": fields.get("seeker_name"), "relation": fields.get("relation"), "requested": fields.get("requested_on"), "state": standing or state_of(mock, request)}
    return {key: value for key, value in found.items() if value is not None}


def separated(store):
    return [child["id"] for child in store.of("child") if child["fields"].get("separation_status") in ("separated", "unaccompanied")]


def candidate(mock, request, dossier, person):
    store, entries = mock.store, said(mock, request["id"], dossier)
    child, sought = store.records[dossier]["fields"], request["fields"]
    reasons, doubts = [], []
    for name, code in (("given_name", "given"), ("family_name", "family"), ("sex", "sex")):
        if child.get(name) and sought.get(name):
            same = child[name] == sought[name]
            (reasons if same else doubts).append(f"{code}-{'exact' if same else 'different'}")
    mothers = [one["fields"].get("full_name") for one in store.of("relative", dossier) if one["fields"].get("relation") == "mother"]
    if sought.get("relation") == "mother" and mothers:
        (reasons if sought.get("seeker_name") in mothers else doubts).append("mother-alike" if sought.get("seeker_name") in mothers else "mother-different")
    summary = {key: value for key, value in store.summary(dossier).items() if value is not None}
    if child.get("contact_restriction"):
        summary["contactRestriction"] = child["contact_restriction"]
    wishes = [one["fields"]["wants_tracing"] for one in store.of("separation_history", dossier) if one["fields"].get("wants_tracing")]
    top = heads(entries)
    return {"dossier": dossier, "summary": summary, "reasons": reasons, "doubts": doubts, **({"wish": wishes[-1]} if wishes else {}), "state": state(entries),
            "said": [told(one) for one in entries], "heads": [one["id"] for one in top], "own": any(one["kind"] == "proposed" and one["by"]["id"] == person["id"] for one in top)}


def may(person):
    return {"work": person["role"] in SEERS, "decide": person["role"] in SEERS}


def sheet(mock, request, person):
    store = mock.store
    looked = [dossier for (one, dossier), entries in kept(mock).items() if one == request["id"] and entries]
    likely = [candidate(mock, request, dossier, person) for dossier in separated(store) if dossier not in looked]
    shown = {**store.shown(request), "may": {"edit": ["given_name"] if person["role"] == "tracing_officer" else [], "decide": True}}
    return {"request": shown, "state": state_of(mock, request), "likely": [one for one in likely if one["reasons"] and one.get("wish") not in ("no", "later")][:5],
            "told": sorted((candidate(mock, request, dossier, person) for dossier in looked), key=lambda one: RANK.index(one["state"])), "may": may(person)}


def compared(mock, request, dossier, person):
    store, one = mock.store, candidate(mock, request, dossier, person)
    stops = "ended" if request["fields"].get("status") in ENDED else "unwanted" if one.get("wish") in ("no", "later") else None
    papers = [store.shown(paper) for form in ("relative", "separation_history") for paper in store.of(form, dossier)]
    return {"request": store.shown(request), "child": store.shown(store.records[dossier]), "papers": papers[::-1], "candidate": one, "may": may(person),
            **({"stops": stops} if stops else {})}


def say(mock, request, dossier, body, person):
    entries = said(mock, request["id"], dossier)
    standing = state(entries)
    if body["step"] not in STEPS[standing]:
        return refuse(409, "tracing-not-open")
    if body["step"] == "confirm" and any(one["by"]["id"] == person["id"] for one in heads(entries)):
        return refuse(403, "tracing-own")
    if not body.get("reason") and (body["step"] == "dismiss" or (body["step"] == "reopen" and standing in ("confirmed", "disputed"))):
        return refuse(422, "faults", faults=[{"entry": body["saveId"], "field": "reason", "code": "required"}])
    write(mock, request["id"], dossier, KINDS[body["step"]], person, body.get("seen", []), body.get("reason", ""))
    return 200, compared(mock, request, dossier, person), None


def waiting(mock, person):
    store = mock.store
    return [{"row": row(mock, store.records[request], "proposed"), "dossier": dossier, "name": store.summary(dossier)["name"]} for (request, dossier), entries in kept(mock).items()
            if state(entries) == "proposed" and all(one["by"]["id"] != person["id"] for one in heads(entries))]


def of_child(mock, dossier, person):
    store, sees = mock.store, person["role"] in SEERS
    found = [{**({"row": row(mock, store.records[request], state(entries))} if sees else {}), "state": state(entries), "last": told(entries[-1])}
             for (request, one), entries in kept(mock).items() if one == dossier and entries and state(entries) != "open" and (sees or state(entries) in ("confirmed", "disputed"))]
    likely = [{"row": row(mock, request), "reasons": one["reasons"], "doubts": one["doubts"]} for request in store.of("tracing_request") if sees and dossier in separated(store)
              for one in [candidate(mock, request, dossier, person)] if one["reasons"] and not one["said"]]
    return {"found": found, "likely": likely}


def my_day(handler, day, person):
    mock = handler.mock
    rows = next(section for section in day["sections"] if section["id"] == "today")["rows"]
    if person["role"] in SEERS:
        rows += [{"kind": "tracing", "record": one["row"]["request"], "dossier": one["dossier"], "name": one["name"], "reason": {"code": "match_to_confirm", "args": {}}, "action": "decide"}
                 for one in waiting(mock, person)]
    rows += [{"kind": "tracing", "record": dossier, "dossier": dossier, "name": mock.store.summary(dossier)["name"], "reason": {"code": "family_found", "args": {}}, "action": "open"}
             for (_, dossier), entries in kept(mock).items() if state(entries) == "confirmed" and (mock.store.summary(dossier)["worker"] or {}).get("id") == person["id"]]


def answer(handler, method, path, person):
    mock, store = handler.mock, handler.mock.store
    child = OF_CHILD.fullmatch(path)
    if child:
        return (200, of_child(mock, child.group(1), person), None) if child.group(1) in store.records else refuse(404, "not-found")
    found = PATH.fullmatch(path)
    if not found:
        return None
    if person["role"] not in SEERS:
        return refuse(403, "not-allowed")
    request, dossier = found.groups()
    if not request:
        ended = "state=ended" in handler.path
        rows = [row(mock, one) for one in store.of("tracing_request") if (one["fields"].get("status") in ENDED) == ended]
        return 200, {"waiting": [] if ended else waiting(mock, person), "rows": sorted(rows, key=lambda one: RANK.index(one["state"]))}, None
    record = store.records.get(request)
    if not record or record["form"] != "tracing_request" or (dossier and dossier not in store.records):
        return refuse(404, "not-found")
    if not dossier:
        return 200, sheet(mock, record, person), None
    return say(mock, record, dossier, handler.body, person) if method == "POST" else (200, compared(mock, record, dossier, person), None)
