"""Reads assets/standard as plain spreadsheets, without any code of the product."""
import csv
import functools
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
STANDARD = ROOT / "assets/standard"
LANGUAGES = ["English (en)", "French (fr)", "Arabic (ar)"]
TEXTS = ["label", "hint", "guidance_hint", "required_message", "constraint_message"]
CLASSES = {"general", "identity", "address", "contact", "carer", "health", "narrative", "reply", "notifier", "account"}
STRUCTURE = {"begin_group", "end_group", "begin_repeat", "end_repeat"}
SILENT = {"note", "calculate", "hidden"}


def table(path):
    with open(STANDARD / path, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


class Field:
    def __init__(self, form, row):
        self.form, self.row, self.name = form, row, row["name"]
        self.kind, *rest = row["type"].split()
        self.list = rest[0] if rest else None

    def __getitem__(self, column):
        return self.row.get(column) or ""

    def __repr__(self):
        return f"{self.form}.{self.name}"

    @property
    def permission(self):
        return self["cm::permission"] or "general"

    @property
    def retired(self):
        return self["cm::retire"] == "yes"

    @property
    def required(self):
        return self["required"] == "yes"

    @property
    def asked(self):
        """A person can be asked for it on a screen."""
        return self.kind not in SILENT and not self.retired and self["read_only"] != "yes"


class Form:
    def __init__(self, name):
        self.name = name
        self.survey = table(f"forms/{name}/survey.csv")
        self.choices = table(f"forms/{name}/choices.csv")
        self.settings = table(f"forms/{name}/settings.csv")[0]
        self.groups = [row for row in self.survey if row["type"] == "begin_group"]
        self.fields = [Field(name, row) for row in self.survey if row["type"] not in STRUCTURE]
        self.by_name = {field.name: field for field in self.fields}
        self.lists = {}
        for row in self.choices:
            self.lists.setdefault(row["list_name"], {})[row["name"]] = row

    def title(self, language):
        return self.settings[f"cm::title::{language}"]


@functools.lru_cache(maxsize=None)
def forms():
    return {path.name: Form(path.name) for path in sorted((STANDARD / "forms").iterdir()) if path.is_dir()}


def all_fields():
    return [field for form in forms().values() for field in form.fields]


def find(source):
    """The field that `form.field` names, or nothing."""
    form, _, name = source.partition(".")
    return forms()[form].by_name.get(name) if form in forms() else None


def references(expression):
    return set(re.findall(r"\$\{([^}]+)\}", expression))


def words(cell):
    return (cell or "").split()
