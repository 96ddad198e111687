#!/usr/bin/env python3
"""Speed and memory, as ratios against something measured in the same run.

  Tests/bench/run.py [--children N ...] [--seconds S] [--only vault forms serve] [--quick] [--no-docs] [--add]

Writes build/reports/bench.json and the tables of docs/performance.md. Ends with 1 when a promised figure is not held.
Sizes beside the first --children (100,000) take long: --children 100000 10000 1000000 makes the table of three.
"""
import argparse
import json
import os
import platform
import sys
import time

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
sys.path[:0] = [HERE, os.path.join(os.path.dirname(HERE), "support")]

import forms
import serve
import tables
import vault


def machine() -> dict:
    with open("/proc/cpuinfo") as info:
        names = {line.split(":")[1].strip() for line in info if line.startswith("model name")}
        info.seek(0)
        aes = any(" aes " in line + " " for line in info if line.startswith("flags"))
    with open("/proc/meminfo") as info:
        memory = int(info.readline().split()[1]) // 1024
    return {"processor": ", ".join(sorted(names)), "cores": os.cpu_count(), "memory MiB": memory, "AES instructions": aes,
            "kernel": platform.release(), "load when begun": os.getloadavg()[0]}


def main():
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--children", type=int, nargs="+", default=[100_000])
    arguments.add_argument("--rate", type=float, default=100)
    arguments.add_argument("--seconds", type=float, default=60)
    arguments.add_argument("--rounds", type=int, default=7, help="of the vault's and its peers' workload")
    arguments.add_argument("--seed", type=int, default=1)
    arguments.add_argument("--only", nargs="+", choices=["vault", "forms", "serve"], default=["vault", "forms", "serve"])
    arguments.add_argument("--data", help="a district made before with as many children; it is changed by the saves")
    arguments.add_argument("--quick", action="store_true", help="small and short: shows that it runs, measures nothing")
    arguments.add_argument("--add", action="store_true", help="keep what the last report holds, and put what is measured now beside it")
    arguments.add_argument("--no-docs", action="store_true", help="leave docs/performance.md alone")
    options = arguments.parse_args()
    if options.quick:
        options.children, options.seconds, options.rounds, options.no_docs = [500], 8, 1, True
    path = os.path.join(ROOT, "build/reports/bench.json")
    report = {"when": time.strftime("%Y-%m-%d %H:%M UTC", time.gmtime()), "machine": machine()}
    if options.add:
        with open(path) as file:
            report = json.load(file)
    if "vault" in options.only:
        print("The vault beside its floor, SQLCipher 4 and SQLite3MultipleCiphers", flush=True)
        report["vault"], report["peers"] = vault.measure(options.rounds, 20_000 if options.quick else 200_000, beside=True)
    if "forms" in options.only:
        print("The rules engine natively, under node and in Chromium; keystrokes in long forms", flush=True)
        report["forms"] = forms.measure(options.quick)
    if "serve" in options.only:
        kept = [found for found in report.get("serve", []) if found["children"] not in options.children]
        report["serve"] = kept
        for children in options.children:
            print(f"Over HTTPS with {children} children", flush=True)
            report["serve"].append(serve.measure(children, options.rate, options.seconds, 12 if options.quick else 40, options.seed,
                                                options.data))
        report["serve"].sort(key=lambda found: found["children"])
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w") as file:
        json.dump(report, file, indent=2, ensure_ascii=False)
    verdicts = tables.verdicts(report)
    text = tables.page(report, verdicts)
    with open(os.path.join(ROOT, "build/reports/bench.md"), "w") as file:
        file.write(text)
    if not options.no_docs:
        tables.put_into(os.path.join(ROOT, "docs/performance.md"), text)
    for what, measured, limit, held in verdicts:
        print(f"{'ok    ' if held else 'MISSED'} {what}: {measured} (limit {limit})")
    missed = sum(1 for verdict in verdicts if not verdict[3])
    print(f"{len(verdicts) - missed} held, {missed} missed")
    sys.exit(1 if missed and not options.quick else 0)


if __name__ == "__main__":
    main()
