"""The vault and its peers on the same workload, round by round in turns: a noisy minute hurts all of them alike."""
import json
import statistics
import subprocess

import peers
from client import binary

STEPS = ("insert", "reads", "scan")


def measure(rounds: int, rows: int, beside: bool, say=print) -> tuple[dict, dict | None]:
    """What `kinbox bench` says, medians over rounds; and its peers, where `beside` asks for them. Each step of the vault gets
    `against`: per peer, ours divided by theirs, the median of the ratios within each round."""
    ours, theirs = [], []
    for turn in range(rounds):
        ours.append(one(rows, "vault"))
        if beside:
            theirs.append(peers.round_of_all(rows))
        say(f"  round {turn + 1} of {rounds}", flush=True)
    found = {**ours[-1], "rounds": rounds, "suites": {}, "groupCommit": one(rows, "group-commit")["groupCommit"]}
    for suite in ours[0]["suites"]:
        found["suites"][suite] = {step: middle([o["suites"][suite][step] for o in ours]) for step in STEPS}
        for step in STEPS if beside else ():
            found["suites"][suite][step]["against"] = {
                peer: statistics.median(o["suites"][suite][step]["seconds"] / t[peer][step] for o, t in zip(ours, theirs))
                for peer in ("sqlcipher", "sqlite3mc-chacha20")}
    return found, peers.summary(theirs) if beside else None


def one(rows: int, only: str) -> dict:
    answer = subprocess.run([binary(), "bench", "--json", "--rounds", "1", "--rows", str(rows), "--only", only],
                            capture_output=True, text=True, timeout=3600)
    if answer.returncode:
        raise RuntimeError(f"kinbox bench ended with {answer.returncode}: {answer.stderr[-1000:]}")
    return json.loads(answer.stdout)


def middle(steps: list) -> dict:
    return {name: statistics.median(step[name] for step in steps) for name in steps[0]}
