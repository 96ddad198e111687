"""Stopping and starting: gently, by force, and in a bare root."""
import os
import sys

import pytest

from box import Box, scratch
from client import note

sys.path.insert(0, os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "prove"))


def test_a_stopped_box_keeps_what_was_saved_and_ends_with_0():
    with Box(scratch("restart"), children=60) as box:
        client = box.client("case_worker")
        dossier = client.get("/api/v1/my-day").json()["caseload"]["rows"][0]["dossier"]
        entry = note(dossier, "before the stop")
        client.save(entry).expect(200)
        assert box.stop() == 0
        box.start()
        fields = box.client("case_worker").get(f"/api/v1/records/{entry['record']}").expect(200).json()["fields"]
        assert fields["text"] == "before the stop"


def test_a_killed_box_keeps_what_was_saved():
    with Box(scratch("killed"), children=60) as box:
        client = box.client("case_worker")
        dossier = client.get("/api/v1/my-day").json()["caseload"]["rows"][0]["dossier"]
        entry = note(dossier, "before the kill")
        client.save(entry).expect(200)
        box.kill()
        box.start()
        box.client("case_worker").get(f"/api/v1/records/{entry['record']}").expect(200)


@pytest.mark.skipif(os.geteuid() != 0, reason="mounting needs root")
def test_it_serves_from_an_empty_root():
    import standing
    assert standing.empty_root(None)


def test_asked_to_stop_at_once_it_stops():
    """The wish to stop is kept from the moment on in which the site is served, however early it comes."""
    for _ in range(6):
        with Box(scratch("early"), children=3) as served:
            assert served.stop(patience=20) == 0
