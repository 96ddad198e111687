"""Children who may be known already: what the mock's own search finds, with reasons as the box codes them."""


def answer(handler, method, path, person):
    if (method, path) != ("POST", "/api/v1/children/likely"):
        return None
    told = handler.body
    rows = []
    for row in handler.mock.store.search(" ".join(filter(None, [told.get("given_name"), told.get("family_name")]))):
        if row["dossier"] == told.get("besides"):
            continue
        reasons = ["given-exact" if row["matched"] == ["exact"] else "given-sound"]
        doubts = []
        if told.get("sex") and row["sex"]:
            (reasons if told["sex"] == row["sex"] else doubts).append("sex-exact" if told["sex"] == row["sex"] else "sex-different")
        rows.append({key: row[key] for key in ("dossier", "name", "nameOtherScript", "age", "sex", "caseNumber", "placeName")} | {"reasons": reasons, "doubts": doubts})
    return 200, {"rows": rows[:5]}, None
