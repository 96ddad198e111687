"""How quickly a form answers: one change in a long form with many rules, natively, as WebAssembly under node and in Chromium,
beside the plain reading and writing of the same form as JSON; and one keystroke on the screen, in a form of 1,000 rows."""
import gzip
import json
import os
import random
import subprocess
import sys
import time

HERE = os.path.dirname(os.path.abspath(__file__))
TESTS = os.path.dirname(HERE)
sys.path[:0] = [os.path.join(TESTS, "tools"), os.path.join(TESTS, "browser")]

from engine_hosts import ask, command  # noqa: E402

LIMITS = {"native": 1.0, "node": 5.0, "Chromium": 5.0}
MOST_BYTES = 120 * 1024
# What a person feels as at once; the app's promise, far above what is usual.
KEYSTROKE = 100.0


def form() -> dict:
    """300 questions and fifty rules of the kinds that forms have, each reading questions before it; some chains are five rules long."""
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


def native(count: int) -> dict:
    """Milliseconds a change, requests and answers as JSON included: what more a run with the changes takes than one without."""
    opening = {"do": "open", "form": form(), "new": True, "now": 0}
    times = []
    for size in (0, count):
        best = float("inf")
        for _ in range(3):
            start = time.perf_counter()
            answers = ask([opening] + changes(size))
            best = min(best, time.perf_counter() - start)
            assert len(answers) == size + 1 and "changes" in answers[-1], answers[-1]
        times.append(best)
    return {"mean": (times[1] - times[0]) * 1000 / count}


def node(count: int) -> dict:
    """{mean, p95, json} in milliseconds, of the module that the app loads."""
    asked = json.dumps({"form": form(), "changes": changes(count)})
    run = subprocess.run(["node", "--no-warnings", os.path.join(HERE, "engine.mjs"), command(True)[-1]], input=asked.encode(), check=True, capture_output=True, timeout=600)
    return json.loads(run.stdout)


# The same in a page of the app: its own wrapper around the engine, its own Content Security Policy.
IN_PAGE = """async ({ base, form, changes }) => {
    const { FormsEngine } = await import(base + 'lib/forms-engine.js')
    const engine = await FormsEngine.load()
    const { session } = engine.ask({ do: 'open', form, new: true, now: 0 })
    const times = []
    const batch = 20
    for (let at = 0; at + batch <= changes.length; at += batch) {
        const begun = performance.now()
        for (let n = 0; n < batch; n += 1) {
            const answer = engine.ask({ ...changes[at + n], session })
            if (!answer.changes) throw new Error(JSON.stringify(answer))
        }
        times.push((performance.now() - begun) / batch)
    }
    const begun = performance.now()
    for (let n = 0; n < 500; n += 1) JSON.parse(JSON.stringify(form))
    return { times, json: (performance.now() - begun) / 500 }
}"""


def summed(times: list) -> dict:
    ordered = sorted(times)
    return {"mean": sum(ordered) / len(ordered), "p95": ordered[int(0.95 * (len(ordered) - 1))]}


def long_form(kind: str) -> dict:
    """1,000 rows on a screen: questions in 20 groups, or 500 repetitions (the most there may be) of two questions; each keystroke changes a line beside it."""
    def words(text):
        return {"en": text}

    fields = [{"name": "typed", "type": "text", "label": words("Type here"), "required": False},
              {"name": "echo", "type": "text", "label": words("Typed"), "required": False, "calculation": "concat('now: ', ${typed})", "readOnly": True}]
    groups = []
    if kind == "repetitions":
        groups = [{"name": "child", "label": words("Child"), "repeat": True, "repeatCount": "${many}"}]
        fields += [{"name": "many", "type": "integer", "label": words("How many?"), "required": False},
                   {"name": "child_name", "type": "text", "label": words("Name"), "required": False, "group": "child"},
                   {"name": "child_age", "type": "integer", "label": words("Age"), "required": False, "group": "child"}]
    else:
        groups = [{"name": f"g{n}", "label": words(f"Part {n}")} for n in range(20)]
        for n in range(998):
            field = {"name": f"q{n}", "type": ("text", "integer", "select_one", "date")[n % 4], "label": words(f"Question {n}"), "required": n % 7 == 0, "group": f"g{n // 50}"}
            if n % 4 == 2:
                field["list"] = "yes_no"
            if n % 20 == 19:
                field["relevant"] = f"${{q{n - 1}}} != 'no' and ${{typed}} != 'none'"
            fields.append(field)
    choices = [{"value": value, "label": words(value)} for value in ("yes", "no")]
    return {"name": f"long_{kind}", "version": 1, "title": words("A long form"), "languages": ["en"], "groups": groups, "fields": fields, "lists": {"yes_no": choices}}


# From the event of a key to the first frame that shows what it changed.
WATCH = """() => {
    globalThis.keystrokes = []
    document.getElementById('f-typed').addEventListener('input', (event) => {
        const wanted = 'now: ' + event.target.value
        const look = () => {
            const shown = document.querySelector('#f-echo output')
            if (shown && shown.textContent === wanted) keystrokes.push(performance.now() - event.timeStamp)
            else requestAnimationFrame(look)
        }
        requestAnimationFrame(look)
    })
}"""


