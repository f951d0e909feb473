"""What a run keeps of its answers, cell by cell of its confusion matrix."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from mtl_core.features.column_format import AS_WRITTEN
from mtl_core.features.space import FeatureSpace
from mtl_core.features.targets.binary import BinaryTarget
from mtl_core.features.targets.multiclass import MulticlassTarget
from mtl_core.features.targets.multilabel import SetTarget
from mtl_core.features.targets.regression import NumberTarget
from mtl_core.runs.kept_answers import TaskAnswers, conclude_again, read_answers

SPACE = FeatureSpace(
    (),
    (
        NumberTarget("cost", "regression", AS_WRITTEN, 0.0, 1.0),
        BinaryTarget("ill", "binary", AS_WRITTEN, ("no", "yes"), threshold=0.3),
        MulticlassTarget("colour", "multiclass", AS_WRITTEN, ("red", "blue", "green")),
    ),
)
ROWS: dict[str, list[object]] = {
    "position": [4, 9],
    "cost (true)": [1.0, None],
    "ill (true)": ["yes", None],
    "colour (true)": ["red", "blue"],
    "cost": [1.5, 2.5],
    "ill": ["no", "no"],
    "ill:no": [0.6, 0.8],
    "ill:yes": [0.4, 0.2],
    "colour": ["red", "green"],
    "colour:red": [0.7, 0.1],
    "colour:blue": [0.2, 0.3],
    "colour:green": [0.1, 0.6],
}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    pd.DataFrame(ROWS).to_parquet(tmp_path / "answers.parquet")
    return tmp_path / "answers.parquet"


def test_each_task_finds_its_columns(path: Path) -> None:
    cost, ill, colour = read_answers(path, SPACE)
    assert (cost.given.tolist(), cost.chances.shape) == ([1.5, 2.5], (2, 0))
    assert (ill.given.tolist(), ill.chances[:, 1].tolist()) == (["no", "no"], [0.4, 0.2])
    assert (colour.true.tolist(), colour.chances[1].tolist()) == (["red", "blue"], [0.1, 0.3, 0.6])
    assert ill.labelled.positions.tolist() == [4]


def test_answers_are_concluded_again_by_another_threshold(path: Path) -> None:
    again = conclude_again(path, SPACE)
    assert again["ill"].tolist() == ["yes", "no"]
    pd.testing.assert_frame_equal(again.drop(columns="ill"), pd.DataFrame(ROWS).drop(columns="ill"), check_dtype=False)


def test_a_file_that_is_not_there_has_no_answers(tmp_path: Path) -> None:
    assert read_answers(tmp_path / "none.parquet", SPACE) == ()


def test_cells_are_counted_wrong_ones_first_and_open_surest_first() -> None:
    true, given = np.array(list("aabbb"), dtype=object), np.array(list("abaab"), dtype=object)
    sure = np.array([[0.9], [0.6], [0.5], [0.8], [0.7]])
    found = TaskAnswers(np.arange(10, 15), true, given, sure)
    assert list(found.count_cells().items()) == [(("b", "a"), 2), (("a", "b"), 1), (("a", "a"), 1), (("b", "b"), 1)]
    assert found.of_cell("b", "a").positions.tolist() == [13, 12]
    assert found.of_cell("b", "a").first(1).positions.tolist() == [13]
    assert len(found.of_cell("b", "c").positions) == 0


def test_sets_match_in_whatever_order_they_stand() -> None:
    target = SetTarget("about", "multilabel", AS_WRITTEN, ";", (), ("sport", "film"), ())
    true, given = (
        np.array(["film;sport", "[]", "film", None], dtype=object),
        np.array(["sport;film", "[]", "[]", "film"], dtype=object),
    )
    assert target.matches(true, given).tolist() == [True, True, False, False]
