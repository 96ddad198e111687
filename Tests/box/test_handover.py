"""The supervisor's board and handing cases over, as the API does it with two people at once."""
import threading

import pytest

from box import Box, scratch
from client import note, uuid7


@pytest.fixture(scope="module")
def office():
    """A box of its own: its cases change hands."""
    with Box(scratch("handover"), children=200) as served:
        yield served


@pytest.fixture(scope="module")
def lead(office):
    return office.client("supervisor")


@pytest.fixture(scope="module")
def amal(office):
    return office.client("case_worker")


def board(lead):
    return lead.get("/api/v1/supervisor/board").expect(200).json()


def cases(lead, worker):
    rows, cursor = [], ""
    while True:
        page = lead.get(f"/api/v1/supervisor/workers/{worker}/cases{cursor}").expect(200).json()
        rows += page["rows"]
        if not page.get("next"):
            assert page["total"] == len(rows)
            return rows
        cursor = f"?cursor={page['next']}"


def hand(lead, giver, taker, **more):
    return lead.post("/api/v1/supervisor/handovers", {"saveId": uuid7(), "from": giver, "to": taker, **more})


def takers(lead, *but):
    return [one["person"]["id"] for one in board(lead)["workers"] if one["mayTake"] and one["person"]["id"] not in but]


def together(*deeds):
    threads = [threading.Thread(target=deed) for deed in deeds]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def test_the_board_counts_what_its_lists_show(lead):
    shown = board(lead)
    assert shown["mayReassign"] and shown["whole"] and len(shown["workers"]) > 1
    for one in shown["workers"]:
        rows = [row for row in cases(lead, one["person"]["id"]) if row["status"] == "open"]
        assert one["cases"] == len(rows) == one["high"] + one["medium"] + one["low"] + one["unassessed"]
        assert one["weight"] == 3 * one["high"] + 2 * one["medium"] + 2 * one["unassessed"] + one["low"]
        assert one["overdue"] == sum(row["overdue"] for row in rows) and one["unseen"] == sum("unseenDays" in row for row in rows)
        assert one["approvals"] == sum(row["approvals"] for row in rows)
    assert any(one["overdue"] for one in shown["workers"]) or any(one["approvals"] for one in shown["workers"]) or any(one["unseen"] for one in shown["workers"])


def test_the_board_and_the_worker_agree_on_who_is_not_seen(lead, amal):
    day = amal.get("/api/v1/my-day").expect(200).json()
    unseen = {row["record"] for section in day["sections"] for row in section["rows"] if row["kind"] == "case_unseen"}
    rows = cases(lead, amal.session["user"]["id"])
    assert {row["case"] for row in rows if "unseenDays" in row} == unseen


def test_nobody_else_has_a_board(office, amal):
    someone = amal.session["user"]["id"]
    for role in [role for role in office.sign_ins() if role not in ("supervisor", "case_worker")]:
        client = office.client(role)
        assert client.get("/api/v1/supervisor/board").status == 403, role
        assert client.get(f"/api/v1/supervisor/workers/{someone}/cases").status == 403, role
        assert hand(client, someone, uuid7()).status == 403, role
    assert amal.get("/api/v1/supervisor/board").status == 403 and hand(amal, someone, uuid7()).status == 403
    assert office.client().get("/api/v1/supervisor/board").status == 401


