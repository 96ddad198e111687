"""Brothers and sisters seen at one visit."""
import json

import pytest

import journeys
from looks import serious
from mock_parts.family import kadri
from visitors import DESK, PHONE


def turn(page, to):
    """A phone shows a long form page by page."""
    while not page.is_visible(to):
        before = page.inner_text(".form-step")
        page.click(".form-turn .button.main:not([type=submit])")
        journeys.until(page, f"document.querySelector('.form-step').innerText !== {json.dumps(before)}")


@pytest.mark.parametrize("language,size", (("en", DESK), ("ar", PHONE)))
def test_one_visit_to_two_children(visit, language, size):
    visitor = visit(size, language)
    home = kadri(visitor.site.mock.store)
    page = journeys.sign_in(visitor)
    read = []
    page.on("request", lambda request: read.append(request.url))
    journeys.open_at(visitor, f"#/dossier/{home['Amina']}/add/visit")
    page.wait_for_selector("#f-seen")
    journeys.choose(page, "seen", "with_others")
    turn(page, "#f-observation")
    page.fill("#f-observation", "Amina drew the whole time.")
    turn(page, "form .button[type=submit]")
    opener = page.locator("form .button", has_text={"en": "Brothers and sisters", "ar": "الإخوة"}[language])
    opener.wait_for()
    assert not any(home["Karim"] in url for url in read), "files of brothers and sisters stay shut until somebody says that they were there"
    opener.click()
    page.wait_for_selector(f"input[value='{home['Karim']}']:enabled")
    page.locator(f"label:has(input[value='{home['Karim']}'])").click()
    page.wait_for_selector(f"#with-{home['Karim']}-f-observation")
    page.fill(f"#with-{home['Karim']}-f-observation", "Karim asked for his father.")
    page.fill(f"#with-{home['Karim']}-f-promise", "We bring the ball.")
    # Whether he was seen is not said yet: nothing is saved, the focus is there.
    journeys.press(page.locator("form .button.main >> nth=0"))
    page.wait_for_selector(".seen-together .field.wrong")
    assert page.evaluate("document.activeElement.closest('fieldset').id") == f"with-{home['Karim']}-f-seen"
    before = {name: len(visitor.site.mock.store.of("visit", home[name])) for name in ("Amina", "Karim", "Sara")}
    page.locator(f"#with-{home['Karim']}-f-seen label >> nth=0").click()
    assert not serious(page)
    visitor.fits()
    page.locator(".seen-together").scroll_into_view_if_needed()
    visitor.shot("seen-together")
    journeys.press(page.locator("form .button.main >> nth=0"))
    journeys.until(page, f"location.hash === '#/dossier/{home['Amina']}'")
    store = visitor.site.mock.store
    assert {name: len(store.of("visit", home[name])) - before[name] for name in before} == {"Amina": 1, "Karim": 1, "Sara": 0}
    own, his = store.of("visit", home["Amina"])[-1]["fields"], store.of("visit", home["Karim"])[-1]["fields"]
    assert his["seen"] == "alone" and his["observation"] == "Karim asked for his father." and his["promise"] == "We bring the ball."
    assert own["seen_on"] == his["seen_on"] and "Karim" not in own["observation"] and "promise" not in own
    page.wait_for_selector(".seen-alone")
    visitor.shot("seen-alone")
