"""The standard forms as workbooks: other tools take them, and they come back unchanged."""
import json
import os
import shutil
import subprocess

from box import scratch
from client import binary
from engine_hosts import ROOT
from pyxform.xls2xform import convert

FORMS = os.path.join(ROOT, "assets/standard/forms")


def command(*arguments: str) -> str:
    answer = subprocess.run([binary(), "forms", *arguments], capture_output=True, text=True, timeout=120)
    assert answer.returncode == 0, f"{arguments}: {answer.stdout[-500:]}{answer.stderr[-500:]}"
    return answer.stdout


def report(*arguments: str) -> dict:
    """The JSON of a command that may end with 1, a refusal."""
    answer = subprocess.run([binary(), "forms", *arguments], capture_output=True, text=True, timeout=120)
    assert answer.returncode in (0, 1), f"{arguments}: {answer.stdout[-500:]}{answer.stderr[-500:]}"
    return json.loads(answer.stdout)


def standard_forms_travel(_):
    """Every standard form is written as .xlsx, accepted by pyxform, and read again as the same form, byte for byte when written anew."""
    names = sorted(name for name in os.listdir(FORMS) if os.path.exists(os.path.join(FORMS, name, "survey.csv")))
    assert len(names) > 40
    folder = scratch("workbooks")
    try:
        for name in names:
            first, second = (os.path.join(folder, f"{name}{part}", f"{name}.xlsx") for part in ("", "-again"))
            for path in (first, second):
                os.makedirs(os.path.dirname(path))
            command("export", os.path.join(FORMS, name), first)
            assert convert(xlsform=first, validate=False).xform, name
            compared = json.loads(command("diff", "--json", os.path.join(FORMS, name), first))
            assert compared["changes"] == [] and not compared["refused"], f"{name}: {compared}"
            command("export", first, second)
            with open(first, "rb") as one, open(second, "rb") as other:
                assert one.read() == other.read(), f"{name} changes from export to export"
        return {"forms": len(names)}
    finally:
        shutil.rmtree(folder)


PROOFS = [standard_forms_travel]
