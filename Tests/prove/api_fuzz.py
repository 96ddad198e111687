"""The API against its own description, fuzzed."""
import json
import os
import re
import subprocess
import sys

from box import Box, scratch
from client import Client


def schemathesis(options):
    """Requests made from /api/openapi.json, right ones and wrong ones: no 5xx, answers as described, and the box lives."""
    seconds = 45 if options.short else 150
    with Box(scratch("fuzz"), children=30) as box:
        client = box.client("case_worker")
        document = client.get("/api/openapi.json").expect(200).json()
        # Ending its own session would leave the rest of the run outside the door.
        document["paths"]["/api/v1/session"].pop("delete", None)
        before = box.memory()["VmRSS"]
        cases = [fuzz(box, client, document, seconds, options.seed)]
        # What only a data officer may: uploads, publishing, going back.
        document["paths"] = {path: item for path, item in document["paths"].items() if path.startswith("/api/v1/forms")}
        cases.append(fuzz(box, box.client("data_officer"), document, seconds // 2, options.seed))
        still = Client(box.port).get("/healthz").expect(200).json()
        assert still["status"] == "ok", still
        return {"seconds": seconds, "memory grown": box.memory()["VmRSS"] - before, "cases": sum(cases)}


ENOUGH = 100


def fuzz(box, client, document, seconds, seed) -> int:
    """Requests as this client sends them; how many. A slow machine gets more time rather than fewer requests."""
    for patience in (1, 3, 9):
        told = attack(box, client, document, seconds * patience, seed)
        cases = sum(int(count) for count in re.findall(r"(\d+) generated", told))
        if cases > ENOUGH:
            return cases
    raise AssertionError(f"{cases} requests only: {told[-2000:]}")


def attack(box, client, document, seconds, seed) -> str:
    """One run of the tool; what it said."""
    schema, report = os.path.join(box.folder, "openapi.json"), os.path.join(box.folder, "report")
    with open(schema, "w") as file:
        json.dump(document, file)
    command = [sys.executable, "-m", "schemathesis.cli", "run", schema, "--url", f"https://127.0.0.1:{box.port}",
               "--tls-verify", "false", "--seed", str(seed), "--max-time", str(seconds),
               # One thread: Python 3.11 counts the depth of its own parser over all of them, and fails by chance.
               "--workers", "1",
               "--checks", "not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance",
               "--header", f"Cookie: {client.cookie}", "--header", f"X-Kinbox-CSRF: {client.csrf}",
               "--suppress-health-check", "all", "--no-color", "--max-failures", "20", "--report", "junit", "--report-dir", report]
    answer = subprocess.run(command, capture_output=True, text=True, timeout=seconds * 4 + 120, cwd=box.folder)
    told = answer.stdout + answer.stderr
    assert answer.returncode == 0, failures(told)
    return told


def failures(told: str) -> str:
    starts = [told.find(word) for word in ("= FAILURES =", "= ERRORS =") if word in told]
    return told[min(starts) if starts else -3000:][:6000]


PROOFS = [schemathesis]
