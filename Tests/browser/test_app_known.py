"""Known answers are not asked again: how much of a follow-up form is filled in when it opens, on the real binary with the
standard forms, and that nothing which needs fresh eyes is. Leaves build/reports/known.json and prints it as a table."""
import datetime
import json
import os
import time

import pytest

import journeys
import mock_forms
from filler import SEEN
from visitors import DESK, REPORTS

pytestmark = pytest.mark.skipif(not (os.environ.get("KINBOX_BIN") or os.environ.get("KINBOX_URL")), reason="make sets KINBOX_BIN")

# Safety, risk and well-being: these open empty, the last value beside them where there is one.
FRESH = ("well_being_safe", "well_being_trust", "well_being_school", "well_being_health", "well_being_treated", "seen", "promise_kept", "immediate_danger",
         "risk_level", "concern", "child_says", "result", "serious_harm", "repeated", "harmful_access", "carer_unable", "basic_needs", "self_harm", "vulnerable",
         "trusted_adult", "family_accepts_help", "bond", "change_seen")
WORDS = "She says the lamp in the yard helps. تقول إن المصباح في الفناء يساعد."


def first_of(form, name):
    field = next(one for one in mock_forms.form(form)["fields"] if one["name"] == name)
    return mock_forms.form(form)["lists"][field["list"]][0]["value"]


def day(back):
    return (datetime.date.today() - datetime.timedelta(days=back)).isoformat()


def client_of(box):
    from client import Client

    who = box.sign_ins["case_worker"]
    return Client(int(box.base_url.rsplit(":", 1)[1])).sign_in({"user": who.user, "password": who.password})


def entry(form, fields, dossier, record=None, parent=None):
    from client import uuid7

    return {"id": uuid7(), "op": "create", "form": form, "record": record or uuid7(), **({"dossier": dossier} if dossier else {}), **({"parent": parent} if parent else {}),
            "formVersion": mock_forms.form(form)["version"], "at": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()), "fields": fields}


VISIT = {"seen_on": day(20), "visit_kind": "follow_up", "visit_where": "home", "seen": "alone", "promise_kept": "no", "well_being_safe": "4", "well_being_trust": "3",
         "well_being_school": "2", "well_being_health": "5", "well_being_treated": "4", "lives_with": "kin", "school_attendance": "local_school",
         "family_contact": "calls", "family_contact_on": day(25), "observation": WORDS, "promise": "Bring the school books", "promise_due_on": day(-3)}
REVIEW = {"reviewed_on": day(90), "took_part": ["social_worker", "family"], "concern": ["neglect"], "risk_level": "medium", "child_says": WORDS, "next_step": "continue"}
REUNITED = {"seen_on": day(30), "visit_where": "home", "seen": "alone", "lives_with": "mother", "school_attendance": "local_school", "support": ["cash"], "well_being_safe": "4",
            "well_being_treated": "4", "observation": WORDS, "result": "continue"}


@pytest.fixture(scope="module")
def child(box):
    """A registered child with a case, a family, a first assessment, a risk assessment and an earlier visit."""
    from client import uuid7

    client, dossier, family = client_of(box), uuid7(), uuid7()
    client.save(
        entry("child", {"given_name": "Ilira", "family_name": "Okonedo", "sex": "female", "birth_date": "2016-05", "lives_with": "kin", "school_attendance": "local_school", "school": "Vila Nova 2"}, dossier, dossier),
        entry("case", {"opened_on": day(60), "concern": ["neglect"], "risk_level": "medium"}, dossier, uuid7()),
        entry("family", {"family_name": "Okonedo", "caregiver_name": "Sade Okonedo", "caregiver_relation": first_of("family", "caregiver_relation")}, None, family),
        entry("family_member", {"family": family, "role": "child"}, dossier, parent=family)).expect(200)
    client.save(entry("initial_assessment", {"assessed_on": day(55), "seen": "alone", "immediate_danger": "no", "concern": ["neglect"], "well_being_safe": "2"}, dossier)).expect(200)
    client.save(entry("risk_assessment", {"assessed_on": day(50), "immediate_danger": "no", "serious_harm": "no", "vulnerable": "yes", "family_accepts_help": "yes", "risk_level": "low"}, dossier)).expect(200)
    client.save(entry("visit", VISIT, dossier)).expect(200)
    return client, dossier


