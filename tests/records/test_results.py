"""What an evaluation and its examples say: what earlier and later versions wrote, and what is refused."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from mtl_core.errors import StoreError
from mtl_core.records.examples import Examples
from mtl_core.records.metrics import standing
from mtl_core.records.results import Evaluation
from mtl_core.runs import results

OLDEST_TASK = {
    **{"id": "t0", "name": "cost", "kind": "regression", "rows": 3, "notes": []},
    **{"metrics": {"mae": 1.5, "r2": None}, "baseline": {"mae": 2, "r2": 0.0}, "baseline_rule": "", "sentence": "Off."},
    **{"confusion": None, "roc": None, "scatter": {"true": [1.0], "predicted": [2.5]}},
}
"""As the first version wrote it, which knew no headline and no labels."""

OLDEST_ROW = {
    "position": 4,
    "cells": {"size": "1"},
    "texts": [
        {"column": "note", "text": "so so", "places": [[0, 2], [3, 5]], "effects": {"t0": [1, 2]}, "longer": False}
    ],
    "answers": {"t0": {"given": 2.5, "true": None}},
}
"""As the first version wrote it, which tagged no tokens."""


def leave(folder: Path, name: str, content: Any) -> None:
    folder.joinpath(name).write_text(content if isinstance(content, str) else json.dumps(content))


def test_evaluation_of_the_first_version_is_read(tmp_path: Path) -> None:
    leave(tmp_path, "evaluation.json", {"rows": 3, "tasks": [OLDEST_TASK]})
    found = results.read(tmp_path)
    assert found is not None
    (task,) = found.tasks
    assert (task.headline, task.labels, task.notes) == ("mae", (), ())
    assert task.scatter is not None
    assert task.scatter.predicted == (2.5,)
    assert found.metrics() == {"cost": {"mae": 1.5, "r2": None}}


def test_examples_of_the_first_version_are_read(tmp_path: Path) -> None:
    leave(tmp_path, "examples.json", {"rows": [OLDEST_ROW], "mistakes": {"t0": [0]}, "drawn": []})
    found = results.read_examples(tmp_path)
    assert found is not None
    assert found.rows[0].texts[0].pieces == {}
    assert found.rows[0].answers["t0"].tokens == ()
    assert found.mistakes == {"t0": (0,)}


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        (Evaluation, {"rows": 3, "tasks": [OLDEST_TASK | {"newer": 1}], "newer": {}}),
        (Examples, {"rows": [OLDEST_ROW | {"newer": 1}], "mistakes": {}, "drawn": [0], "newer": []}),
    ],
)
def test_fields_of_a_later_version_are_passed_over(kind: type[Evaluation | Examples], body: dict[str, Any]) -> None:
    found = kind.model_validate(body)
    assert "newer" not in found.model_dump_json()
    assert kind.model_validate_json(found.model_dump_json()) == found


def test_number_that_is_not_finite_is_refused() -> None:
    with pytest.raises(ValidationError, match="finite"):
        Evaluation.model_validate({"rows": 3, "tasks": [OLDEST_TASK | {"metrics": {"mae": float("inf")}}]})


READERS = {
    "evaluation.json": results.read,
    "examples.json": results.read_examples,
    "importance.json": results.read_importances,
    "verdict.json": results.read_verdicts,
}


@pytest.mark.parametrize("name", READERS)
@pytest.mark.parametrize("content", ["", "{", "[]", '{"rows": "many", "tasks": [1]}', '{"tasks": 3}'])
def test_file_that_cannot_be_read_is_told_by_its_name(tmp_path: Path, name: str, content: str) -> None:
    leave(tmp_path, name, content)
    with pytest.raises(StoreError, match=name.replace(".", r"\.")):
        READERS[name](tmp_path)


@pytest.mark.parametrize("name", READERS)
def test_run_without_results_has_none(tmp_path: Path, name: str) -> None:
    assert READERS[name](tmp_path) is None


@pytest.mark.parametrize(
    ("metric", "own", "guess", "expected"),
    [
        ("auc", 0.7, 0.5, 1),
        ("auc", 0.4, 0.5, -1),
        ("mae", 2.0, 3.0, 1),
        ("mae", 3.0, 2.0, -1),
        ("mae", 2.0, 2.0, 0),
        ("mae", None, 2.0, 0),
        ("r2", 0.1, None, 0),
    ],
)
def test_standing_beside_guessing(metric: str, own: float | None, guess: float | None, expected: int) -> None:
    assert standing(metric, own, guess) == expected
