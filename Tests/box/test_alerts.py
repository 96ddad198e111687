"""An alert and the dossiers its children lead to."""
import time

from client import uuid7


def told(box, name):
    """A public report about one child; answers (alert, notified child) as the worker sees them."""
    words = f"Nobody fetches {name} from school. {uuid7()}"
    box.client().post("/api/v1/notifications", {"fields": {"concern": ["neglect"], "description": words}, "children": [{"given_name": name}]}).expect(201)
    worker = box.client("case_worker")
    for row in worker.get("/api/v1/notifications?status=new").expect(200).json()["rows"]:
        shown = worker.get(f"/api/v1/notifications/{row['id']}").expect(200)
        if shown.json()["record"]["fields"]["description"] == words:
            return shown, shown.json()["children"][0]
    raise AssertionError("the report is not on the board")


def link(worker, child, dossier):
    worker.save({"id": uuid7(), "op": "amend", "form": "notified_child", "record": child["id"], "base": child["version"], "parent": child["parent"],
                 "formVersion": child["formVersion"], "at": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()), "fields": {"linked_dossier": dossier}}).expect(200)


def test_a_link_is_seen_at_once(box, worker, dossiers):
    """The alert itself stays as it is when one of its children is linked; whoever has it on the screen still learns of it."""
    shown, child = told(box, "Liviana")
    path = f"/api/v1/notifications/{shown.json()['record']['id']}"
    seen = {"If-None-Match": shown.headers["etag"]}
    assert worker.get(path, headers=seen).status == 304
    link(worker, child, dossiers[0])
    after = worker.get(path, headers=seen).expect(200)
    assert after.json()["children"][0]["fields"]["linked_dossier"] == dossiers[0]


def test_whoever_sees_the_alert_is_not_told_of_the_dossier(box, worker, dossiers):
    shown, child = told(box, "Octaviana")
    link(worker, child, dossiers[0])
    authority = box.client("guardianship_local")
    one = authority.get(f"/api/v1/notifications/{shown.json()['record']['id']}").expect(200)
    assert authority.get(f"/api/v1/dossiers/{dossiers[0]}").status == 404, "this authority was asked nothing about the child"
    assert dossiers[0] not in one.body.decode() and "linked_dossier" in one.json()["children"][0]["hidden"]
    assert dossiers[0] not in authority.get("/api/v1/notifications?status=new").body.decode()
    for path in (f"/api/v1/records/{child['id']}", f"/api/v1/records/{child['id']}/history"):
        assert dossiers[0] not in authority.get(path).expect(200).body.decode()
