"""Compiles the standard forms' CSV to the JSON that the box answers, as far as the app needs it."""
import csv
import functools
import pathlib
import re

STANDARD = pathlib.Path(__file__).resolve().parents[2] / "assets" / "standard"
PLAIN = {"required", "appearance", "relevant", "parameters"}
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


@functools.lru_cache(maxsize=None)
def form(name):
    folder = STANDARD / "forms" / name
    settings = rows(folder / "settings.csv")[0]
    groups, fields, group = [], [], None
    for row in rows(folder / "survey.csv"):
        kind, _, listed = row["type"].partition(" ")
        if kind == "begin_group":
            group = row["name"]
            groups.append({"name": group, "label": texts(row, "label")})
            continue
        if kind == "end_group":
            group = None
            continue
        field = {"name": row["name"], "type": kind, "label": texts(row, "label"), "required": row.get("required") == "yes"}
        if listed:
            field["list"] = listed.split()[0]
        if group:
            field["group"] = group
        for key in ("appearance", "relevant", "parameters"):
            if row.get(key):
                field[key] = row[key]
        if texts(row, "hint"):
            field["hint"] = texts(row, "hint")
        if row.get("read_only") == "yes":
            field["readOnly"] = True
        if row.get("cm::permission"):
            field["permission"] = row["cm::permission"]
        if row.get("cm::maxlength"):
            field["parameters"] = f"{field.get('parameters', '')} maxlength={row['cm::maxlength']}".strip()
        if row.get("cm::retire") == "yes":
            field["retired"] = True
        if row.get("cm::autofill"):
            field["autofill"] = row["cm::autofill"]
        fields.append(field)
    lists = {}
    choices = folder / "choices.csv"
    for row in rows(choices) if choices.exists() else []:
        lists.setdefault(row["list_name"], []).append({"value": row["name"], "label": texts(row, "label")})
    return {"name": name, "version": int(settings.get("version") or 1), "title": texts(settings, "cm::title"),
            "languages": ["en", "fr", "ar"], "groups": groups, "fields": fields, "lists": lists}


def names():
    return sorted(path.name for path in (STANDARD / "forms").iterdir() if path.is_dir())


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
    faults = [{"field": field, "code": "unknown-field"} for field in fields if field not in known]
    for field in known.values():
        value = fields.get(field["name"])
        empty = value in (None, "", [])
        if field["required"] and "relevant" not in field and empty and (whole or field["name"] in fields):
            faults.append({"field": field["name"], "code": "required"})
        elif not empty and field["type"] == "integer" and not isinstance(value, int):
            faults.append({"field": field["name"], "code": "wrong-type"})
        elif not empty and "list" in field:
            allowed = {choice["value"] for choice in form(name)["lists"].get(field["list"], [])}
            given = value if isinstance(value, list) else [value]
            if not set(given) <= allowed:
                faults.append({"field": field["name"], "code": "unknown-choice"})
        elif not empty and isinstance(value, str):
            match = re.search(r"maxlength=(\d+)", field.get("parameters", ""))
            if match and len(value) > int(match.group(1)):
                faults.append({"field": field["name"], "code": "too-long"})
    return faults
