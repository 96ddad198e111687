"""One demo district for all tests of this folder; tests that break or stop a box start their own."""
import os
import sys

import pytest

TESTS = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
sys.path[:0] = [os.path.join(TESTS, "support")]

from box import Box, scratch


@pytest.fixture(scope="session")
def box():
    with Box(scratch("box"), children=60) as served:
        yield served


@pytest.fixture(scope="session")
def worker(box):
    """A signed-in case worker with cases."""
    return box.client("case_worker")


@pytest.fixture(scope="session")
def dossiers(worker):
    rows = worker.get("/api/v1/my-day").expect(200).json()["caseload"]["rows"]
    assert rows, "the demo gives its case worker a caseload"
    return [row["dossier"] for row in rows]
