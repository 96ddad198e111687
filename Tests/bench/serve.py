"""The box under load over HTTPS: answer times, memory, and the same while everybody signs in."""
import json
import os
import subprocess
import sys
import threading
import time

import load
from box import Box, scratch

ROLES = ["case_worker"] * 6 + ["supervisor"] * 4 + ["guardianship_territorial"] * 3 + ["data_officer"] * 3
# What `make bench` must show at 100,000 children: p95 in milliseconds.
LIMITS = {"open dossier": 20, "search by name": 50, "search by a common first name": 50, "my day": 50, "supervisor's board": 80, "durable save": 40}
MEMORY = {"before": 60 * 1024 * 1024, "loaded": 256 * 1024 * 1024}


def sessions(box: Box) -> list:
    found = []
    for role in ROLES:
        client = box.client(role)
        found.append({"role": role, "cookie": client.cookie, "csrf": client.csrf})
        client.close()
    return found


def synced_append(folder: str, count: int = 400) -> dict:
    """A plain append of 4 KB with an fsync, on the disk that holds the store: the floor of every durable save."""
    path, times = os.path.join(folder, "append"), []
    with open(path, "wb", buffering=0) as file:
        for _ in range(count):
            begun = time.perf_counter()
            file.write(b"\0" * 4096)
            os.fsync(file.fileno())
            times.append(time.perf_counter() - begun)
    os.remove(path)
    times.sort()
    return {"p50": load.milliseconds(times, 0.5), "p95": load.milliseconds(times, 0.95)}


class Memory(threading.Thread):
    """The highest resident size while something runs."""

    def __init__(self, box: Box):
        super().__init__(daemon=True)
        self.box, self.on, self.highest = box, True, 0

    def run(self):
        while self.on:
            self.highest = max(self.highest, self.box.memory()["VmRSS"])
            time.sleep(0.2)

    def end(self) -> int:
        self.on = False
        self.join()
        return self.highest


def measure(children: int, rate: float, seconds: float, storm_seconds: float, seed: int, data: str | None = None, say=print) -> dict:
    """Generates the district unless `data` names one, restarts the box so that it begins cold, and loads it."""
    box = Box(scratch("bench"), children=children, seed=seed, data=data)
    found = {"children": children, "when": time.strftime("%Y-%m-%d %H:%M UTC", time.gmtime()), "rate": rate, "seconds": seconds}
    try:
        begun = time.monotonic()
        box.start(patience=7200)
        found["seconds to generate and start"] = round(time.monotonic() - begun, 1)
        say(f"  {children} children stand after {found['seconds to generate and start']} s")
        begun = time.monotonic()
        box.stop(60)
        found["seconds to stop"] = round(time.monotonic() - begun, 2)
        begun = time.monotonic()
        box.start(patience=600)
        box.client().get("/").expect(200)
        found["seconds from start to first page"] = round(time.monotonic() - begun, 2)
        found["store bytes"] = sum(os.path.getsize(os.path.join(folder, name)) for folder, _, names in os.walk(box.data) for name in names)
        time.sleep(2)
        found["memory before"] = box.memory()["VmRSS"]
        found["append p95"] = synced_append(box.folder)
        who = sessions(box)
        say("  16 clients are signed in")
        district = load.District(who, box.port, seed)
        found["common first name"] = district.common
        found["dossiers asked for"] = len({d for s in who for d in s["dossiers"]})
        stream = load.Stream(who, box.port)
        memory = Memory(box)
        memory.start()
        found["healthz"] = stream.run(rate, min(seconds, 15), load.health_plan(len(who)))["kinds"]["healthz"]
        stream.run(rate, 5, district.plan)  # warm
        found["load"] = stream.run(rate, seconds, district.plan)
        say("  load: " + brief(found["load"]))
        tries = subprocess.Popen([sys.executable, os.path.join(os.path.dirname(__file__), "storm.py"), str(box.port), str(storm_seconds), box.signs],
                                 stdout=subprocess.PIPE, text=True)
        time.sleep(1)
        found["sign-in storm"] = stream.run(rate, max(5, storm_seconds - 4), district.plan)
        found["sign-in storm"]["tries"] = json.loads(tries.communicate(timeout=120)[0])
        say("  storm: " + brief(found["sign-in storm"]))
        found["memory loaded"] = memory.end()
        stream.end()
        return found
    finally:
        try:
            box.stop(120)
        finally:
            subprocess.run(["rm", "-rf", box.folder], check=False)


def brief(run: dict) -> str:
    return ", ".join(f"{kind} p95 {figures['p95']} ms" + (f" ({figures['failed']} FAILED)" if figures["failed"] else "")
                     for kind, figures in run["kinds"].items())


def verdicts(found: dict) -> list:
    """(what, measured, limit, held) for everything that has a limit."""
    rows = []
    size = f", {found['children']:,} children"
    for label in ("load", "sign-in storm"):
        for kind, figures in found[label]["kinds"].items():
            rows.append((f"{kind}, p95 ms" + size + (", in a sign-in storm" if label != "load" else ""), figures["p95"], LIMITS[kind],
                         figures["p95"] <= LIMITS[kind] and figures["failed"] == 0))
    for moment, words in (("before", "before load"), ("loaded", "loaded")):
        rows.append((f"memory {words}, MiB{size}", found[f"memory {moment}"] >> 20, MEMORY[moment] >> 20, found[f"memory {moment}"] <= MEMORY[moment]))
    return rows
