"""Compiles the standard forms' CSV to the JSON that the box answers, as far as the app needs it."""
import csv
import functools
import pathlib
import re

import everything

STANDARD = pathlib.Path(__file__).resolve().parents[2] / "assets" / "standard"
COLUMNS = {"appearance": "appearance", "relevant": "relevant", "parameters": "parameters", "constraint": "constraint", "calculation": "calculation", "default": "default",
           "choice_filter": "choiceFilter", "trigger": "trigger", "cm::autofill": "autofill", "cm::beside": "beside"}
FLAGS = {"cm::mds": "mds", "cm::hideable": "hideable", "cm::retire": "retired"}
TEXTS = {"hint": "hint", "guidance_hint": "guidance", "required_message": "requiredMessage", "constraint_message": "constraintMessage"}
# Columns of the choices that no filter reads.
NO_COLUMNS = ("list_name", "list name", "name", "value", "label", "hint", "media", "image", "audio", "video")
# Forms that a test brings: name → the folder that `kinbox forms export` wrote, or a form compiled already.
GUESTS = {}
FALLBACK_PLACES = [("XA", "", "Sample country"), ("XA01", "XA", "Two Rivers district"), ("XA0101", "XA01", "Market Town"), ("XA0102", "XA01", "New Road")]


def rows(path):
    with open(path, newline="", encoding="utf-8") as file:
        return [{key: (value or "").strip() for key, value in row.items() if key} for row in csv.DictReader(file)]


def language(column, base):
    """The code of `base::Language (code)`, `default` for the bare column; None for another column."""
    if column == base:
        return "default"
    found = re.fullmatch(rf"{base}::(.+)", column)
    return found and (re.search(r"\(\s*(.+?)\s*\)$", found.group(1)) or found).group(1)


def texts(row, base):
    return {language(column, base): value for column, value in row.items() if value and language(column, base)}


def says(row, column):
    return (row.get(column) or "").lower() in ("yes", "true", "true()", "1", "x")


def condition(row, column, flag, rule):
    """A yes, or an expression that says when."""
    written = row.get(column) or ""
    if says(row, column):
        return {flag: True}
    return {rule: written} if written and written.lower() not in ("no", "false", "false()", "0") else {}


def form(name):
    """The compiled form, as GET /api/v1/forms/NAME of the box answers it; test_app_box.py compares the two."""
    if name == "everything":
        return everything.FORM
    guest = GUESTS.get(name)
    return guest if isinstance(guest, dict) else compiled(pathlib.Path(guest) if guest else STANDARD / "forms" / name)


@functools.lru_cache(maxsize=None)
def compiled(folder):
    choices = folder / "choices.csv"
    return compiled_sheets(rows(folder / "survey.csv"), rows(choices) if choices.exists() else [], rows(folder / "settings.csv")[0])


def compiled_sheets(survey, choices, settings):
    """The sheets of a form as the browser reads it."""
    groups, fields, around = [], [], []
    for number, row in enumerate(survey, 2):
        kind, _, listed = row["type"].partition(" ")
        if not kind:
            continue
        if kind in ("begin_group", "begin_repeat"):
            repeat = {"repeat": True, **({"repeatCount": row["repeat_count"]} if row.get("repeat_count") else {})} if kind == "begin_repeat" else {}
            name = row["name"] or f"group{number}"
            groups.append({"name": name, "label": texts(row, "label"), **{key: row[key] for key in ("appearance", "relevant") if row.get(key)},
                           **({"parent": around[-1]} if around else {}), **repeat})
            around.append(name)
        elif kind in ("end_group", "end_repeat"):
            around.pop()
        else:
            fields.append(question(row, kind, listed, around))
    lists = {}
    for row in choices:
        columns = {key: value for key, value in row.items() if value and key.split(":")[0] not in NO_COLUMNS and not key.startswith("cm::")}
        lists.setdefault(row["list_name"], []).append({"value": row["name"], "label": texts(row, "label"), **({"retired": True} if says(row, "cm::retire") else {}),
                                                       **({"columns": columns} if columns else {})})
    title = texts(settings, "cm::title") or texts(settings, "form_title")
    return {"name": settings["form_id"], "version": int(settings.get("version") or 1), "title": title,
            "languages": [code for code in (language(column, "label") for column in survey[0]) if code],
            **({"groups": groups} if groups else {}), "fields": fields, "lists": lists}


def question(row, kind, listed, around):
    field = {"name": row["name"], "type": kind, "label": texts(row, "label"), "required": False,
             **condition(row, "required", "required", "requiredIf"), **condition(row, "read_only", "readOnly", "readOnlyIf")}
    if listed:
        field["list"] = listed.split()[0]
        if listed.endswith(" or_other"):
            field["orOther"] = True
    if around:
        field["group"] = around[-1]
    field |= {key: row[column] for column, key in COLUMNS.items() if row.get(column)}
    field |= {key: True for column, key in FLAGS.items() if says(row, column)}
    field |= {key: texts(row, column) for column, key in TEXTS.items() if texts(row, column)}
    if (row.get("cm::permission") or "general") != "general":
        field["permission"] = row["cm::permission"]
    if row.get("cm::maxlength"):
        field["parameters"] = f"{field.get('parameters', '')} maxlength={row['cm::maxlength']}".strip()
    return field


def names():
    return sorted(path.name for path in (STANDARD / "forms").iterdir() if path.is_dir()) + ["everything", *GUESTS]


@functools.lru_cache(maxsize=None)
def places():
    path = STANDARD / "places.csv"
    if not path.exists():
        return [{"code": code, "name": {"en": name}, "parent": parent or None} for code, parent, name in FALLBACK_PLACES]
    return [{"code": row["code"], "name": texts(row, "label"), "parent": row["parent"] or None} for row in rows(path)]


def place_name(code):
    return next((place["name"] for place in places() if place["code"] == code), None)


def check(name, fields, whole):
    """Faults of an entry's fields, by the same few rules the box has. Whether a question under a rule was asked is not judged."""
    known, groups = {field["name"]: field for field in form(name)["fields"]}, {group["name"]: group for group in form(name).get("groups", [])}

    def around(field):
        group = groups.get(field.get("group"))
        while group:
            yield group
            group = groups.get(group.get("parent"))

    faults = [{"field": field, "code": "unknown-field"} for field in fields if field not in known and not groups.get(field, {}).get("repeat")]
    for field in known.values():
        if any(group.get("repeat") for group in around(field)):
            continue
        value = fields.get(field["name"])
        empty = value in (None, "", [])
        ruled = "relevant" in field or any("relevant" in group for group in around(field))
        if field["required"] and not ruled and empty and (whole or field["name"] in fields):
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
