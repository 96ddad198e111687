"""The standard forms as data: languages, names, lists, sources, sensitivity, what is asked and what opens filled."""
import re

import pytest

from standard_instance import CLASSES, LANGUAGES, SILENT, TEXTS, all_fields, find, forms, references, table, words

ENGLISH, FRENCH, ARABIC = LANGUAGES
ARABIC_LETTER = re.compile("[\u0621-\u064a]")
# Words that are the same in English and French.
SAME_IN_FRENCH = {"Action", "Adoptable", "Causes", "Date", "Dossier", "Incident", "Kafala", "Kafil", "Note", "Parent", "Parents",
                  "Photo", "Placement", "Places", "Police", "Religion", "Score", "Service", "Services", "Supervision"}


def texts():
    """Every text that people read: where it stands, and its cells by language."""
    for form in forms().values():
        yield f"{form.name} title", {language: form.title(language) for language in LANGUAGES}
        for row in form.survey:
            for column in TEXTS:
                cells = {language: row.get(f"{column}::{language}") or "" for language in LANGUAGES}
                if any(cells.values()):
                    yield f"{form.name}.{row['name']} {column}", cells
        for row in form.choices:
            yield f"{form.name} {row['list_name']} {row['name']}", {language: row[f"label::{language}"] for language in LANGUAGES}


def test_every_text_stands_in_three_languages():
    missing = [f"{where}: {language}" for where, cells in texts() for language in LANGUAGES if not cells[language].strip()]
    missing += [f"{field}: no label" for field in all_fields() if not field[f"label::{ENGLISH}"]]
    missing += [f"{form.name} {group['name']}: no label" for form in forms().values() for group in form.groups if not group[f"label::{ENGLISH}"]]
    assert not missing


def test_no_translation_was_forgotten():
    assert not [where for where, cells in texts() if not ARABIC_LETTER.search(cells[ARABIC])]
    assert not [(where, cells[FRENCH]) for where, cells in texts()
                if cells[FRENCH] == cells[ENGLISH] and cells[ENGLISH] not in SAME_IN_FRENCH]


def test_texts_are_clean():
    """No straight apostrophe in English and French words, no double blank, nothing around the text, no Latin mark in Arabic."""
    faults = []
    for where, cells in texts():
        for language, text in cells.items():
            if text != text.strip() or "  " in text or (language != ARABIC and re.search(r"\w'\w", text)):
                faults.append((where, text))
        if re.search(r"[?;,]", cells[ARABIC]):
            faults.append((where, cells[ARABIC]))
    assert not faults


def test_a_field_name_has_one_type():
    kinds = {}
    for field in all_fields():
        kinds.setdefault(field.name, {}).setdefault(field.kind, []).append(repr(field))
    assert not {name: found for name, found in kinds.items() if len(found) > 1}


def test_names_are_unique_in_a_form_groups_included():
    for form in forms().values():
        names = [row["name"] for row in form.survey if row["name"]]
        assert len(names) == len(set(names)), form.name


def test_a_choice_means_the_same_wherever_its_list_is_used():
    known = {}
    for form in forms().values():
        for row in form.choices:
            label = tuple(row[f"label::{language}"] for language in LANGUAGES)
            assert known.setdefault((row["list_name"], row["name"]), label) == label, (form.name, row["list_name"], row["name"])


def test_lists_are_there_and_used():
    for form in forms().values():
        used = {field.list for field in form.fields if field.list}
        assert used == set(form.lists), form.name
        for field in form.fields:
            assert (field.kind in ("select_one", "select_multiple")) == (field.list is not None), field


def test_classifiers_carry_every_choice_of_their_list():
    mirrored = {row["name"]: row["list_name"] for row in table("lists.csv") if row["list_name"]}
    assert len(mirrored) == 9
    for file, name in mirrored.items():
        rows = {row["code"]: row for row in table(f"classifiers/{file}.csv")}
        for form in forms().values():
            for code, choice in form.lists.get(name, {}).items():
                assert code in rows, (file, code)
                assert all(choice[f"label::{language}"] == rows[code][f"label::{language}"] for language in LANGUAGES), (file, code)


