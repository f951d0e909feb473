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
    assert gc.get_freeze_count() > 10_000
    made = [[]]
    server.spare_modules()
    assert walked_through(made)
    monkeypatch.setitem(sys.modules, "one_more", types.ModuleType("one_more"))
    server.spare_modules()
    assert not walked_through(made)


def walked_through(thing: object) -> bool:
    """Whether the garbage collector looks at it."""
    return any(thing is other for other in gc.get_objects())
