"""A store for the tests of comparisons."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from mtl_core.runs.store import Store
from tests.comparison.wine_record import DATASET


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """A store that knows the table."""
    opened = Store(f"sqlite:///{tmp_path / 'records.db'}")
    opened.add_dataset(DATASET, "wine", 100, 3)
    yield opened
    opened.close()
