"""Several services, and brothers and sisters, asked for in one go."""
import json

import pytest

import journeys
from looks import serious
from mock_parts.family import kadri
from visitors import DESK, PHONE

GIVEN = {"purpose": "referral", "recipient": "provider", "state": "given", "verdict": "allowed", "grounds": [], "said": [], "wishes": [], "shared": {}}


@pytest.mark.parametrize("language,size", (("en", PHONE), ("ar", DESK)))
def test_services_and_siblings_in_one_save(visit, language, size):
    visitor = visit(size, language)
    home = kadri(visitor.site.mock.store)
    page = journeys.sign_in(visitor)
    asked = []

    def sharing(route):
        asked.append(route.request.url)
        # Nobody was asked about Sara yet: her own file is the place to do so.
        sheet = GIVEN if home["Sara"] not in route.request.url else GIVEN | {"state": "none", "verdict": "override"}
        route.fulfill(status=200, content_type="application/json", body=json.dumps(sheet))

    page.route("**/api/v1/dossiers/*/sharing**", sharing)
    journeys.open_at(visitor, f"#/dossier/{home['Amina']}/add/referral")
    page.wait_for_selector(".asked-together")
    page.select_option("#f-service", "health")
    page.click(".asked-together .button >> nth=0")
    page.wait_for_selector("#more-0-f-service")
    # A row without a service holds the save back and has the focus.
    journeys.press(page.locator("form .button.main >> nth=0"))
    page.wait_for_selector(".asked-together .field.wrong")
    assert page.evaluate("document.activeElement.id") == "more-0-f-service" and not visitor.site.mock.store.of("referral", home["Amina"])
    page.select_option("#more-0-f-service", "education")
    page.fill("#more-0-f-shared_note", "Place in class three")
    assert not any(home["Karim"] in url for url in asked), "files of brothers and sisters stay shut until somebody asks for them"
    page.click(".asked-together .button:has-text('" + {"en": "brothers", "ar": "للإخوة"}[language] + "')")
    page.wait_for_selector(f"input[value='{home['Karim']}']:enabled")
    page.wait_for_selector(f"a[href='#/dossier/{home['Sara']}/add/referral']")
    assert page.is_disabled(f"input[value='{home['Sara']}']")
    page.locator(f"label:has(input[value='{home['Karim']}'])").click()
    page.wait_for_selector(f"input[value='{home['Karim']}']:checked")
    assert not serious(page)
    visitor.fits()
    page.locator("#together-siblings").scroll_into_view_if_needed()
    visitor.shot("asked-together")
    # What was chosen outlasts leaving the page.
    journeys.open_at(visitor, "#/day")
    journeys.open_at(visitor, f"#/dossier/{home['Amina']}/add/referral")
    page.wait_for_selector(f"input[value='{home['Karim']}']:checked")
    assert page.input_value("#more-0-f-service") == "education"
    journeys.press(page.locator("form .button.main >> nth=0"))
    journeys.until(page, f"location.hash === '#/dossier/{home['Amina']}'")
    store = visitor.site.mock.store
    made = {name: sorted((one["fields"]["service"], one["fields"].get("shared_note", "")) for one in store.of("referral", home[name])) for name in ("Amina", "Karim", "Sara")}
    both = [("education", "Place in class three"), ("health", "")]
    assert made == {"Amina": both, "Karim": both, "Sara": []}
    assert len({one["id"] for name in ("Amina", "Karim") for one in store.of("referral", home[name])}) == 4
