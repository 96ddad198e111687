"""Two dossiers of one child: compared, proposed, confirmed by a second person, taken apart."""
import re

from mock_store import now

HOLDERS = ("supervisor", "data_officer")
PROTECTIVE = ("contact_restriction",)
PATH = re.compile(r"/api/v1/merges/([0-9a-f-]{36})(?:/([0-9a-f-]{36}|decision|undo))?")


def refuse(status, code, **more):
    return status, {"type": f"urn:kinbox:problem:{code}", "title": code, "status": status, "code": code, **more}, {"Content-Type": "application/problem+json"}


def kept(handler):
    if not hasattr(handler.mock, "merges"):
        handler.mock.merges = {}
    return handler.mock.merges


def papers(store, dossier):
    return [one for one in store.of(dossier=dossier) if one["form"] not in ("child", "conflict_task")]


def side(store, child):
    record = store.records[child]
    home = papers(store, record["dossier"])
    counts = {form: sum(one["form"] == form for one in home) for form in sorted({one["form"] for one in home})}
    workers = {one["owner"]["id"]: {"id": one["owner"]["id"], "name": one["owner"]["name"]} for one in home if one["form"] == "case" and one["status"] != "closed"}
    return {"child": store.shown(record), "summary": {key: value for key, value in store.summary(child).items() if value is not None}, "papers": counts,
            "workers": list(workers.values()), "made": record["updated"]}


def fields(store, first, second):
    one, two = store.records[first]["fields"], store.records[second]["fields"]
    rows = []
    for name in sorted(set(one) | set(two)):
        a, b = one.get(name), two.get(name)
        held, outcome = a, "stays"
        if a is None:
            held, outcome = b, "taken"
        elif b is not None and a != b:
            held, outcome = ("; ".join(sorted((a, b))), "protective") if name in PROTECTIVE else (None, "asked")
        rows.append({key: value for key, value in {"name": name, "first": a, "second": b, "outcome": outcome, "held": held}.items() if value is not None})
    return rows


def told(merge, person):
    return {**{key: value for key, value in merge.items() if key not in ("moved", "before", "at")}, "own": merge["proposedBy"]["id"] == person["id"]}


def comparison(handler, first, second, person):
    store, refusal = handler.mock.store, None
    standing = next((one for one in kept(handler).values() if {one["first"], one["second"]} == {first, second} and one["state"] in ("proposed", "merged")), None)
    if first == second:
        refusal = "same"
    elif any(store.records[one]["dossier"] != one for one in (first, second)):
        refusal = "already-merged"
    elif standing:
        refusal = "proposed"
    return {"first": side(store, first), "second": side(store, second), "fields": fields(store, first, second), "unseen": [],
            **({"refusal": refusal} if refusal else {}), **({"merge": told(standing, person)} if standing else {}),
            **({"apart": apart} if (apart := getattr(handler.mock, "apart", {}).get(tuple(sorted((first, second))))) else {})}


def propose(handler, body, person):
    store = handler.mock.store
    differ = [one["name"] for one in fields(store, body["first"], body["second"]) if one["outcome"] == "asked"]
    lacking = [{"entry": body["saveId"], "field": name, "code": "required"} for name in differ if name not in body.get("choices", {})]
    if lacking:
        return refuse(422, "faults", faults=lacking)
    merge = {"id": body["saveId"], "first": body["first"], "second": body["second"], "state": "proposed", "choices": body.get("choices", {}), "reason": body.get("reason", ""),
             "proposedBy": {"id": person["id"], "name": person["name"]}, "proposedAt": now()}
    kept(handler)[merge["id"]] = merge
    return 200, told(merge, person), None


