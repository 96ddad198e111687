"""Steps of a data officer who changes a form, and what the tests of it share."""
import json

import form_samples
import journeys

NOTE = "We ask about the house. نسأل عن البيت."


def officer(visitor, address="#/forms"):
    journeys.sign_in(visitor, "data_officer")
    return journeys.open_at(visitor, address)


def choose_file(page, name, data=None, kind="text/markdown"):
    ending = "md" if kind == "text/markdown" else "xlsx"
    page.set_input_files("#form-file", {"name": f"{name}.{ending}", "mimeType": kind, "buffer": form_samples.sample(name) if data is None else data})


def report_on(visitor, name, address="#/forms/upload/visit"):
    """Uploads a sample and waits for what the box says."""
    page = officer(visitor, address)
    choose_file(page, name)
    page.wait_for_selector("main .card:has(button[type=submit])")
    return page


def first_line(page):
    return page.inner_text("main .banner strong >> nth=0")


def put(page):
    return page.locator("main form button[type=submit]")


def asked(visitor, ending, method="POST"):
    return [path for verb, path in visitor.site.mock.asked if verb == method and path.split("?")[0].endswith(ending)]


def canned():
    return json.loads(form_samples.REPORTS.read_text(encoding="utf-8"))
