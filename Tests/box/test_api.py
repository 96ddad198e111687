"""The API from outside: what tools and the browser rely on."""
import gzip
import pathlib
from urllib.parse import quote

import pytest

from client import note, uuid7


def test_signing_in_opens_a_session_with_a_strict_cookie(box):
    client = box.client()
    who = box.sign_ins()["case_worker"]
    answer = client.post("/api/v1/session", {"user": who["user"], "password": who["password"]}).expect(200)
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie and "secure" in cookie and "samesite=strict" in cookie
    body = answer.json()
    assert body["csrf"] and body["user"]["role"] == "case_worker"
    client.csrf = body["csrf"]
    client.get("/api/v1/session").expect(200)
    client.request("DELETE", "/api/v1/session").expect(204)
    assert client.get("/api/v1/session").status == 401


def test_wrong_password_and_unknown_user_look_the_same(box):
    who = box.sign_ins()["case_worker"]
    known = box.client().post("/api/v1/session", {"user": who["user"], "password": "not this one"})
    unknown = box.client().post("/api/v1/session", {"user": "nobody-at-all", "password": "not this one"})
    assert known.status == unknown.status == 401
    assert known.code == unknown.code == "sign-in-refused"


def test_a_role_with_a_second_factor_does_not_get_in_without_it(box):
    who = box.sign_ins()["supervisor"]
    answer = box.client().post("/api/v1/session", {"user": who["user"], "password": who["password"]})
    assert answer.status == 401 and answer.code == "second-factor-needed"
    box.client("supervisor").get("/api/v1/my-day").expect(200)


@pytest.mark.parametrize("path", ["/api/v1/my-day", "/api/v1/search?q=a", "/api/v1/people", "/api/v1/dossiers/{id}",
                                  "/api/v1/records/{id}", "/api/v1/records/{id}/history", "/api/v1/notifications"])
def test_nothing_is_read_without_a_session(box, path):
    answer = box.client().get(path.replace("{id}", uuid7()))
    assert answer.status == 401 and answer.code
    assert answer.headers["content-type"].startswith("application/problem+json")


@pytest.mark.parametrize("role", ["site_administrator", "auditor", "notifier", "district_manager"])
def test_roles_without_cases_see_no_child(box, dossiers, role):
    client = box.client(role)
    assert client.get(f"/api/v1/dossiers/{dossiers[0]}").status in (403, 404)
    assert client.get(f"/api/v1/dossiers/{dossiers[0]}/timeline").status in (403, 404)
    assert client.get(f"/api/v1/records/{dossiers[0]}").status in (403, 404)
    answer = client.get("/api/v1/search?q=a")
    assert answer.status == 403 or answer.json()["rows"] == []


def test_a_write_needs_the_token_of_the_session(box, worker, dossiers):
    outsider = box.client()
    outsider.cookie = worker.cookie
    assert outsider.save(note(dossiers[0], "forged")).status == 403


def test_a_save_is_there_once_however_often_it_is_sent(worker, dossiers):
    entry, save = note(dossiers[0], "sent three times"), uuid7()
    first = worker.save(entry, save_id=save).expect(200).json()
    assert first["duplicate"] is False
    for _ in range(2):
        again = worker.save(entry, save_id=save).expect(200).json()
        assert again["duplicate"] is True and again["records"] == first["records"]
    record = worker.get(f"/api/v1/records/{entry['record']}").expect(200).json()
    assert record["version"] == 1 and record["fields"]["text"] == "sent three times"


def test_one_wrong_entry_refuses_the_whole_save(worker, dossiers):
    good, bad = note(dossiers[0], "good"), note(dossiers[0], "bad")
    bad["fields"] = {"no_such_field": "x"}
    answer = worker.save(good, bad)
    assert 400 <= answer.status < 500, answer.body
    assert worker.get(f"/api/v1/records/{good['record']}").status == 404


