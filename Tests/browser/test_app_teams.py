"""Teams: made before anybody is invited, given to people, and a change of team that waits for a second person."""
import journeys
import pytest
from visitors import DESK, PHONE


def empty(site):
    """As after the first start: nobody has a team and there is none."""
    site.mock.teams, site.mock.details = [], {}


def sheet(page, name):
    page.locator("main li", has_text=name).first.locator("button, a").first.click()
    page.wait_for_selector("dialog.sheet")


@pytest.mark.parametrize("size,language", ((PHONE, "en"), (DESK, "ar")))
def test_a_first_team_then_people_in_it(visit, size, language):
    visitor = visit(size, language)
    empty(visitor.site)
    page = journeys.sign_in(visitor, "site_administrator")
    journeys.open_at(visitor, "#/people")
    # Said in plain words, and nobody is invited into no team.
    page.wait_for_selector("main .banner.due")
    assert page.locator("#teams li").count() == 0
    submit = page.locator("main form .button.main")
    assert submit.is_disabled()
    visitor.shot(f"teams-first-{language}")
    page.click("#teams .button.main")
    page.fill("#team-name", "Hill office")
    page.fill("#team-agency", "social_services")
    visitor.shot(f"teams-new-{language}")
    page.click("dialog.sheet .button.main")
    page.wait_for_selector("dialog.sheet", state="detached")
    page.wait_for_selector("#teams li")
    # The same name a second time is refused in words.
    page.click("#teams > div .button")
    page.fill("#team-name", "hill OFFICE")
    page.click("dialog.sheet .button.main")
    page.wait_for_selector("dialog.sheet [role=alert]")
    page.fill("#team-name", "Valley")
    page.click("dialog.sheet .button.main")
    page.wait_for_selector("dialog.sheet", state="detached")
    journeys.until(page, "document.querySelectorAll('#teams li').length === 2")
    # A worker is invited into one of them; without one the form says what is missing.
    page.fill("#name", "Dana Lupu")
    page.fill("#new-user", "dana")
    submit.click()
    page.wait_for_selector("#new-teams .fault")
    page.locator("#new-teams label.choice").nth(1).click()
    submit.click()
    page.wait_for_selector("svg.qr")
    assert [one["teams"] for one in visitor.site.mock.details.values() if one["teams"]] == [[next(one["id"] for one in visitor.site.mock.teams if one["name"] == "Valley")]]
    # Somebody without a team gets one; that waits for a second yes.
    sheet(page, "Amal Haddad")
    page.wait_for_selector("dialog.sheet .banner.due")
    page.locator("dialog.sheet .button").nth(1).click()
    page.locator("#person-teams label.choice").first.click()
    assert page.input_value("#person-agency") == "social_services"
    page.click("dialog.sheet .button.main")
    page.wait_for_selector("dialog.sheet .fault")
    page.fill("#details-reason", "works in the hill office")
    visitor.shot(f"teams-person-{language}")
    page.click("dialog.sheet .button.main")
    page.wait_for_selector("dialog.sheet .banner.waiting")
    visitor.shot(f"teams-asked-{language}")
    page.keyboard.press("Escape")
    page.wait_for_selector("dialog.sheet", state="detached")
    # A team with people in it stays open.
    page.locator("#teams li", has_text="Valley").locator("button, a").first.click()
    close = page.locator("dialog.sheet .button:not(.main):not(.plain)")
    close.click()
    page.wait_for_selector("dialog.sheet .banner.due")
    close.click()
    page.wait_for_selector("dialog.sheet [role=alert]")
    page.keyboard.press("Escape")
    journeys.open_at(visitor, "#/requests")
    page.wait_for_selector("main dl dd")
    assert "Hill office" in page.inner_text("main")
    visitor.shot(f"teams-request-{language}")
    if size == PHONE:
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
