"""Figures of the time limits and a review from the board to its end, with the real binary and several people."""
import datetime
import time

import pytest

from box import Box, run, scratch
from client import uuid7


@pytest.fixture(scope="module")
def office():
    """A box of its own whose country has its limits in use."""
    with Box(scratch("review"), children=200) as served:
        officer = served.sign_ins()["data_officer"]["user"]
        served.stop()
        answer = run("limits", "publish", "MD", "--as", officer, "--data", served.data, "--note", "to begin with")
        assert answer.returncode == 0, answer.stderr
        served.start()
        yield served


@pytest.fixture(scope="module")
def lead(office):
    return office.client("supervisor")


def year(back=0):
    this = datetime.date.today().year - back
    return f"from={this}-01-01&to={this}-12-31"


def save(client, op, form, record, fields, **more):
    entry = {"id": uuid7(), "op": op, "form": form, "record": record, "formVersion": 1, "at": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()), "fields": fields, **more}
    return client.post("/api/v1/records", {"saveId": uuid7(), "entries": [entry]})


def test_each_figure_is_as_many_cases_as_it_lists(lead):
    figures = next(one for one in (lead.get(f"/api/v1/limits/figures?{year(back)}").expect(200).json() for back in range(3)) if one["rows"])
    period = f"from={figures['from']}&to={figures['to']}"
    assert figures["own"] and figures["country"] == "MD"
    for row in figures["rows"]:
        assert row["started"] == sum(row["parts"].values())
        due = sum(row["parts"][part] for part in ("in_time", "late", "overdue"))
        assert row.get("share") == (pytest.approx(row["parts"]["in_time"] / due) if due else None)
        for part, count in row["parts"].items():
            assert lead.get(f"/api/v1/limits/figures/cases?{period}&rule={row['rule']}&part={part}").expect(200).json()["total"] == count
    by_worker = lead.get(f"/api/v1/limits/figures?{period}&by=worker").expect(200).json()["rows"]
    for row in figures["rows"]:
        assert sum(one["started"] for one in by_worker if one["rule"] == row["rule"]) == row["started"]
    lead.get("/api/v1/limits/figures?from=2026-12-31&to=2026-01-01").expect(422)
    lead.get(f"/api/v1/limits/figures?{period}&by=child").expect(422)


def test_who_sees_no_child_sees_no_small_number(office):
    this = datetime.date.today()
    first = datetime.date(this.year, (this.month - 1) // 3 * 3 + 1, 1)
    last = (first + datetime.timedelta(days=100)).replace(day=1) - datetime.timedelta(days=1)
    officer = office.client("data_officer")
    rows = officer.get(f"/api/v1/limits/figures?from={first}&to={last}").expect(200).json()["rows"]
    assert rows and not any(0 < number < 5 for row in rows for number in [row.get("started", 0), *row["parts"].values()])
    officer.get(f"/api/v1/limits/figures?{year()}").expect(403)
    officer.get(f"/api/v1/limits/figures/cases?from={first}&to={last}&rule=initial_assessment").expect(403)
    office.client("case_worker").get(f"/api/v1/limits/figures?from={first}&to={last}").expect(403)


def test_the_board_and_its_list_agree_on_what_is_over_the_limit(lead):
    told = lead.get("/api/v1/supervisor/limits").expect(200).json()
    assert told["country"] == "MD" and told["workers"]
    for one in told["workers"]:
        listed = lead.get(f"/api/v1/supervisor/workers/{one['person']['id']}/limits").expect(200).json()
        if listed["total"] == len(listed["rows"]):
            assert one["overdue"] == sum(row["state"] == "overdue" for row in listed["rows"])


def test_a_review_goes_to_the_worker_and_back(office, lead):
    amal = office.client("case_worker")
    child = amal.get("/api/v1/my-day").expect(200).json()["caseload"]["rows"][0]["dossier"]
    proposed = lead.get("/api/v1/supervisor/review-next").expect(200).json()["case"]
    assert proposed["risk"] == "high" and not proposed.get("reviewed")
    other = lead.get(f"/api/v1/supervisor/review-next?not={proposed['dossier']}").expect(200).json()["case"]
    assert other["dossier"] != proposed["dossier"]
    today = datetime.date.today().isoformat()
    review = uuid7()
    save(lead, "create", "quality_review", review, {"reviewed_on": today, "child_safe": "yes", "child_heard": "no", "child_heard_note": "No words of hers stand here.",
         "plan_fits": "yes", "seen_alone": "yes", "quality_overall": "gaps", "to_do": "Talk with her alone."}, dossier=child).expect(200)
    waiting = [row for section in amal.get("/api/v1/my-day").expect(200).json()["sections"] for row in section["rows"] if row["record"] == review]
    assert [(row["kind"], row["reason"]["code"]) for row in waiting] == [("review", "review_asked")]
    shown = amal.get(f"/api/v1/records/{review}").expect(200).json()
    assert shown["status"] == "open" and shown["may"]["edit"] == ["worker_reply"]
    assert save(amal, "amend", "quality_review", review, {}, base=shown["version"], status="answered").status >= 400, "an answer needs words"
    save(amal, "amend", "quality_review", review, {"worker_reply": "On Monday."}, base=shown["version"], status="answered").expect(200)
    mine = [row["record"] for section in lead.get("/api/v1/my-day").expect(200).json()["sections"] for row in section["rows"] if row["kind"] == "review"]
    assert review in mine
    version = lead.get(f"/api/v1/records/{review}").expect(200).json()["version"]
    save(lead, "amend", "quality_review", review, {}, base=version, status="closed").expect(200)
    for role in ("specialist", "guardianship_territorial", "data_officer", "site_administrator"):
        if role in office.sign_ins():
            office.client(role).get(f"/api/v1/records/{review}").expect(404)
