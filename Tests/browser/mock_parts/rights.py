"""The copy that a person gets of their own file: what the mock's table names of child and case."""
import re

GIVEN = {"child": ("given_name", "family_name", "sex", "birth_date"), "case": ("case_number", "opened_on", "concern")}


def answer(handler, method, path, person):
    found = method == "POST" and re.fullmatch(r"/api/v1/dossiers/([0-9a-f-]{36})/copies", path.split("?")[0])
    if not found:
        return None
    store = handler.mock.store
    request = store.records.get(handler.body.get("request"))
    if not request or request["form"] != "rights_request" or request["fields"].get("rights_answer") not in ("granted", "partly"):
        return 403, {"code": "not-allowed", "title": "There is no request that was granted.", "whatIsSafe": "Nothing was given.", "whatToDo": "Answer the request first."}, None
    records = [one for one in store.records.values() if one["form"] in GIVEN and (one["id"] == found[1] or one.get("dossier") == found[1])]
    parts = [{"id": one["id"], "form": one["form"], "written": "2026-01-01", "fields": {name: one["fields"][name] for name in GIVEN[one["form"]] if name in one["fields"]}}
             for one in sorted(records, key=lambda one: one["form"] != "child")]
    return 200, {"dossier": found[1], "request": request["id"], "day": "2026-11-23", "parts": parts}, None