def decide(handler, merge, body, person):
    store = handler.mock.store
    own = merge["proposedBy"]["id"] == person["id"]
    if body["agree"] and own:
        return refuse(403, "merge-own")
    if not body["agree"]:
        merge |= {"state": "withdrawn" if own else "declined", "decisionReason": body.get("reason", "")}
        return 200, told(merge, person), None
    first, second = store.records[merge["first"]], store.records[merge["second"]]
    merge |= {"before": dict(first["fields"]), "moved": [one["id"] for one in papers(store, second["id"])], "at": len(store.entries)}
    for one in fields(store, first["id"], second["id"]):
        if one["outcome"] in ("taken", "protective"):
            first["fields"][one["name"]] = one["held"]
        if one["outcome"] == "asked" and merge["choices"][one["name"]] == "second":
            first["fields"][one["name"]] = one["second"]
    for one in [second["id"], *merge["moved"]]:
        store.records[one]["dossier"] = first["id"]
    first["version"] += 1
    merge |= {"state": "merged", "decidedBy": {"id": person["id"], "name": person["name"]}, "decidedAt": now()}
    return 200, told(merge, person), None


def since(store, merge):
    return [store.records[one["record"]] for one in store.entries[merge["at"]:] if one["op"] == "create" and store.records[one["record"]]["dossier"] == merge["first"]]


def paper(record, back):
    return {"record": record["id"], "form": record["form"], "made": record["updated"], "goesBack": back}


def sheet(handler, merge, person):
    store = handler.mock.store
    if merge["state"] != "merged":
        return {"merge": told(merge, person), "comparison": comparison(handler, merge["first"], merge["second"], person), "moved": [], "since": [], "returning": [], "disputed": [],
                "refusal": "not-open"}
    first = store.records[merge["first"]]
    return {"merge": told(merge, person), "comparison": comparison(handler, merge["first"], merge["second"], person),
            "moved": [paper(store.records[one], True) for one in merge["moved"]], "since": [paper(one, False) for one in since(store, merge)],
            "returning": sorted(name for name in first["fields"] if first["fields"][name] != merge["before"].get(name)), "disputed": []}


def undo(handler, merge, body, person):
    store = handler.mock.store
    for one in [merge["second"], *merge["moved"], *body.get("back", [])]:
        store.records[one]["dossier"] = merge["second"]
    store.records[merge["first"]]["fields"] = dict(merge["before"])
    merge |= {"state": "undone", "decisionReason": body["reason"]}
    return 200, told(merge, person), None


def answer(handler, method, path, person):
    found = PATH.fullmatch(path)
    if path != "/api/v1/merges" and not found:
        return led(handler, method, path)
    if person["role"] not in HOLDERS:
        return refuse(403, "not-allowed")
    store, merges = handler.mock.store, kept(handler)
    if not found:
        if method == "POST":
            return propose(handler, handler.body, person)
        rows = [{"merge": told(one, person), "firstName": store.summary(one["first"])["name"], "secondName": store.summary(one["second"])["name"]} for one in merges.values()]
        return 200, {"proposed": [one for one in rows if one["merge"]["state"] == "proposed"], "merged": [one for one in rows if one["merge"]["state"] == "merged"], "more": False}, None
    one, other = found.groups()
    if other and other not in ("decision", "undo"):
        known = all(child in store.records and store.records[child]["form"] == "child" for child in (one, other))
        return (200, comparison(handler, one, other, person), None) if known else refuse(404, "not-found")
    if one not in merges:
        return refuse(404, "not-found")
    if method == "GET":
        return 200, sheet(handler, merges[one], person), None
    return (decide if other == "decision" else undo)(handler, merges[one], handler.body, person)


def led(handler, method, path):
    """A child whose dossier was merged: its address leads to the one that holds everything."""
    found = re.fullmatch(r"/api/v1/dossiers/([0-9a-f-]{36})", path)
    record = handler.mock.store.records.get(found.group(1)) if found and method == "GET" else None
    if record and record["form"] == "child" and record["dossier"] != record["id"]:
        store, home = handler.mock.store, record["dossier"]
        cases = store.of("case", home)
        return 200, {"id": home, "child": store.shown(store.records[home]), "cases": [store.shown(one) for one in cases], "summary": store.summary(home),
                     "records": [store.shown(one) for one in papers(store, home) if one["form"] != "case"], "merged": [record["id"]], "may": {"create": []}}, None
    return None
