"""Stores made by the real binary, for the readers of this folder."""
import sys
from pathlib import Path

import pytest

TESTS = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(TESTS / "support"), str(TESTS / "formats")]

from stores import Store, killed


@pytest.fixture(scope="session")
def fresh(tmp_path_factory) -> Store:
    """As a box that was killed left it: a hundred saves are still in the log. To be copied, never changed."""
    return killed(tmp_path_factory.mktemp("store"), saves=100)


@pytest.fixture(scope="session")
def settled(fresh, tmp_path_factory) -> Store:
    """The same store with everything in vault.db and an empty log."""
    store = fresh.copy(tmp_path_factory.mktemp("settled") / "data")
    store.verify()
    assert store.log.stat().st_size == 0
    return store
