"""The public form of somebody without an account."""
import pytest

import journeys
from looks import TEXT
from visitors import PHONE


@pytest.mark.parametrize("language", ("en", "fr", "ar"))
def test_public_report(visit, language):
    visitor = visit(PHONE, language)
    number = journeys.report_publicly(visitor, "Nadia", TEXT)
    visitor.shot("acknowledgement")
    store = visitor.site.mock.store
    alert = store.of("notification")[-1]
    assert alert["fields"]["acknowledgement"] == number and alert["fields"]["description"] == TEXT and alert["fields"]["channel"] == "web"
    assert store.of("notified_child", parent=alert["id"])[0]["fields"]["given_name"] == "Nadia"
    visitor.fits()


def test_public_report_limits_and_lock(visit):
    visitor = visit()
    page = visitor.page
    visitor.site.steer(locked=True)
    journeys.report_publicly(visitor, "Nadia", TEXT)
    assert page.is_visible(".banner.waiting")
    visitor.site.steer(locked=False, public=9)
    page.click(".card .button")
    page.wait_for_selector("#f-description")
    journeys.choose(page, "concern", "other")
    page.fill("#f-description", TEXT)
    page.click("form button[type=submit]")
    page.wait_for_selector(".banner.urgent[role=alert]")
    assert "Wait 2 seconds" in page.inner_text(".banner.urgent[role=alert]")
    assert page.input_value("#f-description") == TEXT
