"""Every quantitative indicator of the BCN/UNICEF manual for children in formal care, from records of the standard forms.

The little district below was counted by hand; the figures stand beside each check.
"""
import re
from datetime import date

import pytest

from indicator_tree import Indicators, age_on, period, tree
from standard_instance import LANGUAGES, all_fields, find, forms, table, words

BOOK = Indicators()
YEAR = period(date(2025, 1, 1), date(2025, 12, 31), population=20000)
COUNTER = iter(range(1, 10_000))


def child(name, born, *papers, **answers):
    records = [("child", name, name, {"birth_date": born, "sex": "female", **answers})]
    for form, fields in papers:
        identifier = fields.pop("id", None) or f"{name}{next(COUNTER)}"
        records.append((form, identifier, name, fields))
    return records


def placed(kind, start, decided="territorial_authority", **more):
    return "placement", {"care_kind": kind, "start_on": start, "decided_by": decided, **more}


def district():
    everybody = [
        # Ana: institution since 2023, still there; seen by her mother in November, plan, reviewed, at the local school.
        child("ana", "2015-03-02", placed("residential", "2023-02-01", came_from="own_family"),
              ("visit", {"seen_on": "2025-11-20", "seen": "alone", "family_contact": "visits", "family_contact_on": "2025-11-10"}),
              ("care_plan", {"goal": "Home again", "action": "family_contact", "status": "under_way"}),
              ("case_review", {"reviewed_on": "2025-12-01", "review_kind": "placement", "placement_reviewed": "yes", "next_step": "continue"}),
              school_attendance="local_school"),
        # Bilal: entered an institution in April, assessed before; last contact too long ago; school inside the institution.
        child("bilal", "2012", placed("residential", "2025-04-10", came_from="own_family", entry_assessment="before"),
              ("visit", {"seen_on": "2025-06-01", "seen": "alone", "family_contact_on": "2025-05-20"}),
              ("case_review", {"reviewed_on": "2025-07-01", "review_kind": "placement", "placement_reviewed": "yes", "next_step": "continue"}),
              sex="male", school_attendance="inside_school"),
        # Carla: entered a small home in May without assessment, moved to a foster family in August: leaves residential care.
        child("carla", "2018-09-09", placed("small_group_home", "2025-05-05", id="carla-home", came_from="street", entry_assessment="none"),
              ("placement_move", {"placement": "carla-home", "from_kind": "small_group_home", "to_kind": "foster", "moved_on": "2025-08-15"}),
              placed("foster", "2025-08-15", came_from="other_placement"),
              ("care_plan", {"goal": "Stay at school", "action": "school_return", "status": "planned"})),
        # Dana: institution since 2022, went back to her parents in March.
        child("dana", "2010-01-01", placed("residential", "2022-01-01", id="dana-home"),
              ("placement_exit", {"placement": "dana-home", "from_kind": "residential", "left_on": "2025-03-03", "left_to": "parents"})),
        # Emil: emergency placement in a family in June, ended in July with the end written on the placement itself.
        child("emil", "2020-05-05", placed("emergency", "2025-06-01", decided="local_authority", emergency_setting="family",
                                           came_from="own_family", entry_assessment="days3", end_on="2025-07-01"), sex="male"),
        # Fatma: with her aunt by agreement of the family only: an arrangement, not formal care.
        child("fatma", "2016-06-06", placed("kinship", "2025-02-02", decided="undecided", came_from="own_family")),
        # Goran: with relatives by decision of the court since 2024; saw his father on Christmas Day; his plan was cancelled.
        child("goran", "2009-10-10", placed("kinship", "2024-10-10", decided="court"),
              ("visit", {"seen_on": "2025-12-28", "seen": "alone", "family_contact_on": "2025-12-25"}),
              ("care_plan", {"goal": "Work", "action": "cash_support", "status": "cancelled"}), sex="male"),
        # Hana: died in an institution in September.
        child("hana", "2024-12-12", placed("residential", "2025-01-15", id="hana-home", came_from="hospital", entry_assessment="later"),
              ("placement_exit", {"placement": "hana-home", "from_kind": "residential", "left_on": "2025-09-09", "left_to": "died"})),
        # Ivo turned 18 in the institution: no longer a child.
        child("ivo", "2007-02-02", placed("residential", "2019-01-01"), sex="male"),
        # Jana: adopted in the country in October; Kamil: kafala, which is not adoption. Lina: adopted the year before.
        child("jana", "2023-03-03", ("adoption", {"adoption_kind": "national", "order_on": "2025-10-10"})),
        child("kamil", "2023-04-04", ("adoption", {"adoption_kind": "kafala", "order_on": "2025-10-11"}), sex="male"),
        child("lina", "2022-03-03", ("adoption", {"adoption_kind": "abroad", "order_on": "2024-10-10"})),
        # Mona: asked for in December, not yet decided, not placed.
        child("mona", "2014-04-04", ("placement", {"care_kind": "foster", "decided_by": "undecided", "came_from": "own_family"})),
    ]
    providers = [
        ("provider", "p1", None, {"provider_name": "Sun House", "provider_kind": "residential", "provider_active": "yes",
                                  "staff_total": 12, "staff_qualified": 9, "staff_counted_on": "2025-12-01"}),
        ("provider", "p2", None, {"provider_name": "Foster service", "provider_kind": "ngo", "services": "alternative_care legal",
                                  "provider_active": "yes", "staff_total": 8, "staff_qualified": 2}),
        ("provider", "p3", None, {"provider_name": "Legal clinic", "provider_kind": "ngo", "services": "legal", "provider_active": "yes",
                                  "staff_total": 5, "staff_qualified": 5}),
        ("provider", "p4", None, {"provider_name": "Closed home", "provider_kind": "residential", "provider_active": "no",
                                  "staff_total": 30, "staff_qualified": 0}),
        ("provider", "p5", None, {"provider_name": "New home", "provider_kind": "residential", "provider_active": "yes"}),
    ]
    return [record for one in everybody for record in one] + providers


