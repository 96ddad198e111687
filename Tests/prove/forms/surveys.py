"""Whole surveys from the workbook to the saved record, in a browser. KINBOX_WORKBOOKS names a folder with more of them."""
import contextlib
import glob
import json
import os
import shutil
from pathlib import Path

from playwright.sync_api import sync_playwright
from pyxform.xls2xform import convert

import journeys
import mock_forms
import mock_server
from box import scratch
from engine_hosts import ask
from filler import Filler
from judges import SAMPLES
from mock_store import PEOPLE
from visitors import CHROMIUM, DESK, PHONE, SignIn, Site, Visitor
from workbooks import command, report

# What the dice must not decide: consent, and how many children there are.
GIVEN = {"agrees": "1", "consent2": "1", "children": [2, 3], "ch": [1, 2, 3], "x": [1, 2], "skip": [2, 3], "interval": [2, 3], "counter": [1, 2, 3], "mcheck1": "1"}


def books() -> list[str]:
    """The survey of the samples, and whatever real ones are at hand."""
    folder = os.environ.get("KINBOX_WORKBOOKS")
    return [os.path.join(SAMPLES, "household.md")] + (sorted(glob.glob(os.path.join(folder, "real_*.xlsx"))) if folder else [])


def imported(book: str, folder: str) -> tuple[str, list]:
    """The folder of CSV after the repairs that the check names, and these."""
    first = report("check", "--json", book)
    repairs = [word for name in first["repairs"] for word in ("--repair", name)]
    assert repairs and not first["accepted"], f"{book} needs no repair: it shows nothing"
    again = report("check", "--json", *repairs, book)
    assert again["accepted"], [fault for fault in again["faults"] if fault["severity"] == "error"][:5]
    target = os.path.join(folder, os.path.basename(book).split(".")[0])
    told = report("export", "--json", *repairs, book, target)
    assert not [remark for remark in told["remarks"] if remark["severity"] == "error"], told["remarks"]
    return target, first["repairs"]


@contextlib.contextmanager
def site():
    server = mock_server.serve()
    mock = server.RequestHandlerClass.mock
    mock.idle = 86400
    yield Site(f"http://127.0.0.1:{server.server_address[1]}", {"case_worker": SignIn("amal", PEOPLE["amal"]["password"])}, mock)
    server.shutdown()
    server.server_close()


def filled_in(chromium, served, form: dict, size: dict, seed: int) -> dict:
    """One survey on one screen with one throw of the dice; what was found out on the way."""
    visitor = Visitor(chromium, served, size, "en", permissions=["geolocation"], geolocation={"latitude": 6.31, "longitude": -10.8})
    try:
        page = journeys.sign_in(visitor)
        dossier = served.mock.store.of("child")[0]["id"]
        journeys.open_at(visitor, f"#/dossier/{dossier}/add/{form['name']}")
        page.wait_for_selector("main form .field")
        visitor.shot(f"survey-{form['name']}")
        filler = Filler(page, form, seed, GIVEN).fill()
        filler.save()
        record = served.mock.store.of(form["name"], dossier)[-1]["fields"]
        wrong = filler.differences(record)
        assert not wrong, f"{form['name']}, seed {seed}: saved otherwise than answered: {wrong[:5]}"
        assert not filler.beyond, f"{form['name']} offers what its filter does not let through: {filler.beyond}"
        assert not visitor.faults, visitor.faults
        # The native engine opens the record and finds nothing wrong with it.
        opened = ask([{"do": "open", "form": form, "answers": record, "now": 0}])[0]
        left = [(state["field"], state.get("at"), state["fault"]) for state in opened["changes"] if state.get("fault") and not state.get("hidden")]
        assert not left, f"{form['name']}, seed {seed}: the box would refuse {left[:5]}"
        rows = sum(len(value) for value in record.values() if isinstance(value, list) and value and isinstance(value[0], dict))
        return {"answers": len(filler.said), "pages": filler.pages, "rows": rows}
    finally:
        visitor.context.close()


def saved_as_answered(options):
    """Surveys with cascades, counted repeats and free ones are repaired, opened on a phone and at a desk, filled in by dice from start to end, and the record holds what was answered."""
    found = {"surveys": 0, "filled in": 0, "answers": 0, "rows": 0, "pages": 0}
    folder = scratch("surveys")
    try:
        with sync_playwright() as playwright, site() as served:
            chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
            for book in books():
                target, _ = imported(book, folder)
                form = mock_forms.compiled(Path(target))
                mock_forms.GUESTS[form["name"]] = form
                found["surveys"] += 1
                rounds = [(PHONE, 0), (DESK, 1)] if options.short else [(size, at) for at in range(6) for size in (PHONE, DESK)]
                for size, at in rounds:
                    one = filled_in(chromium, served, form, size, options.seed * 1000 + at)
                    found["filled in"] += 1
                    for name in ("answers", "rows", "pages"):
                        found[name] += one[name]
            chromium.close()
        assert found["rows"] >= found["surveys"], "no repetition was filled in"
        return found
    finally:
        shutil.rmtree(folder)


def surveys_travel(_):
    """A repaired survey, written as .xlsx, is accepted by pyxform and by our own check without any repair, and says the same."""
    folder = scratch("surveys")
    try:
        for book in books():
            target, repairs = imported(book, folder)
            workbook = target + ".xlsx"
            agreed = [word for name in repairs for word in ("--repair", name)]
            command("export", *agreed, book, workbook)
            form = convert(xlsform=workbook, validate=False).xform
            for field in mock_forms.compiled(Path(target))["fields"]:
                assert f"/{field['name']}\"" in form, f"pyxform lost {field['name']} of {book}"
            again = report("check", "--json", workbook)
            assert again["accepted"] and not again["repairs"], again["faults"][:5]
            compared = json.loads(command("diff", "--json", *agreed, book, workbook))
            assert compared["changes"] == [] and not compared["refused"], f"{book}: {compared}"
        return {"surveys": len(books())}
    finally:
        shutil.rmtree(folder)


PROOFS = [surveys_travel, saved_as_answered]
