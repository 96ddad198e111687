"""How much is asked here: switching to another set of forms and questions, and what an app that is open learns of it."""
import pytest

import journeys
import mock_forms
from looks import serious
from publish_steps import NOTE, asked, officer
from visitors import DESK, NARROW, PHONE


def shown(page):
    return page.inner_text("section[aria-labelledby='asked-here']")


def open_sheet(page):
    page.click("section[aria-labelledby='asked-here'] button")
    page.wait_for_selector("dialog")
    return page.inner_text("dialog")


def agree(page, note=NOTE):
    page.fill("#sheet-note", note)
    page.click("dialog button[type=submit]")


def switched(visitor):
    """What was sent to the box, as often as it was."""
    return asked(visitor, "/profiles/in-use")


def dossier_of(visitor):
    return visitor.site.mock.store.of("child")[0]["id"]


# The officer

def test_down_and_up_again(visit):
    visitor = visit(PHONE)
    profiles = visitor.site.mock.profiles
    page = officer(visitor, "#/forms/visit/preview")
    page.wait_for_selector("#p-f-visit_kind")
    journeys.open_at(visitor, "#/forms")
    page.wait_for_selector("section[aria-labelledby='asked-here'] h3")
    assert "National" in shown(page) and "In use" in shown(page) and "from the first concern" in shown(page)
    national, emergency = profiles.shown()["profiles"][1], profiles.shown()["profiles"][0]
    assert f"{national['forms']} forms · {national['questions']} questions" in shown(page)
    assert not serious(page)
    visitor.fits()
    visitor.shot("profiles")

    said = open_sheet(page)
    assert "Switch to “\u2068Emergency\u2069”?" in said and f"{emergency['forms']} forms · {emergency['questions']} questions" in said
    assert "no longer asked" in said and "what was answered stays, and comes back" in said and "begun are still taken" in said
    assert not serious(page)
    visitor.fits()
    page.click("dialog button[type=submit]")
    assert "An answer is needed here." in page.inner_text("dialog") and not switched(visitor)
    assert page.evaluate("document.activeElement.id") == "sheet-note"
    visitor.shot("profiles-down")
    lists = len(asked(visitor, "/forms/publications", "GET"))
    agree(page)
    page.wait_for_selector("main .banner.done >> text=is asked from now on")
    assert page.evaluate("Boolean(document.activeElement.querySelector('.banner.done'))")
    assert "Emergency" in page.inner_text("main .banner.done") and "Emergency" in shown(page) and "Switch to “\u2068National\u2069”" in shown(page)
    assert (profiles.in_use, profiles.base, profiles.notes) == ("emergency", 1, [NOTE])
    journeys.until(page, "!document.querySelector('.loading')")
    assert len(asked(visitor, "/forms/publications", "GET")) > lists, "the list of forms is read anew"
    assert not serious(page)
    visitor.fits()
    visitor.shot("profiles-done")
    # The same app, never loaded anew: the form of the same name and version asks less.
    journeys.open_at(visitor, "#/forms/visit/preview")
    page.wait_for_selector("#p-f-seen_on")
    journeys.until(page, "!document.querySelector('#p-f-visit_kind')")

    journeys.open_at(visitor, "#/forms")
    said = open_sheet(page)
    assert "More forms and questions appear" in said and "Nothing is lost" in said and "no longer asked" not in said
    visitor.shot("profiles-up")
    assert page.input_value("#sheet-note") == "", "the note of a switch that was made is not proposed again"
    agree(page, "The first weeks are over.")
    page.wait_for_selector("main .banner.done")
    assert "National" in shown(page) and profiles.base == 2
    journeys.open_at(visitor, "#/forms/visit/preview")
    page.wait_for_selector("#p-f-visit_kind")


@pytest.mark.parametrize("language, size, scheme, words", [
    ("ar", PHONE, "light", ("ما يُسأل عنه هنا", "لا يضيع شيء", "المجموعة")),
    ("fr", NARROW, "dark", ("Ce qui est demandé ici", "Rien n’est perdu", "ensemble"))])
def test_in_other_languages(visit, language, size, scheme, words):
    visitor = visit(size, language, color_scheme=scheme)
    page = officer(visitor, "#/forms")
    page.wait_for_selector("section[aria-labelledby='asked-here'] h3")
    titles = visitor.site.mock.profiles.shown()["profiles"]
    assert words[0] in shown(page) and titles[1]["title"][language] in shown(page) and titles[1]["hint"][language] in shown(page)
    assert not serious(page)
    visitor.fits()
    visitor.shot("profiles")
    said = open_sheet(page)
    assert words[1] in said and titles[0]["title"][language] in said
    assert not serious(page)
    visitor.fits()
    visitor.shot("profiles-down")
    agree(page)
    page.wait_for_selector("main .banner.done")
    assert words[2] in page.inner_text("main .banner.done") and titles[0]["title"][language] in page.inner_text("main .banner.done")
    assert not serious(page)
    visitor.fits()
    visitor.shot("profiles-done")
    small = page.evaluate("""() => [...document.querySelectorAll('main button, dialog button')].filter((e) => e.offsetParent && (e.getBoundingClientRect().height < 43.5)).map((e) => e.outerHTML)""")
    assert not small


