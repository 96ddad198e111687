"""A dossier goes to another agency: the worker asks, the supervisor offers it, whoever is asked takes it over. On the real binary."""
import os

import pytest

import journeys
from test_app_decisions import TODAY, asked, serious, signs_in, worker  # noqa: F401
from real_box import Codes
from visitors import DESK, PHONE, SignIn, support

support()
from invite import invite  # noqa: E402

pytestmark = pytest.mark.skipif(not (os.environ.get("KINBOX_BIN") or os.environ.get("KINBOX_URL")), reason="make sets KINBOX_BIN")


def pick(page, field, words):
    """Types into a list of people and takes the first who fits."""
    page.fill(f"#f-{field}", words)
    page.click(f"#f-{field}-list [role=option] >> nth=0")


def decide(visitor, record, outcome):
    page = journeys.open_at(visitor, f"#/decide/{record}")
    page.wait_for_selector("#decision-outcome")
    page.click(f"#decision-outcome label.choice:has(input[value={outcome}])")
    return page


@pytest.fixture(scope="module")
def focal(box):
    """Somebody of another agency who answers for its cases, and a worker of theirs."""
    admin, second = box.mock.client("site_administrator"), box.mock.client("supervisor")
    one = invite(box.mock.port, admin, second, user="focal-asked", name="Josephine Akua", role="agency_focal_point", agency="another_agency")
    invite(box.mock.port, admin, second, user="worker-there", name="Viktor Balan", role="case_worker", agency="another_agency")
    box.sign_ins["focal"] = SignIn(one["user"], one["password"], Codes(one["totpSecret"]) if one["totpSecret"] else None)
    return one["id"]


@pytest.mark.parametrize("language", ("en", "ar"))
def test_a_dossier_goes_to_another_agency(visit, box, worker, focal, language):  # noqa: F811
    child, _, _, given = asked(worker, "consent", {"purpose": ["transfer"], "asked_on": TODAY, "child_assent": "agrees", "caregiver_consent": "given", "not_to": "not to the uncle"})
    visitor = visit(PHONE, language, at=box)
    page = signs_in(visitor, "case_worker")
    journeys.open_at(visitor, f"#/dossier/{child}/add/transfer")
    page.wait_for_selector("#f-handed_to")
    assert not page.query_selector("#f-new_worker"), "who takes it is asked of whoever takes it"
    pick(page, "handed_to", "Josephine")
    page.wait_for_selector(".share-check .banner.done")
    assert "not to the uncle" in page.inner_text(".share-check .banner.urgent")
    journeys.choose(page, "transfer_why", "moved") if page.query_selector("#f-transfer_why label.choice") else page.select_option("#f-transfer_why", "moved")
    page.fill("#f-situation", "A girl of nine, back in school. The next visit is due on Friday.")
    visitor.shot("transfer-ask")
    assert not serious(page)
    page.click("form button.main[type=submit]")
    journeys.until(page, f"location.hash === '#/dossier/{child}'")
    transfer = next(one for one in worker.get(f"/api/v1/dossiers/{child}").expect(200).json()["records"] if one["form"] == "transfer")["id"]
    journeys.open_at(visitor, f"#/dossier/{child}/record/{transfer}")
    page.wait_for_selector(".chip.waiting")
    visitor.shot("transfer-waits")

    leader = visit(DESK, language, at=box)
    page = signs_in(leader, "supervisor")
    journeys.open_at(leader, "#/decisions")
    page.wait_for_selector(f"a[href='#/decide/{transfer}']")
    decide(leader, transfer, "authorise")
    assert given in page.inner_text("main") and "Josephine" in page.inner_text("main"), "who offers it knows whom, and to whom"
    leader.shot("transfer-offer")
    page.click("form button[type=submit]")
    journeys.until(page, "location.hash === '#/decisions'")

    asked_one = visit(PHONE, language, at=box)
    page = signs_in(asked_one, "focal")
    journeys.open_at(asked_one, "#/decisions")
    row = page.wait_for_selector(f"a[href='#/decide/{transfer}']")
    assert given not in row.inner_text()
    decide(asked_one, transfer, "accept")
    page.wait_for_selector("#f-new_worker")
    assert given not in page.inner_text("main") and "A girl of nine" in page.inner_text("main")
    asked_one.shot("transfer-accept")
    assert not serious(page)
    page.click("form button[type=submit]")
    page.wait_for_selector("#f-new_worker-fault")
    assert worker.get(f"/api/v1/records/{transfer}").expect(200).json()["status"] == "offered", "nobody has it before somebody is named"
    pick(page, "new_worker", "Viktor")
    page.click("form button[type=submit]")
    journeys.until(page, "location.hash === '#/decisions'")
    assert page.evaluate("id => fetch('/api/v1/dossiers/' + id).then(r => r.status)", child) == 200
    worker.get(f"/api/v1/dossiers/{child}").expect(404)


def test_a_transfer_is_taken_back(visit, box, worker, focal):  # noqa: F811
    child, _, transfer, _ = asked(worker, "transfer", {"handed_to": focal, "transfer_why": "moved", "asked_on": "2026-01-05", "situation": "A girl of nine.",
                                                     "override_basis": "legal_duty", "override_reason": "The court has said so."})
    visitor = visit(PHONE, at=box)
    page = signs_in(visitor, "case_worker")
    journeys.open_at(visitor, f"#/dossier/{child}/record/{transfer}")
    page.click("main .row > button.button")
    page.wait_for_selector("dialog.sheet form")
    visitor.shot("transfer-take-back")
    page.click("dialog.sheet form button[type=submit]")
    journeys.until(page, "!document.querySelector('dialog.sheet')")
    assert worker.get(f"/api/v1/records/{transfer}").expect(200).json()["status"] == "taken_back"
