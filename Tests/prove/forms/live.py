"""Forms that change while a district works."""
import io
import json
import os
import shutil
import sys
import threading
import time

import openpyxl

sys.path.append(os.path.join(os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__)))), "bench"))

import load
from box import Box, scratch
from client import note, uuid7

SAVE_P95 = 60
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class Officer:
    """A data officer who puts a form into use and takes it back, again and again."""

    def __init__(self, client):
        self.client = client
        self.base = None
        self.seconds = {"check": [], "publish": [], "roll back": []}
        self.touched = 0
        self.rounds = 0

    def timed(self, what, method, path, **more):
        begun = time.perf_counter()
        answer = self.client.request(method, path, **more).expect(200)
        self.seconds[what].append(round(time.perf_counter() - begun, 2))
        return answer.json()

    def workbook(self) -> bytes:
        """The note as it came with the box, with a question more and one gone."""
        book = openpyxl.load_workbook(io.BytesIO(self.client.get("/api/v1/forms/note/workbook?publication=standard").expect(200).body))
        survey = book["survey"]
        column = {cell.value: cell.column for cell in survey[1]}
        survey.delete_rows(next(row for row in range(2, survey.max_row + 1) if survey.cell(row, column["name"]).value == "topic"))
        last = survey.max_row + 1
        for name, text in (("type", "text"), ("name", "weather"), ("label::English (en)", "The weather"), ("cm::forward", "never")):
            survey.cell(last, column[name], text)
        out = io.BytesIO()
        book.save(out)
        return out.getvalue()

    def round(self, book: bytes):
        report = self.timed("check", "POST", "/api/v1/forms/uploads", raw=book, headers={"Content-Type": SHEET})
        assert report["accepted"], report["faults"]
        self.touched = max([self.touched] + [change.get("records", 0) for change in report["difference"]["changes"]])
        publication = uuid7()
        done = self.timed("publish", "POST", f"/api/v1/forms/uploads/{report['upload']}/publish",
                          body={"publication": publication, "note": "", "base": None})
        assert done["publication"] == publication
        time.sleep(1)
        self.timed("roll back", "POST", "/api/v1/forms/note/roll-back", body={"publication": None, "note": "", "base": publication})
        self.rounds += 1
        time.sleep(1)


def a_form_changes_while_everybody_saves(options):
    """Uploads, publications and roll-backs of a form that records use: no save fails, p95 stays within 60 ms, answers stay."""
    children, seconds, rate = (150, 12, 20) if options.short else (100_000, 90, 50)
    box = Box(scratch("live"), children=children, seed=options.seed)
    try:
        box.start(patience=3600)
        clients = [box.client("case_worker") for _ in range(8)]
        dossiers = [row["dossier"] for row in clients[0].get("/api/v1/my-day").expect(200).json()["caseload"]["rows"]]
        sessions = [{"cookie": client.cookie, "csrf": client.csrf} for client in clients]
        sent = []

        def plan(k):
            session, dossier = k % len(sessions), dossiers[k % len(dossiers)]
            if k % 3 == 0:
                return session, "open dossier", "GET", f"/api/v1/dossiers/{dossier}", b""
            entry = note(dossier, f"save {k}")
            if k % 2:
                # Written with the form as it came, whatever is in use when it arrives.
                entry["fields"]["topic"] = "call"
            sent.append(entry)
            return session, "durable save", "POST", "/api/v1/records", json.dumps({"saveId": uuid7(), "entries": [entry]}).encode()

        stream = load.Stream(sessions, box.port)
        officer = Officer(box.client("data_officer"))
        before = clients[0].get("/api/v1/forms/note").expect(200).json()
        book = officer.workbook()
        quiet = stream.run(rate, min(seconds, 15), plan)["kinds"]
        ends = time.monotonic() + seconds - 4
        faults = []

        def work():
            try:
                while time.monotonic() < ends:
                    officer.round(book)
            except Exception as fault:
                faults.append(fault)

        thread = threading.Thread(target=work)
        thread.start()
        busy = stream.run(rate, seconds, plan)["kinds"]
        thread.join(120)
        stream.end()
        if faults:
            raise faults[0]
        assert officer.rounds >= 2, officer.rounds
        assert not any(kind["failed"] for kind in [*quiet.values(), *busy.values()]), (quiet, busy)
        # What was answered is there, and the form asks exactly what it asked.
        with_topic = [entry for entry in sent if "topic" in entry["fields"]]
        for entry in with_topic[:: max(1, len(with_topic) // 200)]:
            fields = clients[0].get(f"/api/v1/records/{entry['record']}").expect(200).json()["fields"]
            assert fields["topic"] == "call" and fields["text"] == entry["fields"]["text"]
        after = clients[0].get("/api/v1/forms/note").expect(200).json()
        assert [field for field in after["fields"] if not field.get("retired")] == before["fields"] and after["version"] == before["version"]
        # The machine of a short run is shared: it shows that nothing fails, not how fast it is.
        if not options.short:
            assert busy["durable save"]["p95"] <= SAVE_P95, busy
        return {"children": children, "saves": len(sent), "rounds": officer.rounds, "records touched": officer.touched,
                "save p95 ms": busy["durable save"]["p95"], "save p95 ms before": quiet["durable save"]["p95"],
                "dossier p95 ms": busy["open dossier"]["p95"],
                **{f"slowest {what} s": max(times) for what, times in officer.seconds.items()}}
    finally:
        box.stop(120)
        shutil.rmtree(box.folder, ignore_errors=True)


PROOFS = [a_form_changes_while_everybody_saves]
