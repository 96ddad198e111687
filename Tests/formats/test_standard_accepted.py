"""Every standard form is read by pyxform, the reference reader of XLSForm, from the workbook a person would upload."""
import csv
import io

import pytest
from openpyxl import Workbook
from pyxform.xls2xform import convert

from standard_instance import STANDARD, forms

# pyxform reminds of the untranslated word "other", which our own screens translate, and to make photos smaller, which the page does.
EXPECTED = ("or_other and translations", "max-pixels")


def workbook(name):
    book = Workbook()
    book.remove(book.active)
    for sheet in ("survey", "choices", "settings"):
        page = book.create_sheet(sheet)
        with open(STANDARD / f"forms/{name}/{sheet}.csv", encoding="utf-8", newline="") as file:
            for row in csv.reader(file):
                page.append([cell or None for cell in row])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize("name", sorted(forms()))
def test_pyxform_accepts(name):
    warnings = []
    result = convert(io.BytesIO(workbook(name)), file_type=".xlsx", validate=False, warnings=warnings)
    assert f'id="{name}"' in result.xform
    for field in forms()[name].fields:
        assert f"/{field.name}\"" in result.xform, f"{field} is lost"
    assert not [warning for warning in warnings if not any(known in warning for known in EXPECTED)]
