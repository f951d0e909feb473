"""What all sessions of the server share."""

from __future__ import annotations

import gc
import sys
import types

import pytest

from pages.shared import server


@pytest.fixture
def unfrozen():
    """Leave the collector as it was."""
    yield
    gc.unfreeze()


@pytest.mark.usefixtures("unfrozen")
def test_modules_are_spared_once_and_again_when_there_are_more(monkeypatch):
    server.spare_modules()
    spared = gc.get_freeze_count()
    assert spared > 10_000
    kept = [[] for _ in range(100)]
    server.spare_modules()
    assert gc.get_freeze_count() == pytest.approx(spared, abs=50)
    monkeypatch.setitem(sys.modules, "one_more", types.ModuleType("one_more"))
    server.spare_modules()
    assert gc.get_freeze_count() >= spared + len(kept)