def test_cases_go_with_a_note_are_told_and_come_back(lead, amal):
    mine = amal.session["user"]["id"]
    before = {row["case"]: row for row in cases(lead, mine)}
    taker = takers(lead, mine)[0]
    chosen = sorted(before)[:2]
    save = uuid7()
    asked = {"saveId": save, "from": mine, "to": taker, "cases": chosen, "note": "Amal is on leave from Monday."}
    done = lead.post("/api/v1/supervisor/handovers", asked).expect(200).json()
    assert done["moved"] == chosen and done["stayed"] == [] and done["duplicate"] is False
    again = lead.post("/api/v1/supervisor/handovers", asked).expect(200).json()
    assert again["duplicate"] is True and again["moved"] == chosen
    for case in chosen:
        dossier = before[case]["dossier"]
        assert amal.get(f"/api/v1/dossiers/{dossier}").status == 404
        assert amal.get(f"/api/v1/records/{case}").status in (200, 404)
        papers = lead.get(f"/api/v1/dossiers/{dossier}").expect(200).json()["records"]
        assert sum(one["fields"].get("text") == asked["note"] for one in papers) == 1
    told = [one for one in amal.get("/api/v1/notices").expect(200).json()["notices"] if one["what"] == "cases_taken" and not one["seen"]]
    assert [one["count"] for one in told] == [2] and "cases" not in told[0] and told[0]["second"]["id"] == taker
    back = hand(lead, taker, mine, cases=chosen, undoes=save).expect(200).json()
    assert back["moved"] == chosen
    assert {row["case"] for row in cases(lead, mine)} == set(before)
    assert not [one for one in amal.get("/api/v1/notices").json()["notices"] if one["what"].startswith("cases_") and not one["seen"]]
    assert amal.get(f"/api/v1/dossiers/{before[chosen[0]]['dossier']}").status == 200


def test_a_handover_that_cannot_be_is_refused(lead, amal):
    mine = amal.session["user"]["id"]
    taker = takers(lead, mine)[0]
    for more, field in (({"cases": []}, "cases"), ({"cases": [uuid7() for _ in range(501)]}, "cases"), ({"note": "x" * 2001}, "note")):
        answer = hand(lead, mine, taker, **more).expect(422)
        assert answer.code == "faults" and [fault["field"] for fault in answer.json()["faults"]] == [field]
    for stranger in (mine, lead.session["user"]["id"], uuid7()):
        assert [fault["field"] for fault in hand(lead, mine, stranger).expect(422).json()["faults"]] == ["to"]
    assert hand(lead, mine, taker, undoes=uuid7()).expect(404).code == "not-found"
    unknown = uuid7()
    assert hand(lead, mine, taker, cases=[unknown]).expect(200).json() | {"saveId": ""} == {"saveId": "", "moved": [], "stayed": [unknown], "duplicate": False}


def test_two_at_once_give_each_case_to_one(office, lead, amal):
    """The same caseload, handed to two colleagues in the same moment from two desks."""
    mine = amal.session["user"]["id"]
    others = takers(lead, mine)
    if len(others) < 2:
        others = [others[0], others[0]]
    all_cases = {row["case"] for row in cases(lead, mine)}
    desks = [lead, office.client("supervisor")]
    answers = [None, None]

    def deed(at):
        answers[at] = hand(desks[at], mine, others[at], cases=sorted(all_cases)).expect(200).json()

    together(lambda: deed(0), lambda: deed(1))
    moved = answers[0]["moved"] + answers[1]["moved"]
    assert sorted(moved) == sorted(all_cases), "each went once, none was lost"
    for answer in answers:
        assert set(answer["moved"]) | set(answer["stayed"]) == all_cases
    for at in (0, 1):
        if answers[at]["moved"]:
            hand(lead, others[at], mine, cases=answers[at]["moved"], undoes=answers[at]["saveId"]).expect(200)
    assert {row["case"] for row in cases(lead, mine)} == all_cases


def test_what_a_worker_saves_while_a_case_goes_is_in_it_or_refused(lead, amal):
    mine = amal.session["user"]["id"]
    row = cases(lead, mine)[0]
    taker = takers(lead, mine)[0]
    saved, refused = [], []
    gone = threading.Event()

    def write():
        late = 0
        while late < 5:
            late += gone.is_set()
            entry = note(row["dossier"], f"written while it goes {len(saved) + len(refused)}")
            answer = amal.save(entry)
            assert answer.status in (200, 404), answer.body
            (saved if answer.status == 200 else refused).append(entry)

    def go():
        hand(lead, mine, taker, cases=[row["case"]]).expect(200)
        gone.set()

    together(write, go)
    assert refused, "after the case went, the worker writes there no more"
    papers = {one["id"] for one in lead.get(f"/api/v1/dossiers/{row['dossier']}").expect(200).json()["records"]}
    assert {entry["record"] for entry in saved} <= papers and not {entry["record"] for entry in refused} & papers