def test_expressions_name_fields_of_their_form():
    for field in all_fields():
        for column in ("relevant", "constraint", "calculation", "choice_filter", "required", "default"):
            unknown = references(field[column]) - set(forms()[field.form].by_name)
            assert not unknown, (field, column, unknown)
        if field["constraint"]:
            assert field[f"constraint_message::{ENGLISH}"], f"{field}: a constraint without words"
        assert field.kind != "calculate" or field["calculation"], field


@pytest.mark.parametrize("column", ["cm::autofill", "cm::beside"])
def test_sources_exist_and_fit(column):
    for field in all_fields():
        sources = words(field[column])
        assert len(set(sources)) == len(sources) and (len(sources) < 2 or column == "cm::autofill"), field
        if sources == ["today"]:
            assert field.kind == "date", field
            continue
        for source in sources:
            fits(field, source, column)


def fits(field, source, column):
    """The source exists, and every answer that it may hold is one that the field takes."""
    if field.kind == "hidden" and source.endswith(".id"):
        assert source[:-3] in forms(), field
        return
    other = find(source)
    assert other is not None, f"{field}: {source} does not exist"
    assert not other.retired, f"{field}: {source} is retired"
    if column == "cm::beside" or field.kind == "hidden":
        return
    pair = {field.kind, other.kind}
    assert len(pair) == 1 or pair == {"select_one", "select_multiple"}, f"{field}: {source} has another type"
    if field.list:
        here, there = forms()[field.form].lists[field.list], forms()[other.form].lists[other.list]
        assert set(there) <= set(here), f"{field}: {source} may hold {set(there) - set(here)}"


# Safety, risk, well-being and the child's will are asked anew each time, by name and by what the question says.
ASKED_ANEW = re.compile(r"^(well_being_.*|immediate_danger|risk_level|seen|promise_kept|child_safe_now|safe_return|self_harm|serious_harm|"
                        r"repeated|harmful_access|carer_unable|basic_needs|vulnerable|trusted_adult|family_accepts_help|wants_tracing|fears|child_assent|"
                        r"caregiver_consent|consent_checked|result|bond|change_seen|child_view|child_says|child_agrees|child_agreed|child_told|strengths)$")
NEVER_FILLED = re.compile(r"\bthe child (say|says|want|wants|feel|feels|agree|agrees)\b|\bchild’s (will|wish|view)|\bsafe\b|\bdanger|\brisk\b|\bworry about\b|\bprotects\b|\btrusts?\b", re.I)
# What leaves without a last value beside it: asked once in a dossier, or the answer to something that happens only now.
NOTHING_BESIDE = {"case.risk_level", "care_plan.child_agrees", "adoption.child_agrees", "closure.child_agrees", "medical_assessment.child_agreed",
                  "best_interest_determination.child_told", "initial_assessment.child_says", "educational_assessment.child_says", "initial_assessment.strengths", "transfer.child_agrees"}


def test_safety_risk_and_well_being_open_empty_with_the_last_value_beside():
    for field in all_fields():
        if ASKED_ANEW.match(field.name):
            assert not field["cm::autofill"] and not field["default"] and not field["calculation"], field
            assert field["cm::beside"] or repr(field) in NOTHING_BESIDE, field
        assert not (field["cm::beside"] and (field["cm::autofill"] or field["default"])), field
    assert all(ASKED_ANEW.match(find(name).name) and not find(name)["cm::beside"] for name in NOTHING_BESIDE)


def test_no_question_about_the_childs_will_or_safety_fills_itself_whatever_its_name():
    """What the question says decides, so that a new field cannot slip past the names above."""
    found = [field for field in all_fields() if field.asked and NEVER_FILLED.search(field[f"label::{ENGLISH}"])]
    assert len(found) > 45
    assert not [field for field in found if field["cm::autofill"] or field["default"] or field["calculation"]]


def test_registration_asks_at_most_twelve_required_answers():
    required = [field for name in ("child", "case", "family", "family_member") for field in forms()[name].fields if field.required]
    # The register screen adds the concern and a first judgement of risk.
    assert len(required) + 2 <= 12, required
    for form in forms().values():
        assert sum(field.required for field in form.fields) <= 6, form.name
        assert sum(field.asked for field in form.fields) <= 40, form.name


