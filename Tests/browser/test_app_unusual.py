"""What fails common sense is said beside the answer; who means it ticks that, and it stays with the record."""
import pytest

import journeys
from looks import serious
from visitors import DESK, PHONE


@pytest.mark.parametrize("language,size", (("en", DESK), ("ar", PHONE)))
def test_a_mother_of_five_years_is_asked_about_once(visit, language, size):
    visitor = visit(size, language)
    page = journeys.sign_in(visitor)
    store = visitor.site.mock.store
    child = store.of("child")[0]["id"]
    before = len(store.of("relative", child))
    journeys.open_at(visitor, f"#/dossier/{child}/add/relative")
    page.wait_for_selector("#f-full_name")
    page.fill("#f-full_name", "Zeinab Kadri")
    page.select_option("#f-relation", "mother") if page.query_selector("select#f-relation") else journeys.choose(page, "relation", "mother")
    page.fill("#f-age_years", "35")
    assert not page.query_selector("#f-age_right"), "nobody is asked about what is usual"
    page.fill("#f-age_years", "5")
    page.wait_for_selector(".field.unusual #f-age_right, #f-age_right.unusual")
    assert not serious(page)
    visitor.fits()
    journeys.press(page.locator("form .button[type=submit] >> nth=0"))
    page.wait_for_selector("#f-age_right .fault")
    assert len(store.of("relative", child)) == before
    page.locator("#f-age_right").scroll_into_view_if_needed()
    visitor.shot("unusual")
    page.click("#f-age_right label.choice")
    journeys.press(page.locator("form .button[type=submit] >> nth=0"))
    journeys.until(page, f"location.hash === '#/dossier/{child}'")
    record = store.of("relative", child)[-1]
    assert record["fields"]["age_right"] is True and record["fields"]["age_years"] == 5
    journeys.open_at(visitor, f"#/dossier/{child}/record/{record['id']}")
    page.wait_for_selector(".facts:has-text('Zeinab Kadri')")
    assert {"en": "The age is right", "ar": "العمر صحيح"}[language] in page.inner_text("main"), "whoever reviews sees that it was meant"
