"""What stands about consent before a referral is sent, against the mock box."""
import copy
import json

import pytest

import journeys
from visitors import DESK, PHONE

SHEET = {
    "purpose": "referral", "recipient": "provider", "state": "none", "verdict": "override", "grounds": ["best_interests", "legal_duty", "vital_interests"],
    "said": [], "wishes": [{"words": "not to the uncle"}, {"words": "nothing to the school", "saidOn": "2026-10-03"}],
    "shared": {"child": ["given_name", "family_name"], "case": ["concern"], "referral": ["service", "shared_note"]},
}


def referral(visit, sheet, size=PHONE, language="en"):
    visitor = visit(size, language)
    page = journeys.sign_in(visitor)
    page.route("**/api/v1/dossiers/*/sharing**", lambda route: route.fulfill(status=200, content_type="application/json", body=json.dumps(sheet)))
    dossier = visitor.site.mock.store.of("child")[0]["id"]
    journeys.open_at(visitor, f"#/dossier/{dossier}/add/referral")
    page.wait_for_selector(".share-check")
    return visitor, page


@pytest.mark.parametrize("language", ("en", "ar"))
@pytest.mark.parametrize("size", (PHONE, DESK), ids=("phone", "desk"))
def test_wishes_and_consent_stand_before_a_referral(visit, language, size):
    visitor, page = referral(visit, SHEET, size, language)
    card = page.locator(".share-check")
    assert card.locator(".banner.urgent li").all_inner_texts()[0] == "not to the uncle"
    if language == "en":
        words = card.inner_text()
        assert "Nobody was asked about this yet" in words and "a second person then decides" in words and "Record consent" in words
    visitor.shot("sharing")
    visitor.fits()


def test_what_a_service_will_see_is_said_in_words(visit):
    _, page = referral(visit, SHEET)
    page.wait_for_selector("#f-service")
    assert page.locator(".share-check details").count() == 0, "no service is chosen"
    journeys.choose(page, "service", "health") if page.locator("#f-service input").count() else page.select_option("#f-service", "health")
    page.click(".share-check summary")
    assert "First name" in page.inner_text(".share-check details") or "name" in page.inner_text(".share-check details").lower()


def test_agreed_and_blocked_read_differently(visit):
    sheet = copy.deepcopy(SHEET)
    sheet.update(state="given", verdict="allowed", wishes=[], said=[{"record": "018f0000-0000-7000-8000-000000000001", "fields": {"asked_on": "2026-11-02", "child_assent": "agrees"}}])
    _, page = referral(visit, sheet)
    assert "Child and caregiver agree" in page.inner_text(".share-check .banner.done")
    assert page.locator(".share-check .banner.urgent").count() == 0 and page.locator(".share-check a[href$='add/consent']").count() == 0
    sheet.update(state="child_dissents", verdict="blocked", said=[])
    _, page = referral(visit, sheet)
    assert "Nobody may send this" in page.inner_text(".share-check .banner.urgent")
