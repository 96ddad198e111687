"""A best-interest panel on one page, as the box tells it: enough of the machine for the screens; the box itself is held to it by PanelDeskTests."""
from mock_store import PEOPLE

PATH = "/api/v1/panels/"
SITS = ("supervisor", "guardianship_territorial", "case_worker")


def sheet(store, panel, person):
    seats = [one for one in store.of("best_interest_seat") if one["fields"].get("bi_panel") == panel["id"]]
    for one in seats:
        who = next((someone for someone in PEOPLE.values() if someone["id"] == one["fields"]["member"]), person)
        one["owner"] = {"id": who["id"], "name": who["name"]}
        said = one["fields"].get("said")
        one["status"] = {"agrees": "signed", "dissents": "signed", "recused": "recused"}.get(said, "asked")
        one["may"] = {"edit": ["said", "said_option", "said_words"] if who["id"] == person["id"] else [], "decide": False}
    status = panel.setdefault("status", "called") or "called"
    signed = [one for one in seats if one["status"] == "signed"]
    counted = [one for one in seats if one["status"] != "recused"] if status == "called" else signed
    votes = [one["fields"].get("said_option") for one in signed if one["fields"]["said"] == "agrees"]
    chosen = next((vote for vote in votes if votes.count(vote) * 2 > len(signed)), None)
    quorum, fields = panel["fields"].get("quorum", 3), panel["fields"]
    heard = fields.get("not_heard_why") if fields.get("panel_heard") == "no" else fields.get("child_view")
    lacks = ["quorum"] if len(counted) < quorum else []
    if status == "in_session":
        lacks += ([] if fields.get("option_2") else ["options"]) + ([] if heard else ["child_view"]) + ([] if chosen else ["majority"])
    leads = person["role"] == "supervisor"
    plans = store.of("care_plan", panel["dossier"])
    own = next((one for one in seats if one["owner"]["id"] == person["id"] and one["status"] != "recused"), None)
    answer = {"panel": store.shown(panel), "status": status, "name": store.summary(panel["dossier"])["name"], "seats": [store.shown(one) for one in seats], "quorum": quorum,
              "counted": len(counted), "lacks": lacks, "steps": {"called": ["in_session", "called_off"], "in_session": ["decided", "called"]}.get(status, []) if leads else [],
              "mayAsk": leads and status == "called", "prepared": [], "planned": len(plans),
              "actions": [store.shown(one) for one in plans if one["fields"].get("bi_panel") == panel["id"]]}
    if chosen:
        answer["chosen"] = int(chosen)
    if own and status in ("called", "in_session"):
        answer["own"] = own["id"]
    return answer


def answer(handler, method, path, person):
    store = handler.mock.store
    if method == "GET" and path == "/api/v1/colleagues" and handler.query.get("for") == "panel":
        return 200, {"colleagues": [{"id": one["id"], "name": one["name"], "role": one["role"]} for one in PEOPLE.values() if one["role"] in SITS]}, None
    if method != "GET" or not path.startswith(PATH):
        return None
    panel = next((one for one in store.of("best_interest_panel") if one["id"] == path[len(PATH):]), None)
    if panel is None:
        return 404, {"type": "urn:kinbox:problem:not-found", "title": "not-found", "status": 404, "code": "not-found"}, {"Content-Type": "application/problem+json"}
    return 200, sheet(store, panel, person), None


def my_day(handler, day, person):
    for panel in handler.mock.store.of("best_interest_panel"):
        found = sheet(handler.mock.store, panel, person)
        asked = next((one for one in found["seats"] if one["id"] == found.get("own") and one["status"] == "asked"), None)
        if asked:
            section = next((one for one in day["sections"] if one["id"] == "today"), None)
            if section is None:
                section = {"id": "today", "rows": []}
                day["sections"].append(section)
            section["rows"].append({"kind": "panel", "record": panel["id"], "dossier": panel["dossier"], "name": found["name"], "reason": {"code": "panel_asked", "args": {}}, "action": "open"})
