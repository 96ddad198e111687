"""A case that has ended, or is watched over: opened again, or no longer watched, from its card in the dossier."""
import json
import pathlib

import pytest

import journeys
from looks import serious
from mock_store import PEOPLE
from visitors import DESK, NARROW, PHONE

FRENCH = json.loads((pathlib.Path(__file__).resolve().parents[2] / "assets" / "web" / "i18n" / "fr.json").read_text(encoding="utf-8"))


def case_with(visitor, status):
    """A case of the mock in that state."""
    store = visitor.site.mock.store
    case = next(one for one in store.of("case"))
    case["status"] = status
    return case


@pytest.mark.parametrize("language", ("en", "ar"))
@pytest.mark.parametrize("size", (PHONE, DESK), ids=("phone", "desk"))
def test_a_watched_case_is_opened_again_after_a_second_question(visit, size, language):
    visitor = visit(size, language)
    page = journeys.sign_in(visitor)
    case = case_with(visitor, "monitoring")
    journeys.open_at(visitor, f"#/dossier/{case['dossier']}")
    page.wait_for_selector("#case-end")
    page.click("#case-reopen")
    page.wait_for_selector("dialog.sheet")
    assert not serious(page)
    visitor.shot("case-reopen")
    visitor.fits()
    page.keyboard.press("Escape")
    page.wait_for_selector("dialog.sheet", state="detached")
    assert case["status"] == "monitoring", "a slip of the thumb changes nothing"
    page.click("#case-reopen")
    page.click("dialog.sheet .body .button.main")
    page.wait_for_selector("dialog.sheet", state="detached")
    assert visitor.site.mock.store.records[case["id"]]["status"] == "open"
    page.wait_for_selector("#case-reopen", state="detached")


def test_an_open_case_offers_no_such_step_and_a_closed_one_none_to_its_worker(visit):
    visitor = visit()
    page = journeys.sign_in(visitor)
    case = case_with(visitor, "open")
    for status in ("open", "closed"):
        case["status"] = status
        journeys.open_at(visitor, "#/more")
        journeys.open_at(visitor, f"#/dossier/{case['dossier']}")
        page.wait_for_selector(".safe-contact")
        assert not page.query_selector("#case-reopen, #case-end"), status


def test_a_child_whose_dossier_is_somebody_elses_is_not_registered_again(visit):
    """The alert says that the child is registered, without a way to the dossier."""
    visitor = visit()
    page = journeys.sign_in(visitor)

    def hide(route):
        answer = route.fetch()
        body = answer.json()
        for child in body["children"]:
            child["fields"].pop("linked_dossier", None)
            child["hidden"] = ["linked_dossier"]
        route.fulfill(response=answer, json=body)

    page.wait_for_selector("a.list-row[href^='#/notification/']")
    alert = page.get_attribute("a.list-row[href^='#/notification/']", "href")
    page.route(f"**/api/v1/notifications/{alert.rsplit('/', 1)[1]}", hide)
    journeys.open_at(visitor, alert)
    page.wait_for_selector("main .banner.done")
    assert "registered already" in page.inner_text("main")
    assert not page.query_selector("main a[href^='#/register/'], main a[href^='#/dossier/'], main .card.match")


def test_what_happened_is_told_without_codes_and_ids(visit):
    """A plan has a question of the name `status`; its approval is told as the record's state. A link to another record is left out."""
    visitor = visit()
    page = journeys.sign_in(visitor)
    store, case = visitor.site.mock.store, case_with(visitor, "open")
    link = "0190f3a2-77aa-7bbb-8ccc-1234567890ff"
    at, actor = store.entries[-1]["at"], store.entries[-1]["actor"]
    for form, changes in (("care_plan", [("status", "proposed", "approved")]), ("care_plan", [("status", "planned", "done")]), ("visit", [("plan", None, link), ("observation", None, "She waved.")])):
        store.entries.append({"entry": f"told-{len(store.entries)}", "at": at, "actor": actor, "device": link, "form": form, "record": link, "op": "amend", "dossier": case["dossier"],
                              "changes": [{"field": field, "from": before, "to": after} for field, before, after in changes]})
    journeys.open_at(visitor, f"#/dossier/{case['dossier']}/history")
    journeys.until(page, "document.querySelector('.timeline') && document.querySelector('.timeline').innerText.includes('She waved.')")
    journeys.until(page, "document.querySelector('.timeline').innerText.includes('How far')")
    told = page.inner_text(".timeline")
    assert "State: Proposed" in told.replace("\n", " ") and "Approved" in told and "approved" not in told
    assert "How far: Planned" in told.replace("\n", " ") and link not in told


def test_a_returned_plan_says_why_and_is_proposed_again(visit):
    visitor = visit(NARROW, "fr")
    page = journeys.sign_in(visitor)
    store, case = visitor.site.mock.store, case_with(visitor, "open")
    given = {"goal": "Sleeps well.", "action": "home_support", "status": "planned"}
    plan = store.new("care_plan", PEOPLE["amal"], {**given, "returned_why": "Nobody has asked the child."}, case["dossier"], case["id"])
    plan = store.records[plan if isinstance(plan, str) else plan["id"]]
    for status, again in (("proposed", False), ("approved", False), ("returned", True)):
        plan["status"] = status
        journeys.open_at(visitor, "#/more")
        journeys.open_at(visitor, f"#/dossier/{case['dossier']}/record/{plan['id']}")
        journeys.until(page, f"document.querySelector('#step-state .chip').innerText === {json.dumps(FRENCH[f'step.{status}'])}")
        assert bool(page.query_selector("#step-again")) == again, status
    assert "Nobody has asked the child." in page.inner_text("#step-state")
    assert not serious(page)
    visitor.shot("plan-returned")
    visitor.fits()
    page.click("#step-again")
    page.wait_for_selector("#step-again", state="detached")
    assert plan["status"] == "proposed" and plan["fields"]["status"] == "planned", "the state of the paper, not how far the plan is"
