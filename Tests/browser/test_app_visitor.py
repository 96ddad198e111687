"""A family that comes by itself for a service."""
import journeys
from visitors import DESK, PHONE


def test_a_family_asks_and_the_service_is_given_once(visit):
    visitor = visit(PHONE, "ar")
    page = journeys.sign_in(visitor, "helpline_operator")
    journeys.open_at(visitor, "#/new")
    page.click("a[href='#/visitor']")
    page.wait_for_selector("#f-asks_for")
    assert not page.query_selector("[role=timer]") and page.query_selector(".call-bar button")
    journeys.choose(page, "asks_for", "food")
    journeys.choose(page, "asks_for", "documents")
    page.fill("#f-description", "Three children, flooded out last week")
    page.fill("#f-notifier_name", "Mariam Nasser")
    visitor.shot("visitor")
    visitor.fits()
    page.click("form.call button[type=submit]")
    page.wait_for_selector(".acknowledgement")
    visitor.fits()
    alert = visitor.site.mock.store.of("notification")[-1]
    assert set(alert["fields"]["asks_for"]) == {"food", "documents"} and alert["fields"]["channel"] == "walk_in" and "concern" not in alert["fields"]

    worker = visit(DESK)
    page = journeys.sign_in(worker, "supervisor")
    page.click(".list-row:has-text('A family asks for')")
    page.wait_for_selector("main .facts")
    page.get_by_role("button", name="Service given once").click()
    page.fill("#reason", "Food parcels for a month, from the store")
    worker.shot("visitor-served")
    page.locator("form:has(#reason) button[type=submit]").click()
    journeys.until(page, "location.hash === '#/notifications'")
    assert alert["status"] == "screened_out" and alert["fields"]["decision_reason"].startswith("Food parcels")
    journeys.open_at(worker, f"#/notification/{alert['id']}")
    page.wait_for_selector(".chip:has-text('Service given once')")
