"""The standard forms themselves on the screen and on paper: every page of them fits a phone, they can be filled in and saved with
the keyboard alone, and both the empty sheet and the filled one say everything."""
import re

import pytest

import journeys
import mock_forms
from filler import Filler
from looks import serious
from visitors import DESK, PHONE

SHEET = {"width": 794, "height": 1123}  # A4 at 96 dots an inch
PAPERS = ("risk_assessment", "best_interest_determination", "care_plan", "consent", "visit", "placement", "closure")
SILENT = ("calculate", "hidden", "start", "end", "today", "username", "deviceid")

# Where the focus is: the question around it, what it is, and whether it turns the page or saves.
FOCUS = """() => {
    const at = document.activeElement
    const shell = at.closest('main form .field')
    const group = shell && shell.matches('fieldset')
    const id = shell && (group ? shell.id : shell.querySelector('label').htmlFor)
    const kind = at.matches('button, summary, a') ? 'button' : at.getAttribute('role') === 'combobox' ? 'combo' : at.matches('select') ? 'select' : at.matches('textarea') ? 'text' : at.type
    return { question: id ? id.replace(/-all$/, '').slice(2) : null, kind, value: at.value, submit: at.type === 'submit', next: at.matches('.form-turn .button.main') && at.type !== 'submit' }
}"""


def begin(visitor, form):
    page = journeys.sign_in(visitor)
    dossier = visitor.site.mock.store.of("child")[0]["id"]
    journeys.open_at(visitor, f"#/dossier/{dossier}/add/{form}")
    page.wait_for_selector("main form .field")
    return page, dossier


def page_by_page(visitor, name):
    """Each page of the form on screen, as it is left behind: nothing sticks out, nothing is unreadable."""
    page = visitor.page
    for step in range(30):
        page.wait_for_timeout(80)
        visitor.fits()
        if visitor.language == "ar" or step == 0:
            assert not serious(page), (name, step)
        assert not clipped(page), (name, step, clipped(page))
        visitor.shot(f"standard-{name}-{step}")
        turn = page.query_selector(".form-turn .button.main:not([type=submit])")
        if not turn:
            return step + 1
        journeys.turn_page(page)
    raise AssertionError("the form does not end")


def clipped(page):
    """Texts that are wider than what holds them."""
    return page.evaluate("""() => [...document.querySelectorAll('main form .choice span, main form .label, main form legend, main form .button, main h1, main h2, main h3')]
        .filter((one) => one.offsetParent && one.scrollWidth > one.clientWidth + 1 && getComputedStyle(one).display !== 'inline').map((one) => one.innerText.slice(0, 60))""")


@pytest.mark.parametrize("language", ("en", "ar"))
@pytest.mark.parametrize("name", PAPERS)
def test_every_page_fits_a_phone(visit, name, language):
    visitor = visit(PHONE, language)
    begin(visitor, name)
    assert page_by_page(visitor, name) >= 1
    page = visitor.page
    # What is lacking is said on the page, not beside it.
    page.click("form button[type=submit]")
    page.wait_for_timeout(200)
    visitor.fits()
    if page.query_selector(".field.wrong"):
        assert not serious(page)
        visitor.shot(f"standard-{name}-lacking")


@pytest.mark.parametrize("language", ("en", "ar"))
def test_registration_fits_a_phone(visit, language):
    visitor = visit(PHONE, language)
    page = journeys.sign_in(visitor)
    store = visitor.site.mock.store
    alert = store.of("notification")[0]["id"]
    journeys.open_at(visitor, f"#/register/{alert}/{store.of('notified_child', parent=alert)[0]['id']}")
    page.wait_for_selector("#f-given_name")
    for folded in page.query_selector_all("main details > summary"):
        folded.click()
    visitor.fits()
    assert not serious(page) and not clipped(page), clipped(page)
    visitor.shot("standard-registration")


def type_date(page, field):
    """Digits that are the same day whether month or day comes first; before today unless the form wants a day to come."""
    page.keyboard.type("11112031" if ">=" in field.get("constraint", "") else "01012026")


def by_keyboard(page, form, most=900):
    """Tab, Space, Enter, arrows and letters only. Answers every question passed that is empty; the names answered."""
    fields = {field["name"]: field for field in form["fields"]}
    passed, answered = set(), set()
    for _ in range(most):
        at = page.evaluate(FOCUS)
        if at["submit"]:
            page.keyboard.press("Enter")
            return answered
        if at["next"]:
            before = page.inner_text(".form-step")
            page.keyboard.press("Enter")
            journeys.until(page, f"document.querySelector('.form-step').innerText !== `{before}`")
            journeys.until(page, "document.activeElement.tagName === 'H2'")  # a new page is read from its heading
        elif at["question"] and at["question"] not in passed and at["kind"] != "button":
            name = at["question"]
            passed.add(name)
            if at["kind"] in ("radio", "checkbox"):
                if not page.evaluate("document.activeElement.closest('fieldset').querySelector('input:checked') !== null"):
                    page.keyboard.press("Space")
                    answered.add(name)
            elif not at["value"]:
                if at["kind"] == "combo":
                    page.keyboard.press("ArrowDown")
                    page.keyboard.press("Enter")
                elif at["kind"] == "select":
                    page.keyboard.press("ArrowDown")
                elif at["kind"] == "date":
                    type_date(page, fields[name])
                else:
                    page.keyboard.type("3" if fields[name]["type"] in ("integer", "decimal") else f"Words for {name}")
                answered.add(name)
        page.keyboard.press("Tab")
    raise AssertionError(f"no way to the button that saves; passed {passed}")


