"""The decisions inbox against the real binary: an authority decides a placement, verifies a closure; a supervisor approves a plan."""
import datetime
import os

import pytest
from axe_playwright_python.sync_playwright import Axe

import journeys
from visitors import DESK, PHONE, support

support()
import onetime  # noqa: E402
from client import uuid7  # noqa: E402

pytestmark = pytest.mark.skipif(not (os.environ.get("KINBOX_BIN") or os.environ.get("KINBOX_URL")), reason="make sets KINBOX_BIN")
TODAY = datetime.date.today().isoformat()


def serious(page):
    found = Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}).response["violations"]
    return [(one["id"], [node["html"][:120] for node in one["nodes"]][:3]) for one in found if one["impact"] in ("serious", "critical")]


@pytest.fixture
def worker(box):
    return box.mock.client("case_worker")


def asked(worker, form, fields, risk="low"):
    """A new child with an open case and one request; answers (dossier, case, request, name)."""
    child, case, request, given = uuid7(), uuid7(), uuid7(), f"Asked{uuid7()[-6:]}"
    entry = lambda form_, record, fields_: {"id": uuid7(), "op": "create", "form": form_, "record": record, "formVersion": 1, "at": datetime.datetime.now(datetime.timezone.utc).isoformat(),  # noqa: E731
                                            "fields": fields_, **({} if form_ == "child" else {"dossier": child})}
    worker.post("/api/v1/records", {"saveId": uuid7(), "entries": [
        entry("child", child, {"given_name": given, "family_name": "Testova", "sex": "female", "birth_date": "2017-04-02"}),
        entry("case", case, {"concern": ["neglect"], "risk_level": risk})]}).expect(200)
    worker.post("/api/v1/records", {"saveId": uuid7(), "entries": [entry(form, request, fields)]}).expect(200)
    return child, case, request, given


def signs_in(visitor, role):
    """By a code that no other session of this role has used in its half minute."""
    code = visitor.site.sign_ins[role].code
    if code:
        code.last = onetime.code(code.secret)
    return journeys.sign_in(visitor, role)


def status_of(worker, record):
    return worker.get(f"/api/v1/records/{record}").expect(200).json()["status"]


@pytest.mark.parametrize("language", ("en", "ar"))
@pytest.mark.parametrize("size", (PHONE, DESK), ids=("phone", "desk"))
def test_an_authority_decides_a_placement(visit, box, worker, language, size):
    child, _, request, given = asked(worker, "placement", {"care_kind": "emergency", "emergency_setting": "family", "provider_name": "Aunt Vera", "decided_by": "undecided",
                                                           "why": "The father drinks and has locked her out.", "child_view": "I want to be with my aunt."})
    visitor = visit(size, language, at=box)
    page = journeys.sign_in(visitor, "guardianship_local")
    page.wait_for_selector("section:has(#decisions) .list-row")
    visitor.shot("decisions-my-day")
    journeys.open_at(visitor, "#/decisions")
    row = page.wait_for_selector(f"a[href='#/decide/{request}']")
    assert given in row.inner_text()
    visitor.shot("decisions")
    assert not serious(page)
    row.click()
    page.wait_for_selector("#decision-outcome")
    assert "I want to be with my aunt." in page.inner_text("main")
    visitor.shot("decide")
    assert not serious(page)
    page.click("form button[type=submit]")
    page.wait_for_selector("#decision-outcome .fault")
    page.click("#decision-outcome label.choice:has(input[value=refuse])")
    page.click("form button[type=submit]")
    page.wait_for_selector("#decision-words-fault")
    assert status_of(worker, request) == "requested", "nothing is decided without words"
    page.click("#decision-outcome label.choice:has(input[value=agree])")
    page.wait_for_selector("#f-start_on")
    assert page.input_value("#f-start_on") == TODAY and not page.query_selector("#f-decided_by"), "who decides is known"
    page.fill("#decision-words", "Agreed for the night; the aunt was called.")
    visitor.shot("decide-filled")
    visitor.fits()
    page.click("form button[type=submit]")
    journeys.until(page, "location.hash === '#/decisions'")
    journeys.until(page, f"!document.querySelector(\"a[href='#/decide/{request}']\") && !document.querySelector('.loading')")
    record = worker.get(f"/api/v1/records/{request}").expect(200).json()
    assert record["status"] == "active" and record["fields"]["start_on"] == TODAY and record["fields"]["decision"] == "agreed" and record["fields"]["decided_by"] == "local_authority"
    assert record["fields"]["decision_reason"] == "Agreed for the night; the aunt was called." and record["fields"]["decided_on"] == TODAY
    # Who comes a second time finds it decided.
    journeys.open_at(visitor, f"#/decide/{request}")
    page.wait_for_selector(".banner.done")
    assert not page.query_selector("#decision-outcome")
    visitor.fits()


