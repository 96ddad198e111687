"""Power cuts at any moment of a real workload, on a disk that keeps only what it promised to keep."""
import json
import os
import subprocess
import tempfile

from client import binary


def tool(*arguments, timeout) -> dict:
    """The proof tool, built beside the binary; its last line of output is JSON. One that does not end has failed: a store
    that a cut left must never make anything run in circles."""
    path = os.environ.get("KINBOX_PROVE") or os.path.join(os.path.dirname(binary()), "kinbox-prove")
    assert os.access(path, os.X_OK), f"{path} is missing: build it with `make prove-tool`"
    # Thousands of stores are written here: in memory where there is some.
    base = "/dev/shm" if os.path.isdir("/dev/shm") else None
    folder = tempfile.mkdtemp(prefix="kinbox-cuts-", dir=base)
    try:
        answer = subprocess.run([path, *arguments, "--folder", folder], stdout=subprocess.PIPE, timeout=timeout)
        lines = answer.stdout.decode(errors="replace").strip().splitlines()
        assert answer.returncode == 0, f"ended with {answer.returncode}: " + " | ".join(lines[-8:])
        return json.loads(lines[-1])
    finally:
        subprocess.run(["rm", "-rf", folder], check=False)


def cut(options):
    """The disk is rebuilt at 1,200 cut points (60 in the short version) with unsynced writes dropped, reordered and torn;
    the store opens on each, verify passes, every acknowledged save is there and nothing is there by half."""
    found = tool("power-cuts", "--cuts", "60" if options.short else "1200", "--seed", str(options.seed), timeout=300 if options.short else 3600)
    assert found["cuts"] >= (60 if options.short else 1000) and found["failed"] == 0, found
    return found


def the_proof_can_fail(options):
    """The same on a disk that lies about its syncs: the proof must find losses there, or it would prove nothing."""
    found = tool("power-cuts", "--cuts", "40", "--seed", str(options.seed), "--lying-disk", timeout=300)
    assert found["failed"] > 0, "a disk that ignores every sync passed as safe"
    return {"losses seen on a lying disk": found["failed"]}


PROOFS = [cut, the_proof_can_fail]
