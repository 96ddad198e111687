"""The report on an uploaded form: faults, repairs, what changes, who sees more, and the preview."""
import json
import os
import pathlib
import re

import pytest

import form_samples
import journeys
from looks import serious
from publish_steps import asked, canned, choose_file, first_line, officer, put, report_on
from visitors import DESK, NARROW, PHONE

SOURCES = pathlib.Path(__file__).resolve().parents[2] / "Sources" / "XLSForm"
WEB = pathlib.Path(__file__).resolve().parents[2] / "assets" / "web"


@pytest.mark.parametrize("language,size", (("ar", PHONE), ("en", DESK), ("fr", NARROW)))
def test_report_with_faults(visit, language, size):
    visitor = visit(size, language)
    page = report_on(visitor, "faulty")
    known = canned()["check"]["faulty"]
    start = {"ar": r"^\d+ (أخطاء|خطأً|خطأ): لا يمكن استعمال", "en": r"^\d+ errors: the form cannot be used yet$", "fr": r"^\d+ erreurs : le formulaire ne peut pas encore servir$"}[language]
    assert re.match(start, first_line(page)) and str(known["errors"]) in first_line(page)
    sheets = [one for one in dict.fromkeys(fault["sheet"] for fault in known["faults"])]
    assert page.locator("main .fault-list").count() == len(sheets) == 2
    faults = page.query_selector_all(".fault-list > li")
    assert len(faults) == min(len(known["faults"]), 25 * len(sheets))
    wrong = next(fault for fault in known["faults"] if fault["code"] == "unknown-reference" and fault["suggestion"])
    said = next(one.inner_text() for one in faults if wrong["words"] in one.inner_text())
    assert f"{wrong['sheet']} {wrong['letter']}{wrong['row']} ({wrong['column']})" in said and wrong["cell"] in said and wrong["suggestion"] in said
    if language == "ar":
        assert "يشير إلى سؤال غير موجود" in said
        assert page.get_attribute(".fault-list .words >> nth=0", "dir") == "ltr"
    assert put(page).get_attribute("aria-disabled") == "true" and page.get_attribute("main form button[type=submit]", "aria-describedby") == "put-why"
    assert not page.query_selector("#put-note")
    put(page).press("Enter")
    assert not asked(visitor, "/publish")
    assert not serious(page)
    visitor.fits()
    visitor.shot("form-faults")


