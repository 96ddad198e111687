"""Compiles the standard forms' CSV to the JSON that the box answers, as far as the app needs it."""
import csv
import functools
import pathlib
import re

import everything

STANDARD = pathlib.Path(__file__).resolve().parents[2] / "assets" / "standard"
COLUMNS = {"appearance": "appearance", "relevant": "relevant", "parameters": "parameters", "constraint": "constraint", "calculation": "calculation", "default": "default",
           "choice_filter": "choiceFilter", "trigger": "trigger", "cm::permission": "permission", "cm::autofill": "autofill", "cm::beside": "beside"}
TEXTS = {"hint": "hint", "guidance_hint": "guidance", "required_message": "requiredMessage", "constraint_message": "constraintMessage"}
FALLBACK_PLACES = [("XA", "", "Sample country"), ("XA01", "XA", "Two Rivers district"), ("XA0101", "XA01", "Market Town"), ("XA0102", "XA01", "New Road")]


def rows(path):
    with open(path, newline="", encoding="utf-8") as file:
        return [{key: (value or "").strip() for key, value in row.items() if key} for row in csv.DictReader(file)]


def texts(row, column):
    found = {}
    for key, value in row.items():
        match = re.fullmatch(rf"{column}::.*\((\w+)\)", key)
        if match and value:
            found[match.group(1)] = value
    return found


def condition(row, column, flag, rule):
    """A yes, or an expression that says when."""
    written = row.get(column, "")
    if written.lower() in ("yes", "true", "true()"):
        return {flag: True}
    return {rule: written} if written and written.lower() not in ("no", "false", "false()") else {}


@functools.lru_cache(maxsize=None)
def form(name):
    if name == "everything":
        return everything.FORM
    folder = STANDARD / "forms" / name
    settings = rows(folder / "settings.csv")[0]
    groups, fields, around = [], [], []
    for row in rows(folder / "survey.csv"):
        kind, _, listed = row["type"].partition(" ")
        if kind == "begin_group":
            groups.append({"name": row["name"], "label": texts(row, "label"), **({"relevant": row["relevant"]} if row.get("relevant") else {}), **({"parent": around[-1]} if around else {})})
            around.append(row["name"])
            continue
        if kind == "end_group":
            around.pop()
            continue
        field = {"name": row["name"], "type": kind, "label": texts(row, "label"), "required": False, **condition(row, "required", "required", "requiredIf"), **condition(row, "read_only", "readOnly", "readOnlyIf")}
        if listed:
            field["list"] = listed.split()[0]
            field["orOther"] = listed.endswith(" or_other")
        if around:
            field["group"] = around[-1]
        for column, key in COLUMNS.items():
            if row.get(column):
                field[key] = row[column]
        for column, key in TEXTS.items():
            if texts(row, column):
                field[key] = texts(row, column)
        if row.get("cm::maxlength"):
            field["parameters"] = f"{field.get('parameters', '')} maxlength={row['cm::maxlength']}".strip()
        if row.get("cm::retire") == "yes":
            field["retired"] = True
        fields.append(field)
    lists = {}
    choices = folder / "choices.csv"
    for row in rows(choices) if choices.exists() else []:
        columns = {key: value for key, value in row.items() if value and key not in ("list_name", "name") and "::" not in key}
        lists.setdefault(row["list_name"], []).append({"value": row["name"], "label": texts(row, "label"), **({"columns": columns} if columns else {})})
    return {"name": name, "version": int(settings.get("version") or 1), "title": texts(settings, "cm::title"),
            "languages": ["en", "fr", "ar"], "groups": groups, "fields": fields, "lists": lists}


def names():
    return sorted(path.name for path in (STANDARD / "forms").iterdir() if path.is_dir()) + ["everything"]


@functools.lru_cache(maxsize=None)
def places():
    path = STANDARD / "places.csv"
    if not path.exists():
        return [{"code": code, "name": {"en": name}, "parent": parent or None} for code, parent, name in FALLBACK_PLACES]
    return [{"code": row["code"], "name": texts(row, "label"), "parent": row["parent"] or None} for row in rows(path)]


def place_name(code):
    return next((place["name"] for place in places() if place["code"] == code), None)


def check(name, fields, whole):
    """Faults of an entry's fields, by the same few rules the box has."""
    known = {field["name"]: field for field in form(name)["fields"]}
    faults = [{"field": field, "code": "unknown-field"} for field in fields if field not in known and field not in {group["name"] for group in form(name)["groups"]}]
    for field in known.values():
        value = fields.get(field["name"])
        empty = value in (None, "", [])
        if field["required"] and "relevant" not in field and empty and (whole or field["name"] in fields):
            faults.append({"field": field["name"], "code": "required"})
        elif not empty and field["type"] == "integer" and field["name"] in fields and not isinstance(value, int):
            faults.append({"field": field["name"], "code": "wrong-type"})
        elif not empty and "list" in field:
            allowed = {choice["value"] for choice in form(name)["lists"].get(field["list"], [])}
            given = value if isinstance(value, list) else [value]
            if not field.get("orOther") and not set(given) <= allowed:
                faults.append({"field": field["name"], "code": "unknown-choice"})
        elif not empty and isinstance(value, str):
            match = re.search(r"maxlength=(\d+)", field.get("parameters", ""))
            if match and len(value) > int(match.group(1)):
                faults.append({"field": field["name"], "code": "too-long"})
    return faults