def opened(visitor, dossier, name):
    """What a form shows when it opens: counts, and the fresh questions with what stands beside them."""
    # From the dossier, as people come to a form: what it knows is up to date then.
    page = journeys.open_at(visitor, "#/more")
    with page.expect_response(lambda answer: answer.url.endswith(f"/api/v1/dossiers/{dossier}")):
        journeys.open_at(visitor, f"#/dossier/{dossier}")
    page.wait_for_timeout(200)
    journeys.open_at(visitor, f"#/dossier/{dossier}/add/{name}")
    page.wait_for_selector("main form .field")
    journeys.until(page, "!document.querySelector('.loading')")
    fields = {field["name"]: field for field in mock_forms.form(name)["fields"]}
    seen = {one["id"][2:]: one for one in page.evaluate(SEEN)}
    fresh = {key: one for key, one in seen.items() if key in FRESH}
    # Who the child is and when this was written down are not counted.
    counted = {key: one for key, one in seen.items() if key not in fresh and fields[key].get("permission") != "identity" and fields[key].get("autofill") != "today"}
    filled = sorted(key for key, one in counted.items() if one["filled"])
    assert all(one["from"] for key, one in seen.items() if one["filled"]), "what filled itself says where from"
    return {"form": name, "counted": len(counted), "filled": len(filled), "share": round(100 * len(filled) / len(counted)), "filled in": filled,
            "left to type": sorted(set(counted) - set(filled)), "fresh": fresh, "seen": seen}


def table(rows):
    """What was counted, for the reader of the report."""
    REPORTS.parent.mkdir(parents=True, exist_ok=True)
    kept = [{key: row[key] for key in ("form", "when", "counted", "filled", "share", "filled in", "left to type")} | {"empty on purpose": sorted(row["fresh"])} for row in rows]
    (REPORTS.parent / "known.json").write_text(json.dumps(kept, indent=1))
    for row in kept:
        print(f"{row['form']:20} {row['when']:34} {row['filled']:2} of {row['counted']:2} = {row['share']:3} %, {len(row['empty on purpose'])} empty on purpose")


def test_a_follow_up_form_opens_mostly_filled_in(visit, box, child):
    client, dossier = child
    visitor = visit(DESK, at=box)
    journeys.sign_in(visitor)
    rows = []

    def count(name, when):
        rows.append({"when": when, **opened(visitor, dossier, name)})
        filled = [key for key, one in rows[-1]["fresh"].items() if one["filled"]]
        assert not filled, f"{name} answers what needs fresh eyes: {filled}"
        return rows[-1]

    first = count("visit", "after registration, assessment, visit")
    assert first["seen"]["caregiver_name"]["filled"], "the family lies outside the dossier and is known all the same"
    for name in ("well_being_safe", "well_being_trust", "well_being_school", "well_being_health", "well_being_treated", "seen", "promise_kept"):
        assert first["fresh"][name]["beside"], f"{name} does not say what it was last time"
    assert "mostly safe" in first["fresh"]["well_being_safe"]["beside"]
    visitor.shot("known-visit")
    risk = count("risk_assessment", "second time")
    for name in ("immediate_danger", "serious_harm", "vulnerable", "family_accepts_help", "risk_level"):
        assert risk["fresh"][name]["beside"], name
    count("case_review", "first review, no plan")
    client.save(entry("care_plan", {"goal": "In school every day", "action": "school_return", "plan_review_on": day(-10)}, dossier)).expect(200)
    client.save(entry("care_plan", {"goal": "Asthma under control", "action": "health_care", "status": "under_way"}, dossier)).expect(200)
    client.save(entry("care_plan", {"goal": "A safe way home", "action": "safety_plan", "status": "done"}, dossier)).expect(200)
    count("visit", "with a plan")
    chosen = visitor.page.eval_on_selector_all("#f-actions_covered input:checked", "all => all.map((one) => one.value)")
    assert sorted(chosen) == ["health_care", "school_return"], "what is open in the plan, and not what is done"
    review = count("case_review", "first review, with a plan")
    assert review["fresh"]["concern"]["beside"] and review["fresh"]["risk_level"]["beside"]
    client.save(entry("case_review", {**REVIEW, "review_kind": first_of("case_review", "review_kind")}, dossier)).expect(200)
    again = count("case_review", "second review")
    assert again["fresh"]["child_says"]["beside"]
    client.save(entry("reunification", {"relation": first_of("reunification", "relation"), "verified": first_of("reunification", "verified"), "support": ["cash", "school"]}, dossier)).expect(200)
    count("reunification_visit", "first visit after the return")
    client.save(entry("reunification_visit", REUNITED, dossier)).expect(200)
    last = count("reunification_visit", "second visit after the return")
    count("post_closure_visit", "first visit after closure")
    assert last["fresh"]["result"]["beside"] and last["fresh"]["well_being_safe"]["beside"]
    table(rows)
    # A first risk assessment is all judgement: nothing of it fills itself.
    assert not [(row["form"], row["when"], row["share"], row["left to type"]) for row in rows if row["share"] < 60 and row["form"] != "risk_assessment"]


def test_the_mock_compiles_forms_as_the_box_does(box):
    """The browser tests against the mock are worth what its forms are worth."""
    client = client_of(box)
    names = [one["name"] for one in client.get("/api/v1/forms").expect(200).json()["forms"]]
    assert len(names) > 40
    for name in names:
        assert client.get(f"/api/v1/forms/{name}").expect(200).json() == mock_forms.form(name), name