def test_a_file_that_is_no_workbook(visit, tmp_path):
    visitor = visit(PHONE)
    page = officer(visitor, "#/forms/upload")
    choose_file(page, "story", b"this is no workbook", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
    page.wait_for_selector(".fault-list")
    assert first_line(page) == "1 error: the form cannot be used yet"
    assert canned()["unreadable"]["faults"][0]["words"] in page.inner_text(".fault-list")
    # What is too large does not even leave.
    before = len(asked(visitor, "/uploads"))
    large = tmp_path / "large.xlsx"
    large.write_bytes(b"x" * (16 * 1024 * 1024 + 1))
    page.set_input_files("#form-file", large)
    page.wait_for_selector("[role=alert] >> text=larger than 16 MB")
    assert len(asked(visitor, "/uploads")) == before
    assert page.is_visible(".fault-list"), "the report stays"
    visitor.fits()


def test_repairs_are_offered_and_checked_again(visit):
    visitor = visit(PHONE)
    page = report_on(visitor, "mendable")
    offered = canned()["check"]["mendable"]["repairs"]
    assert len(offered) == 3 and page.locator("input[name=repairs]").count() == 3
    assert not page.query_selector("input[name=repairs]:checked"), "nothing is agreed to beforehand"
    visitor.shot("form-repairs")
    for code in offered:
        page.locator(f"label.choice:has(input[value='{code}'])").click()
    page.click("text=Check again with these repairs")
    journeys.until(page, "/can be used/.test(document.querySelector('main .banner strong').innerText)")
    assert page.locator("input[name=repairs]:checked").count() == 3
    assert page.query_selector("#put-note") and "house_safe" in page.inner_text("main")
    # One taken back is a report with faults again.
    page.locator("label.choice:has(input[value='bad-names'])").click()
    page.click("text=Check again with these repairs")
    journeys.until(page, "/cannot be used/.test(document.querySelector('main .banner strong').innerText)")
    assert not serious(page)
    visitor.fits()


@pytest.mark.parametrize("language,size", (("en", DESK), ("ar", PHONE)))
def test_a_refused_change_comes_first_and_stops_it(visit, language, size):
    visitor = visit(size, language)
    page = report_on(visitor, "refused")
    assert first_line(page).startswith({"en": "2 changes are refused", "ar": "تغييران مرفوضان"}[language])
    box = page.inner_text("#refused")
    assert box.startswith({"en": "REFUSED: 2 changes", "ar": "مرفوض: تغييران"}[language])
    assert "visited_on" in box and "observation" in box
    visits = len(visitor.site.mock.store.of("visit"))
    if language == "en":
        assert "This question is locked: it cannot be renamed." in box and (f"touches {visits} record" if visits > 9 else "touches fewer than 10 records") in box
    changes = page.inner_text(".card:has(#refused)")
    assert changes.index("visited_on") < changes.index("house_safe")
    assert page.evaluate("getComputedStyle(document.querySelector('#refused > .icon')).color") == page.evaluate("getComputedStyle(document.querySelector('.fault .icon')).color")
    assert put(page).get_attribute("aria-disabled") == "true"
    assert page.inner_text("#put-why").startswith({"en": "Not possible: it changes locked questions.", "ar": "غير ممكن"}[language])
    put(page).press("Enter")
    assert page.evaluate("document.activeElement.id") == "refused"
    assert not asked(visitor, "/publish")
    assert not serious(page)
    visitor.fits()
    visitor.shot("form-refused")


@pytest.mark.parametrize("language,size", (("en", DESK), ("ar", PHONE)))
def test_what_changes_who_sees_more_and_what_is_missing(visit, language, size):
    visitor = visit(size, language)
    page = report_on(visitor, "looser")
    said = page.inner_text("main")
    for words in {"en": ("house_safe\u2069 is new", "next_visit_on\u2069 is no longer asked", "1 question is less confidential", "Before: Seen by those who work on the case", "Français: 1 text is missing"),
                  "ar": ("house_safe\u2069 جديد", "سؤال واحد أصبح أقل سرية", "Français: ينقص نص واحد")}[language]:
        assert words in said, words
    if language == "en":
        more = next(one for one in page.inner_text(".banner.due").splitlines() if one.startswith("Also seen"))
        assert "Case worker" not in more and len(more.split(",")) > 1
    assert put(page).get_attribute("aria-disabled") is None
    assert not serious(page)
    visitor.fits()
    visitor.shot("form-report")


@pytest.mark.parametrize("language,second,same", (("en", "The form can be used once a second person agrees", "This form is the one in use"),
                                                   ("fr", "Le formulaire pourra servir quand une deuxième personne sera d’accord", "Ce formulaire est celui qui sert déjà"),
                                                   ("ar", "يمكن استعمال الاستمارة بعد موافقة شخص ثانٍ", "هذه هي الاستمارة المستعملة الآن")))
def test_what_can_be_done_with_it_is_the_first_line(visit, language, second, same):
    visitor = visit(PHONE, language)
    page = report_on(visitor, "looser")
    assert first_line(page) == second
    # The same again is not offered, and says how something is hidden.
    choose_file(page, "standard")
    journeys.until(page, f"document.querySelector('main .banner strong').innerText === {json.dumps(same)}")
    assert not page.query_selector("main form button[type=submit]") and "false()" in page.inner_text("main .banner")
    assert not serious(page)
    visitor.fits()


def test_preview_by_language_and_role(visit):
    visitor = visit(DESK)
    page = report_on(visitor, "better")
    page.click("text=See it as a worker does")
    page.wait_for_selector("#p-f-seen_on")
    assert page.is_visible("#p-f-observation")
    page.select_option(".form-language select", "ar")
    journeys.until(page, "/هل البيت آمن/.test(document.querySelector('.preview').innerText)")
    assert page.get_attribute(".preview [lang=ar]", "dir") == "rtl" and page.get_attribute("html", "dir") == "ltr"
    page.select_option(".form-language select", "en")
    roles = {one["code"]: one["classes"] for one in visitor.site.mock.publishing.report(next(iter(visitor.site.mock.publishing.uploads)))["roles"]}
    assert "narrative" not in roles["data_officer"] and "narrative" in roles["case_worker"]
    page.select_option("#preview-role", "data_officer")
    journeys.until(page, "!document.querySelector('#p-f-observation')")
    assert page.is_visible("#p-f-seen_on") and "What did you see and hear?" in page.inner_text("[role=status]:has(.banner)")
    page.select_option("#preview-role", "case_worker")
    journeys.until(page, "document.querySelector('#p-f-observation')")
    # The rules hold in it, and nothing of it is kept.
    page.fill("#p-f-observation", "Tried out")
    journeys.until(page, "document.querySelector('#p-f-observation').value === 'Tried out'")
    page.wait_for_timeout(2500)
    assert page.evaluate("indexedDB.databases().then((all) => all.length)") == 0
    assert not [path for verb, path in visitor.site.mock.asked if verb == "POST" and "uploads" not in path and "session" not in path]
    assert not serious(page)
    visitor.shot("form-preview")


@pytest.mark.parametrize("language,size", (("en", PHONE), ("ar", NARROW)))
def test_long_words_do_not_overflow(visit, language, size):
    visitor = visit(size, language)
    page = report_on(visitor, "long")
    # Names longer than 64 characters are shortened when a form is taken in.
    assert form_samples.LONG[:64] in page.inner_text("main") and form_samples.LONG_WORD in page.inner_text("main")
    visitor.fits()
    page.click(".card:has(> button) > button")
    page.wait_for_selector(".preview .field")
    page.select_option("#preview-role", "volunteer")
    page.wait_for_selector("[role=status] .banner")
    visitor.fits()
    page.fill("#put-note", form_samples.LONG_WORD * 3)
    put(page).click()
    page.wait_for_selector("#tell-text")
    visitor.fits()
    journeys.open_at(visitor, "#/forms/visit")
    # The list of before the publication may stand there for a moment, until the answer has come.
    page.wait_for_selector(f".versions >> text={form_samples.LONG_WORD}")
    visitor.fits()
    # Nor is anything cut off inside its card.
    assert not page.evaluate("[...document.querySelectorAll('main *')].filter((e) => e.scrollWidth > e.clientWidth + 1 && getComputedStyle(e).overflowX === 'hidden' && !e.classList.contains('hidden')).map((e) => e.className)")
    visitor.shot("form-long")


def test_preview_on_a_phone(visit):
    visitor = visit(PHONE, "ar")
    page = report_on(visitor, "better")
    page.click("text=عرضها كما يراها الأخصائي")
    page.wait_for_selector(".preview .field")
    assert not serious(page)
    visitor.fits()
    visitor.shot("form-preview")
    page.locator(".preview .form-turn .button.main").scroll_into_view_if_needed()
    page.click(".preview .form-turn .button.main")
    journeys.until(page, "/كيف يرى الطفل حاله/.test(document.querySelector('.preview h2').innerText)")
    assert page.evaluate("scrollY") > 400 and page.evaluate("document.activeElement.closest('.preview') !== null"), "turning a page of it does not leave it"


# What the app knows of what the box may say

def cases(file, kind):
    """Raw values of a Swift enumeration."""
    body = re.search(rf"enum {kind}: .*?\n(.*?)\n    ?}}", (SOURCES / file).read_text(), re.S).group(1)
    found = []
    for line in re.findall(r"^\s*case (.+)$", body, re.M):
        if line.startswith("."):
            continue
        for part in line.split(","):
            name, _, value = part.strip().partition(" = ")
            found.append(value.strip('"') or name)
    return found


def test_every_code_of_the_check_has_words():
    english = {**json.loads((WEB / "i18n" / "en.json").read_text()), **json.loads((WEB / "i18n" / "few" / "en.json").read_text())}
    codes = re.findall(r'case \w+(?: = "([\w-]+)")?', (SOURCES / "XLSFormFault.swift").read_text().split("enum XLSFormCode")[1].split("}")[0])
    names = re.findall(r"case (\w+)", (SOURCES / "XLSFormFault.swift").read_text().split("enum XLSFormCode")[1].split("}")[0])
    wanted = {f"publish.fault.{code or name}" for code, name in zip(codes, names)}
    wanted |= {f"publish.change.{kind}" for kind in cases("FormDifference.swift", "Kind")}
    wanted |= {f"publish.repair.{code}" for code in re.findall(r'case \w+ = "([\w-]+)"', (SOURCES / "XLSFormOptions.swift").read_text())}
    wanted |= {"publish.refusal." + words.replace(" ", "-") for words in re.findall(r'"(locked field \w+)"', (SOURCES / "FormComparer.swift").read_text())}
    wanted |= {"publish.refusal." + words.replace(" ", "-") for words in re.findall(r'"(locked \w+ \w+)"', (SOURCES / "LockedRules.swift").read_text())}
    assert len(wanted) > 60 and not wanted - set(english)
    assert not {key for key in english if re.match(r"publish\.(fault|change|repair|refusal)\.", key)} - wanted


@pytest.mark.skipif("KINBOX_BIN" not in os.environ, reason="needs the real binary")
def test_reports_are_those_of_the_box():
    assert form_samples.reports(os.environ["KINBOX_BIN"]) == canned(), "run python3 Tests/browser/form_samples.py KINBOX"


def test_reports_are_on_the_samples_of_today():
    assert canned()["of"] == {name: form_samples.digest(form_samples.sample(name)) for name in form_samples.SAMPLES}