def keystrokes(chromium, served, kind: str, size: dict, count: int) -> dict:
    import journeys
    import mock_forms
    from visitors import Visitor

    mock_forms.GUESTS[f"long_{kind}"] = long_form(kind)
    visitor = Visitor(chromium, served, size, "en")
    try:
        page = journeys.sign_in(visitor)
        dossier = served.mock.store.of("child")[0]["id"]
        journeys.open_at(visitor, f"#/dossier/{dossier}/add/long_{kind}")
        page.wait_for_selector("#f-typed")
        if kind == "repetitions":
            page.fill("#f-many", "500")
            journeys.until(page, "document.querySelectorAll('.repeat > .card').length === 500", 60)
        page.evaluate(WATCH)
        page.focus("#f-typed")
        for n in range(count):
            page.keyboard.type("abcdefghijklmnopqrstuvwxyz"[n % 26])
            journeys.until(page, f"keystrokes.length > {n}")
        assert not visitor.faults, visitor.faults
        return summed(page.evaluate("keystrokes"))
    finally:
        visitor.context.close()


def in_browser(count: int, typed: int) -> tuple[dict, dict]:
    from playwright.sync_api import sync_playwright

    import mock_server
    from mock_store import PEOPLE
    from visitors import CHROMIUM, DESK, PHONE, SignIn, Site

    server = mock_server.serve()
    served = Site(f"http://127.0.0.1:{server.server_address[1]}", {"case_worker": SignIn("amal", PEOPLE["amal"]["password"])}, server.RequestHandlerClass.mock)
    served.mock.idle = 86400
    try:
        with sync_playwright() as playwright:
            chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
            page = chromium.new_page()
            page.goto(served.base_url + "/")
            page.wait_for_selector("#user")
            base = page.evaluate("[...document.querySelectorAll('script[src]')][0].src.replace('app.js', '')")
            found = page.evaluate(IN_PAGE, {"base": base, "form": form(), "changes": changes(count)})
            typing = {f"{kind}, {where}": keystrokes(chromium, served, kind, size, typed)
                      for kind, where, size in (("questions", "phone", PHONE), ("questions", "desk", DESK), ("repetitions", "desk", DESK))}
            chromium.close()
        return {**summed(found["times"]), "json": found["json"]}, typing
    finally:
        server.shutdown()
        server.server_close()


def measure(quick: bool = False) -> dict:
    with open(command(True)[-1], "rb") as file:
        module = file.read()
    count = 500 if quick else 20_000
    hosts = {"native": native(count), "node": node(count)}
    hosts["native"]["json"] = hosts["node"]["json"]
    hosts["Chromium"], typing = in_browser(count, 20 if quick else 200)
    return {"changes": count, "hosts": hosts, "keystrokes": typing, "bytes": len(module), "gzipped": len(gzip.compress(module, 9))}


def verdicts(found: dict) -> list:
    rows = []
    for host, limit in LIMITS.items():
        mean = found["hosts"][host]["mean"]
        rows.append((f"one change, 300 questions, 50 rules, {host}, ms", round(mean, 3), limit, mean <= limit))
    for where, times in found["keystrokes"].items():
        rows.append((f"a keystroke until the screen shows it, 1,000 rows as {where}, p95 ms", round(times["p95"], 1), KEYSTROKE, times["p95"] <= KEYSTROKE))
    rows.append(("forms.wasm, gzipped, KB", round(found["gzipped"] / 1024, 1), MOST_BYTES // 1024, found["gzipped"] <= MOST_BYTES))
    return rows


def table(found: dict) -> str:
    lines = ["### Forms\n",
             f"One change in a form of 300 questions with 50 rules, {found['changes']:,} changes; milliseconds, requests and answers as JSON included, and the multiple of what "
             "`JSON.parse(JSON.stringify(form))` takes in the same run for the same form (for the native engine: in node).\n",
             "| | one change, mean | p95 | the form as JSON | multiple |", "|---|---|---|---|---|"]
    for host, times in found["hosts"].items():
        p95 = f"{times['p95']:.3f}" if "p95" in times else "–"
        lines.append(f"| {host} | {times['mean']:.3f} | {p95} | {times['json']:.3f} | {times['mean'] / times['json']:.2f} x |")
    lines += ["\nOne keystroke in a form of 1,000 rows, from the event of the key to the first frame that shows what it changed; milliseconds.\n",
              "| 1,000 rows as | mean | p95 |", "|---|---|---|"]
    lines += [f"| {where} | {times['mean']:.1f} | {times['p95']:.1f} |" for where, times in found["keystrokes"].items()]
    lines.append(f"\n`forms.wasm`: {found['bytes'] / 1024:.0f} KB, {found['gzipped'] / 1024:.1f} KB gzipped.")
    return "\n".join(lines) + "\n"
