"""pyxform judges the forms we write, openpyxl the workbooks; the real binary does the writing."""
import csv
import json
import random
import subprocess
import warnings
from pathlib import Path

import openpyxl
import pytest
from client import binary
from pyxform.xls2json_backends import DefinitionData
from pyxform.xls2xform import convert

FORMS = Path(__file__).resolve().parents[2] / "assets" / "standard" / "forms"
NAMES = sorted(path.name for path in FORMS.iterdir() if (path / "survey.csv").exists())

LIVING = """
| survey |
| | type | name | label | calculation | parameters | choice_filter |
| | begin repeat | member | Member | | | |
| | signature | sign | Sign | | | |
| | text | story | Story | | maxlength=400 | |
| | select_one place | place | Place | | | county = 'a' |
| | end repeat | | | | | |
| | calculate | n | | count(${member}) | | |
| choices |
| | list_name | name | label | county | cm::retire |
| | place | 1 | -1 & <one> | a | |
| | place | 2 | =two | b | yes |
"""


def forms(*arguments, expect=0, text=None):
    answer = subprocess.run([binary(), "forms", *map(str, arguments)], capture_output=True, text=True, input=text)
    assert answer.returncode == expect, answer.stdout + answer.stderr
    return answer.stdout


def folder_as_definition(folder):
    """What pyxform would read from a workbook with these sheets."""
    sheets = {}
    for file in Path(folder).glob("*.csv"):
        with open(file, encoding="utf-8", newline="") as stream:
            rows = list(csv.reader(stream))
        sheets[file.stem] = [{k: v for k, v in zip(rows[0], row) if v} for row in rows[1:]]
        sheets[file.stem + "_header"] = [dict.fromkeys(rows[0])]
    known = {k: v for k, v in sheets.items() if k in DefinitionData.__slots__}
    return {**known, "sheet_names": [file.stem for file in Path(folder).glob("*.csv")]}


@pytest.mark.parametrize("name", NAMES)
def test_standard_forms_pass_as_workbook_and_as_folder(name, tmp_path):
    forms("check", "--quiet", FORMS / name)
    forms("export", name, tmp_path / "form.xlsx")
    assert convert(xlsform=str(tmp_path / "form.xlsx"), validate=False).xform
    forms("export", FORMS / name, tmp_path / "folder")
    assert convert(xlsform=folder_as_definition(tmp_path / "folder"), validate=False).xform
    same = json.loads(forms("diff", "--json", FORMS / name, tmp_path / "form.xlsx"))
    assert same["changes"] == [] and not same["refused"]
    forms("check", tmp_path / "form.xlsx")


def test_what_pyxform_does_not_know_is_written_so_that_it_passes(tmp_path):
    (tmp_path / "living.md").write_text(LIVING)
    forms("export", tmp_path / "living.md", tmp_path / "living.xlsx")
    xform = convert(xlsform=str(tmp_path / "living.xlsx"), validate=False).xform
    assert "signature" in xform and "-1 &amp; &lt;one&gt;" in xform
    assert forms("diff", tmp_path / "living.md", tmp_path / "living.xlsx").startswith("No difference.\n")


def test_workbooks_hold_text_only(tmp_path):
    (tmp_path / "living.md").write_text(LIVING)
    forms("export", tmp_path / "living.md", tmp_path / "living.xlsx")
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        book = openpyxl.load_workbook(tmp_path / "living.xlsx")
    assert book.sheetnames == ["survey", "choices", "settings"]
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s"}
    assert "=two" in {cell.value for cell in cells}


def test_a_locked_field_is_not_renamed(tmp_path):
    text = "| survey |\n| | type | name | label | cm::mds |\n| | text | {} | Name | yes |\n"
    (tmp_path / "a.md").write_text(text.format("given_name"))
    (tmp_path / "b.md").write_text(text.format("first_name"))
    told = forms("diff", tmp_path / "a.md", tmp_path / "b.md", expect=6)
    assert "1 REFUSED: locked field renamed" in told


