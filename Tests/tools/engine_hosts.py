"""Puts requests to the rules engine, natively or as WebAssembly under node, and gives back its answers."""
import json
import os
import subprocess
import tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))


def command(wasm: bool) -> list[str]:
    if wasm:
        module = os.environ.get("KINBOX_ENGINE_WASM", os.path.join(ROOT, "build/engine/forms.wasm"))
        return ["node", "--no-warnings", os.path.join(ROOT, "Tests/tools/engine.mjs"), module]
    tool = os.environ.get("KINBOX_ENGINE_TOOL")
    if tool is None:
        kinds = [os.path.join(ROOT, ".build", kind, "form-engine-tool") for kind in ("release", "debug")]
        built = [path for path in kinds if os.path.exists(path)]
        if not built:
            raise SystemExit("build the tool first: swift build --product form-engine-tool")
        tool = max(built, key=os.path.getmtime)
    return [tool]


def ask(requests: list, wasm: bool = False, seconds: float = 600) -> list:
    """One engine answers all requests in turn; lines go through files, so that no pipe fills up."""
    with tempfile.TemporaryFile() as questions, tempfile.TemporaryFile() as answers:
        for request in requests:
            questions.write(json.dumps(request, ensure_ascii=False).encode() + b"\n")
        questions.seek(0)
        subprocess.run(command(wasm), stdin=questions, stdout=answers, check=True, timeout=seconds)
        answers.seek(0)
        return [json.loads(line) for line in answers.read().splitlines()]
