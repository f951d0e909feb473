"""A search on disk is read back as it was, and goes on for nothing but what it was begun for."""

from __future__ import annotations

from pathlib import Path

import pytest

from mtl_core.errors import ExperimentError, StoreError
from mtl_core.records.budget import Budget
from mtl_core.search import kept
from tests.search.cheap import begun, experiment, searcher


def test_a_search_is_read_back_as_it_was(tmp_path: Path) -> None:
    asked = experiment(**{"balancing.weights.y": 2.5})
    assert kept.read(tmp_path) is None
    assert kept.begin(tmp_path, "table", asked) == begun(asked)
    found = searcher(lambda search: kept.write(tmp_path, search)).go_on(begun(asked), Budget(trials=3))
    assert kept.read(tmp_path) == found
    assert kept.begin(tmp_path, "table", asked) == found
    assert [path.name for path in tmp_path.iterdir()] == [kept.FILE]


@pytest.mark.parametrize(("table", "rate"), [("another", 0.004), ("table", 0.005)])
def test_a_search_for_something_else_is_left_alone(tmp_path: Path, table: str, rate: float) -> None:
    kept.write(tmp_path, begun(experiment(**{"training.learning_rate": 0.004})))
    before = (tmp_path / kept.FILE).read_bytes()
    with pytest.raises(ExperimentError, match="on another table or from other settings"):
        kept.begin(tmp_path, table, experiment(**{"training.learning_rate": rate}))
    assert (tmp_path / kept.FILE).read_bytes() == before


@pytest.mark.parametrize("content", ["", "{", '{"trials": 3}'])
def test_a_damaged_file_is_told_of(tmp_path: Path, content: str) -> None:
    (tmp_path / kept.FILE).write_text(content, "utf-8")
    with pytest.raises(StoreError, match="holds no search that can be gone on with"):
        kept.read(tmp_path)