def test_an_edit_of_an_old_version_loses_nothing_and_is_told_so(box, worker, dossiers):
    entry = note(dossiers[0], "first")
    worker.save(entry).expect(200)
    path = f"/api/v1/records/{entry['record']}"
    tag = worker.get(path).expect(200).headers["etag"]
    worker.request("PATCH", path, {"saveId": uuid7(), "fields": {"text": "second"}}, headers={"If-Match": tag}).expect(200)
    elsewhere = box.client("case_worker")
    stale = elsewhere.request("PATCH", path, {"saveId": uuid7(), "fields": {"text": "third"}}, headers={"If-Match": tag}).expect(200)
    assert stale.json()["records"][0]["conflicts"] == ["text"]
    history = worker.get(f"{path}/history").expect(200).json()["fields"]["text"]
    assert {row["value"] for row in history} == {"first", "second", "third"}
    day = worker.get("/api/v1/my-day").expect(200).json()
    tasks = [worker.get(f"/api/v1/records/{row['record']}").expect(200).json() for section in day["sections"] for row in section["rows"] if row["kind"] == "conflict"]
    task = next(one for one in tasks if one["fields"]["target"] == entry["record"])
    assert {side["value"] for side in task["fields"]["sides"]["text"]} == {"second", "third"} and "sides" not in task["hidden"]
    assert all(side["actor"] and side["at"] for side in task["fields"]["sides"]["text"])
    assert worker.request("PATCH", path, {"saveId": uuid7(), "fields": {"text": "x"}}, headers={"If-Match": '"v99"'}).status == 412
    assert worker.request("PATCH", path, {"saveId": uuid7(), "fields": {"text": "x"}}).status == 428


def test_an_unchanged_dossier_is_not_sent_again(worker, dossiers):
    first = worker.get(f"/api/v1/dossiers/{dossiers[1]}").expect(200)
    again = worker.get(f"/api/v1/dossiers/{dossiers[1]}", headers={"If-None-Match": first.headers["etag"]})
    assert again.status == 304 and not again.body


def test_a_public_notification_answers_an_acknowledgement_and_nothing_else(box, worker):
    fields = {"notifier_kind": "teacher", "notifier_name": "Teacher Quill", "channel": "web", "concern": ["neglect"],
              "urgent": "no", "description": "Comes to school without food."}
    answer = box.client().post("/api/v1/notifications", {"fields": fields, "children": [{"given_name": "Orla", "family_name": "Quick"}]})
    answer.expect(201)
    assert list(answer.json()) == ["acknowledgement"]


def test_a_child_is_found_by_name(worker):
    row = worker.get("/api/v1/my-day").json()["caseload"]["rows"][0]
    found = worker.get(f"/api/v1/search?q={quote(row['name'])}").expect(200).json()["rows"]
    assert row["dossier"] in [hit["dossier"] for hit in found]


def test_answers_with_case_data_are_kept_nowhere(worker, dossiers):
    for path in (f"/api/v1/dossiers/{dossiers[0]}", "/api/v1/my-day", "/api/v1/search?q=a", "/api/v1/session"):
        assert "no-store" in worker.get(path).headers["cache-control"]


def test_pages_allow_no_foreign_code(box):
    headers = box.client().get("/").expect(200).headers
    policy = headers["content-security-policy"]
    assert "default-src" in policy and "'unsafe-inline'" not in policy and "'unsafe-eval'" not in policy
    assert "http:" not in policy and "frame-ancestors 'none'" in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["strict-transport-security"].startswith("max-age=")


@pytest.mark.parametrize("address,file", (("/api/openapi.json", "api/openapi.json"), ("/favicon.ico", "web/icons/icon.svg")))
def test_files_of_the_app_come_packed_or_plain(box, address, file):
    kept = (pathlib.Path(__file__).parents[2] / "assets" / file).read_bytes()
    plain = box.client().get(address, headers={"Accept-Encoding": "identity"}).expect(200)
    packed = box.client().get(address, headers={"Accept-Encoding": "gzip"}).expect(200)
    assert plain.body == kept and "content-encoding" not in plain.headers
    assert packed.headers["content-encoding"] == "gzip" and gzip.decompress(packed.body) == kept
    assert len(packed.body) < len(kept)


def test_the_described_paths_are_there(box):
    client = box.client()
    document = client.get("/api/openapi.json").expect(200).json()
    assert document["openapi"].startswith("3.1")
    for path, methods in document["paths"].items():
        concrete = path.replace("{id}", uuid7()).replace("{name}", "child")
        for method in methods:
            answer = client.request(method.upper(), concrete, {} if method in ("post", "patch") else None)
            if answer.status == 404:
                assert answer.code != "no-such-page", f"{method} {path} is described and not there"
            assert answer.status not in (405, 500, 501), f"{method} {path}: {answer.status}"


def test_a_method_that_is_not_there_is_refused(box):
    assert box.client().request("PUT", "/healthz").status == 405
    assert box.client().get("/no/such/thing").status == 404
