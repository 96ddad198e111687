"""Confidential cases: for who has the right; for everybody else as if there were none."""
import re

PATH = re.compile(r"/api/v1/confidential(?:/([\w-]+))?")
OF_CHILD = re.compile(r"/api/v1/dossiers/([\w-]+)/confidential")
SEERS = ("gbv_worker", "gbv_supervisor")


def refuse(status, code):
    return status, {"status": status, "code": code, "title": code, "whatIsSafe": "Nothing was changed.", "whatToDo": "Go back."}, None


def row(one):
    told = {"code": "gbv_code", "opened": "opened_on", "closed": "closed_on"}
    return {"id": one["id"], **{key: one["fields"][name] for key, name in told.items() if one["fields"].get(name)}}


def answer(handler, method, path, person):
    store, child, found = handler.mock.store, OF_CHILD.fullmatch(path), PATH.fullmatch(path)
    if child:
        if person["role"] not in SEERS or child.group(1) not in store.records:
            return refuse(404, "not-found")
        return 200, {"rows": [row(one) for one in store.of("gbv_case") if one["fields"].get("protection_dossier") == child.group(1)]}, None
    if not found:
        return None
    if not found.group(1):
        return (200, {"rows": [row(one) for one in store.of("gbv_case")][::-1]}, None) if person["role"] in SEERS else refuse(403, "not-allowed")
    one = store.records.get(found.group(1))
    if person["role"] not in SEERS or not one or one["form"] != "gbv_case":
        return refuse(404, "not-found")
    dossier = one["fields"].get("protection_dossier")
    linked = {"linked": {"dossier": dossier, "summary": store.summary(dossier)}} if dossier else {}
    return 200, {"record": store.shown(one), "steps": [store.shown(step) for step in store.of("gbv_step", parent=one["id"])][::-1], **linked, "mayAdd": True}, None
