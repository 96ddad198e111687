"""Runs proofs one after the other and writes down what they found."""
import argparse
import contextlib
import json
import os
import sys
import time
import traceback

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))


def run(modules: list, summary: str, about: str, around=contextlib.nullcontext):
    """Each module has a list PROOFS of functions that take the options, say their claim in their docstring and give back what
    they found. `around` is held open while they run. Leaves one file per proof and build/reports/SUMMARY.json, ends with
    `N passed, N failed`."""
    arguments = argparse.ArgumentParser(description=about.splitlines()[0])
    arguments.add_argument("--short", action="store_true", help="fewer rounds, as CI runs it")
    arguments.add_argument("--only", nargs="*", metavar="NAME", help="only these proofs")
    arguments.add_argument("--seed", type=int, default=1, help="what the dice begin with")
    options = arguments.parse_args()
    reports = os.path.join(ROOT, "build/reports")
    os.makedirs(reports, exist_ok=True)
    with around():
        results = [one for module in modules if not options.only or module.__name__ in options.only for one in prove(module, options, reports)]
    failed = sum(not one["passed"] for one in results)
    content = {"short": options.short, "seed": options.seed, "proofs": [{k: r[k] for k in r if k != "trace"} for r in results]}
    with open(os.path.join(reports, summary + ".json"), "w") as file:
        json.dump(content, file, indent=2, ensure_ascii=False)
    print(f"{len(results) - failed} passed, {failed} failed")
    sys.exit(1 if failed else 0)


def prove(module, options, reports: str) -> list:
    """The proofs of one module; what each found."""
    results = []
    for proof in module.PROOFS:
        name = f"{module.__name__}.{proof.__name__}"
        print(f"…      {name}: {proof.__doc__.strip().splitlines()[0]}", flush=True)
        begun = time.time()
        result = {"name": name, "claim": " ".join(proof.__doc__.split())}
        try:
            result["found"] = proof(options) or {}
            result["passed"] = True
        except (Exception, SystemExit) as fault:  # a proof that cannot run has not passed
            result.update(passed=False, fault=f"{type(fault).__name__}: {fault}", trace=traceback.format_exc())
        result["seconds"] = round(time.time() - begun, 1)
        results.append(result)
        if result["passed"]:
            print(f"ok     {name} ({result['seconds']} s) {brief(result['found'])}", flush=True)
        else:
            print(f"FAILED {name} ({result['seconds']} s) {result['fault'][:1500]}", flush=True)
        with open(os.path.join(reports, f"{name}.json"), "w") as file:
            json.dump(result, file, indent=2, ensure_ascii=False)
    return results


def brief(found: dict) -> str:
    return ", ".join(f"{name} {value}" for name, value in found.items() if isinstance(value, (int, float, str)))[:300]