def test_two_authorities_at_once_and_the_second_learns_of_the_first(visit, box, worker):
    _, _, request, _ = asked(worker, "placement", {"care_kind": "emergency", "emergency_setting": "family", "provider_name": "Family Rusu", "decided_by": "undecided"})
    visitor = visit(at=box)
    page = journeys.sign_in(visitor, "guardianship_local")
    journeys.open_at(visitor, f"#/decide/{request}")
    page.click("#decision-outcome label.choice:has(input[value=refuse])")
    page.fill("#decision-words", "No free place there.")
    other = box.mock.client("guardianship_territorial")
    version = other.get(f"/api/v1/decisions/{request}").expect(200).json()["record"]["version"]
    other.post("/api/v1/records", {"saveId": uuid7(), "entries": [{"id": uuid7(), "op": "decide", "form": "placement", "record": request, "base": version, "formVersion": 1,
                                                                   "at": datetime.datetime.now(datetime.timezone.utc).isoformat(), "status": "active",
                                                                   "fields": {"decided_by": "territorial_authority", "decision": "agreed", "start_on": TODAY}}]}).expect(200)
    page.click("form button[type=submit]")
    page.wait_for_selector("main .banner.urgent")
    assert status_of(worker, request) == "active"
    assert page.input_value("#decision-words") == "No free place there.", "the words stay"
    visitor.shot("decide-late")


def test_a_verified_closure_closes_the_case_and_words_send_it_back(visit, box, worker):
    # Nobody's open case any more: the worker's own reach ends with it, the supervisor's does not.
    supervisor = box.mock.client("supervisor")
    child, case, request, _ = asked(worker, "closure", {"closed_on": TODAY, "outcome": "goals_met", "reason": "She is safe at home and says so."})
    visitor = visit(at=box)
    page = signs_in(visitor, "guardianship_territorial")
    journeys.open_at(visitor, f"#/decide/{request}")
    assert status_of(worker, case) == "open"
    page.click("#decision-outcome label.choice:has(input[value=verify])")
    page.click("form button[type=submit]")
    journeys.until(page, "location.hash === '#/decisions'")
    assert status_of(supervisor, request) == "verified" and status_of(supervisor, case) == "closed"
    _, case, request, _ = asked(worker, "closure", {"closed_on": TODAY, "outcome": "goals_met"})
    journeys.open_at(visitor, f"#/decide/{request}")
    page.click("#decision-outcome label.choice:has(input[value=return])")
    page.fill("#decision-words", "Nobody has asked the child.")
    page.click("form button[type=submit]")
    journeys.until(page, "location.hash === '#/decisions'")
    assert status_of(worker, request) == "returned" and status_of(worker, case) == "open"


