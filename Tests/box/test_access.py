"""Who gets in and who is brought near, on the real binary and over a restart."""
import datetime
import json
import os
import shutil

import onetime
from box import Box, run, scratch
from client import uuid7


def test_a_one_time_code_works_once_over_a_restart():
    folder = scratch("codes")
    try:
        with Box(folder, children=20) as box:
            who = box.sign_ins()["supervisor"]
            # A step ahead, so that it would still be good after the restart.
            asked = {"user": who["user"], "password": who["password"], "code": onetime.code(who["totpSecret"], 1)}
            box.client().post("/api/v1/session", asked).expect(200)
            box.stop()
            box.start()
            again = box.client().post("/api/v1/session", asked)
            assert again.status == 401 and again.code == "sign-in-refused"
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def test_a_referral_brings_in_whom_it_names(box, worker, dossiers):
    colleagues = worker.get("/api/v1/colleagues").expect(200).json()["colleagues"]
    specialist = box.client("specialist")
    own = specialist.session["user"]["id"]
    assert own in [one["id"] for one in colleagues]
    assert box.client("site_administrator").get("/api/v1/colleagues").status == 403
    unseen = next(one for one in dossiers if specialist.get(f"/api/v1/dossiers/{one}").status == 404)

    def add(form, fields, dossier=unseen):
        record = uuid7()
        return record, worker.save({"id": uuid7(), "op": "create", "form": form, "record": record, "dossier": dossier, "fields": fields})

    def refer(fields):
        return add("referral", {"service": "health", "requested_on": "2026-11-01", **fields})[1]

    # The same record each time: of two of one day the one that protects more would count.
    consent, made = add("consent", {"purpose": ["referral"], "asked_on": datetime.date.today().isoformat(), "child_assent": "agrees", "caregiver_consent": "expired"})
    made.expect(200)

    def says(caregiver, base):
        worker.save({"id": uuid7(), "op": "amend", "form": "consent", "record": consent, "base": base, "fields": {"caregiver_consent": caregiver}}).expect(200)
    refused = refer({"referred_to": own})
    assert refused.status == 409 and refused.code == "consent-needed"
    # On a ground it waits for somebody else, and until then it is as if it were not there.
    waiting, saved = add("referral", {"service": "health", "requested_on": "2026-11-01", "referred_to": own, "consent_checked": "override",
                                      "override_basis": "vital_interests", "override_reason": "No time to ask."})
    saved.expect(200)
    assert specialist.get(f"/api/v1/dossiers/{unseen}").status == 404 and specialist.get(f"/api/v1/records/{waiting}").status == 404
    supervisor = box.client("supervisor")
    assert waiting in [row["record"] for row in supervisor.get("/api/v1/decisions").expect(200).json()["rows"]]
    supervisor.save({"id": uuid7(), "op": "decide", "form": "referral", "record": waiting, "base": 1, "status": "requested", "fields": {}}).expect(200)
    shown = specialist.get(f"/api/v1/records/{waiting}").expect(200).json()
    assert "override_reason" not in shown["fields"] and "override_basis" not in shown["fields"]
    worker.save({"id": uuid7(), "op": "amend", "form": "referral", "record": waiting, "base": 2, "status": "cancelled", "fields": {}}).expect(200)
    assert specialist.get(f"/api/v1/dossiers/{unseen}").status == 404

    says("given", 1)
    refer({}).expect(200)
    assert refer({"referred_to": uuid7()}).status in (400, 422)
    assert specialist.get(f"/api/v1/dossiers/{unseen}").status == 404
    refer({"referred_to": own}).expect(200)
    specialist.get(f"/api/v1/dossiers/{unseen}").expect(200)
    # A no ends it at the next request.
    says("withdrawn", 2)
    assert specialist.get(f"/api/v1/dossiers/{unseen}").status == 404


def test_the_recovery_key_names_a_second_person_and_all_are_told():
    folder = scratch("second")
    try:
        with Box(folder, children=20) as box:
            box.stop()
            words = os.path.join(folder, "words")
            with open(os.path.join(box.data, "demo.json")) as card, open(words, "w") as file:
                file.write(json.load(card)["recovery"] + "\n")
            os.chmod(words, 0o600)
            arguments = ("user", "second", "supervisor", "--reason", "the telephone was stolen")
            wrong = os.path.join(folder, "wrong")
            with open(wrong, "w") as file:
                file.write("not the right words\n")
            os.chmod(wrong, 0o600)
            assert run(*arguments, "--recovery-file", wrong, data=box.data).returncode != 0
            told = run(*arguments, "--recovery-file", words, data=box.data)
            assert told.returncode == 0 and told.stdout.startswith("/#/setup/"), told.stderr
            assert run("user", "second", "site-administrator", "--role", "supervisor", "--reason", "the telephone was stolen",
                       "--recovery-file", words, data=box.data).returncode == 6
            box.start()
            for role in ("case_worker", "auditor", "site_administrator"):
                notices = box.client(role).get("/api/v1/notices").expect(200).json()["notices"]
                assert [one["reason"] for one in notices if one["what"] == "second_restored"] == ["the telephone was stolen"], role
            rows = box.client("auditor").get("/api/v1/trail").expect(200).json()
            assert "permission" in json.dumps(rows)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
