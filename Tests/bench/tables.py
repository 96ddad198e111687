"""What the bench found, as Markdown, and which promises it held."""
import csv
import os

import forms
import serve

BEGIN, END = "<!-- measured by make bench: do not edit below -->", "<!-- end of what make bench measured -->"


def verdicts(report: dict) -> list:
    rows = []
    if "vault" in report:
        rows += vault_verdicts(report["vault"], report.get("peers"))
    if "forms" in report:
        rows += forms.verdicts(report["forms"])
    for found in report.get("serve", []):
        if found["children"] >= 100_000 or len(report["serve"]) == 1:
            rows += serve.verdicts(found)
    return rows


def vault_verdicts(vault: dict, peers: dict | None) -> list:
    rows = []
    for suite, steps in suites(vault).items():
        for step in ("insert", "reads", "scan"):
            ratio = round(steps[step]["ratio"], 3)
            rows.append((f"vault {suite}, {step} against its floor (by processor time {steps[step]['ratioProcessor']:.2f})", ratio, 1.10, ratio <= 1.10))
    if peers and suites(vault):
        # The suite every machine can run; a store is made with it unless somebody chooses otherwise.
        first = next(steps for name, steps in suites(vault).items() if name.startswith("XChaCha20"))
        for peer in ("sqlcipher", "sqlite3mc-chacha20"):
            for step in ("insert", "reads", "scan"):
                ours = first[step]["against"][peer]
                rows.append((f"vault {step}, time against that of {peer} in the same round", round(ours, 3), "< 1", ours < 1))
    group = vault.get("groupCommit")
    if group:
        rows.append(("group commit against serial", round(group["ratio"], 1), "≥ 8", group["ratio"] >= 8))
        rows.append(("group commit p95 ms under a 10 ms fsync", round(group["p95"], 1), 40, group["p95"] <= 40))
    return rows


def suites(vault: dict) -> dict:
    return vault.get("suites", {})


def page(report: dict, held: list) -> str:
    machine = report["machine"]
    parts = [f"Measured {report['when']} on {machine['cores']} cores ({machine['processor']}), {machine['memory MiB']} MiB, "
             f"AES instructions: {'yes' if machine['AES instructions'] else 'no'}; other work on the machine when it began: "
             f"load {machine['load when begun']:.1f}.\n"]
    if held:
        parts.append("| promise | measured | limit | held |\n|---|---|---|---|\n"
                     + "\n".join(f"| {what} | {measured} | {limit} | {'yes' if ok else '**no**'} |" for what, measured, limit, ok in held) + "\n")
    if "peers" in report:
        parts.append(peer_table(report))
    if "forms" in report:
        parts.append(forms.table(report["forms"]))
    if "serve" in report:
        parts.append(serve_table(report["serve"]))
        parts.append(public_table(report["serve"]))
    return "\n".join(parts)


def peer_table(report: dict) -> str:
    """Seconds for 200,000 rows; in brackets the ratio to the same library without encryption."""
    lines = ["### The vault and its peers\n",
             "200,000 rows of 300 B, 100 a transaction, synchronous=FULL, 2 MB of cache, in memory-backed files; median seconds, "
             "and the ratio to the same SQLite without encryption.\n", "| | SQLite | insert | point reads | scan |", "|---|---|---|---|---|"]
    for suite, steps in suites(report.get("vault", {})).items():
        lines.append(f"| **Kinbox vault, {suite}** | 3.40.1 | " + " | ".join(
            f"{steps[s]['seconds']:.3f} · {steps[s]['seconds'] / steps[s]['plain']:.2f} x" for s in ("insert", "reads", "scan")) + " |")
    peers = report["peers"]
    for engine, base in (("sqlite", None), ("sqlcipher", "sqlcipher-plain"), ("sqlite3mc-chacha20", "sqlite3mc-plain")):
        cells = [f"{peers[engine][s]:.3f}" + (f" · {peers[engine][s] / peers[base][s]:.2f} x" if base else "") for s in ("insert", "reads", "scan")]
        lines.append(f"| {engine} | {peers[engine]['sqlite']} | " + " | ".join(cells) + " |")
    return "\n".join(lines) + "\n"


def serve_table(runs: list) -> str:
    lines = ["### Over HTTPS\n",
             f"16 signed-in clients, {runs[0]['rate']:.0f} requests/s whether or not the box keeps up (open loop, times count from when a request "
             "was due); p95 in milliseconds, in brackets its multiple of the p95 of `GET /healthz` in the same run.\n",
             "| | " + " | ".join(f"{run['children']:,} children" for run in runs) + " |", "|---|" + "---|" * len(runs)]

    def row(name, cell):
        lines.append(f"| {name} | " + " | ".join(cell(run) for run in runs) + " |")

    for label, title in (("load", ""), ("sign-in storm", ", in a sign-in storm")):
        for kind in serve.LIMITS:
            row(kind + title, lambda run: f"{run[label]['kinds'][kind]['p95']} ({run[label]['kinds'][kind]['p95'] / run['healthz']['p95']:.1f} x)"
                if kind in run[label]["kinds"] else "–")
    row("GET /healthz", lambda run: f"{run['healthz']['p95']}")
    row("4 KB appended and synced on that disk, p95", lambda run: f"{run['append p95']['p95']}")
    row("memory before load, MiB", lambda run: str(run["memory before"] >> 20))
    row("memory loaded, MiB", lambda run: str(run["memory loaded"] >> 20))
    row("store, MB", lambda run: str(run["store bytes"] // 1_000_000))
    row("measured", lambda run: run.get("when", "with the vault"))
    row("start to first page, s", lambda run: str(run["seconds from start to first page"]))
    return "\n".join(lines) + "\n"


def public_table(runs: list) -> str:
    """What others have published of systems of this kind, beside this run at the size nearest to 100,000 children."""
    run = min(runs, key=lambda run: abs(run["children"] - 100_000))
    with open(os.path.join(os.path.dirname(__file__), "public_figures.csv"), newline="") as file:
        rows = list(csv.DictReader(file))
    lines = ["### Beside public figures of comparable systems\n",
             f"Theirs as they published them (`Tests/bench/public_figures.csv` names each source), on their machines and with their scenarios, some of which "
             f"are several requests; ours from this run with {run['children']:,} children, {run['rate']:.0f} requests/s on {os.cpu_count()} cores that the load "
             "generator shares. No ratio is given: the work is alike, not the same.\n",
             "| system | files | machine | load | work | theirs, p95 ms | ours | ours, p95 ms |", "|---|---|---|---|---|---|---|---|"]
    for row in rows:
        ours = run["load"]["kinds"].get(row["beside"], {}).get("p95", "–")
        lines.append(f"| [{row['system']}]({row['source']}), {row['published']} | {row['files']} | {row['machine']} | {row['load']} | {row['work']} | {row['p95 ms']} "
                     f"| {row['beside']} | {ours} |")
    return "\n".join(lines) + "\n"


def put_into(path: str, text: str):
    """Between the markers; the words around them stay."""
    old = ""
    if os.path.exists(path):
        with open(path) as file:
            old = file.read()
    if BEGIN not in old:
        old = (old or "# Performance\n") + f"\n{BEGIN}\n{END}\n"
    before, rest = old.split(BEGIN, 1)
    after = rest.split(END, 1)[1]
    with open(path, "w") as file:
        file.write(f"{before}{BEGIN}\n\n{text}\n{END}{after}")
