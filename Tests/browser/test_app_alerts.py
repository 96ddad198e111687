"""Alerts: the count in the frame, the list, what was seen, and the ways of messages on the account page."""
import pytest
from axe_playwright_python.sync_playwright import Axe

import journeys
from visitors import DESK, PHONE


def serious(page):
    found = Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}).response["violations"]
    return [(one["id"], [node["html"][:120] for node in one["nodes"]][:3]) for one in found if one["impact"] in ("serious", "critical")]


def fits(page):
    return page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


@pytest.mark.parametrize("language", ("en", "ar", "fr"))
@pytest.mark.parametrize("size", (PHONE, DESK), ids=("phone", "desk"))
def test_alerts_are_counted_listed_and_seen(visit, language, size):
    visitor = visit(size, language)
    page = journeys.sign_in(visitor)
    page.wait_for_selector(".places .badge")
    count = int(page.inner_text(".places .badge .number"))
    page.click("a[href='#/alerts']")
    page.wait_for_selector("section:has(#alerts-new) .list-row")
    assert page.locator("section:has(#alerts-new) .list-row").count() == count > 1
    assert "urgent" in page.locator("section:has(#alerts-new) .mark").first.get_attribute("class"), "what is urgent comes first"
    assert not serious(page) and fits(page)
    visitor.shot("alerts")
    page.locator("section:has(#alerts-new) .list-row").first.click()
    journeys.until(page, "location.hash.startsWith('#/notification/')")
    journeys.until(page, f"document.querySelector('.places .badge .number').textContent === '{count - 1}'")
    page.go_back()
    page.wait_for_selector("section:has(#alerts-seen) .list-row")
    page.locator("main .stack > button.button").click()
    page.wait_for_selector("#alerts-new", state="detached")
    page.wait_for_selector(".places .badge", state="detached")
    assert page.locator("section:has(#alerts-seen) .list-row").count() == count


@pytest.mark.parametrize("language", ("en", "ar"))
def test_one_says_how_one_wants_to_be_told(visit, language):
    visitor = visit(PHONE, language)
    page = journeys.sign_in(visitor)
    page.goto(page.url.split("#")[0] + "#/account")
    page.wait_for_selector("#ways-mail")
    page.fill("#ways-mail", "nobody")
    page.locator("section:has(#messages) button[type=submit]").click()
    page.wait_for_selector("#ways-mail-fault")
    page.fill("#ways-mail", "amal@office.example")
    page.locator("section:has(#messages) input[type=checkbox]").first.check()
    page.fill("#ways-quietFrom", "22:00")
    page.fill("#ways-quietTo", "07:00")
    assert not serious(page) and fits(page)
    visitor.shot("ways")
    page.locator("section:has(#messages) button[type=submit]").click()
    page.wait_for_selector("section:has(#messages) .banner.done")
    assert visitor.site.mock.ways["ways"] == ["mail"] and visitor.site.mock.ways["mail"] == "amal@office.example" and visitor.site.mock.ways["quietTo"] == "07:00"
    page.reload()
    page.wait_for_selector("#ways-mail")
    journeys.until(page, "document.querySelector('#ways-mail').value === 'amal@office.example'")
