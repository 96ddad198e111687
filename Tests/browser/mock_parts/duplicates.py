"""Files that may be of one child: pairs whose children share a family name, told apart and taken back."""
from mock_parts import merges
from mock_store import folded, now


def told(handler):
    if not hasattr(handler.mock, "apart"):
        handler.mock.apart = {}
    return handler.mock.apart


def row(store, child, reasons=(), doubts=()):
    summary = store.summary(child)
    kept = {key: summary[key] for key in ("name", "nameOtherScript", "age", "sex", "caseNumber", "placeName") if summary.get(key) is not None}
    return {"dossier": child, **kept, "reasons": list(reasons), "doubts": list(doubts)}


def pairs(handler):
    store, found = handler.mock.store, []
    children = [one for one in store.of("child") if one["dossier"] == one["id"]]
    decided = [{one["first"], one["second"]} for one in merges.kept(handler).values() if one["state"] in ("proposed", "merged")]
    for index, one in enumerate(children):
        for other in children[index + 1:]:
            alike = one["fields"].get("family_name") and folded(one["fields"]["family_name"]) == folded(other["fields"].get("family_name") or "")
            if alike and one["fields"].get("birth_date") == other["fields"].get("birth_date") and key(one["id"], other["id"]) not in told(handler) and {one["id"], other["id"]} not in decided:
                found.append({"first": row(store, one["id"], ["family-exact", "birth-exact", "mother-alike"], ["given-near"]), "second": row(store, other["id"])})
    return found


def key(one, other):
    return tuple(sorted((one, other)))


def inbox(handler, person):
    """Proposed mergings in the decisions inbox; no answer of its own where there are none."""
    name = lambda child: handler.mock.store.summary(child)["name"]
    rows = [{"record": one["id"], "kind": "merge", "dossier": one["first"], "name": name(one["first"]), "second": one["second"], "secondName": name(one["second"]),
             "since": one["proposedAt"][:10], "days": 0, "urgent": False, "returned": False, "fields": {}}
            for one in merges.kept(handler).values() if one["state"] == "proposed" and one["proposedBy"]["id"] != person["id"]]
    return (200, {"rows": rows, "more": False}, None) if rows and person["role"] in merges.HOLDERS else None


def answer(handler, method, path, person):
    if (method, path) == ("GET", "/api/v1/decisions"):
        return inbox(handler, person)
    if not path.startswith("/api/v1/duplicates"):
        return None
    if person["role"] not in merges.HOLDERS:
        return merges.refuse(403, "not-allowed")
    store = handler.mock.store
    if method == "GET":
        apart = [{"apart": one, "firstName": store.summary(one["first"])["name"], "secondName": store.summary(one["second"])["name"]} for one in told(handler).values()]
        return 200, {"rows": pairs(handler), "more": False, "apart": apart, "swept": now()}, None
    body = handler.body
    both = key(body["first"], body["second"])
    if path.endswith("/undo"):
        return 200, told(handler).pop(both), None
    told(handler)[both] = {"first": body["first"], "second": body["second"], "by": {"id": person["id"], "name": person["name"]}, "at": now(), "reason": body["reason"]}
    return 200, told(handler)[both], None
