"""Every screen: it fits, reads, mirrors and works by keyboard."""
import re

import pytest

import journeys
from looks import TEXT, screens, serious
from visitors import DESK, NARROW, PHONE


def test_keyboard_alone_from_sign_in_to_dossier(visit):
    visitor = visit()
    page, who = visitor.page, visitor.site.sign_ins["case_worker"]
    page.goto(visitor.site.base_url)
    page.wait_for_selector("#user")

    def tab_to(test, most=60):
        for _ in range(most):
            page.keyboard.press("Tab")
            if page.evaluate(f"(() => {{ const e = document.activeElement; return Boolean({test}) }})()"):
                return
        raise AssertionError(f"no focus on {test}")

    tab_to("e.id === 'user'")
    page.keyboard.type(who.user)
    page.keyboard.press("Tab")
    page.keyboard.type(who.password)
    page.keyboard.press("Enter")
    page.wait_for_selector("a.list-row[href^='#/notification/']")
    assert page.evaluate("document.querySelectorAll('h1').length") == 1
    tab_to("e.matches('a.list-row[href^=\"#/notification/\"]')")
    page.keyboard.press("Enter")
    page.wait_for_selector("main a[href^='#/register/']")
    assert page.evaluate("document.activeElement.tagName") == "H1"
    tab_to("e.matches('a[href^=\"#/register/\"]')")
    page.keyboard.press("Enter")
    page.wait_for_selector("#f-risk_level")
    tab_to("e.closest('#f-risk_level')")
    page.keyboard.press("Space")
    tab_to("e.type === 'submit'")
    page.keyboard.press("Enter")
    page.wait_for_selector(".safe-contact, .banner.done")
    assert visitor.site.mock.store.of("notification")[0]["status"] == "registered"


def test_arabic_mirrors(visit):
    visitor = visit(DESK, "ar")
    page = journeys.sign_in(visitor)
    assert page.get_attribute("html", "dir") == "rtl" and page.get_attribute("html", "lang") == "ar"
    assert page.locator("nav.places").bounding_box()["x"] > 900
    # Changing the language keeps what is typed.
    dossier = visitor.site.mock.store.of("child")[0]["id"]
    journeys.open_at(visitor, f"#/dossier/{dossier}/add/note")
    page.fill("#f-text", TEXT)
    journeys.open_at(visitor, "#/more")
    page.click("button[lang=fr]")
    journeys.until(page, "document.documentElement.lang === 'fr'")
    journeys.open_at(visitor, f"#/dossier/{dossier}/add/note")
    assert page.input_value("#f-text") == TEXT
    assert page.locator("nav.places").bounding_box()["x"] == 0


@pytest.mark.parametrize("language,size,scheme", (("en", PHONE, "light"), ("ar", PHONE, "dark"), ("en", DESK, "dark"), ("ar", DESK, "light"), ("fr", NARROW, "light")))
def test_every_screen_fits_and_is_accessible(visit, language, size, scheme):
    visitor = visit(size, language, color_scheme=scheme)
    page = visitor.page
    for address in ("/", "/notify", "/#/setup/first-link"):
        page.goto("about:blank")
        page.goto(visitor.site.base_url + address)
        page.wait_for_selector("main h1")
        assert not serious(page), address
        visitor.fits()
    page.goto("about:blank")
    journeys.sign_in(visitor)
    for address in screens(visitor.site.mock.store):
        journeys.open_at(visitor, address)
        page.wait_for_timeout(150)
        assert page.evaluate("document.querySelectorAll('h1').length") == 1, address
        assert not serious(page), address
        visitor.fits()
        visitor.shot(re.sub(r"[0-9a-f-]{36}", "x", address).strip("#/").replace("/", "-") + ("-dark" if scheme == "dark" else ""))


def test_targets_are_large_enough(visit):
    visitor = visit()
    page = journeys.sign_in(visitor)
    for address in screens(visitor.site.mock.store):
        journeys.open_at(visitor, address)
        small = page.evaluate("""() => [...document.querySelectorAll('button, a.button, a.list-row, .places a, input, select, .choice')]
            .filter((e) => e.offsetParent && !e.closest('.choice input')).map((e) => [e.outerHTML.slice(0, 80), e.getBoundingClientRect()])
            .filter(([, box]) => box.width && (box.height < 43.5 || box.width < 43.5)).map(([text]) => text)""")
        assert not small, (address, small)


def test_first_load_is_small(visit):
    visitor = visit()
    page = visitor.page
    client = visitor.context.new_cdp_session(page)
    client.send("Network.enable")
    sizes = []
    client.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    journeys.sign_in(visitor)
    page.wait_for_selector(".list-row")
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(1500)
    total = sum(sizes)
    print(f"first load with every screen: {total / 1024:.0f} KB in {len(sizes)} answers")
    assert 20_000 < total <= 250 * 1024
