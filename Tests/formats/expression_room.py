"""Works out the forms' expressions with lxml's XPath and the few ODK functions they use, apart from the product's own engine."""
import re
from datetime import date, timedelta

from lxml import etree

from standard_instance import forms

FUNCTIONS = etree.FunctionNamespace(None)
TODAY = date(2026, 3, 15)


def text(value):
    if isinstance(value, list):
        return (value[0].text or "") if value else ""
    if isinstance(value, float):
        return str(int(value)) if value == int(value) else str(value)
    return value


FUNCTIONS["if"] = lambda context, test, yes, no: yes if test else no
FUNCTIONS["int"] = lambda context, value: float(int(float(text(value))))
FUNCTIONS["substr"] = lambda context, whole, start, end=None: text(whole)[int(start):None if end is None else int(end)]
FUNCTIONS["format-date"] = lambda context, day, pattern: date.fromisoformat(text(day)).strftime(pattern) if text(day) else ""
FUNCTIONS["decimal-date-time"] = lambda context, day: float((date.fromisoformat(text(day)) - date(1970, 1, 1)).days)
FUNCTIONS["date"] = lambda context, days: (date(1970, 1, 1) + timedelta(days=int(days))).isoformat()
FUNCTIONS["selected"] = lambda context, several, one: text(one) in text(several).split()
FUNCTIONS["today"] = lambda context: TODAY.isoformat()


def outcome(form, name, answers, column="calculation"):
    """The value of a field's expression; calculated fields it needs are worked out first, questions without answer are blank."""
    sheet = forms()[form].by_name
    record = etree.Element("record")
    for field in sheet.values():
        value = answers.get(field.name, "")
        if field["calculation"] and field.name != name and f"${{{field.name}}}" in sheet[name][column]:
            value = text(outcome(form, field.name, answers))
        etree.SubElement(record, field.name).text = str(value)
    expression = re.sub(r"\$\{(\w+)\}", r"/record/\1", sheet[name][column])
    return record.xpath(re.sub(r"(?<![\w)/.\]])\.(?=[\s<>=!,)])", f"/record/{name}", expression))
