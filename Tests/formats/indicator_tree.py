"""Reads indicators.csv and works its expressions out on records: XPath 1.0 over a tree of records, as the file's README section says."""
import re
from datetime import date

from lxml import etree

from standard_instance import forms, table

NUMBER = re.compile(r"^\d{4}-\d{2}-\d{2}$")


def selected(context, several, word):
    """Of answers in the tree, or of words: the function is known to every test of this run."""
    words = several if isinstance(several, str) else (several[0].text or "") if several else ""
    return word in words.split()


etree.FunctionNamespace(None)["selected"] = selected


def number(day):
    """Days compare as numbers: 2026-01-31 is 20260131."""
    return int(day.replace("-", "")) if isinstance(day, str) else day.year * 10000 + day.month * 100 + day.day


def age_on(born, day):
    """Completed years; a year alone counts from 1 July, a year and month from the 1st."""
    text = born.rstrip("~?%")
    text += {4: "-07-01", 7: "-01"}.get(len(text), "")
    return (number(day) - number(text)) // 10000


def tree(records, to):
    """`records`: (form, id, dossier or None, fields). A field that its form does not have is an error, not a blank."""
    site, dossiers = etree.Element("site"), {}
    for form, identifier, dossier, fields in records:
        above = site
        if dossier is not None:
            if dossier not in dossiers:
                dossiers[dossier] = etree.SubElement(site, "dossier", id=dossier)
            above = dossiers[dossier]
        node = etree.SubElement(above, form, id=identifier)
        for name, value in fields.items():
            field = forms()[form].by_name[name]
            if field.list:
                assert set(str(value).split()) <= set(forms()[form].lists[field.list]), (field, value)
            text = str(value)
            etree.SubElement(node, name).text = str(number(text)) if NUMBER.match(text) else text
        if "birth_date" in fields and form == "child":
            node.set("age", str(age_on(fields["birth_date"], to)))
    return site


class Indicators:
    def __init__(self):
        rows = table("indicators.csv")
        self.conditions = {row["code"]: row["numerator"] for row in rows if row["kind"] == "condition"}
        self.rows = {row["code"]: row for row in rows if row["kind"] == "indicator"}

    def expression(self, text):
        return re.sub(r"\{(\w+)\}", lambda found: self.conditions[found.group(1)], text)

    def number(self, site, text, values):
        return float(site.xpath(self.expression(text), **values))

    def compute(self, code, site, values):
        """Numerator, denominator and value; no value where the denominator is 0."""
        row = self.rows[code]
        above, below = (self.number(site, row[part], values) for part in ("numerator", "denominator"))
        return above, below, above / below * float(row["per"]) if below else None


def period(start: date, end: date, population, school_from=6, school_to=15):
    month = (end.month - 4) % 12 + 1
    before = date(end.year - (end.month <= 3), month, min(end.day, 28 if month == 2 else 30))
    return {"from": number(start), "to": number(end), "three_months_before": number(before), "population": population,
            "school_from": school_from, "school_to": school_to}
