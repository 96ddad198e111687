"""The calculations and conditions that decide something: risk, child functioning, ages, reasons that are asked for."""
import re

import pytest
from lxml import etree

from expression_room import outcome, text
from standard_instance import all_fields, forms

# Of the ODK XForms functions, those that the standard forms need.
FUNCTIONS = {"if", "int", "number", "concat", "substr", "string-length", "format-date", "today", "not", "selected", "date", "decimal-date-time"}


def test_every_expression_is_sound_xpath():
    for field in all_fields():
        for column in ("relevant", "constraint", "calculation", "choice_filter", "required", "default"):
            expression = field[column]
            if not expression or expression == "yes" or (column == "default" and "(" not in expression):
                continue
            etree.XPath(re.sub(r"\$\{(\w+)\}", r"/record/\1", expression))
            used = set(re.findall(r"([a-z][\w-]*)\(", re.sub(r"'[^']*'", "", expression)))
            assert used - {"and", "or", "div"} <= FUNCTIONS, (field, used)


def test_answers_compared_with_are_choices():
    """A condition that waits for a code no list has would never hold."""
    for field in all_fields():
        form = forms()[field.form]
        for column in ("relevant", "constraint", "calculation", "required", "default"):
            for name, code in re.findall(r"\$\{(\w+)\} !?= '(\w+)'", field[column]):
                other = form.by_name[name]
                assert other.list is None or code in form.lists[other.list], (field, name, code)


QUIET = dict.fromkeys(["serious_harm", "repeated", "harmful_access", "carer_unable", "basic_needs", "self_harm", "vulnerable"], "no") \
    | {"trusted_adult": "yes", "family_accepts_help": "yes", "immediate_danger": "no"}


@pytest.mark.parametrize("changes, score, level", [
    ({}, 0, "low"),
    ({"vulnerable": "yes"}, 1, "low"),
    ({"repeated": "yes", "vulnerable": "partly"}, 3, "low"),
    ({"repeated": "yes", "harmful_access": "yes"}, 4, "medium"),
    ({"serious_harm": "yes", "repeated": "yes", "trusted_adult": "no", "family_accepts_help": "no"}, 7, "medium"),
    ({"serious_harm": "yes", "repeated": "yes", "harmful_access": "yes", "carer_unable": "partly"}, 8, "high"),
    ({"self_harm": "yes", "basic_needs": "unknown"}, 4, "medium"),
    ({"immediate_danger": "yes"}, 0, "high"),
    ({"immediate_danger": "unknown"}, 0, "low"),
])
def test_risk_is_proposed(changes, score, level):
    answers = QUIET | changes
    assert outcome("risk_assessment", "score", answers) == score
    assert outcome("risk_assessment", "suggested_level", answers) == level


def test_not_known_counts_as_a_risk():
    known, unknown = (dict.fromkeys(QUIET, word) for word in ("no", "unknown"))
    assert outcome("risk_assessment", "score", known | {"trusted_adult": "yes"}) < outcome("risk_assessment", "score", unknown)


def test_nothing_answered_proposes_nothing():
    """At registration a worker gives a level before any of the questions: there is nothing yet to differ from."""
    assert outcome("risk_assessment", "score", {}) == "" and outcome("risk_assessment", "suggested_level", {}) == ""
    for column in ("relevant", "required"):
        assert outcome("risk_assessment", "difference_reason", {"risk_level": "high"}, column) is False


@pytest.mark.parametrize("own, asked", [("high", True), ("medium", True), ("low", False), ("unassessed", False), ("", False)])
def test_a_level_of_ones_own_needs_a_reason(own, asked):
    for column in ("relevant", "required"):
        assert outcome("risk_assessment", "difference_reason", QUIET | {"risk_level": own}, column) is asked


def test_danger_now_is_not_left_unassessed_without_a_word():
    for answer, asked in (("yes", True), ("no", False), ("unknown", False)):
        for column in ("relevant", "required"):
            assert outcome("risk_assessment", "difference_reason", QUIET | {"immediate_danger": answer, "risk_level": "unassessed"}, column) is asked


@pytest.mark.parametrize("changes, said", [({"immediate_danger": "yes"}, "danger"), ({"serious_harm": "yes", "repeated": "yes", "self_harm": "yes"}, "high"),
                                           ({"serious_harm": "yes", "repeated": "yes"}, "medium"), ({}, "low"), (None, None)])
def test_the_proposal_is_said_in_words(changes, said):
    answers = {} if changes is None else QUIET | changes
    assert [name for name in ("danger", "high", "medium", "low") if outcome("risk_assessment", f"proposed_{name}", answers, "relevant")] == ([said] if said else [])


