"""Uploads made to do harm: a clear word about each, bounded memory, bounded time."""
import csv
import os
import shutil
import time

import openpyxl
from box import scratch
from engine_hosts import ask
from hostile_files import files, markdown
from judges import Measured

PEAK = 300 * 1000 * 1000
SECONDS = 60


def uploads_are_refused(_):
    """Bombs, endless rows and columns, entities, circles, wrong encodings, cut files: each gets its code within 300 MB."""
    folder = scratch("uploads")
    found, wrong = {}, []
    try:
        for name, (content, code) in files().items():
            path = os.path.join(folder, "form")
            with open(path, "wb") as file:
                file.write(content)
            run = Measured("forms", "check", path, "--json")
            report = run.report()
            errors = [fault for fault in report["faults"] if fault["severity"] == "error"]
            codes = sorted({fault["code"] for fault in errors})
            found[name] = {"bytes": len(content), "codes": codes, "peak MB": round(run.peak / 1e6), "seconds": round(run.seconds, 2)}
            if (code not in codes) if code else not report["accepted"]:
                wrong.append(f"{name}: {code or 'accepted'} expected, got {codes}")
            if any(not fault["words"] for fault in report["faults"]):
                wrong.append(f"{name}: a fault without words")
            if run.peak > PEAK or run.seconds > SECONDS:
                wrong.append(f"{name}: {found[name]}")
            if code == "cycle" and not any("→" in fault["words"] for fault in errors):
                wrong.append(f"{name}: the circle is not named")
    finally:
        shutil.rmtree(folder)
    assert not wrong, "\n".join(wrong)
    return {"files": len(found), "highest peak MB": max(one["peak MB"] for one in found.values()), "each": found}


def patterns_take_linear_time(_):
    """Patterns that take other engines minutes take milliseconds, in both builds."""
    patterns = ["(a+)+$", "(a|a)*$", "(a|aa)+$", "(.*a){20}", "^(([a-z])+.)+[A-Z]([a-z])+$", "a*a*a*a*a*a*b"]
    requests = [{"do": "open", "form": {"name": "p", "version": 1, "fields": [
        {"name": "t", "type": "text", "constraint": f"regex(., '{pattern}')"}]}, "now": 0} for pattern in patterns]
    requests += [{"do": "set", "session": number + 1, "field": "t", "value": "a" * 5_000 + "!"} for number in range(len(patterns))]
    seconds = {}
    for wasm in (False, True):
        begun = time.monotonic()
        answers = ask(requests, wasm)
        seconds["browser" if wasm else "native"] = round(time.monotonic() - begun, 2)
        for pattern, answer in zip(patterns, answers[len(patterns):]):
            assert answer["changes"][-1].get("fault") in ("constraint", "rule"), (pattern, answer)
    assert max(seconds.values()) < 30, seconds
    return {"patterns": len(patterns), **seconds}


def formulas_leave_harmless(_):
    """Texts that a spreadsheet would run come out as texts, in workbooks and in CSV, and come back as they were."""
    evil = ["=1+1", "+1+1", "-1+1", "@SUM(1)", "=HYPERLINK(\"http://x\",\"y\")", "=cmd /C calc!A0"]
    folder = scratch("formulas")
    try:
        source = os.path.join(folder, "evil.md")
        with open(source, "wb") as file:
            file.write(markdown([["type", "name", "label", "hint"]] + [["text", f"q{n}", text, text] for n, text in enumerate(evil)]))
        book, sheets = os.path.join(folder, "evil.xlsx"), os.path.join(folder, "evil")
        for target in (book, sheets):
            run = Measured("forms", "export", source, target)
            assert run.code == 0, run.words
            assert Measured("forms", "diff", source, target).out.startswith(b"No difference.\n"), target
        cells = [cell for sheet in openpyxl.load_workbook(book) for row in sheet.iter_rows() for cell in row if cell.value is not None]
        assert {cell.data_type for cell in cells} == {"s"} and {cell.number_format for cell in cells} == {"@"}
        assert set(evil) <= {cell.value for cell in cells}
        for name in os.listdir(sheets):
            with open(os.path.join(sheets, name), newline="", encoding="utf-8") as file:
                for row in csv.reader(file):
                    assert not any(text[:1] in "=+-@\t\r" for text in row if text), row
        return {"texts": len(evil), "cells": len(cells)}
    finally:
        shutil.rmtree(folder)


PROOFS = [uploads_are_refused, patterns_take_linear_time, formulas_leave_harmless]
