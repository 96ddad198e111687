"""One demo district and one Chromium for all stories; what the stories cost is gathered here and written down at the end."""
import contextlib
import json
import pathlib
import shutil

from box import Box, scratch
from playwright.sync_api import sync_playwright
from real_box import signs
from visitors import CHROMIUM, Site

from cast import Cast

REPORTS = pathlib.Path(__file__).resolve().parents[3] / "build" / "reports" / "casework"
#: The open stage; `opened` sets it.
STAGE = None


class Stage:
    def __init__(self, chromium, box):
        self.chromium, self.box = chromium, box
        self.site = Site(f"https://127.0.0.1:{box.port}", signs(box.sign_ins()), box, insecure=True)
        self.cast = Cast(chromium, self.site, box)
        self.told = []

    def tell(self, story, title, language, steps):
        self.told.append({"story": story, "title": title, "language": language, "steps": steps})
        self.write()

    def write(self):
        REPORTS.mkdir(parents=True, exist_ok=True)
        (REPORTS / "stories.json").write_text(json.dumps({"stories": self.told}, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
        (REPORTS / "stories.md").write_text("\n".join(table(self.told)) + "\n", encoding="utf-8")


def table(told):
    lines = ["# Stories: what each step costs", ""]
    for one in told:
        lines += [f"## {one['title']} ({one['language']})", "", "| who | step | screens | taps | characters | s by hand | s here | denials asked |", "|---|---|--:|--:|--:|--:|--:|--:|"]
        for step in one["steps"]:
            lines.append(f"| {step['who'].replace('_', ' ')} | {step['step']} | {len(step['screens'])} | {step['taps']} | {step['typed']} | {step['by hand']} | {step['seconds']} | {step['denials']} |")
        whole = {name: round(sum(step[name] for step in one["steps"]), 1) for name in ("taps", "typed", "by hand", "seconds", "denials")}
        lines += [f"| | **all** | | {whole['taps']} | {whole['typed']} | {whole['by hand']} | {whole['seconds']} | {whole['denials']} |", ""]
    return lines


@contextlib.contextmanager
def opened():
    global STAGE
    shutil.rmtree(REPORTS, ignore_errors=True)
    with Box(scratch("casework"), children=60) as box, sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-dev-shm-usage"])
        try:
            STAGE = Stage(chromium, box)
            yield STAGE
        finally:
            if STAGE:
                STAGE.cast.close()
            chromium.close()
