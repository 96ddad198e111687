"""A best-interest panel on its page: members are asked, each says for themselves, the decision makes actions of the care plan."""
import journeys
import pytest
from looks import serious
from mock_store import PEOPLE
from visitors import DESK, PHONE

QUESTION = {"called_on": "2026-01-01", "question_kind": "separation", "question": "Where does Amina live from now on? أين تعيش أمينة؟", "panel_heard": "before",
            "child_view": "I want to stay with my aunt, near my school.", "option_1": "With her aunt", "option_1_for": "Same school, and her wish", "option_1_against": "A small flat",
            "option_1_by": "Amal Haddad", "option_2": "A foster family in another town", "option_2_for": "A room of her own", "option_2_against": "Another school", "quorum": 2}


def called(store, *members):
    child = store.of("child")[0]["id"]
    panel = store.new("best_interest_panel", PEOPLE["ion"], QUESTION, child)
    store.records[panel]["status"] = "called"
    return child, panel, [seat(store, panel, child, one) for one in members]


def seat(store, panel, child, who):
    return store.new("best_interest_seat", PEOPLE["ion"], {"bi_panel": panel, "member": PEOPLE[who]["id"]}, child)


@pytest.mark.parametrize("size,language", ((PHONE, "ar"), (DESK, "en"), (PHONE, "fr")), ids=("360-ar", "desk-en", "360-fr"))
def test_from_asking_members_to_actions_of_the_plan(visit, size, language):
    visitor = visit(size, language)
    store = visitor.site.mock.store
    child, panel, _ = called(store)
    page = journeys.sign_in(visitor, "supervisor")
    journeys.open_at(visitor, f"#/dossier/{child}")
    page.wait_for_selector(f"section[aria-labelledby=panels] a[href='#/panel/{panel}']")
    journeys.open_at(visitor, f"#/panel/{panel}")
    page.wait_for_selector("#panel-lacks li")
    assert not page.query_selector("section[aria-labelledby=panel-meet]"), "nobody is asked yet"
    page.wait_for_selector("section[aria-labelledby=panel-ask] input[name=members]")
    for who in ("amal", "ion"):
        page.check(f"section[aria-labelledby=panel-ask] input[value='{PEOPLE[who]['id']}']", force=True)
    visitor.shot("panel-called")
    visitor.fits()
    assert not serious(page)
    page.click("section[aria-labelledby=panel-ask] button[type=submit]")
    page.wait_for_selector("section[aria-labelledby=panel-meet] button[type=submit]")
    assert {one["fields"]["member"] for one in store.of("best_interest_seat")} == {PEOPLE["amal"]["id"], PEOPLE["ion"]["id"]}
    page.click("section[aria-labelledby=panel-meet] button[type=submit]")
    page.wait_for_selector("section[aria-labelledby=panel-seat] input[value=agrees]")
    assert store.records[panel]["status"] == "in_session" and page.query_selector("#panel-lacks")
    # One signs here, the other on another device.
    page.check("section[aria-labelledby=panel-seat] input[value=agrees]", force=True)
    page.check("section[aria-labelledby=panel-seat] input[name=option][value='1']", force=True)
    other = next(one for one in store.of("best_interest_seat") if one["fields"]["member"] == PEOPLE["amal"]["id"])
    store.apply({"id": "a", "op": "amend", "record": other["id"], "fields": {"said": "agrees", "said_option": "1"}}, PEOPLE["amal"])
    page.click("section[aria-labelledby=panel-seat] button[type=submit]")
    page.wait_for_selector("section[aria-labelledby=panel-decide]")
    page.click("section[aria-labelledby=panel-decide] button[type=submit]")
    page.wait_for_selector("#panel-reason-fault")
    page.fill("#panel-reason", "Near her school, and what she wants.")
    page.fill("#panel-goal", "She lives with her aunt and goes to school.")
    page.wait_for_selector("#act-0-f-responsible")
    page.select_option("#act-0-f-action", "kinship_support") if page.query_selector("select#act-0-f-action") else journeys_choose(page)
    page.fill("#act-0-f-responsible", "Amal Haddad")
    page.fill("#act-0-f-due_on", "2027-01-01")
    visitor.shot("panel-decide")
    visitor.fits()
    assert not serious(page)
    page.click("section[aria-labelledby=panel-decide] button[type=submit]")
    page.wait_for_selector("section[aria-labelledby=panel-decision]")
    plan = [one for one in store.of("care_plan", child) if one["fields"].get("bi_panel") == panel]
    assert len(plan) == 1 and plan[0]["fields"]["action"] == "kinship_support" and store.records[panel]["fields"]["panel_choice"] == "1"
    visitor.shot("panel-decided")
    visitor.fits()


def journeys_choose(page):
    page.check("input[name='act-0-f-action'][value=kinship_support]", force=True)


@pytest.mark.parametrize("size,language", ((PHONE, "en"), (PHONE, "ar")), ids=("360-en", "360-ar"))
def test_a_member_disagrees_in_their_own_words(visit, size, language):
    visitor = visit(size, language)
    store = visitor.site.mock.store
    _, panel, (mine, _) = called(store, "amal", "ion")
    page = journeys.sign_in(visitor, "case_worker")
    page.wait_for_selector(f"#section-today ~ * a[href='#/panel/{panel}'], a[href='#/panel/{panel}']")
    page.click(f"a[href='#/panel/{panel}']")
    # Before it meets there is nothing to sign, and stepping aside alone is offered.
    page.wait_for_selector("section[aria-labelledby=panel-seat] input[value=recused]")
    assert not page.query_selector("section[aria-labelledby=panel-seat] input[value=agrees]")
    store.records[panel]["status"] = "in_session"
    journeys.open_at(visitor, "#/day")
    journeys.open_at(visitor, f"#/panel/{panel}")
    page.wait_for_selector("section[aria-labelledby=panel-seat] input[value=dissents]")
    assert not page.query_selector("#panel-stop"), "the steps of the panel are not a member's"
    page.check("section[aria-labelledby=panel-seat] input[value=dissents]", force=True)
    page.click("section[aria-labelledby=panel-seat] button[type=submit]")
    page.wait_for_selector("#panel-words[aria-invalid=true]")
    page.fill("#panel-words", "The flat is too small. الشقة صغيرة.")
    visitor.shot("panel-seat")
    visitor.fits()
    assert not serious(page)
    page.click("section[aria-labelledby=panel-seat] button[type=submit]")
    page.wait_for_selector("section[aria-labelledby=panel-members] li p.small")
    assert store.records[mine]["fields"]["said_words"].startswith("The flat") and store.records[mine]["fields"]["said"] == "dissents"
