"""Real `kill -9` while clients save: what they were told is saved is there after the restart."""
import http.client
import json
import random
import shutil
import ssl
import threading
import time

from box import Box, run, scratch
from client import note, uuid7

SAVERS = 8


class Saver(threading.Thread):
    """Saves notes as fast as the box answers, and keeps what it was told. Each save holds two notes: all or none."""

    def __init__(self, box: Box, who: dict, dossiers: list, number: int):
        super().__init__(daemon=True)
        self.box, self.dossiers, self.number = box, dossiers, number
        self.client = box.client(timeout=10)
        self.client.cookie, self.client.csrf = who["cookie"], who["csrf"]
        self.acknowledged, self.unanswered, self.refused = [], [], []
        self.running = True

    def run(self):
        count = 0
        while self.running:
            count += 1
            dossier = self.dossiers[(self.number + count) % len(self.dossiers)]
            entries = [note(dossier, f"kill {self.number} {count} {part} {uuid7()}") for part in ("first", "second")]
            try:
                answer = self.client.save(*entries)
            except (OSError, http.client.HTTPException, ssl.SSLError):
                self.unanswered.append(entries)
                return
            if answer.status == 200:
                self.acknowledged.append(entries)
            else:
                self.refused.append((answer.status, answer.code))
                time.sleep(0.05)


def killed_under_load(options):
    """50 kills (5 in the short version) under saves from 8 clients: after each restart every acknowledged save is
    readable and whole, no save is there by half, and `kinbox verify` passes."""
    rounds = 5 if options.short else 50
    dice = random.Random(options.seed)
    told = {"kills": 0, "acknowledged": 0, "in flight": 0, "in flight kept": 0}
    everything = []
    box = Box(scratch("kill"), children=60)
    try:
        box.start()
        for _ in range(rounds):
            saved, flying = kill_once(box, dice)
            box.start()
            client = box.client("case_worker")
            for entries in saved:
                assert present(client, entries) == len(entries), f"acknowledged and lost: {entries[0]['record']}"
            for entries in flying:
                kept = present(client, entries)
                assert kept in (0, len(entries)), f"half of a save is there: {entries[0]['record']}"
                told["in flight kept"] += kept == len(entries)
            told["kills"] += 1
            told["acknowledged"] += len(saved)
            told["in flight"] += len(flying)
            everything += saved
            client.close()
        client = box.client("case_worker")
        for entries in dice.sample(everything, min(2000, len(everything))):
            assert present(client, entries) == len(entries), f"lost by a later kill: {entries[0]['record']}"
        assert told["acknowledged"] >= 20 * rounds, f"too few saves to prove anything: {told}"
        box.stop()
        told["verified"] = verified(box)
        return told
    finally:
        try:
            box.stop()
        finally:
            shutil.rmtree(box.folder, ignore_errors=True)


def kill_once(box: Box, dice: random.Random):
    client = box.client("case_worker")
    rows = client.get("/api/v1/my-day").expect(200).json()["caseload"]["rows"]
    dossiers = [row["dossier"] for row in rows]
    assert dossiers, "the demo's case worker has no cases"
    who = {"cookie": client.cookie, "csrf": client.csrf}
    savers = [Saver(box, who, dossiers, number) for number in range(SAVERS)]
    for saver in savers:
        saver.start()
    time.sleep(0.3 + dice.random() * 1.2)
    box.kill()
    for saver in savers:
        saver.running = False
        saver.join(30)
        assert not saver.refused, f"refused while there was room: {saver.refused[:3]}"
    return [e for s in savers for e in s.acknowledged], [e for s in savers for e in s.unanswered]


def present(client, entries: list) -> int:
    """How many of the records a save made can be read back as they were sent."""
    found = 0
    for entry in entries:
        answer = client.get(f"/api/v1/records/{entry['record']}")
        if answer.status == 200:
            assert answer.json()["fields"].get("text") == entry["fields"]["text"], f"another content: {entry['record']}"
            found += 1
        else:
            answer.expect(404)
    return found


def verified(box: Box) -> str:
    """Runs `kinbox verify` on the stopped store."""
    answer = run("verify", "--json", data=box.data, timeout=600)
    assert answer.returncode == 0, f"verify ended with {answer.returncode}: {answer.stdout[-500:]} {answer.stderr[-500:]}"
    json.loads(answer.stdout)
    return "yes"


PROOFS = [killed_under_load]