SITE = tree(district(), date(2025, 12, 31))

# code: numerator, denominator, value; counted by hand.
COUNTED = {
    "BCN1": (4, 20000, 20.0),        # Bilal, Carla (once, her move is no entry), Emil, Hana
    "BCN2": (4, 20000, 20.0),        # Ana, Bilal, Carla (foster), Goran
    "BCN3": (2, 5, 40.0),            # Carla and Dana of Ana, Bilal, Carla, Dana, Hana
    "BCN4": (2, 2, 1.0),             # Ana, Bilal : Carla, Goran
    "BCN5": (1, 4, 25000.0),         # Hana
    "BCN6": (2, 4, 50.0),            # Ana, Goran
    "BCN7": (2, 4, 50.0),            # Ana, Carla
    "BCN8": (2, 4, 50.0),            # Bilal, Emil of Bilal, Carla, Emil, Hana
    "BCN9": (1, 4, 25.0),            # Ana
    "BCN10": (1, 2, 50.0),           # Ana of Ana (10) and Bilal (13)
    "BCN11": (11, 20, 55.0),         # 9 + 2 of 12 + 8
    "BCN12": (1, 20000, 5.0),        # Jana
}


@pytest.mark.parametrize("code", COUNTED)
def test_counts_as_by_hand(code):
    assert BOOK.compute(code, SITE, YEAR) == pytest.approx(COUNTED[code])


# What stands on the edge: one child each, the count worked out from the manual's words. (records of the child, answers, {code: (above, below)})
EDGES = {
    "an institution in an emergency is residential care": (
        [placed("emergency", "2025-10-10", decided="local_authority", emergency_setting="residential")], {}, {"BCN4": (1, 0), "BCN2": (1, 20000)}),
    "from there to a family in an emergency is leaving for a family": (
        [placed("emergency", "2025-02-10", decided="local_authority", emergency_setting="residential", id="first"),
         ("placement_move", {"placement": "first", "from_kind": "emergency", "from_setting": "residential", "to_kind": "emergency", "to_setting": "family", "moved_on": "2025-03-01"}),
         placed("emergency", "2025-03-01", decided="local_authority", emergency_setting="family", came_from="other_placement")], {},
        {"BCN3": (1, 1), "BCN4": (0, 1), "BCN1": (1, 20000)}),
    "from one institution to another is not": (
        [placed("residential", "2024-02-10", id="first"),
         ("placement_exit", {"placement": "first", "from_kind": "residential", "left_on": "2025-03-01", "left_to": "residential"})], {}, {"BCN3": (0, 1)}),
    "a kafala family counts as family care": ([placed("kafala", "2025-01-01", decided="court")], {}, {"BCN4": (0, 1)}),
    "a placement that ends on the last day does not go on": ([placed("foster", "2025-01-01", end_on="2025-12-31")], {}, {"BCN2": (0, 20000), "BCN1": (1, 20000)}),
    "the day before the period is no entry, the first day is": ([placed("foster", "2024-12-31", id="old"), placed("kinship", "2025-01-01", id="new")], {}, {"BCN1": (1, 20000)}),
    "three months ago to the day is too long, a day less is not": (
        [placed("foster", "2025-01-01"), ("visit", {"seen_on": "2025-11-01", "family_contact_on": "2025-09-30"}),
         ("case_review", {"reviewed_on": "2025-10-01", "placement_reviewed": "yes"})], {}, {"BCN6": (0, 1), "BCN9": (1, 1)}),
    "a review that did not look at the placement does not count": (
        [placed("foster", "2025-01-01"), ("case_review", {"reviewed_on": "2025-12-01", "placement_reviewed": "no"})], {}, {"BCN9": (0, 1)}),
    "eighteen on the last day is no child": ([placed("foster", "2025-01-01")], {"birth_date": "2007-12-31"}, {"BCN2": (0, 20000), "BCN7": (0, 0)}),
    "eighteen the day after still is": ([placed("foster", "2025-01-01")], {"birth_date": "2008-01-01"}, {"BCN2": (1, 20000), "BCN7": (0, 1)}),
    "a special school is not the local one": ([placed("residential", "2025-01-01")], {"school_attendance": "special_school"}, {"BCN10": (0, 1)}),
    "whoever was in care and died in it counts once": (
        [placed("foster", "2025-01-01", id="last"), ("placement_exit", {"placement": "last", "from_kind": "foster", "left_on": "2025-06-01", "left_to": "died"})], {},
        {"BCN5": (1, 0), "BCN2": (0, 20000)}),
    "a death in an arrangement without a decision is no death in formal care": (
        [placed("kinship", "2025-01-01", decided="undecided", id="kin"), ("placement_exit", {"placement": "kin", "from_kind": "kinship", "left_on": "2025-06-01", "left_to": "died"})], {},
        {"BCN5": (0, 0)}),
    "adoption abroad counts": ([("adoption", {"adoption_kind": "abroad", "order_on": "2025-12-31"})], {}, {"BCN12": (1, 20000)}),
}


