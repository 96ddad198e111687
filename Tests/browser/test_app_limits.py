"""The card of time limits in the dossier, and their rows on My day, against the mock box."""
import datetime
import json
import os

import pytest

import journeys
from looks import serious
from visitors import DESK, PHONE, support

support()
import onetime  # noqa: E402


def day(ahead):
    return (datetime.date.today() + datetime.timedelta(days=ahead)).isoformat()


def limit(rule, label, state, **more):
    return {"rule": rule, "label": {"en": label, "fr": label, "ar": "تقييم"}, "state": state, "record": "018f0000-0000-7000-8000-000000000001", "started": day(-20),
            "days": 0, "within": 10, "unit": "working_days", "confirmed": False, **more}


LIMITS = {"country": "MD", "limits": [
    limit("initial_assessment", "Initial assessment", "overdue", due=day(-2), days=2),
    limit("risk_assessment", "Risk assessment", "open", due=day(3), days=3),
    limit("placement_decision", "Decision on a placement", "suspended", suspension={"en": "Waiting for the court", "fr": "Attente", "ar": "بانتظار المحكمة"}, suspendedSince=day(-9)),
    limit("case_review", "Review of the case", "met", due=day(-30), on=day(-31)),
]}


@pytest.mark.parametrize("language", ("en", "ar"))
@pytest.mark.parametrize("size", (PHONE, DESK), ids=("phone", "desk"))
def test_the_dossier_says_how_each_limit_stands(visit, language, size):
    visitor = visit(size, language)
    page = journeys.sign_in(visitor)
    page.route("**/api/v1/dossiers/*/limits", lambda route: route.fulfill(status=200, content_type="application/json", body=json.dumps(LIMITS)))
    journeys.register_from_alert(visitor)
    card = page.wait_for_selector("section[aria-labelledby=limits]")
    if language == "en":
        words = card.inner_text()
        assert "2 days over the limit" in words and "3 days left" in words and "Waiting for the court" in words
        assert "not confirmed" in words and "Done or over (1)" in words and "Clock stopped" in words
        assert "Done in time" not in words
    page.click("section[aria-labelledby=limits] summary")
    if language == "en":
        assert "Done in time" in page.inner_text("section[aria-labelledby=limits]")
    card.scroll_into_view_if_needed()
    visitor.shot("limits")
    visitor.fits()


def test_no_card_where_no_limits_are_in_use(visit):
    visitor = visit()
    page = journeys.sign_in(visitor)
    with page.expect_response("**/api/v1/dossiers/*/limits"):
        journeys.register_from_alert(visitor)
    assert page.query_selector("section[aria-labelledby=limits]") is None


def test_my_day_names_limits(visit):
    visitor = visit()

    def with_limits(route):
        answer = route.fetch()
        told = answer.json()
        rows = [{"kind": "limit", "record": "018f0000-0000-7000-8000-000000000001", "dossier": "018f0000-0000-7000-8000-000000000002", "name": "Amina Kaya", "title": None,
                 "reason": {"code": code, "args": {"rule": rule, "words": {"en": words}, "days": days}}, "due": day(-days), "action": "open"}
                for code, rule, words, days in (("limit_overdue", "initial_assessment", "Initial assessment", 3), ("limit_overdue", "risk_assessment", "Risk assessment", 0),
                                                ("limit_soon", "case_review", "Review", 2), ("limit_today", "referral_answer", "Answer", 0))]
        next(one for one in told["sections"] if one["id"] == "today")["rows"][:0] = rows
        route.fulfill(response=answer, json=told)

    visitor.page.route("**/api/v1/my-day", with_limits)
    page = journeys.sign_in(visitor)
    page.wait_for_selector("text=Initial assessment")
    words = page.inner_text("main")
    for wanted in ("Initial assessment · 3 days over the country’s limit", "Risk assessment · over the country’s limit since today",
                   "Review · 2 days left by the country’s limit", "Answer · due today by the country’s limit"):
        assert wanted in words
    visitor.shot("my-day-limits")
    visitor.fits()


@pytest.mark.skipif(not (os.environ.get("KINBOX_BIN") or os.environ.get("KINBOX_URL")), reason="make sets KINBOX_BIN")
@pytest.mark.parametrize("size, language", ((PHONE, "ar"), (DESK, "en")), ids=("phone", "desk"))
def test_a_countrys_limits_are_put_into_use_and_taken_back(visit, box, size, language):
    visitor = visit(size, language, at=box)
    code = visitor.site.sign_ins["data_officer"].code
    if code:
        code.last = onetime.code(code.secret)
    page = journeys.sign_in(visitor, "data_officer")
    journeys.open_at(visitor, "#/lists")
    page.click("a[href='#/lists/time-limits']")
    country = {"en": "Moldova", "ar": "مولدوفا"}[language]
    assert page.inner_text("label.choice:has(input[name=limits-from][value=MD])").strip() == country
    page.click("label.choice:has(input[name=limits-from][value=MD])")
    page.click("main form button[type=submit]")
    page.wait_for_selector("main .banner.done")
    assert not serious(page)
    visitor.fits()
    visitor.shot("time-limits-checked")
    put = page.locator("main .card .button.main", has_not_text={"en": "Check", "ar": "تحقق"}[language])
    put.click()
    page.fill("#sheet-note", "The law of 2013.")
    page.click("dialog button[type=submit], [role=dialog] button[type=submit]")
    page.wait_for_selector(".versions .chip.done")
    page.wait_for_selector(f"main h2:has-text('{country}')")
    assert not serious(page)
    visitor.fits()
    visitor.shot("time-limits")
    page.click(".versions > li:last-child > .button")
    page.fill("#sheet-note", "Not yet decided.")
    page.click("dialog button[type=submit], [role=dialog] button[type=submit]")
    page.wait_for_selector("main .banner.done")
    page.wait_for_selector(".versions li:not(:has(.chip.done))")
    assert not page.query_selector(f"main h2:has-text('{country}')")
