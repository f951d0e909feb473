"""Labels become what the losses compare; what cannot be compared is masked, what cannot be learnt is refused."""

from typing import Any

import numpy as np
import pandas as pd
import pytest

from mtl_core.errors import DataError, ExperimentError
from mtl_core.experiment import Task
from mtl_core.features.column_format import AS_WRITTEN
from mtl_core.features.space import TARGET_KINDS
from mtl_core.features.targets.binary import BinaryTarget
from mtl_core.features.targets.regression import NumberTarget
from mtl_core.features.targets.target_encoder import TargetEncoder


def fitted(kind: str, cells: list[Any]) -> TargetEncoder:
    return TARGET_KINDS[kind].fit(Task(column="y", kind=kind), rows(cells), {})


def rows(cells: list[Any] | pd.Series) -> pd.DataFrame:
    return pd.DataFrame({"y": pd.Series(cells)})


@pytest.mark.parametrize(
    ("cells", "classes"),
    [
        (["yes", "no", None], ("no", "yes")),
        ([1, 0, 1], ("0", "1")),
        ([2.0, 1.0, np.nan], ("1", "2")),
        ([True, False], ("False", "True")),
        (["Dole", "Clinton"], ("Clinton", "Dole")),
    ],
)
def test_binary_classes_stand_as_no_and_yes(cells: list[Any], classes: tuple[str, str]) -> None:
    target = fitted("binary", cells)
    assert (target.classes, target.outputs) == (classes, 1)


def test_classes_are_numbered_and_missing_or_unseen_ones_masked() -> None:
    target = fitted("multiclass", ["b", "a", "c", None])
    later = rows(["c", "new", None, "a"])
    values, mask = target.encode(later)
    assert (values.tolist(), mask.tolist()) == ([2, 0, 0, 0], [True, False, False, True])
    assert target.truth(later).tolist() == ["c", "new", None, "a"]
    assert (target.classes, target.outputs) == (("a", "b", "c"), 3)


def test_classes_that_are_numbers_stand_by_size() -> None:
    assert fitted("multiclass", [10, 9, 100]).classes == ("9", "10", "100")


def test_numbers_are_standardised_by_the_training_rows() -> None:
    target = fitted("regression", [1.0, 3.0, np.nan])
    values, mask = target.encode(rows([1.0, 3.0, np.nan, 5.0, np.inf]))
    assert (values.tolist(), mask.tolist()) == ([-1, 1, 0, 3, 0], [True, True, False, True, False])
    assert (target.mean, target.std, target.classes, target.outputs) == (2.0, 1.0, (), 1)


def test_absurd_number_of_a_later_row_stays_finite() -> None:
    values, mask = fitted("regression", [1.0, 3.0]).encode(rows([1e308, -1e308]))
    assert (values.tolist(), mask.all()) == ([1e6, -1e6], True)


@pytest.mark.parametrize(
    ("kind", "cells", "said"),
    [
        ("binary", ["a", "a"], "different labels in its training rows: 1, expected exactly 2"),
        ("binary", ["a", "b", "c"], "different labels in its training rows: 3, expected exactly 2"),
        ("multiclass", [None, None], "different labels in its training rows: 0, expected at least 2"),
        ("regression", [5.0, 5.0, np.nan], "different numbers in its training rows: 1, expected at least 2"),
        ("regression", ["x", "y"], "different numbers in its training rows: 0, expected at least 2"),
        ("regression", [1.0, 1e308], r"holds 1e\+308, expected numbers within ±1e30"),
    ],
)
def test_column_that_cannot_be_learnt_is_refused(kind: str, cells: list[Any], said: str) -> None:
    with pytest.raises(ExperimentError, match=f'Task "y" .*{said}'):
        fitted(kind, cells)


def test_damaged_state_is_refused() -> None:
    with pytest.raises(DataError, match='task "y" is damaged'):
        BinaryTarget("y", "binary", AS_WRITTEN, ("a", "b", "c"))
    with pytest.raises(DataError, match='task "y" is damaged'):
        NumberTarget("y", "regression", AS_WRITTEN, 0.0, 0.0)