# Days that may lie ahead: what is planned, agreed or due.
AHEAD = {"adoption.monitoring_until", "best_interest_determination.review_on", "best_interest_panel.meets_on", "care_plan.due_on", "care_plan.plan_review_on", "case.closed_on", "case_review.next_review_on",
         "closure.monitoring_until", "consent.valid_until", "gbv_step.due_on", "legal_representative.start_on", "legal_representative.end_on", "matching.trial_from",
         "medical_assessment.control_on", "placement.review_due_on", "placement.start_on", "placement.end_on", "placement_exit.first_visit_on",
         "post_adoption_visit.next_visit_on", "post_closure_visit.next_visit_on", "prospective_parent.valid_until", "provider.licence_until",
         "psychological_assessment.control_on", "reunification.first_visit_on", "reunification_visit.next_visit_on", "risk_assessment.review_on",
         "quality_review.due_on", "review_comment.due_on", "rights_request.due_on", "service_delivery.next_on", "supervision_note.due_on", "task.due_on", "visit.promise_due_on", "visit.next_visit_on"}


def test_what_has_happened_is_not_in_the_future():
    """A visit dated ahead by a slip of the hand would silence "not seen for N days"."""
    dates = [field for field in all_fields() if field.kind == "date" or field["appearance"] == "edtf"]
    assert {repr(field) for field in dates if "today()" not in field["constraint"] or ">=" in field["constraint"]} == AHEAD
    for field in dates:
        if repr(field) not in AHEAD:
            if field.kind == "date":
                assert ". <= today()" in field["constraint"], field
            else:
                assert [outcome(field.form, field.name, {field.name: day}, "constraint") for day in ("2026-03-15", "2026-03-16")] == [True, False], field
            assert all(field[f"constraint_message::{language}"] for language in ("English (en)", "French (fr)", "Arabic (ar)")), field


@pytest.mark.parametrize("born, fits", [("2026", True), ("2026~", True), ("2026-03", True), ("2026-03~", True), ("2026-03-15~", True), ("2027", False), ("2027~", False),
                                        ("2026-04", False), ("2026-04~", False), ("2026-03-16~", False), ("1990-12-31", True)])
def test_nobody_is_born_tomorrow(born, fits):
    assert outcome("child", "birth_date", {"birth_date": born}, "constraint") is fits


@pytest.mark.parametrize("born, estimated", [("", ""), ("2019", "no"), ("2019~", "yes"), ("2019-05?", "yes"), ("2019-05-03%", "yes"), ("2019-05-03", "no"), ("2018--05", "no")])
def test_the_mark_on_the_date_says_whether_it_is_an_estimate(born, estimated):
    """Worked out when somebody changes the date: what older records say stays until then."""
    assert outcome("child", "birth_estimated", {"birth_date": born}) == estimated
    assert forms()["child"].by_name["birth_estimated"]["trigger"] == "${birth_date}"


@pytest.mark.parametrize("born, age", [("2019-03-15", 7), ("2019-03-16", 6), ("2019", 6), ("2019~", 6), ("2019-03", 7), ("2019-03~", 7),
                                       ("2019-04", 6), ("2019-03-16~", 6), ("", "")])
def test_age_follows_from_what_is_known_of_the_birth_date(born, age):
    assert outcome("child_functioning", "age_from_birth", {"child_birth_date": born, "assessed_on": "2026-03-15"}) == age


FINE = {field.name: "none" for field in forms()["child_functioning"].fields if field.list == "difficulty"} \
    | {"kicking": "same", "anxious": "never", "sad": "monthly"}


@pytest.mark.parametrize("band, changes, difficulty", [
    ("age2_4", {}, "no"), ("age5_17", {}, "no"), ("", {"seeing": "cannot"}, ""),
    ("age2_4", {"seeing": "some", "kicking": "more"}, "no"), ("age2_4", {"kicking": "lot_more"}, "yes"), ("age2_4", {"playing": "lot"}, "yes"),
    ("age2_4", {"picking_up": "cannot"}, "yes"), ("age2_4", {"anxious": "daily"}, "no"), ("age2_4", {"self_care": "lot"}, "no"),
    ("age5_17", {"anxious": "weekly", "sad": "weekly"}, "no"), ("age5_17", {"anxious": "daily"}, "yes"), ("age5_17", {"sad": "daily"}, "yes"),
    ("age5_17", {"walking_far": "lot"}, "yes"), ("age5_17", {"making_friends": "lot"}, "yes"), ("age5_17", {"kicking": "lot_more"}, "no"),
    ("age5_17", {"hearing": "cannot"}, "yes"), ("age5_17", {"picking_up": "lot"}, "no"),
])
def test_child_functioning_has_the_cut_off_of_its_module(band, changes, difficulty):
    assert outcome("child_functioning", "functional_difficulty", FINE | changes | {"age_band": band}) == difficulty


def test_every_domain_of_child_functioning_counts():
    for field in forms()["child_functioning"].fields:
        if field.list == "difficulty":
            found = {outcome("child_functioning", "functional_difficulty", FINE | {"age_band": band, field.name: "lot"})
                     for band in ("age2_4", "age5_17")}
            assert "yes" in found, field


@pytest.mark.parametrize("band, born, fits", [("age2_4", "2022-01-01", True), ("age2_4", "2015-01-01", False), ("age5_17", "2015-01-01", True),
                                              ("age5_17", "2024-01-01", False), ("age5_17", "", True)])
