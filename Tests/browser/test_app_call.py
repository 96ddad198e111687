"""A call on the help line, written down while it lasts."""
import pytest

import journeys
from visitors import DESK, PHONE


def take_call(visitor, role="helpline_operator"):
    page = journeys.sign_in(visitor, role)
    asked = []
    page.on("request", lambda request: asked.append(request.url) if "likely" in request.url or "/search" in request.url else None)
    journeys.open_at(visitor, "#/new")
    page.click("a[href='#/call']")
    page.wait_for_selector("#f-description")
    return page, asked


@pytest.mark.parametrize("size,language", ((PHONE, "ar"), (DESK, "en")))
def test_a_call_about_two_children(visit, size, language):
    visitor = visit(size, language)
    page, asked = take_call(visitor)
    assert page.locator("[role=timer]").inner_text()
    urgent = page.locator(".call-bar button")
    if size is DESK:
        assert page.evaluate("document.activeElement.id") == "f-address_note", "one writes at once"
        page.keyboard.press("Alt+u")
    else:
        urgent.click()
    page.wait_for_selector(".call-bar button[aria-pressed=true]")
    page.fill("#f-address_note", "Behind the mill, the blue door")
    page.fill("#f-description", "Two children alone since Friday. <b>They knock on the wall.</b>")
    journeys.choose(page, "concern", "neglect")
    page.fill("#child0-f-given_name", "Amina")
    page.fill("#child0-f-family_name", "Kadri")
    if size is DESK:
        page.keyboard.press("Alt+c")
    else:
        page.locator("form.call > * .stack > button.button:not(.plain)").last.click()
    page.fill("#child1-f-given_name", "Karim")
    # How the caller is reached safely stands above the number.
    rule, number = page.locator("#f-notifier_safe_contact"), page.locator("#f-notifier_contact")
    assert rule.bounding_box()["y"] < number.bounding_box()["y"]
    rule.fill("After 18:00, ask for the library")
    number.fill("+000 555 0199")
    assert urgent.bounding_box()["y"] < size["height"], "urgent is in sight wherever one writes"
    visitor.fits()
    visitor.shot("call")
    if size is DESK:
        page.keyboard.press("Control+Enter")
    else:
        page.click("form.call button[type=submit]")
    page.wait_for_selector(".acknowledgement")
    visitor.shot("call-ended")
    visitor.fits()
    alert = visitor.site.mock.store.of("notification")[-1]
    assert page.inner_text(".acknowledgement").strip() == alert["fields"]["acknowledgement"]
    said = "".join(page.inner_text(".spoken bdi").split())
    assert said == alert["fields"]["acknowledgement"].replace("-", "")
    assert alert["fields"]["urgent"] == "yes" and alert["fields"]["channel"] == "phone" and "call_back" not in alert["fields"] and "began" not in alert["fields"]
    assert [one["fields"]["given_name"] for one in visitor.site.mock.store.of("notified_child", parent=alert["id"])] == ["Amina", "Karim"]
    assert not asked, "who may not search is not told whether a child is known"


def test_cut_off_and_called_back(visit):
    visitor = visit()
    page, _ = take_call(visitor)
    page.fill("#f-address_note", "At the")
    page.fill("#f-notifier_safe_contact", "Only on Sunday")
    page.fill("#f-notifier_contact", "+000 555 0123")
    # What is typed outlives the page.
    page.wait_for_timeout(1200)
    page.reload()
    page.wait_for_selector("#f-address_note")
    assert page.input_value("#f-address_note") == "At the"
    page.locator("form.call .form-foot button").nth(1).click()
    page.wait_for_selector(".acknowledgement")
    alert = visitor.site.mock.store.of("notification")[-1]["fields"]
    assert alert["call_back"] == "yes" and "concern" not in alert and alert["notifier_contact"] == "+000 555 0123"
    worker = visit()
    page = journeys.sign_in(worker)
    page.click(".list-row:has-text('call back')")
    page.wait_for_selector("main .facts")
    shown = page.inner_text("main")
    assert "The call was cut off" in shown and "Only on Sunday" in shown
    assert not page.locator("dd:has-text('+000 555 0123')").is_visible(), "the number opens below the rule for reaching them"
    page.click("details summary")
    assert page.locator("dd:has-text('+000 555 0123')").is_visible()
    worker.shot("call-back")
    # A worker who takes the call sees who may be meant.
    journeys.open_at(worker, "#/call")
    page.wait_for_selector("#child0-f-given_name")
    page.fill("#child0-f-given_name", "Amina")
    page.fill("#child0-f-family_name", "Kadri")
    page.wait_for_selector("details.likely:has-text('Amina Kadri')")
