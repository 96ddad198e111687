"""A site as it begins, from `kinbox init` on: a first team, people in it, and what each of them sees of one child."""
import pathlib
import shutil
import subprocess
import time

import pytest

from box import run, scratch
from client import Client, binary, free_port, uuid7
from invite import PASSWORD, invite

SECRET = "seven quiet lamps in the harbour"


@pytest.fixture(scope="module")
def site():
    """An empty site, served; (port, the first administrator signed in)."""
    folder = pathlib.Path(scratch("teams"))
    secret, data, port = folder / "passphrase", folder / "site", free_port()
    secret.write_text(SECRET)
    secret.chmod(0o600)
    made = run("init", "--data", data, "--passphrase-file", secret, "--recovery-file", folder / "recovery")
    assert made.returncode == 0, made.stderr
    token = made.stdout.rsplit("/#/setup/", 1)[1].split()[0]
    process = subprocess.Popen([binary(), "serve", "--data", data, "--port", str(port), "--address", "127.0.0.1", "--passphrase-file", secret],
                               stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=open(folder / "log", "wb"))
    try:
        yield port, first(port, token, process, folder / "log")
    finally:
        process.terminate()
        process.wait(30)
        shutil.rmtree(folder, ignore_errors=True)


def first(port, token, process, log):
    until = time.time() + 120
    while time.time() < until:
        assert process.poll() is None, log.read_bytes()[-2000:]
        try:
            if Client(port, timeout=5).get("/healthz").json()["status"] != "locked":
                break
        except OSError:
            time.sleep(0.1)
    done = Client(port).post("/api/v1/setup", {"token": token, "password": PASSWORD}).expect(200).json()
    return Client(port).sign_in({"user": "admin", "password": PASSWORD, "totpSecret": done.get("totpSecret")})


def entry(form, fields, record, dossier, parent=None):
    return {"id": uuid7(), "op": "create", "form": form, "record": record, "dossier": dossier, **({"parent": parent} if parent else {}), "fields": fields}


def test_from_the_first_start_to_an_approved_plan(site):
    port, admin = site
    assert admin.get("/api/v1/teams").expect(200).json() == {"teams": [], "agencies": []}
    assert set(admin.get("/api/v1/people").expect(200).json()["teamRoles"]) == {"case_worker", "supervisor", "gbv_supervisor"}
    hill, valley = (admin.post("/api/v1/teams", {"name": name, "agency": "social_services"}).expect(201).json()["id"] for name in ("Hill office", "Valley"))
    assert admin.post("/api/v1/teams", {"name": "hill OFFICE"}).expect(409).code == "team-name-taken"

    # The first who may be a second person is made by the administrator alone; everybody else needs their yes.
    made = admin.post("/api/v1/people", {"name": "Sera Lind", "user": "sera", "role": "supervisor", "teams": [hill], "agency": "social_services"}).expect(201).json()
    assert made["waitsForSecond"] is False
    done = Client(port).post("/api/v1/setup", {"token": made["setupLink"].rsplit("/", 1)[1], "password": PASSWORD}).expect(200).json()
    lead = Client(port).sign_in({"user": "sera", "password": PASSWORD, "totpSecret": done["totpSecret"]})
    wim = invite(port, admin, lead, user="wim", name="Wim Aster", role="case_worker", teams=[hill], agency="social_services")
    worker = Client(port).sign_in(wim)
    assert worker.session["user"]["team"] == hill and not [one for one in admin.get("/api/v1/people").json()["people"] if one["lacksTeam"]]
    assert admin.post("/api/v1/people", {"name": "Nobody Here", "user": "nobody", "role": "notifier", "teams": [uuid7()]}).expect(422).code == "no-such-team"

    # The worker registers a child with a plan: it stands on the supervisor's board, and the plan is approved.
    child, case, plan = uuid7(), uuid7(), uuid7()
    worker.save(entry("child", {"given_name": "Amina", "family_name": "Kadri", "sex": "female", "birth_date": "2016-05-04"}, child, child),
                entry("case", {"concern": ["neglect"], "risk_level": "medium"}, case, child)).expect(200)
    worker.save(entry("care_plan", {"goal": "She goes to school every day", "action": "school_return", "due_on": "2027-01-01"}, plan, child, case)).expect(200)
    board = lead.get("/api/v1/supervisor/board").expect(200).json()
    assert {one["person"]["id"]: one["cases"] for one in board["workers"]}[wim["id"]] == 1
    waiting = next(row for row in lead.get("/api/v1/decisions").expect(200).json()["rows"] if row["record"] == plan)
    assert waiting["dossier"] == child
    shown = lead.get(f"/api/v1/records/{plan}").expect(200).json()
    lead.save({"id": uuid7(), "op": "decide", "form": "care_plan", "record": plan, "base": shown["version"], "status": "approved", "fields": {}}).expect(200)
    assert worker.get(f"/api/v1/records/{plan}").expect(200).json()["status"] == "approved"

    # A supervisor of another team sees none of it, nor does one without a team.
    sign = invite(port, admin, lead, user="vida", name="Vida Brook", role="supervisor", teams=[valley], agency="social_services")
    other = Client(port).sign_in(sign)
    assert other.get(f"/api/v1/dossiers/{child}").expect(404).code == "not-found" and not other.get("/api/v1/supervisor/board").expect(200).json()["workers"]

    # Into the other team with a second person's yes, who is shown what changes; nothing before it.
    ask = {"what": "details", "person": sign["id"], "teams": [hill], "reason": "takes over the hill office for the summer"}
    asked = admin.post("/api/v1/requests", ask).expect(201).json()["request"]
    assert other.get(f"/api/v1/dossiers/{child}").status == 404
    row = next(one for one in lead.get("/api/v1/requests").expect(200).json()["requests"] if one["id"] == asked)
    assert (row["now"]["teams"], row["next"]["teams"], row["mayAnswer"]) == (["Valley"], ["Hill office"], True)
    assert admin.post(f"/api/v1/requests/{asked}/answer", {"agree": True}).status == 403
    assert admin.post(f"/api/v1/teams/{hill}/close").expect(409).code == "team-not-empty"
    lead.post(f"/api/v1/requests/{asked}/answer", {"agree": True}).expect(200)
    assert other.get("/api/v1/notices").status == 401, "the sessions from before end"
    other = Client(port).sign_in(sign)
    assert other.get(f"/api/v1/dossiers/{child}").expect(200).json()["child"]["fields"]["given_name"] == "Amina"
    assert [one["what"] for one in other.get("/api/v1/notices").expect(200).json()["notices"] if not one["seen"]].count("details") == 1

    # The empty team is closed; the one with people and cases is not. Nobody but the administrator has a say.
    admin.post(f"/api/v1/teams/{valley}/close").expect(204)
    assert admin.post(f"/api/v1/teams/{valley}", {"name": "Again"}).status == 404
    admin.post(f"/api/v1/teams/{hill}", {"name": "Upper hill", "agency": "social_services"}).expect(204)
    assert [(one["name"], one["people"]) for one in admin.get("/api/v1/teams").json()["teams"]] == [("Upper hill", 3)]
    for client in (lead, worker):
        assert client.get("/api/v1/teams").status == 403 and client.post("/api/v1/teams", {"name": "Mine"}).status == 403
