"""What is asked here, as the box answers it: the sets of the standard forms and questions, and switching between them."""
import functools

import mock_forms

FOLDER = mock_forms.STANDARD / "profiles"
NEVER = "false()"


@functools.lru_cache(maxsize=None)
def asked(profile):
    """The forms of a set."""
    return [row["form"] for row in mock_forms.rows(FOLDER / f"{profile}.csv")]


@functools.lru_cache(maxsize=None)
def left_out(name, profile):
    """Questions that a set leaves out, as the rows of the standard form say."""
    folder = mock_forms.STANDARD / "forms" / name
    if not folder.exists():
        return set()
    return {row["name"] for row in mock_forms.rows(folder / "survey.csv")
            if row.get("cm::profile") not in (None, "", profile) and (mock_forms.says(row, "cm::hideable") or row["type"] == "note")}


def narrowed(form, profile):
    """The form as a set asks it: what is left out is never relevant, nor is a group in which nothing else is asked."""
    names = left_out(form["name"], profile)
    out = {field["name"] for field in form["fields"] if field["name"] in names
           and not (field["required"] or "requiredIf" in field or "calculation" in field)}
    if not out:
        return form
    groups = {group["name"]: group for group in form.get("groups", [])}
    held, stay = set(), set()
    for field in form["fields"]:
        group = field.get("group")
        while group:
            held.add(group)
            if field["name"] not in out:
                stay.add(group)
            group = groups[group].get("parent")
    never = lambda one, hidden: {**one, "relevant": NEVER} if hidden else one  # noqa: E731
    return {**form, "fields": [never(field, field["name"] in out) for field in form["fields"]],
            **({"groups": [never(group, group["name"] in held - stay) for group in groups.values()]} if groups else {})}


@functools.lru_cache(maxsize=None)
def counts(profile):
    forms = [narrowed(mock_forms.form(name), profile) for name in asked(profile)]
    silent = ("note", "calculate", "hidden", "start", "end", "today", "username", "deviceid")
    return {"forms": len(forms), "questions": sum(field["type"] not in silent and field.get("relevant") != NEVER for form in forms for field in form["fields"])}


class Profiles:
    def __init__(self, publishing, refusal):
        self.publishing, self.refusal = publishing, refusal
        self.in_use, self.base, self.done, self.notes = "national", 0, set(), []

    def shown(self):
        sets = [{"name": row["profile"], "title": mock_forms.texts(row, "label"), "hint": mock_forms.texts(row, "hint"), **counts(row["profile"])}
                for row in mock_forms.rows(FOLDER / "profiles.csv")]
        return {"inUse": self.in_use, "base": self.base, "profiles": sets}

    def compiled(self, form):
        return narrowed(form, self.in_use)

    def switch(self, profile):
        self.in_use, self.base = profile, self.base + 1

    def answer(self, method, path, body):
        if method == "GET" and path == "/api/v1/profiles":
            return 200, self.shown(), None
        if method != "POST" or path != "/api/v1/profiles/in-use" or body.get("profile") not in [one["name"] for one in self.shown()["profiles"]]:
            raise self.refusal(404, "not-found")
        if not 1 <= len(body["note"].encode()) <= 2000:
            raise self.refusal(422, "faults")
        if body["id"] not in self.done:
            if body["base"] != self.base:
                raise self.refusal(409, "form-changed")
            self.switch(body["profile"])
            self.done.add(body["id"])
            self.notes.append(body["note"])
        return 200, self.shown(), None
