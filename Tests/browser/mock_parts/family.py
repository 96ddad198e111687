"""Families: the profile, and what the box refuses of a change for several children."""
import datetime
import re

import mock_store

HOME = {"address", "lives_with", "place", "temporary_address"}


def answer(handler, method, path, person):
    found = re.fullmatch(r"/api/v1/families/([\w-]+)", path)
    if found and method == "GET":
        return profile(handler, found.group(1))
    if path == "/api/v1/records" and method == "POST":
        faults = refused(handler.mock.store, handler.body["entries"])
        if faults and handler.body["saveId"] not in handler.mock.store.saves:
            import mock_server

            raise mock_server.Refusal(422, "faults", faults=faults)
    return None


def members(store, family):
    return [one for one in store.of("family_member") if one["parent"] == family or one["fields"].get("family") == family]


def in_care(store, dossier):
    return any(not one["fields"].get("end_on") for one in store.of("placement", dossier)) or store.records[dossier]["fields"].get("lives_with") in ("foster", "institution", "kafala")


def state(store, member):
    if in_care(store, member["dossier"]):
        return "in-care"
    said = member["fields"].get("lives_together")
    return "together" if said == "yes" and member["fields"].get("confirmed_on") else "apart" if said == "no" else "unconfirmed"


def profile(handler, family):
    import mock_server

    store = handler.mock.store
    record = store.records.get(family)
    if not record or record["form"] != "family":
        raise mock_server.Refusal(404, "not-found")
    children, relatives, representatives = [], {}, []
    for member in sorted(members(store, family), key=lambda one: store.records[one["dossier"]]["fields"].get("birth_date") or "9"):
        dossier = member["dossier"]
        child = store.records[dossier]
        household = {"state": state(store, member)}
        if member["fields"].get("confirmed_on"):
            household["by"] = member["history"]["confirmed_on"][-1]["actor"]
        summary = {key: value for key, value in store.summary(dossier).items() if value is not None}
        if child["fields"].get("contact_restriction"):
            summary["contactRestriction"] = child["fields"]["contact_restriction"]
        children.append({"dossier": dossier, "summary": summary, "birthDate": child["fields"].get("birth_date"), "version": child["version"],
                         "member": store.shown(member), "household": household, "mayMove": sorted(HOME)})
        for one in store.of("relative", dossier):
            fields = one["fields"]
            known = relatives.setdefault((mock_store.folded(fields["full_name"]), fields["relation"]), {
                "id": one["id"], "name": fields["full_name"], "relation": fields["relation"], "of": [], "livesWith": [], "caresFor": []})
            known |= {key: fields[field] for key, field in (("vital", "vital"), ("age", "age_years")) if fields.get(field)}
            known["of"].append({"dossier": dossier, "record": one["id"]})
            known["livesWith"] += [dossier] if fields.get("lives_together") == "yes" else []
            known["caresFor"] += [dossier] if fields.get("is_caregiver") == "yes" else []
        for one in store.of("legal_representative", dossier):
            representatives.append({"record": one["id"], "dossier": dossier, "name": one["fields"].get("full_name"), "legalBasis": one["fields"].get("legal_basis")})
    return 200, {"id": family, "family": store.shown(record), "children": children, "relatives": list(relatives.values()), "representatives": representatives}, None


def refused(store, entries):
    moved = [one for one in entries if one["form"] == "child" and one["op"] != "create" and HOME & set(one["fields"])]
    homes = [one for one in entries if one["form"] == "family" and one["op"] != "create"]
    faults = []
    if len(moved) > 1 or (moved and homes):
        for entry in moved:
            links = [one for one in store.of("family_member", entry["record"]) if not homes or one["parent"] == homes[0]["record"]]
            found = state(store, links[0]) if links else "unconfirmed"
            code = {"in-care": "in-care", "apart": "not-together", "unconfirmed": "not-together"}.get(found)
            if not code and entry.get("base") != store.records[entry["record"]]["version"]:
                code = "changed-meanwhile"
            if code:
                faults.append({"entry": entry["id"], "field": sorted(HOME & set(entry["fields"]))[0], "code": code})
    carers = {mock_store.folded(one["fields"]["carer_address"]) for one in store.of("placement") if one["fields"].get("carer_address")}
    for entry in moved + homes:
        if mock_store.folded(entry["fields"].get("address") or "") in carers:
            faults.append({"entry": entry["id"], "field": "address", "code": "carer-address"})
    return faults


def kadri(store):
    """Four children of one family: two confirmed to live together, one in foster care, one of whom nothing is confirmed. Answers their ids by name."""
    amal, today = mock_store.PEOPLE["amal"], datetime.date.today().isoformat()
    amina = store.of("child")[0]["id"]
    family = store.new("family", amal, {"family_name": "Kadri", "caregiver_name": "Fatima Kadri", "caregiver_relation": "mother", "address": "Rruga e Re 12", "household_size": 5})
    ids = {"family": family, "Amina": amina}
    for given, sex, born, lives in (("Karim", "male", "2015-02", "mother"), ("Sara", "female", "2021~", "foster"), ("نور", "male", "2023", "mother")):
        ids[given] = store.new("child", amal, {"given_name": given, "family_name": "Kadri", "sex": sex, "birth_date": born, "address": "Rruga e Re 12", "lives_with": lives})
        store.new("case", amal, {"concern": ["neglect"], "risk_level": "low", "opened_on": today}, ids[given], ids[given])
    store.new("placement", amal, {"care_kind": "foster", "start_on": mock_store.day(9), "carer_address": "Strada Lipovei 31"}, ids["Sara"], ids["Sara"])
    for name in ("Amina", "Karim", "Sara", "نور"):
        more = {"lives_together": "yes", "confirmed_on": mock_store.day(20)} if name != "نور" else {}
        store.new("family_member", amal, {"family": family, "role": "child", **more}, ids[name], family)
        mother = {"full_name": "Fatima Kadri", "relation": "mother", "vital": "alive", "age_years": 34, "lives_together": "yes" if name != "Sara" else "no", "is_caregiver": "yes"}
        store.new("relative", amal, mother, ids[name], ids[name])
        father = ("Omar Kadri", "dead") if name in ("Amina", "Karim") else ("Yusuf Haddad", "missing")
        store.new("relative", amal, {"full_name": father[0], "relation": "father", "vital": father[1]}, ids[name], ids[name])
    for name, relation, home in (("Zeinab Kadri", "grandparent", "yes"), ("Karim", "sibling", "yes"), ("Maria Popescu-Constantinescu", "aunt_uncle", "no"), ("Neighbour Ana", "neighbour", "no")):
        store.new("relative", amal, {"full_name": name, "relation": relation, "vital": "alive", "lives_together": home}, amina, amina)
    store.new("legal_representative", amal, {"full_name": "Fatima Kadri", "legal_basis": "parent"}, amina, amina)
    return ids