def test_keyboard_alone(visit):
    visitor = visit(DESK)
    page = officer(visitor, "#/forms")
    page.wait_for_selector("section[aria-labelledby='asked-here'] h3")

    def tab_to(test, most=60):
        for _ in range(most):
            if page.evaluate(f"(() => {{ const e = document.activeElement; return Boolean({test}) }})()"):
                return
            page.keyboard.press("Tab")
        raise AssertionError(f"no focus on {test}")

    tab_to("e.closest(\"section[aria-labelledby='asked-here']\") && e.tagName === 'BUTTON'")
    page.keyboard.press("Enter")
    page.wait_for_selector("dialog")
    page.keyboard.press("Escape")
    page.wait_for_selector("dialog", state="detached")
    assert page.evaluate("Boolean(document.activeElement.closest(\"section[aria-labelledby='asked-here']\"))"), "the focus goes back to the button"
    page.keyboard.press("Enter")
    page.wait_for_selector("dialog")
    tab_to("e.id === 'sheet-note'")
    page.keyboard.type("By keyboard alone")
    tab_to("e.type === 'submit'")
    page.keyboard.press("Enter")
    page.wait_for_selector("main .banner.done")
    assert page.evaluate("Boolean(document.activeElement.querySelector('.banner.done'))")
    assert visitor.site.mock.profiles.notes == ["By keyboard alone"]


# In the middle of it

def test_out_of_reach_and_sent_again_it_is_switched_once(visit):
    visitor = visit(PHONE)
    profiles = visitor.site.mock.profiles
    page = officer(visitor, "#/forms")
    page.wait_for_selector("section[aria-labelledby='asked-here'] h3")
    open_sheet(page)
    visitor.site.steer(drop=True)
    agree(page)
    page.wait_for_selector("dialog [role=alert] >> text=The box is not reached")
    assert "Nothing is done twice" in page.inner_text("dialog [role=alert]") and page.input_value("#sheet-note") == NOTE
    visitor.fits()
    visitor.site.steer(drop=False)
    # Now the box has it, but its answer is lost on the way.
    page.route("**/profiles/in-use", lambda route: (route.fetch(), route.abort()))
    page.click("dialog button[type=submit]")
    journeys.until(page, "!document.querySelector('dialog button[type=submit][aria-disabled]')")
    assert profiles.base == 1 and page.is_visible("dialog [role=alert]")
    page.unroute("**/profiles/in-use")
    page.click("dialog button[type=submit]")
    page.wait_for_selector("main .banner.done")
    assert (profiles.in_use, profiles.base, profiles.notes) == ("emergency", 1, [NOTE]) and len(switched(visitor)) >= 3
    assert "Emergency" in shown(page)


def test_an_ended_session_keeps_the_note(visit):
    visitor = visit(DESK)
    page = officer(visitor, "#/forms")
    page.wait_for_selector("section[aria-labelledby='asked-here'] h3")
    open_sheet(page)
    visitor.site.steer(end=True)
    page.fill("#sheet-note", NOTE)
    journeys.press(page.locator("dialog button[type=submit]").first)
    page.wait_for_selector("dialog.cover")
    who = visitor.site.sign_ins["data_officer"]
    page.fill("dialog.cover #password", who.password)
    page.click("dialog.cover button[type=submit]")
    page.fill("dialog.cover #code", who.code())
    page.click("dialog.cover button[type=submit]")
    page.wait_for_selector("dialog.cover", state="detached")
    assert page.input_value("#sheet-note") == NOTE
    page.click("dialog button[type=submit]")
    page.wait_for_selector("main .banner.done")
    assert visitor.site.mock.profiles.base == 1


def test_somebody_else_switched(visit):
    visitor = visit(PHONE)
    profiles = visitor.site.mock.profiles
    page = officer(visitor, "#/forms")
    page.wait_for_selector("section[aria-labelledby='asked-here'] h3")
    open_sheet(page)
    visitor.site.steer(profile="emergency")
    agree(page)
    page.wait_for_selector("dialog [role=alert] >> text=Somebody else switched meanwhile")
    assert page.input_value("#sheet-note") == NOTE and not profiles.notes
    assert not serious(page)
    visitor.fits()
    visitor.shot("profiles-conflict")
    page.click("dialog [role=alert] button")
    page.wait_for_selector("dialog", state="detached")
    assert "Emergency" in shown(page) and "Switch to “\u2068National\u2069”" in shown(page)
    journeys.until(page, "Boolean(document.activeElement.querySelector('#asked-here'))")
    # Asked again from what is so now, with the note as it was typed.
    said = open_sheet(page)
    assert "More forms and questions appear" in said and page.input_value("#sheet-note") == NOTE
    page.click("dialog button[type=submit]")
    page.wait_for_selector("main .banner.done")
    assert (profiles.in_use, profiles.base, profiles.notes) == ("national", 2, [NOTE])


