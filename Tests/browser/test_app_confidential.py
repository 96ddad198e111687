"""Confidential cases: opened from a child's file, worked on, and nowhere to be seen for anybody else."""
import pytest

import journeys
from visitors import DESK, PHONE

TOLD = "Only what <i>she</i> wants written"


@pytest.mark.parametrize("size,language", ((PHONE, "ar"), (DESK, "en")))
def test_opened_beside_a_childs_file_and_seen_by_nobody_else(visit, size, language):
    visitor = visit(size, language)
    page, store = journeys.sign_in(visitor, "gbv_worker"), visitor.site.mock.store
    child = store.of("child")[0]
    journeys.open_at(visitor, f"#/dossier/{child['id']}")
    page.click("section[aria-labelledby=confidential] a.button")
    page.wait_for_selector("#f-gbv_code")
    page.fill("#f-gbv_code", "QW-7")
    journeys.choose(page, "gbv_agreed", "yes")
    while page.query_selector(".form-turn .button.main:not([type=submit])"):
        if page.query_selector("#f-safe_contact"):
            page.fill("#f-safe_contact", "After 18:00, ask for the library")
            page.fill("#f-phone", "+000 555 0177")
        if page.query_selector("#f-gbv_account"):
            page.fill("#f-gbv_account", TOLD)
        journeys.turn_page(page)
    if size is DESK:
        page.fill("#f-safe_contact", "After 18:00, ask for the library")
        page.fill("#f-phone", "+000 555 0177")
        page.fill("#f-gbv_account", TOLD)
    page.click("form button[type=submit]")
    page.wait_for_selector("#confidential-safe")
    page.wait_for_selector(f"a[href='#/dossier/{child['id']}']")
    assert not page.locator("dd:has-text('+000 555 0177')").is_visible(), "the safe way is read before the number opens"
    page.click("main a[href$='/add']")
    page.wait_for_selector("#f-gbv_step")
    journeys.choose(page, "gbv_step", "referral")
    page.fill("#f-gbv_service", "Health centre, Doctor Lina")
    journeys.choose(page, "gbv_referral_agreed", "yes")
    page.click("form button[type=submit]")
    page.wait_for_selector("main :text('Doctor Lina')")
    visitor.shot("confidential")
    visitor.fits()
    journeys.open_at(visitor, "#/confidential")
    page.wait_for_selector(".list-row:has-text('QW-7')")
    visitor.fits()

    other = visit(size, language)
    page = journeys.sign_in(other)
    asked = []
    page.on("request", lambda request: asked.append(request.url) if "confidential" in request.url else None)
    journeys.open_at(other, f"#/dossier/{child['id']}")
    page.wait_for_selector("main .facts")
    assert "QW-7" not in page.content() and not page.query_selector("#confidential")
    journeys.open_at(other, "#/more")
    assert not page.query_selector("a[href='#/confidential']")
    assert not asked, "an app that may not know does not ask"
