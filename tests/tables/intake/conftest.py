"""Here files are read by the child, as in the program."""

from __future__ import annotations

import pytest


@pytest.fixture(autouse=True, scope="module")
def without_intake_child() -> None:
    """With it."""
