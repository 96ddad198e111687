"""The native engine and the WebAssembly engine give the same answers, whatever the form."""
import json
import os

from engine_hosts import ask
from random_forms import Maker, conversation

FORMS = int(os.environ.get("KINBOX_RANDOM_FORMS", "150"))


def test_random_forms_and_answers_give_identical_results():
    requests = conversation(range(FORMS))
    native, browser = ask(requests), ask(requests, wasm=True)
    assert len(native) == len(browser) == len(requests)
    for request, one, other in zip(requests, native, browser):
        assert one == other, f"{json.dumps(request)[:2000]}\nnative: {json.dumps(one)[:2000]}\nbrowser: {json.dumps(other)[:2000]}"
    # The forms must be worth the name: nearly all open, and something happens in them.
    opened = [answer for request, answer in zip(requests, native) if request["do"] == "open"]
    assert sum("session" in answer for answer in opened) >= 0.9 * len(opened)
    changes = [answer for request, answer in zip(requests, native) if request["do"] == "set" and "changes" in answer]
    assert sum(len(answer["changes"]) > 1 for answer in changes) > len(changes) / 10


def test_random_expressions_give_identical_results():
    tree = {"do": "tree", "root": 0, "binds": True, "nodes": [["d", "", "", -1], ["e", "data", "", 0]]
            + [["q", f"f{n}", text, 1] for n, text in enumerate(["3", "yes", "2020-02-29", "é", "r1 r2", ""])]}
    maker = Maker(99)
    requests = [{"do": "surroundings", "now": 1_700_000_000_000, "zone": {"standard": 0, "changes": []}, "entropy": ["5"]}, tree]
    for _ in range(3000):
        text = maker.value([f"f{n}" for n in range(6)]).replace("${", "/data/").replace("}", "")
        requests.append({"do": "evaluate", "text": text, "node": 2, "as": maker.pick(["string", "number", "boolean"])})
    assert ask(requests) == ask(requests, wasm=True)


def test_numbers_beyond_32_bits():
    """The browser's `Int` has 32 bits: phone numbers, products and far dates must not meet it."""
    calls = ["{0} * 1", "string({0})", "pow({0}, 2)", "int({0})", "round({0}, {0})", "substr('abc', {0}, {0})", "selected-at('a b', {0})", "uuid({0})", "date({0})",
             "format-date(date({0}), '%Y-%n-%e %H')", "decimal-date-time({0})", "/data/f0[{0}]", "join(',', randomize(/data/f0, {0}))", "date('{0}-01-01')", "today() + {0}"]
    requests = [{"do": "surroundings", "now": 4_200_000_000_000, "zone": {"standard": 3600, "changes": [[2_200_000_000, 7200], [4_102_444_800, 0]]}, "entropy": ["5"]},
                {"do": "tree", "root": 0, "nodes": [["d", "", "", -1], ["e", "data", "", 0], ["q", "f0", "3", 1]]}]
    for number in ("2147483647", "2147483648", "-2147483649", "99999999999", "999999999999999999", "1000000000000000000000"):
        requests += [{"do": "evaluate", "text": call.format(number), "node": 1, "as": "string"} for call in calls]
    form = {"name": "n", "version": 1, "fields": [{"name": "phone", "type": "integer"}, {"name": "more", "type": "calculate", "calculation": "${phone} * 10"}]}
    requests += [{"do": "open", "form": form, "answers": {"phone": "0912345678901"}, "now": 0}]
    native, browser = ask(requests), ask(requests, wasm=True)
    assert native == browser
    assert native[2]["value"] == "2147483647" and native[2 + len(calls)]["value"] == "2147483648"
    assert not any("fault" in change for change in native[-1]["changes"]) and native[-1]["changes"][1]["value"] == "9123456789010"


def test_no_request_breaks_the_engine():
    """Truncated, nonsensical and hostile requests are answered, and the next one is served."""
    good = Maker(7).requests(1, 3)
    requests = []
    for request in good:
        text = json.dumps(request)
        requests += [{"do": 7}, {}, [], "x", 5, None, {"do": "set"}, {"do": "set", "session": 1, "field": "f1", "at": [[[]]]},
                     {"do": "open", "form": {"fields": [{"name": "a", "relevant": "(" * 5000}]}}, {"do": "open", "form": {"fields": "x", "groups": [1, 2]}},
                     {"do": "tree", "nodes": [["e", "a", "", 5]], "root": 0}, {"do": "evaluate", "text": text[: len(text) // 2], "node": 0}]
    requests.append({"do": "check", "text": "slected(${nmae}, 1)", "fields": ["name"]})
    for wasm in (False, True):
        answers = ask(requests, wasm)
        assert not any(isinstance(answer, dict) and "trap" in answer for answer in answers)
        assert [problem["suggestion"] for problem in answers[-1]["problems"]] == ["selected", "name"]