def test_the_box_does_not_answer_at_first(visit):
    visitor = visit(PHONE)
    page = officer(visitor, "#/more")
    page.route("**/api/v1/profiles", lambda route: route.abort())
    journeys.open_at(visitor, "#/forms")
    page.wait_for_selector("section[aria-labelledby='asked-here'] [role=alert]")
    assert page.query_selector("main .list-row"), "the list of forms does not wait for it"
    page.unroute("**/api/v1/profiles")
    page.wait_for_selector("section[aria-labelledby='asked-here'] h3")
    visitor.fits()


# Those who work with the forms

def test_an_open_app_asks_what_is_asked_now_and_loses_no_word(visit):
    visitor = visit(DESK)
    dossier = dossier_of(visitor)
    page = journeys.sign_in(visitor)
    journeys.open_at(visitor, f"#/dossier/{dossier}/add/visit")
    page.wait_for_selector("#f-visit_kind")
    journeys.choose(page, "visit_where", "home")
    visitor.site.steer(profile="emergency")
    journeys.open_at(visitor, f"#/dossier/{dossier}")
    journeys.open_at(visitor, f"#/dossier/{dossier}/add/visit")
    page.wait_for_selector("#f-seen_on")
    journeys.until(page, "!document.querySelector('#f-visit_where')")
    # What is still asked can be answered; what was answered before goes out with it.
    page.fill("#f-observation", "Plays with the others.")
    visitor.site.steer(profile="national")
    journeys.open_at(visitor, f"#/dossier/{dossier}")
    journeys.open_at(visitor, f"#/dossier/{dossier}/add/visit")
    page.wait_for_selector("#f-visit_where input[value=home]:checked", state="attached")
    assert page.input_value("#f-observation") == "Plays with the others."


@pytest.mark.parametrize("role, kept", [("data_officer", False), ("case_worker", True)])
def test_a_form_that_changes_under_the_fingers_keeps_what_was_typed(visit, role, kept):
    """A look at a form holds no draft, a new visit does; both are read anew when the box is reached again."""
    visitor = visit(DESK)
    page, prefix = journeys.sign_in(visitor, role), "f-" if kept else "p-f-"
    journeys.open_at(visitor, f"#/dossier/{dossier_of(visitor)}/add/visit" if kept else "#/forms/visit/preview")
    page.wait_for_selector(f"#{prefix}visit_where")
    page.fill(f"#{prefix}observation", "Plays with the others.")
    visitor.site.steer(profile="emergency")
    visitor.context.set_offline(True)
    page.wait_for_timeout(300)
    visitor.context.set_offline(False)
    journeys.until(page, f"!document.querySelector('#{prefix}visit_where')")
    assert page.input_value(f"#{prefix}observation") == "Plays with the others."
    assert page.evaluate("document.activeElement.id") == f"{prefix}observation", "nobody is interrupted"


def test_forms_are_fetched_anew_once_after_a_switch(visit):
    visitor = visit(DESK)
    dossier = dossier_of(visitor)
    page = journeys.sign_in(visitor)
    journeys.open_at(visitor, f"#/dossier/{dossier}/history")
    page.wait_for_selector(".timeline li")
    page.wait_for_timeout(2500)

    def fetched(name):
        return sum(path == f"/api/v1/forms/{name}" for _, path in visitor.site.mock.asked)

    def around():
        journeys.open_at(visitor, "#/day")
        journeys.open_at(visitor, f"#/dossier/{dossier}/history")
        page.wait_for_timeout(1500)

    before = fetched("visit"), fetched("note")
    around()
    assert (fetched("visit"), fetched("note")) == before, "what did not change is not asked for again"
    visitor.site.steer(profile="emergency")
    around()
    after = fetched("visit"), fetched("note")
    assert after == (before[0] + 1, before[1] + 1)
    around()
    assert (fetched("visit"), fetched("note")) == after


def test_an_empty_form_on_paper_asks_no_more_than_the_screen(visit):
    visitor = visit(DESK)
    label = next(field["label"]["en"] for field in mock_forms.form("visit")["fields"] if field["name"] == "visit_where")
    page = journeys.sign_in(visitor)
    journeys.open_at(visitor, "#/print/visit")
    page.wait_for_selector(".paper-form .print-question")
    assert label in page.inner_text(".paper-form")
    visitor.site.steer(profile="emergency")
    journeys.open_at(visitor, "#/day")
    journeys.open_at(visitor, "#/print/visit")
    page.wait_for_selector(".paper-form .print-question")
    journeys.until(page, f"!document.querySelector('.paper-form').innerText.includes({label!r})")


def test_others_do_not_hear_of_it(visit):
    visitor = visit(DESK)
    page = journeys.sign_in(visitor)
    journeys.open_at(visitor, "#/forms")
    page.wait_for_selector("main .empty")
    assert not page.query_selector("#asked-here") and not [path for _, path in visitor.site.mock.asked if "/api/v1/profiles" in path]
