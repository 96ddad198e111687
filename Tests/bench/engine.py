"""How long one change takes in a form of 300 questions with 50 rules: natively, and as WebAssembly under node (the engine
that Chromium has). Prints milliseconds a change, requests and answers as JSON included, and the module's size."""
import gzip
import os
import random
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "tools"))
from engine_hosts import ask, command

CHANGES = 20_000


def form() -> dict:
    """Fifty rules of the kinds that forms have, each reading questions before it; some chains are five rules long."""
    fields = [{"name": f"q{n}", "type": "integer" if n % 2 else "text"} for n in range(300)]
    for n in range(50):
        field = fields[100 + 4 * n]
        near = 100 + 4 * (n - 1) if n % 5 else n
        kind = n % 5
        if kind == 0:
            field["relevant"] = f"${{q{n}}} != '' and ${{q{n + 50}}} < 90"
        elif kind == 1:
            field.update(type="calculate", calculation=f"round(${{q{near}}} * 1.5 + ${{q{n}}}, 1)")
        elif kind == 2:
            field.update(type="calculate", calculation=f"if(${{q{near}}} > 40, 'high', concat('low ', ${{q{n}}}))")
        elif kind == 3:
            field["constraint"] = f"string-length(.) < 20 and regex(., '[a-z0-9 ]*') and ${{q{near}}} != 'x'"
        else:
            field["requiredIf"] = f"selected(${{q{near}}}, 'a') or ${{q{n}}} = '7'"
    return {"name": "long", "version": 1, "fields": fields}


def changes(count: int) -> list:
    chance = random.Random(5)
    return [{"do": "set", "session": 1, "field": f"q{chance.randrange(100)}", "value": str(chance.randrange(100))} for _ in range(count)]


def milliseconds(wasm: bool) -> float:
    opening = {"do": "open", "form": form(), "new": True, "now": 0}
    times = []
    for count in (0, CHANGES):
        best = float("inf")
        for _ in range(3):
            start = time.perf_counter()
            answers = ask([opening] + changes(count), wasm)
            best = min(best, time.perf_counter() - start)
            assert len(answers) == count + 1 and "changes" in answers[-1], answers[-1]
        times.append(best)
    return (times[1] - times[0]) * 1000 / CHANGES


def main():
    for name, wasm, limit in (("native", False, 1.0), ("WebAssembly", True, 5.0)):
        print(f"one change, 300 questions, 50 rules, {name}: {milliseconds(wasm):.3f} ms (wanted: {limit:.0f} ms at most)")
    module = open(command(True)[-1], "rb").read()
    print(f"forms.wasm: {len(module) / 1024:.0f} KB, {len(gzip.compress(module, 9)) / 1024:.1f} KB gzipped (wanted: 120 KB at most)")


main()
