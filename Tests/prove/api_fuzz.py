"""The API against its own description, fuzzed."""
import json
import os
import subprocess
import sys

from box import Box, scratch
from client import Client


def schemathesis(options):
    """Requests made from /api/openapi.json, right ones and wrong ones: no 5xx, answers as described, and the box lives."""
    seconds = 45 if options.short else 150
    with Box(scratch("fuzz"), children=30) as box:
        client = box.client("case_worker")
        folder = box.folder
        schema = os.path.join(folder, "openapi.json")
        document = client.get("/api/openapi.json").expect(200).json()
        # Ending its own session would leave the rest of the run outside the door.
        document["paths"]["/api/v1/session"].pop("delete", None)
        with open(schema, "w") as file:
            json.dump(document, file)
        before = box.memory()["VmRSS"]
        report = os.path.join(folder, "report")
        command = [sys.executable, "-m", "schemathesis.cli", "run", schema, "--url", f"https://127.0.0.1:{box.port}",
                   "--tls-verify", "false", "--seed", str(options.seed), "--max-time", str(seconds), "--workers", "2",
                   "--checks", "not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance",
                   "--header", f"Cookie: {client.cookie}", "--header", f"X-Kinbox-CSRF: {client.csrf}",
                   "--suppress-health-check", "all", "--no-color", "--max-failures", "20", "--report", "junit", "--report-dir", report]
        answer = subprocess.run(command, capture_output=True, text=True, timeout=seconds * 4 + 120, cwd=folder)
        told = answer.stdout + answer.stderr
        assert answer.returncode == 0, failures(told)
        still = Client(box.port).get("/healthz").expect(200).json()
        assert still["status"] == "ok", still
        return {"seconds": seconds, "memory grown": box.memory()["VmRSS"] - before, "told": told[-400:]}


def failures(told: str) -> str:
    start = told.find("FAILURES")
    return told[start if start >= 0 else -3000:][:6000]


PROOFS = [schemathesis]
