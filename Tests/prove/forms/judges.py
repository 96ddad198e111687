"""What the proofs of forms share: the judges under Tests/tools as commands, and one command with its peak memory."""
import json
import os
import re
import subprocess
import sys
import time

from client import binary

HERE = os.path.dirname(os.path.abspath(__file__))
TESTS = os.path.dirname(os.path.dirname(HERE))
SAMPLES = os.path.join(TESTS, "samples")

# A small parent of its own, so that the peak is that of the command and not of the interpreter that asks.
PEAK = """
import os, sys
child = os.spawnv(os.P_NOWAIT, sys.argv[1], sys.argv[1:])
_, status, usage = os.wait4(child, 0)
sys.stderr.write("\\npeak %d\\n" % usage.ru_maxrss)
sys.exit(os.waitstatus_to_exitcode(status) & 127)
"""


def judged(tool: str, *arguments: str, seconds: float = 1800) -> tuple[int, int, list[str]]:
    """Passed, failed and the lines before, of a judge that ends with `N passed, N failed`."""
    answer = subprocess.run([sys.executable, os.path.join(TESTS, "tools", tool), *arguments], capture_output=True, text=True, timeout=seconds,
                            env={**os.environ, "KINBOX_BIN": binary()})
    lines = answer.stdout.splitlines()
    told = re.fullmatch(r"(\d+) passed, (\d+) failed", lines[-1] if lines else "")
    assert told, f"{tool} ended with {answer.returncode}: {answer.stderr[-500:]}"
    return int(told[1]), int(told[2]), lines[:-1]


class Measured:
    """One run of the binary: exit code, output, seconds, and its largest resident memory in bytes."""

    def __init__(self, *arguments: str, stdin: bytes = b"", seconds: float = 120):
        begun = time.monotonic()
        run = subprocess.run([sys.executable, "-I", "-S", "-c", PEAK, binary(), *arguments], input=stdin, capture_output=True, timeout=seconds)
        self.seconds = time.monotonic() - begun
        self.code, self.out = run.returncode, run.stdout
        words, _, peak = run.stderr.decode(errors="replace").rpartition("\npeak ")
        self.words, self.peak = words, int(peak) * 1024

    def report(self) -> dict:
        assert self.code in (0, 1), f"ended with {self.code}: {self.words[-500:]}"
        return json.loads(self.out)
