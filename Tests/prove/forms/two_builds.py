"""The native engine and the browser's give the same answers, whatever the form."""
import json

from engine_hosts import ask
from random_forms import conversation

ROUND = 250


def random_forms(options):
    """Thousands of random forms with random answers and changes: every answer of both builds is the same, byte for byte."""
    forms = 250 if options.short else 10_000
    asked, opened = 0, 0
    for begin in range(0, forms, ROUND):
        first = options.seed * 1_000_000 + begin
        requests = conversation(range(first, first + min(ROUND, forms - begin)))
        native, browser = ask(requests), ask(requests, wasm=True)
        assert len(native) == len(browser) == len(requests)
        for request, one, other in zip(requests, native, browser):
            assert one == other, f"{json.dumps(request)[:700]}\nnative: {json.dumps(one)[:700]}\nbrowser: {json.dumps(other)[:700]}"
            assert not (isinstance(one, dict) and "trap" in one), json.dumps(request)[:700]
        asked += len(requests)
        opened += sum("session" in answer for request, answer in zip(requests, native) if request["do"] == "open")
    assert opened >= 0.9 * forms, f"only {opened} of {forms} forms opened"
    return {"forms": forms, "opened": opened, "requests": asked}


PROOFS = [random_forms]