def test_faults_are_told_in_words_and_as_data(tmp_path):
    bad = "| survey |\n| | type | name | label |\n| | intger | a b | A |\n"
    report = json.loads(forms("check", "-", "--json", expect=1, text=bad))
    assert [(f["sheet"], f["row"], f["letter"], f["suggestion"]) for f in report["faults"] if f["severity"] == "error"] == [
        ("survey", 2, "A", "integer"), ("survey", 2, "B", "a_b")]
    assert report["repairs"] == ["bad-names"]
    assert "survey A2 (type)" in forms("check", "-", expect=1, text=bad)
    damaged = json.loads(forms("check", "-", "--json", expect=1, text="PK\x03\x04broken"))
    assert damaged["faults"][0]["code"] == "workbook-damaged"
    forms("export", tmp_path / "nothing", tmp_path / "x.xlsx", expect=2)


# Forms of every kind, to be spoilt at random; both judges must say the same of each.
SEEDS = ["""
| survey |
| | type | name | label | relevant | calculation | parameters | trigger | choice_filter | appearance |
| | text | a | A | | | rows=2 | | | |
| | select_one yn or_other | b | B | ${a} != '' | | | | | |
| | select_multiple yn | c | C | | | randomize=true seed=3 | | | |
| | begin_group | g | G | | | | | | |
| | integer | d | D | | | | | | |
| | begin_repeat | r | R | | | | | | |
| | decimal | e | E | | | | | | |
| | calculate | f | | | ${e} * 2 | | | | |
| | end_repeat | | | | | | | | |
| | end_group | | | | | | | | |
| | range | h | H | | | start=0 end=10 step=2 | | | |
| | image | i | I | | | max-pixels=640 | | | |
| | date | j | J | | | | | | |
| | calculate | k | | | now() | | ${j} | | |
| | select_one ${e} | l | L | | | | | | |
| | select_one_from_file towns.csv | m | M | | | value=id label=title | | | |
| | audit | | | | | identify-user=true | | | |
| | note | n | N ${a} | | | | | | |
| choices |
| | list_name | name | label |
| | yn | yes | Yes |
| | yn | no | No |
| settings |
| | form_id | default_language |
| | sample | English (en) |
""", """
| survey |
| | type | name | label::English (en) | label::French (fr) | save_to | required | constraint |
| | begin_repeat | house | House | Maison | | | |
| | text | owner | Owner | Chef | owner | yes | . != '' |
| | geopoint | place | Place | Lieu | geometry | | |
| | end_repeat | | | | | | |
| | begin loop over room | l | Rooms | Pièces | | | |
| | integer | count | How many %(label)s | Combien %(label)s | | | |
| | end loop | | | | | | |
| choices |
| | list_name | name | label::English (en) | label::French (fr) |
| | room | kitchen | Kitchen | Cuisine |
| | room | bath | Bath | Bain |
| entities |
| | list_name | label |
| | houses | ${owner} |
"""]
OURS = {"expression", "unknown-function", "repeated-header", "cycle"}


def spoilt(text, chance):
    lines = [line for line in text.strip().split("\n")]
    for _ in range(chance.randint(1, 2)):
        at = chance.randrange(len(lines))
        cells = lines[at].split("|")
        if len(cells) < 4:
            continue
        what, cell = chance.random(), chance.randrange(2, len(cells) - 1)
        if what < 0.4:
            cells[cell] = chance.choice([" ", " x ", " ${a} ", " ${zz} ", " a b ", " 1 ", " yes ", " select_one yn ", " text ", " note ", " owner "])
        elif what < 0.6 and cells[cell].strip():
            word = cells[cell]
            cut = chance.randrange(len(word))
            cells[cell] = word[:cut] + chance.choice(["", " ", "_", "$", "}", "#", "."]) + word[cut + 1:]
        elif what < 0.8:
            lines.insert(at, lines[at])
            continue
        else:
            del lines[at]
            continue
        lines[at] = "|".join(cells)
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize("seed", range(2))
def test_both_judges_say_the_same_of_spoilt_forms(seed):
    chance = random.Random(seed)
    differ, total = [], 120
    for _ in range(total):
        text = spoilt(SEEDS[seed], chance)
        try:
            accepted = bool(convert(xlsform=text, file_type=".md", validate=False).xform)
        except Exception:
            accepted = False
        answer = subprocess.run([binary(), "forms", "check", "-", "--json"], capture_output=True, text=True, input=text)
        report = json.loads(answer.stdout)
        codes = {f["code"] for f in report["faults"] if f["severity"] == "error"}
        if report["accepted"] != accepted and not (accepted and codes <= OURS):
            differ.append((accepted, sorted(codes), text))
    assert len(differ) <= total * 0.03, differ[:3]
