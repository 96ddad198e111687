"""Workbooks that a data officer might upload, made from the standard form of a visit, as text with Markdown tables.

What the box says about them is in form_reports.json, written by the real binary:

    python3 Tests/browser/form_samples.py KINBOX

Run it again when a sample, the form of a visit or the check changes; test_reports_are_those_of_the_box tells when.
"""
import copy
import hashlib
import json
import pathlib
import subprocess
import sys
import tempfile

import mock_forms

FOLDER = mock_forms.STANDARD / "forms" / "visit"
REPORTS = pathlib.Path(__file__).with_name("form_reports.json")
LONG_WORD = "Donaudampfschifffahrtsgesellschaftskapitänswitwenundwaisenversicherungsverein"
REPAIRS = ("bad-names", "missing-labels", "repeated-choices")
LONG = "a_name_that_nobody_would_choose_but_that_somebody_will_write_one_day_in_a_workbook"


def standard():
    return {sheet: mock_forms.rows(FOLDER / f"{sheet}.csv") for sheet in ("survey", "choices", "settings")}


def row(sheets, name):
    return next(one for one in sheets["survey"] if one["name"] == name)


def question(after, sheets, **cells):
    blank = dict.fromkeys(sheets["survey"][0], "")
    at = next(index for index, one in enumerate(sheets["survey"]) if one["name"] == after)
    sheets["survey"].insert(at + 1, {**blank, **cells})


def says(en, fr="", ar=""):
    return {"label::English (en)": en, "label::French (fr)": fr, "label::Arabic (ar)": ar}


def better():
    """A sound new version: one question more, in two languages only; one reworded, one dropped."""
    sheets = standard()
    question("observation", sheets, type="select_one yes_no", name="house_safe", **says("Is the house safe for the child?", ar="هل البيت آمن للطفل؟"))
    row(sheets, "promise").update(says("What did you promise, word by word?", "Qu’avez-vous promis, mot pour mot ?", "بماذا وعدت الطفل حرفيًا؟"))
    sheets["survey"].remove(row(sheets, "next_visit_on"))
    sheets["choices"] = [one for one in sheets["choices"] if (one["list_name"], one["name"]) != ("visit_kind", "unannounced")]
    sheets["settings"][0]["version"] = "2"
    return sheets


def looser():
    """The same, and one question less confidential."""
    sheets = better()
    row(sheets, "caregiver_name")["cm::permission"] = ""
    return sheets


def refused():
    """Sound by itself, but it renames one locked question and takes another away."""
    sheets = better()
    row(sheets, "seen_on")["name"] = "visited_on"
    sheets["survey"].remove(row(sheets, "observation"))
    return sheets


def faulty():
    """All kinds of mistakes, some of them with very long words."""
    sheets = standard()
    row(sheets, "well_being_safe")["relevant"] = "${sen} != 'no'"
    row(sheets, "family_contact")["type"] = "select_one contact_knd"
    row(sheets, "family_contact_on")["constraint"] = ". <= todya()"
    row(sheets, "promise")["type"] = "txt"
    row(sheets, "promise_due_on")["relevant"] = f"${{{LONG}}} != '' and (1 = 1"
    row(sheets, "school_attendance").update(says(""))
    row(sheets, "next_visit_on")["name"] = "next visit"
    question("observation", sheets, type="text", name=LONG, **says(LONG_WORD))
    question("observation", sheets, type="begin_group", name="left_open", **says("A group that is never closed", "Un groupe jamais fermé", "مجموعة لم تُغلق"))
    sheets["choices"].append(dict(sheets["choices"][0]))
    return sheets


def long():
    """Sound, with names and texts that no screen is wide enough for."""
    sheets = standard()
    question("observation", sheets, type="text", name=LONG, **says(LONG_WORD, LONG_WORD, LONG_WORD))
    row(sheets, "promise").update(says(LONG_WORD * 2, LONG_WORD * 2, LONG_WORD * 2))
    row(sheets, LONG)["cm::permission"] = "identity"
    return sheets


def mendable():
    """Mistakes that the box can mend when somebody agrees."""
    sheets = better()
    row(sheets, "house_safe")["name"] = "house safe"
    row(sheets, "school_attendance").update(says(""))
    sheets["choices"].append(dict(sheets["choices"][0]))
    return sheets


SAMPLES = {"standard": standard, "better": better, "looser": looser, "refused": refused, "faulty": faulty, "long": long, "mendable": mendable}


def markdown(sheets):
    lines = []
    for name, rows in sheets.items():
        header = list(rows[0])
        lines += [f"| {name} |", "| | " + " | ".join(header) + " |"]
        lines += ["| | " + " | ".join(one.get(column, "") or "" for column in header) + " |" for one in rows]
        lines.append("")
    return "\n".join(lines).encode()


def sample(name):
    return markdown(SAMPLES[name]())


def mended(sheets, repairs):
    """What the agreed repairs make of the samples: the same, as far as they need it."""
    sheets = copy.deepcopy(sheets)
    for one in sheets["survey"]:
        if "bad-names" in repairs and one["name"]:
            one["name"] = one["name"].replace(" ", "_")
        if "missing-labels" in repairs and one["name"] and not any(one[column] for column in one if column.startswith("label")):
            one["label::English (en)"] = one["name"]
    return sheets


def report_key(name, repairs):
    return "+".join([name, *sorted(repairs)])


def digest(data):
    return hashlib.sha256(data).hexdigest()


def ask(kinbox, *words):
    done = subprocess.run([kinbox, "forms", *words, "--json"], capture_output=True, text=True, timeout=60)
    return json.loads(done.stdout)


def reports(kinbox):
    """{check: {sample+repairs: answer}, diff: {base>sample+repairs: answer}, unreadable: answer}, as the binary gives them."""
    found = {"check": {}, "diff": {}, "of": {}}
    with tempfile.TemporaryDirectory() as folder:
        path = {}
        for name in SAMPLES:
            path[name] = f"{folder}/{name}.md"
            pathlib.Path(path[name]).write_bytes(sample(name))
            found["of"][name] = digest(sample(name))
        agreements = [[]] + [[one for at, one in enumerate(REPAIRS) if bits >> at & 1] for bits in range(1, 8)]
        for name in SAMPLES:
            for repairs in agreements if name in ("mendable", "faulty") else [[]]:
                agreed = [word for one in repairs for word in ("--repair", one)]
                key = report_key(name, repairs)
                found["check"][key] = ask(kinbox, "check", path[name], *agreed)
                if found["check"][key]["accepted"]:
                    for base in ("standard", "better", "looser"):
                        found["diff"][f"{base}>{key}"] = ask(kinbox, "diff", path[base], path[name], *agreed)
        garbage = pathlib.Path(f"{folder}/garbage.xlsx")
        garbage.write_bytes(b"this is no workbook")
        found["unreadable"] = ask(kinbox, "check", str(garbage))
    return found


if __name__ == "__main__":
    REPORTS.write_text(json.dumps(reports(sys.argv[1]), ensure_ascii=False, indent=1, sort_keys=True) + "\n")