def test_religion_and_ethnicity_are_off_and_say_why():
    for name in ("religion", "ethnicity"):
        field = forms()["child"].by_name[name]
        assert field.retired and field["cm::forward"] == "never" and field.permission == "identity"
        assert all(len(field[f"guidance_hint::{language}"]) > 60 for language in LANGUAGES)


def test_every_field_has_a_known_class_and_rule():
    for field in all_fields():
        assert field.permission in CLASSES, field
        if field.kind != "note":
            assert field["cm::forward"] in ("never", "deidentified", "full"), field
        assert field["cm::index"] in ("", "name", "code", "date", "text", "link"), field
        assert field["cm::maxlength"] == "" or field.kind == "text", field


# What a name says about the class that a field must have.
CLASS_OF_NAME = [
    (r"(^|_)phone$|^safe_contact$|^focal_point$|^left_behind$|^receiving$", {"contact", "account"}),
    (r"address", {"address", "carer"}), (r"^carer_address$", {"carer"}), (r"^whereabouts$", {"address"}),
    (r"national_id|decision_number|^marks$|mother_name|father_name|seeker_name|partner_name|^full_name$", {"identity"}),
    (r"^religion$|^ethnicity$|^nationality$|country_|^birth_paper$|^legal_status$", {"identity"}),
    (r"health|disability|weight|height|vaccin|self_harm|findings|functional", {"health"}),
    (r"notifier_(name|contact)", {"notifier"}),
    (r"^what_happened$|^story$|alleged|where_happened|reported_to|serious_harm|repeated|harmful_access|carer_unable", {"narrative"}),
]
NOT_SO = {"visit.well_being_health", "initial_assessment.well_being_health", "closure.well_being_health", "family.national_id"}


def test_names_of_sensitive_things_have_their_class():
    faults = []
    for field in all_fields():
        for pattern, allowed in CLASS_OF_NAME:
            if re.search(pattern, field.name) and repr(field) not in NOT_SO and field.permission not in allowed:
                if not (field.permission == "carer" and "address" in allowed):
                    faults.append((field, field.permission, allowed))
    assert not faults


def test_health_papers_and_narratives_are_never_general():
    for name in ("medical_assessment", "psychological_assessment", "child_functioning"):
        for field in forms()[name].fields:
            if field.asked and field.kind != "date" and field.name not in ("age_band", "respondent", "child_agreed"):
                assert field.permission in ("health", "narrative"), field
    for field in all_fields():
        # The directory speaks of services, not of a child.
        if "multiline" in field["appearance"] and field.form not in ("service", "provider"):
            assert field.permission != "general", field


# Texts that may leave with a de-identified row: codes, and names of services, never of persons.
TEXTS_THAT_MAY_LEAVE = {"place", "birth_date", "nationality", "provider_name", "service_name", "case_number", "agency"}


def test_what_leaves_the_site_names_nobody():
    for field in all_fields():
        leaves = field["cm::forward"] in ("deidentified", "full")
        if leaves and field.kind == "text":
            assert field.name in TEXTS_THAT_MAY_LEAVE, field
        if leaves:
            assert field.permission not in ("address", "contact", "carer", "notifier", "account"), field
    # Rare events are recognised even without a name.
    for name in ("abduction", "repatriation", "adoptability", "matching", "post_adoption_visit"):
        leaving = [field for field in forms()[name].fields if field["cm::forward"] == "deidentified"]
        assert not [field for field in leaving if field.kind != "calculate" and field.name not in ("child_agrees",)], leaving


def test_hideable_is_what_no_rule_needs():
    for field in all_fields():
        if field["appearance"] == "unusual":
            continue  # Asked for only while the answer above is unusual; who hides that answer, or does without the check, hides it.
        if field["cm::hideable"] == "yes":
            assert not field.required and field.kind not in SILENT and not field.retired, field
        if field.required:
            assert field["cm::hideable"] == "", field
