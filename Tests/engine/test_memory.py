"""A million evaluations leave the engine's memory where it was."""
import json
import os
import subprocess

from engine_hosts import ROOT, command


def grown(changes: int) -> dict:
    """Memory early and late, in bytes, after that many changes of 25 calculations each."""
    script = os.path.join(ROOT, "Tests/tools/engine-memory.mjs")
    return json.loads(subprocess.run(["node", "--no-warnings", script, command(True)[-1], str(changes)], check=True, capture_output=True, timeout=900).stdout)


def test_memory_stays_flat_over_a_million_evaluations():
    found = grown(40_000)
    # The allocator never gives back, so the mark is a high-water mark.
    assert found["late"] - found["early"] <= 65536, found


def test_a_deep_stack_traps_and_a_new_instance_serves(tmp_path):
    """An overflow of the stack traps instead of overwriting memory; the host goes on with a new instance."""
    lines = ['{"do":"check","text":"' + "not(" * 90 + "1" + ")" * 90 + '"}', "[" * 60 + "]" * 60, '{"do":"check","text":"1"}']
    run = subprocess.run(command(True), input="\n".join(lines).encode(), capture_output=True, check=True, timeout=60)
    answers = run.stdout.decode().splitlines()
    assert answers[0] == '{"problems":[]}' and answers[2] == '{"problems":[]}'
