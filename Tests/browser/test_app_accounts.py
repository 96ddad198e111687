"""Set-up, unlocking, accounts and who sees which screen."""
import re

import journeys
from visitors import DESK


def test_set_up_second_factor_and_recovery_code(visit):
    visitor = visit()
    page, who = visitor.page, visitor.site.sign_ins["supervisor"]
    page.goto(visitor.site.base_url + "/#/setup/first-link")
    page.fill("#password", "short")
    assert "7 more" in page.inner_text("#password-advice")
    page.fill("#password", "four tall green birds")
    page.click("button[type=submit]")
    page.wait_for_selector("svg.qr")
    assert "first-link" not in page.url
    page.click(".card .button.main")
    page.wait_for_selector(".codes li:nth-child(8)")
    page.click("label.choice")
    page.click(".card .button.main")
    page.wait_for_selector("#user")
    page.fill("#user", who.user)
    page.fill("#password", "wrong wrong wrong")
    page.click("button[type=submit]")
    page.wait_for_selector("[role=alert]")
    page.fill("#password", who.password)
    page.click("button[type=submit]")
    page.wait_for_selector("#code")
    page.click("text=Use a recovery code instead")
    page.fill("#code", "kite-rain-9021")
    page.click("button[type=submit]")
    page.wait_for_selector("nav.places")
    page.goto("about:blank")
    page.goto(visitor.site.base_url + "/#/setup/first-link")
    page.wait_for_selector("nav.places")


def test_unlock(visit):
    visitor = visit()
    visitor.site.steer(locked=True)
    page = visitor.page
    page.goto(visitor.site.base_url)
    page.wait_for_selector("#secret")
    page.fill("#secret", "no")
    page.click("button[type=submit]")
    page.wait_for_selector("[role=alert]")
    page.click("text=Use the recovery words")
    page.fill("#secret", "correct  horse")
    page.fill("#secret", "correct horse")
    page.click("button[type=submit]")
    page.wait_for_selector("#user")


def test_the_administrator_invites(visit):
    visitor = visit(DESK)
    page = journeys.sign_in(visitor, "site_administrator")
    journeys.open_at(visitor, "#/more")
    page.click("a[href='#/people']")
    page.fill("#name", "Dana Lupu")
    page.fill("#new-user", "dana")
    page.click("form button[type=submit]")
    page.wait_for_selector("svg.qr")
    link = page.inner_text(".letters bdi")
    assert re.search(r"^http.*/#/setup/\S+$", link)


def test_roles_see_only_their_places(visit):
    visitor = visit(DESK)
    page = journeys.sign_in(visitor, "site_administrator")
    assert page.locator("nav.places li").count() == 1
    assert page.is_visible("a[href='#/people']")


def test_the_second_person_says_yes(visit):
    visitor = visit()
    page = journeys.sign_in(visitor, "supervisor")
    page.click("main .banner a[href='#/requests']")
    page.wait_for_selector("text=Dana Lupu")
    page.click("main .button.main")
    page.wait_for_selector("main .empty")
    assert [agreed for _, agreed in visitor.site.mock.answered] == [True]


def test_one_changes_the_own_password(visit):
    visitor = visit()
    page = journeys.sign_in(visitor)
    journeys.open_at(visitor, "#/account")
    page.fill("#old", "wrong")
    page.fill("#new", "four tall green birds")
    page.click("form button[type=submit]")
    page.wait_for_selector(".banner.urgent")
    page.fill("#old", visitor.site.sign_ins["case_worker"].password)
    page.click("form button[type=submit]")
    page.wait_for_selector(".banner.done")
