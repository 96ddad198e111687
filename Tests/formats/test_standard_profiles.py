"""The two profiles: the emergency set is small and complete, and changing to the national one loses nothing."""
from standard_instance import LANGUAGES, SILENT, forms, table


def profile(name):
    """Shown fields by form."""
    shown = {}
    for row in table(f"profiles/{name}.csv"):
        form = forms()[row["form"]]
        assert row["form"] not in shown, row
        shown[row["form"]] = {field.name for field in form.fields if field["cm::profile"] in ("", name)}
    return shown


def test_titles_and_stages_stand_in_every_language():
    for row in table("profiles/profiles.csv") + table("profiles/stages.csv"):
        assert all(row[column] for column in row), row
    stages = {row["stage"] for row in table("profiles/stages.csv")}
    names = [row["profile"] for row in table("profiles/profiles.csv")]
    assert names == ["emergency", "national"]
    for name in names:
        assert {row["stage"] for row in table(f"profiles/{name}.csv")} <= stages


def test_national_shows_everything():
    assert profile("national") == {name: set(form.by_name) for name, form in forms().items()}


def test_emergency_is_small():
    emergency, national = profile("emergency"), profile("national")
    asked = lambda shown: sum(field.asked and field.name in shown[name] for name in shown for field in forms()[name].fields)
    assert len(emergency) <= 0.6 * len(national)
    assert asked(emergency) <= 0.5 * asked(national)


def test_emergency_hides_only_what_may_be_hidden():
    for name, shown in profile("emergency").items():
        for field in forms()[name].fields:
            if field.name not in shown and field.kind not in SILENT and not field.retired:
                assert field["cm::hideable"] == "yes", f"{field} must stay"
                assert (not field.required or field["appearance"] == "unusual") and field["cm::mds"] != "yes", field


def test_changing_up_loses_nothing():
    """Both profiles are views on the same forms: what one shows, the other shows under the same name and type."""
    emergency, national = profile("emergency"), profile("national")
    for name, shown in emergency.items():
        assert shown <= national[name], name
        record = {field: f"answer to {field}" for field in shown}
        assert {field: record[field] for field in record if field in national[name]} == record


def test_what_is_shown_does_not_depend_on_what_is_hidden():
    """A hidden question is blank: no shown one may wait for it or count with it."""
    from standard_instance import references
    for name, shown in profile("emergency").items():
        for field in forms()[name].fields:
            if field.name in shown:
                needed = references(field["relevant"]) | references(field["calculation"]) | references(field["required"])
                assert needed <= shown, (field, needed - shown)


def test_emergency_covers_the_way_from_alert_to_closure():
    needed = {"notification", "notified_child", "child", "case", "consent", "initial_assessment", "risk_assessment", "care_plan", "referral",
              "placement", "visit", "separation_history", "tracing_request", "reunification", "incident", "closure"}
    assert needed <= set(profile("emergency"))
    assert all(len(form.title(language)) > 0 for form in forms().values() for language in LANGUAGES)
