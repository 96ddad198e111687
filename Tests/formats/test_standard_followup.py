"""How much of each follow-up form is filled in when it opens, measured on a little dossier: the forms as data, the rules by
lxml. Tests/browser/test_app_known.py measures the same on the screen of the real binary."""
import re

import pytest

from expression_room import outcome, text
from standard_instance import forms, words

# Who it is and when this was written: nobody types them, so they are not counted.
IDENTITY_OR_METADATA = re.compile(r"^(caregiver_name|participants)$")

REGISTERED = {
    "child": {"lives_with": "mother", "school_attendance": "local_school"},
    "family": {"caregiver_name": "Sade Okonedo"},
    "initial_assessment": {"where_seen": "home"},
}
PLAN = {"care_plan": {"id": "p", "action": "school_return health_care", "plan_review_on": "2026-05-01"}}
VISITED = {"visit": {"visit_kind": "follow_up", "visit_where": "home", "lives_with": "kin", "school_attendance": "local_school", "family_contact": "visits",
                     "family_contact_on": "2026-02-20", "promise": "Bring the school books"}}
IN_CARE = {"placement": {"id": "k"}}
REVIEWED = {"case_review": {"took_part": "social_worker family", "lives_with": "kin", "school_attendance": "local_school", "family_contact": "visits"}}
SERVED = {"referral": {"id": "r", "service": "psychosocial", "provider_name": "Sun House"}}

# What the dossier holds, and how many of the answers that somebody would type are there: counted by hand on the form.
MEASURED = [
    # visit: kind, place, lives with, school, contact, [last contact], [actions]; left: observation, promise, next visit
    ("visit", "first, lives with a parent", REGISTERED, (5, 8)),
    ("visit", "first, lives with others", {"child": {"lives_with": "kin", "school_attendance": "local_school"}, "initial_assessment": {"where_seen": "home"}}, (4, 8)),
    ("visit", "later, in care", REGISTERED | VISITED, (6, 9)),
    ("visit", "later, with a plan", REGISTERED | VISITED | PLAN, (7, 10)),
    # case_review: kind, who took part, lives with, school, contact, next review, [open actions]; left: progress, decisions, next step, [placement]
    ("case_review", "first, no plan", REGISTERED | VISITED, (6, 9)),
    ("case_review", "first, with a plan", REGISTERED | VISITED | PLAN, (7, 10)),
    ("case_review", "later, in care", REGISTERED | VISITED | PLAN | IN_CARE | REVIEWED, (7, 11)),
    # post_closure_visit: place, lives with, school, contact; left: observation
    ("post_closure_visit", "first", REGISTERED | VISITED, (4, 5)),
    ("post_closure_visit", "later", REGISTERED | {"post_closure_visit": {"visit_where": "home", "lives_with": "kin", "school_attendance": "training", "family_contact": "calls"}}, (4, 5)),
    # reunification_visit: place, lives with, school, support; left: observation
    ("reunification_visit", "first", REGISTERED | VISITED | {"reunification": {"support": "cash school"}}, (4, 5)),
    ("reunification_visit", "later", REGISTERED | {"reunification_visit": {"visit_where": "home", "lives_with": "mother", "school_attendance": "training", "support": "cash"}}, (4, 5)),
    # post_adoption_visit: place, school, support, [what the child knows]; left: observation
    ("post_adoption_visit", "first", REGISTERED | VISITED | SERVED, (3, 5)),
    ("post_adoption_visit", "later", REGISTERED | {"post_adoption_visit": {"visit_where": "home", "support": "psychosocial", "origin_talk": "She knows."}}, (4, 5)),
    # service_delivery: service, provider, for whom, [where]; left: step, what was done, what comes next
    ("service_delivery", "first", REGISTERED | SERVED, (3, 7)),
    ("service_delivery", "later", REGISTERED | SERVED | {"service_delivery": {"visit_where": "office", "given_to": "child parents"}}, (4, 7)),
]
# A service's record tells what the service did: an account, not a follow-up of what was known.
NO_FOLLOW_UP = {"service_delivery"}
# Before the first visit nobody has written whether a child who lives elsewhere sees the parents.
BELOW = {("visit", "first, lives with others")}


def opened(name, dossier):
    """The values with which a form opens, in its order: what the dossier holds, else the default."""
    values = {}
    for field in forms()[name].fields:
        known = [dossier[form][key] for form, _, key in (source.partition(".") for source in words(field["cm::autofill"])) if key in dossier.get(form, {})]
        if field["cm::autofill"] == "today":
            known = ["2026-03-15"]
        default = field["default"]
        values[field.name] = known[0] if known else text(outcome(name, field.name, values, "default")) if "(" in default else default
    return values


def measured(name, dossier):
    """(filled, counted) of the answers somebody would otherwise type: on the screen when the form opens, not asked anew."""
    values = opened(name, dossier)
    counted = [field for field in forms()[name].fields
               if field.asked and not field["cm::beside"] and field["cm::autofill"] != "today" and not IDENTITY_OR_METADATA.match(field.name)
               and (not field["relevant"] or outcome(name, field.name, values, "relevant"))]
    return sum(bool(values[field.name]) for field in counted), len(counted)


@pytest.mark.parametrize("name, when, dossier, expected", MEASURED, ids=[f"{name}: {when}" for name, when, *_ in MEASURED])
def test_a_follow_up_opens_mostly_filled(name, when, dossier, expected):
    assert measured(name, dossier) == expected
    filled, counted = expected
    assert (filled >= 0.6 * counted) != (name in NO_FOLLOW_UP or (name, when) in BELOW)


def test_every_follow_up_form_is_measured():
    """Who adds a form for visits or reviews adds its line."""
    # How a supervisor looks at the work follows no child up.
    named = {name for name in forms() if re.search(r"visit|review|monitor|follow", name)} - {"quality_review", "review_comment"}
    assert named == {name for name, *_ in MEASURED} - NO_FOLLOW_UP


def test_an_empty_dossier_fills_little():
    """The measure can fail: without a dossier there is nothing to fill in but what is proposed."""
    assert measured("visit", {}) == (1, 8)
    assert measured("case_review", {}) == (3, 9)
    assert measured("post_closure_visit", {})[0] == 0