def test_a_supervisor_approves_a_plan_and_others_are_shown_nothing(visit, box, worker):
    child, _, request, given = asked(worker, "care_plan", {"goal": "Back in school", "action": "school_return", "due_on": TODAY})
    visitor = visit(at=box)
    page = signs_in(visitor, "supervisor")
    journeys.open_at(visitor, f"#/decide/{request}")
    page.click("#decision-outcome label.choice:has(input[value=approve])")
    page.click("form button[type=submit]")
    journeys.until(page, "location.hash === '#/decisions'")
    assert status_of(worker, request) == "approved"
    for role in ("specialist", "guardianship_local"):
        stranger = box.mock.client(role)
        assert stranger.get(f"/api/v1/decisions/{request}").status == 404, role
        assert given not in stranger.get("/api/v1/decisions").body.decode(), role
    assert worker.get("/api/v1/decisions").expect(200).json() == {"rows": [], "more": False}
    # Sent back, proposed again by the worker with the entry that the button of its page writes, and decided anew.
    _, _, request, _ = asked(worker, "care_plan", {"goal": "Back in school", "action": "school_return", "due_on": TODAY})
    supervisor = box.mock.client("supervisor")

    def step(client, status, op, fields):
        base = client.get(f"/api/v1/records/{request}").expect(200).json()["version"]
        return client.post("/api/v1/records", {"saveId": uuid7(), "entries": [{"id": uuid7(), "op": op, "form": "care_plan", "record": request, "base": base, "formVersion": 1,
                                                                               "at": datetime.datetime.now(datetime.timezone.utc).isoformat(), "status": status, "fields": fields}]})

    step(supervisor, "returned", "decide", {"returned_why": "Nobody has asked the child."}).expect(200)
    journeys.open_at(visitor, f"#/dossier/{supervisor.get(f'/api/v1/records/{request}').json()['dossier']}/record/{request}")
    page.wait_for_selector("#step-again")
    assert "Nobody has asked the child." in page.inner_text("#step-state")
    step(worker, "proposed", "amend", {}).expect(200)
    assert status_of(worker, request) == "proposed"
    assert supervisor.get(f"/api/v1/decisions/{request}").expect(200).json()["open"]


@pytest.mark.parametrize("size, language", ((PHONE, "ar"), (DESK, "en")), ids=("phone", "desk"))
def test_brothers_and_sisters_are_decided_in_one_go(visit, box, worker, size, language):
    emergency = {"care_kind": "emergency", "emergency_setting": "family", "provider_name": "Aunt Lina", "decided_by": "undecided", "why": "The house burnt down."}
    first, second, third = (asked(worker, "placement", emergency | {"child_view": view}) for view in ("With my brother.", "With my sister.", "I do not know."))
    now, family = datetime.datetime.now(datetime.timezone.utc).isoformat(), uuid7()
    entry = lambda form, record, **more: {"id": uuid7(), "op": "create", "form": form, "record": record, "formVersion": 1, "at": now, **more}  # noqa: E731
    worker.post("/api/v1/records", {"saveId": uuid7(), "entries": [
        entry("family", family, fields={"family_name": "Testova"}),
        *(entry("family_member", uuid7(), dossier=child, parent=family, fields={"family": family, "role": "child"}) for child, *_ in (first, second, third))]}).expect(200)
    visitor = visit(size, language, at=box)
    page = signs_in(visitor, "guardianship_local")
    journeys.open_at(visitor, f"#/decide/{first[2]}")
    page.click("#decision-outcome label.choice:has(input[value=agree])")
    box_of = f"#decide-together input[value='{second[2]}']"
    page.wait_for_selector(f"{box_of}:enabled")
    assert "With my sister." in page.inner_text("#decide-together"), "each request is read before it is ticked"
    assert not page.query_selector("#decide-together input:checked")
    page.click(f"#decide-together label:has(input[value='{second[2]}'])")
    page.wait_for_selector(f"{box_of}:checked")
    page.fill("#decision-words", "Both stay with the aunt.")
    assert not serious(page)
    visitor.fits()
    visitor.shot("decide-together")
    page.click("form button[type=submit]")
    journeys.until(page, "location.hash === '#/decisions'")
    assert [status_of(worker, one[2]) for one in (first, second, third)] == ["active", "active", "requested"]
    fields = worker.get(f"/api/v1/records/{second[2]}").expect(200).json()["fields"]
    assert fields["decision_reason"] == "Both stay with the aunt." and fields["decided_by"] == "local_authority" and fields["start_on"] == TODAY and fields["child_view"] == "With my sister."
