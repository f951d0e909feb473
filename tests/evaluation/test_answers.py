"""From outputs to answers."""

import numpy as np
import pandas as pd
import pytest

from mtl_core.errors import DataError
from mtl_core.evaluation.answers import answers, distinct, require_finite
from mtl_core.features.column_format import AS_WRITTEN
from mtl_core.features.targets.binary import BinaryTarget
from mtl_core.features.targets.multiclass import MulticlassTarget
from mtl_core.features.targets.multilabel import SetTarget
from mtl_core.features.targets.regression import NumberTarget


def test_columns_follow_the_tasks() -> None:
    targets = [
        BinaryTarget("ill", "binary", AS_WRITTEN, ("no", "yes")),
        MulticlassTarget("colour", "multiclass", AS_WRITTEN, ("red", "blue")),
        SetTarget("about", "multilabel", AS_WRITTEN, ";", (), ("sport", "film"), ()),
        NumberTarget("cost", "regression", AS_WRITTEN, 0.0, 1.0),
    ]
    chances = np.array([[0.9, 0.1], [0.2, 0.8]])
    outputs = [np.array([[0.75], [0.25]]), chances, np.array([[0.5, 0.9], [0.2, 0.1]]), np.array([[1.5], [-2.0]])]
    found = answers(targets, outputs, pd.DataFrame(index=range(2)))
    assert found.to_dict("list") == {
        "ill": ["yes", "no"],
        "ill:no": [0.25, 0.75],
        "ill:yes": [0.75, 0.25],
        "colour": ["red", "blue"],
        "colour:red": [0.9, 0.2],
        "colour:blue": [0.1, 0.8],
        "about": ["sport;film", "[]"],
        "about:sport": [0.5, 0.2],
        "about:film": [0.9, 0.1],
        "cost": [1.5, -2.0],
    }


def test_no_rows_give_all_columns() -> None:
    target = BinaryTarget("ill", "binary", AS_WRITTEN, ("no", "yes"))
    found = answers([target], [np.zeros((0, 1))], pd.DataFrame())
    assert list(found.columns) == ["ill", "ill:no", "ill:yes"]
    assert len(found) == 0


def test_a_name_that_comes_twice_is_numbered() -> None:
    assert distinct(["a", "a:b", "a:b", "a:b (2)", "a:b"]) == ["a", "a:b", "a:b (2)", "a:b (2) (2)", "a:b (3)"]


@pytest.mark.parametrize("lost", [np.nan, np.inf, -np.inf])
def test_answer_that_is_not_finite_is_refused(lost: float) -> None:
    target = NumberTarget("cost", "regression", AS_WRITTEN, 0.0, 1.0)
    with pytest.raises(DataError, match=r'no finite number for "cost" in 2 of 4 rows \(the first is row 2\)'):
        answers([target], [np.array([[1.0], [lost], [2.0], [lost]])], pd.DataFrame(index=range(4)))


@pytest.mark.parametrize("shape", [(4, 2), (4, 3, 2)])
def test_rows_are_counted_once_however_many_numbers_an_answer_has(shape: tuple[int, ...]) -> None:
    target = MulticlassTarget("colour", "multiclass", AS_WRITTEN, ("red", "blue"))
    output = np.zeros(shape)
    output[1], output[3, ..., -1] = np.nan, np.inf
    with pytest.raises(DataError, match=r'no finite number for "colour" in 2 of 4 rows \(the first is row 2\)'):
        require_finite([target], [output])
    require_finite([target], [np.zeros(shape)])