@pytest.mark.parametrize("name,size", (("visit", PHONE), ("risk_assessment", PHONE), ("care_plan", DESK)))
def test_a_whole_standard_form_with_the_keyboard_alone(visit, name, size):
    visitor = visit(size)
    page, dossier = begin(visitor, name)
    form = mock_forms.form(name)
    answered = by_keyboard(page, form)
    journeys.until(page, "location.hash.split('/').length === 3")
    fields = visitor.site.mock.store.of(name, dossier)[-1]["fields"]
    assert len(answered) >= 8 and answered <= set(fields), answered - set(fields)
    for field in form["fields"]:
        if field["name"] in answered and field["type"] == "text" and not fields[field["name"]].startswith("Words for"):
            assert "appearance" in field, f"{field['name']} holds {fields[field['name']]!r}"


def plain(text):
    return re.sub(r"\s+", " ", re.sub(r"\$\{\w+\}", "……", text)).strip()


def on_paper(visitor, address):
    page = visitor.page
    journeys.open_at(visitor, address)
    page.wait_for_selector(".paper-form section, .paper-form .print-question, .paper-form .print-answer")
    page.emulate_media(media="print")
    page.set_viewport_size(SHEET)
    page.wait_for_timeout(100)
    assert page.evaluate("document.documentElement.scrollWidth") <= SHEET["width"]
    outside = page.evaluate("""() => { const sheet = document.querySelector('.paper-form').getBoundingClientRect()
        return [...document.querySelectorAll('.paper-form *')].filter((one) => { const box = one.getBoundingClientRect(); return box.width && (box.left < sheet.left - 1 || box.right > sheet.right + 1) }).map((one) => one.outerHTML.slice(0, 90)) }""")
    assert not outside, outside
    for hidden in ("nav.places", ".page-head", ".no-print", ".button", ".notices"):
        assert not any(one.is_visible() for one in page.query_selector_all(hidden)), f"{hidden} is printed"
    return plain(page.inner_text(".paper-form"))


@pytest.mark.parametrize("language", ("en", "ar"))
@pytest.mark.parametrize("name", ("visit", "risk_assessment", "consent"))
def test_an_empty_sheet_asks_everything(visit, name, language):
    visitor = visit(DESK, language)
    journeys.sign_in(visitor)
    form = mock_forms.form(name)
    text = on_paper(visitor, f"#/print/{name}")
    visitor.size = SHEET
    visitor.shot(f"paper-{name}-blank")
    for field in form["fields"]:
        if field["type"] not in SILENT and not field.get("retired") and not field.get("readOnly"):
            assert plain(field["label"][language]) in text, field["name"]
            choices = form["lists"].get(field.get("list"), [])
            for choice in choices if len(choices) <= 40 else []:
                assert choice.get("retired") or plain(choice["label"][language]) in text, (field["name"], choice["value"])
    for group in form.get("groups", []):
        if group["label"]:
            assert plain(group["label"][language]) in text, group["name"]
    # A sheet without a name on it is nobody's.
    page = visitor.page
    whom = page.locator(".print-whom span")
    assert whom.count() == 2 and all(whom.nth(n).bounding_box()["height"] >= 25 for n in range(2))
    # Every choice has something to tick, and everything else has room to write.
    assert page.locator(".print-choices li").count() == page.locator(".print-choices li > i").count() > 3
    assert page.eval_on_selector_all(".print-question .line", "all => all.every((one) => one.getBoundingClientRect().height >= 15)")


@pytest.mark.parametrize("language", ("en", "ar"))
@pytest.mark.parametrize("name", ("visit", "risk_assessment", "consent"))
def test_a_filled_sheet_says_every_answer(visit, name, language):
    visitor = visit(DESK, language)
    page, dossier = begin(visitor, name)
    form = mock_forms.form(name)
    filler = Filler(page, form, 3, {"seen": "alone"}, optional=0.9, language=language).fill()
    filler.save()
    record = visitor.site.mock.store.of(name, dossier)[-1]
    assert not filler.differences(record["fields"])
    text = on_paper(visitor, f"#/print/{name}/{dossier}/{record['id']}")
    visitor.size = SHEET
    visitor.shot(f"paper-{name}-filled")
    names = {field["name"]: field for field in form["fields"]}
    told = 0
    for key, value in record["fields"].items():
        field = names[key]
        if field["type"] in SILENT or field["type"] == "date" or re.search("place|colleague|edtf", field.get("appearance", "")) or key == "place":
            continue
        choices = {choice["value"]: choice["label"][language] for choice in form["lists"].get(field.get("list"), [])}
        for one in value if isinstance(value, list) else [value]:
            if one is not True:
                told += 1
                assert plain(choices.get(one, str(one))) in text, f"{key}: {one}"
    assert told >= 5
    # An answer in letters of the other direction begins where the others begin.
    begins = page.eval_on_selector_all(".print-answer > :nth-child(2)", "all => all.map((one) => { const text = (one.querySelector('bdi') || one).getBoundingClientRect(), cell = one.getBoundingClientRect(); return getComputedStyle(one).direction === 'rtl' ? cell.right - text.right : text.left - cell.left })")
    assert all(abs(off) < 1 for off in begins), begins
    assert visitor.site.mock.store.summary(dossier)["caseNumber"] in text
    assert page.locator(".print-sign span").count() == 2
