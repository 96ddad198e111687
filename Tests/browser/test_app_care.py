"""A place that is full, the authority that asks for more, and the answer that puts the request back: on the real binary."""
import os

import pytest

import journeys
from looks import serious
from test_app_decisions import TODAY, asked, status_of
from visitors import DESK, PHONE, support

support()
from client import uuid7  # noqa: E402

pytestmark = pytest.mark.skipif(not (os.environ.get("KINBOX_BIN") or os.environ.get("KINBOX_URL")), reason="make sets KINBOX_BIN")


def entry(op, form, record, fields, **more):
    return {"id": uuid7(), "op": op, "form": form, "record": record, "formVersion": 1, "at": TODAY + "T00:00:00Z", "fields": fields, **more}


def save(client, *entries):
    return client.post("/api/v1/records", {"saveId": uuid7(), "entries": list(entries)}).expect(200)


@pytest.mark.parametrize("size,language", ((PHONE, "en"), (PHONE, "ar"), (DESK, "fr")), ids=("360-en", "360-ar", "desk-fr"))
def test_a_full_place_and_a_question_of_the_authority(visit, box, size, language):
    worker, lead, authority = (box.mock.client(role) for role in ("case_worker", "supervisor", "guardianship_territorial"))
    home, name = uuid7(), f"Hill home {uuid7()[-5:]}"
    save(lead, entry("create", "provider", home, {"provider_name": name, "provider_kind": "residential", "capacity": 0, "licence_state": "suspended"}))
    child, _, _, _ = asked(worker, "note", {"noted_on": TODAY, "topic": "call", "text": "She can't go home."})
    visitor = visit(size, language, at=box)
    page = journeys.sign_in(visitor)
    journeys.open_at(visitor, f"#/dossier/{child}/add/placement")
    page.select_option("#f-care_kind", "kinship")
    page.wait_for_selector("input[name$=arrangement]", state="attached")
    page.select_option("#f-care_kind", "small_group_home")
    page.wait_for_function("() => !document.querySelector('input[name$=arrangement]')")
    while not page.query_selector("#care-search"):
        journeys.turn_page(page)
    assert not page.query_selector("#f-over_capacity_why")
    page.fill("#care-search", name)
    page.click("#care-found button")
    page.wait_for_selector("#care-place .banner.urgent li >> nth=1")
    page.wait_for_selector("#f-over_capacity_why")
    visitor.fits()
    assert not serious(page)
    visitor.shot(f"care-full-{language}")
    # Without words the box keeps nothing, and says where they go.
    page.click("button[type=submit]")
    page.wait_for_selector("#f-over_capacity_why-fault")
    page.fill("#f-over_capacity_why", "Her sister lives there.")
    page.click("button[type=submit]")
    journeys.until(page, f"location.hash === '#/dossier/{child}'")
    rows = worker.get(f"/api/v1/dossiers/{child}").expect(200).json()["records"]
    placement = next(one for one in rows if one["form"] == "placement")
    assert placement["fields"]["provider"] == home and placement["fields"]["provider_name"] == name
    told = next(one for one in authority.get("/api/v1/decisions").expect(200).json()["rows"] if one["record"] == placement["id"])
    assert told["concerns"] == ["full", "licence_suspended"]
    save(authority, entry("decide", "placement", placement["id"], {"decision": "postponed", "decision_reason": "Is there a bed?"}, base=placement["version"]))

    journeys.open_at(visitor, "#/day")
    row = page.wait_for_selector(f"a[href='#/dossier/{child}/record/{placement['id']}']")
    assert "Is there a bed?" in row.inner_text()
    visitor.shot(f"care-day-{language}")
    row.click()
    page.wait_for_selector("#step-answer")
    visitor.fits()
    visitor.shot(f"care-asked-{language}")
    page.click("#step-answer")
    page.wait_for_selector("#f-more_answer")
    page.fill("#f-more_answer", "Yes, since Monday.")
    page.click(".form-foot button.main")
    journeys.until(page, f"location.hash === '#/dossier/{child}'")
    told = next(one for one in authority.get("/api/v1/decisions").expect(200).json()["rows"] if one["record"] == placement["id"])
    assert told["returned"] is False and status_of(worker, placement["id"]) == "requested"
    # Decided, moved: the summary says where the child lives now.
    version = worker.get(f"/api/v1/records/{placement['id']}").expect(200).json()["version"]
    save(authority, entry("decide", "placement", placement["id"], {"decision": "agreed", "decided_by": "territorial_authority", "start_on": TODAY}, base=version, status="active"))
    save(worker, entry("create", "placement_move", uuid7(), {"placement": placement["id"], "from_kind": "small_group_home", "to_kind": "foster", "moved_on": TODAY, "provider_name": "Family Rusu"}, dossier=child))
    journeys.open_at(visitor, "#/day")
    journeys.open_at(visitor, f"#/dossier/{child}")
    page.wait_for_selector("text=Family Rusu")
    visitor.fits()
    visitor.shot(f"care-moved-{language}")


def test_the_inbox_says_what_speaks_against_a_place(visit, box):
    worker, lead = box.mock.client("case_worker"), box.mock.client("supervisor")
    home = uuid7()
    save(lead, entry("create", "provider", home, {"provider_name": "Old mill", "provider_kind": "residential", "licence_state": "accredited", "licence_until": "2020-01-31"}))
    _, _, request, _ = asked(worker, "placement", {"care_kind": "emergency", "emergency_setting": "residential", "provider": home, "provider_name": "Old mill"})
    visitor = visit(PHONE, "en", at=box)
    page = journeys.sign_in(visitor, "guardianship_local")
    journeys.open_at(visitor, "#/decisions")
    row = page.wait_for_selector(f"a[href='#/decide/{request}']")
    assert "accreditation has run out" in row.inner_text()
    visitor.shot("care-inbox")
    visitor.fits()
    row.click()
    page.wait_for_selector(".banner.urgent:has-text('accreditation has run out')")
    visitor.shot("care-decide")
    visitor.fits()
    assert not serious(page)