@pytest.mark.parametrize("what", EDGES)
def test_what_stands_on_the_edge(what):
    papers, answers, counted = EDGES[what]
    fresh = [(form, dict(fields)) for form, fields in papers]
    site = tree(child("edge", answers.get("birth_date", "2014-01-01"), *fresh, **{key: value for key, value in answers.items() if key != "birth_date"}), date(2025, 12, 31))
    for code, expected in counted.items():
        assert BOOK.compute(code, site, YEAR)[:2] == expected, code


def test_all_twelve_are_there():
    assert list(BOOK.rows) == [f"BCN{number}" for number in range(1, 13)] == list(COUNTED)


def test_nothing_divides_by_zero():
    nobody = tree([], date(2025, 12, 31))
    for code in BOOK.rows:
        above, below, value = BOOK.compute(code, nobody, YEAR)
        assert above == 0 and (value is None or below == 20000), code


@pytest.mark.parametrize("code", ["BCN1", "BCN2", "BCN3", "BCN6", "BCN10"])
def test_a_breakdown_by_sex_adds_up(code):
    """A breakdown adds a condition to the first step of the path."""
    row = BOOK.rows[code]
    whole = BOOK.number(SITE, row["numerator"], YEAR)
    parts = [BOOK.number(SITE, row["numerator"].replace("dossier[", f"dossier[child/sex = '{sex}'][", 1), YEAR)
             for sex in ("female", "male", "unknown")]
    assert sum(parts) == whole


def test_rows_are_complete_and_name_what_they_use():
    for row in table("indicators.csv"):
        for language in LANGUAGES:
            assert row[f"name::{language}"], row["code"]
            assert row["kind"] == "condition" or row[f"definition::{language}"], row["code"]
        listed = words(row["fields"])
        assert listed and len(listed) == len(set(listed)), row["code"]
        for source in listed + words(row["disaggregation"]):
            assert find(source), (row["code"], source)
        names = {source.partition(".")[2] for source in listed}
        used = names_in(BOOK.expression(row["numerator"] + " " + row["denominator"]))
        assert used <= names, (row["code"], used - names)
        # The day of a count tells how old a figure is, without being part of it; `placement` is a form's name as well.
        assert names <= used | {"staff_counted_on", "placement"}, (row["code"], names - used)


def names_in(expression):
    """The names of fields in an expression: no texts, values, functions or forms; an age comes from the birth date."""
    bare = re.sub(r"'[^']*'|\$\w+", " ", expression).replace("@age", "birth_date").replace("@id", " ")
    steps = re.findall(r"(?<!\w)([a-z]\w*)(?!\w|\()", bare)
    return set(steps) - set(forms()) - {"dossier", "and", "or"}


def test_fields_name_the_indicators_they_feed():
    """`cm::indicator` in the forms and `fields` in indicators.csv tell the same, in both directions."""
    used = {}
    for code, row in BOOK.rows.items():
        for source in words(row["fields"]):
            used.setdefault(source, []).append(code)
    assert {repr(field): words(field["cm::indicator"]) for field in all_fields() if field["cm::indicator"]} == used


def test_changing_an_answer_changes_the_count():
    """The check can fail: without Ana's contact date, her contact is not counted."""
    changed = [(form, identifier, dossier, {name: value for name, value in fields.items() if not (dossier == "ana" and name == "family_contact_on")})
               for form, identifier, dossier, fields in district()]
    assert BOOK.compute("BCN6", tree(changed, date(2025, 12, 31)), YEAR)[0] == 1


def test_ages():
    assert [age_on(born, date(2025, 12, 31)) for born in ("2010-01-01", "2010-12-31", "2012", "2012~", "2011-12", "2025-12-31")] == [15, 15, 13, 13, 14, 0]
    assert re.fullmatch(r"\d+", str(YEAR["three_months_before"])) and YEAR["three_months_before"] == 20250930