def test_the_age_band_fits_the_birth_date(band, born, fits):
    answers = {"age_band": band, "child_birth_date": born, "assessed_on": "2026-03-15"}
    assert outcome("child_functioning", "age_band", answers, "constraint") is fits


@pytest.mark.parametrize("form, field, answers, fits", [
    ("provider", "places_free", {"capacity": 10, "places_free": 11}, False), ("provider", "places_free", {"capacity": 10, "places_free": 10}, True),
    ("provider", "places_free", {"places_free": 3}, True), ("provider", "staff_qualified", {"staff_total": 4, "staff_qualified": 5}, False),
    ("prospective_parent", "age_to", {"age_from": 6, "age_to": 3}, False), ("prospective_parent", "age_to", {"age_to": 3}, True),
    ("relative", "age_years", {"age_years": 121}, False), ("relative", "age_years", {"age_years": 0}, True),
    ("medical_assessment", "height_cm", {"height_cm": "1.20"}, False), ("medical_assessment", "height_cm", {"height_cm": "120.5"}, True),
])
def test_what_cannot_be_is_refused(form, field, answers, fits):
    assert outcome(form, field, answers, "constraint") is fits


def test_a_plain_default_is_a_choice_of_its_list():
    for field in all_fields():
        if field["default"] and "(" not in field["default"]:
            assert set(field["default"].split()) <= set(forms()[field.form].lists[field.list]), field


# The day is 2026-03-15.
@pytest.mark.parametrize("agreed, review, plan", [("", "2026-06-13", ""), ("2026-03-14", "2026-06-13", ""), ("2026-03-15", "2026-03-15", "2026-03-15"),
                                                  ("2026-05-01", "2026-05-01", "2026-05-01")])
def test_a_day_that_is_over_is_not_proposed(agreed, review, plan):
    """A form must not open with a fault: the day agreed in the plan while it lies ahead, else three months from now."""
    assert text(outcome("case_review", "next_review_on", {"plan_review": agreed}, "default")) == review
    assert text(outcome("care_plan", "plan_review_on", {"plan_review": agreed}, "default")) == plan


@pytest.mark.parametrize("form", ["visit", "case_review", "post_closure_visit"])
@pytest.mark.parametrize("lives_with, contact", [("mother", "lives_with"), ("both_parents", "lives_with"), ("kin", ""), ("unknown", ""), ("", "")])
def test_who_lives_with_a_parent_is_in_contact(form, lives_with, contact):
    assert text(outcome(form, "family_contact", {"lives_with": lives_with}, "default")) == contact


@pytest.mark.parametrize("form, name, answers, asked", [
    ("child", "adult_right", {"birth_date": "2008-03-15"}, True), ("child", "adult_right", {"birth_date": "2008-03-16"}, False),
    # What is not known of the date speaks for the child.
    ("child", "adult_right", {"birth_date": "2008"}, False), ("child", "adult_right", {"birth_date": "2007~"}, True), ("child", "adult_right", {"birth_date": "2008-03~"}, False),
    ("child", "adult_right", {"birth_date": "2008-02"}, True), ("child", "adult_right", {"birth_date": ""}, False),
    ("relative", "age_right", {"relation": "mother", "age_years": 12}, True), ("relative", "age_right", {"relation": "mother", "age_years": 13}, False),
    ("relative", "age_right", {"relation": "sibling", "age_years": 5}, False), ("relative", "age_right", {"relation": "sibling", "age_years": 14, "is_caregiver": "yes"}, True),
    ("relative", "age_right", {"relation": "grandparent", "age_years": 27}, True), ("relative", "age_right", {"relation": "grandparent", "age_years": 28}, False),
    ("relative", "age_right", {"relation": "mother"}, False),
    ("tracing_request", "dates_right", {"birth_date": "2019", "separated_on": "2018-12-31"}, True), ("tracing_request", "dates_right", {"birth_date": "2019", "separated_on": "2019"}, False),
    ("tracing_request", "dates_right", {"birth_date": "2019-05", "separated_on": "2019-04~"}, True), ("tracing_request", "dates_right", {"separated_on": "2018"}, False),
    ("care_plan", "far_ahead_right", {"due_on": "2036-03-15"}, True), ("care_plan", "far_ahead_right", {"due_on": "2027-03-15"}, False), ("care_plan", "far_ahead_right", {}, False),
    ("family", "size_right", {"household_size": 21}, True), ("family", "size_right", {"household_size": 20}, False), ("family", "size_right", {}, False),
    ("medical_assessment", "measures_right", {"weight_kg": 3.4, "height_cm": 51}, False), ("medical_assessment", "measures_right", {"weight_kg": 34, "height_cm": 51}, True),
    ("medical_assessment", "measures_right", {"weight_kg": 5, "height_cm": 140}, True), ("medical_assessment", "measures_right", {"weight_kg": 35}, False),
])
def test_what_fails_common_sense_is_asked_about(form, name, answers, asked):
    assert outcome(form, name, answers, "relevant") is asked
    field = forms()[form].by_name[name]
    assert field["required"] == "yes" and field["appearance"] == "unusual" and all(field[f"required_message::{language}"] for language in ("English (en)", "French (fr)", "Arabic (ar)"))
