"""role_rights.csv against the forms: nobody is locked out of what they must fill in, nobody is let in by oversight."""
from standard_instance import find, forms, table, words

ROLES = [row["role"] for row in table("roles.csv")]
RIGHTS = [{**row, "kinds": words(row["kinds"]), "actions": words(row["actions"]), "view": set(words(row["classes_view"])),
           "edit": set(words(row["classes_edit"]))} for row in table("role_rights.csv")]
SYSTEM = {"conflict_task", "user"}


def granted(role, form, action):
    return [row for row in RIGHTS if row["role"] == role and form in row["kinds"] and action in row["actions"]]


def classes(role, form, action, column):
    return set().union(*(row[column] for row in granted(role, form, action)), set())


def test_every_form_can_be_opened_and_made_by_somebody():
    for name in forms():
        assert any(granted(role, name, "view") for role in ROLES), name
        if name not in SYSTEM:
            assert any(granted(role, name, "create") for role in ROLES), name


def test_every_field_is_seen_by_somebody():
    for name, form in forms().items():
        seen = set().union(*(classes(role, name, "view", "view") for role in ROLES))
        for field in form.fields:
            if name != "conflict_task" and not field.retired:
                assert field.permission in seen, field


# Asked once a request about a file is answered, of who answers it.
ANSWERED = {"rights_request.rights_answer", "rights_request.rights_answered_on", "rights_request.refusal_reason"}


def test_who_makes_a_record_may_answer_what_is_required():
    for role in ROLES:
        for name, form in forms().items():
            if granted(role, name, "create"):
                writable = classes(role, name, "create", "edit")
                assert not [field for field in form.fields if field.required and field.permission not in writable and repr(field) not in ANSWERED], (role, name)


def test_those_who_keep_the_file_may_answer_every_question():
    """Where a foster carer lives is written by the supervisor, not by the worker who asks for a placement; nor do they answer a request about the file."""
    for role, kept in (("case_worker", {"placement.carer_address"} | ANSWERED), ("supervisor", set()), ("adoption_officer", set()),
                       ("tracing_officer", set()), ("specialist", set())):
        closed = set()
        for name, form in forms().items():
            if granted(role, name, "create"):
                writable = classes(role, name, "create", "edit") | classes(role, name, "edit", "edit")
                closed |= {repr(field) for field in form.fields if field.asked and field.permission not in writable}
        assert closed == kept, role


def test_those_far_from_a_child_see_little():
    """Least privilege, role by role: what each must never be given."""
    never = {
        "notifier": {"view", "edit", "decide", "export"}, "helpline_operator": {"edit", "decide", "export"},
        "volunteer": {"edit", "decide", "export"}, "court_clerk": {"create", "edit", "decide", "export"},
        "specialist": {"export"}, "residential_worker": {"edit", "decide", "export"}, "case_worker": {"export"},
    }
    for role, actions in never.items():
        for row in RIGHTS:
            if row["role"] == role:
                assert not actions & set(row["actions"]), row
    for role in ("site_administrator", "hub_administrator", "auditor", "district_manager"):
        assert all(row["kinds"] == ["user"] for row in RIGHTS if row["role"] == role), role
    for role in ("specialist", "residential_worker", "volunteer", "court_clerk"):
        assert "narrative" not in classes(role, "child", "view", "view"), role
    for role in ("volunteer", "court_clerk", "helpline_operator"):
        kinds = {kind for row in RIGHTS if row["role"] == role for kind in row["kinds"]}
        assert not kinds & {"incident", "medical_assessment", "psychological_assessment", "risk_assessment", "initial_assessment"}, role


def test_a_doctor_does_not_read_the_teachers_paper():
    for name in ("medical_assessment", "educational_assessment", "psychological_assessment", "service_delivery"):
        assert {row["reach"] for row in granted("specialist", name, "view")} == {"own"}, name


def test_where_carers_live_is_kept_from_those_the_family_talks_to():
    allowed = {"case_worker", "supervisor", "guardianship_local", "guardianship_territorial", "adoption_officer"}
    for row in RIGHTS:
        if "carer" in row["view"]:
            assert row["role"] in allowed, row


def test_adoption_is_for_few():
    allowed = {"adoption_officer", "guardianship_territorial"}
    assert {role for role in ROLES if granted(role, "prospective_parent", "view")} == allowed
    for name in ("matching", "adoption"):
        assert {role for role in ROLES if granted(role, name, "edit")} == allowed, name


def test_the_hub_gets_no_rare_event_and_only_forms_that_send_something():
    kinds = {kind for row in RIGHTS if row["role"] == "hub_analyst" for kind in row["kinds"]}
    assert not kinds & {"abduction", "repatriation", "matching", "adoptability", "incident", "tracing_request", "prospective_parent",
                        "supervision_note", "medical_assessment", "psychological_assessment", "note", "user"}
    for kind in kinds:
        assert any(field["cm::forward"] == "deidentified" for field in forms()[kind].fields), kind


def test_supervision_is_written_by_supervisors():
    assert {role for role in ROLES if granted(role, "supervision_note", "create")} == {"supervisor"}
    assert find("supervision_note.advice").permission == "narrative"
