"""From outputs to answers."""

import numpy as np
import pandas as pd

from mtl_core.evaluation.answers import answers, distinct


def test_columns_follow_the_tasks() -> None:
    tasks = [("ill", "binary", ("no", "yes")), ("colour", "multiclass", ("red", "blue")), ("cost", "regression", ())]
    outputs = [np.array([[0.75], [0.25]]), np.array([[0.9, 0.1], [0.2, 0.8]]), np.array([[1.5], [-2.0]])]
    found = answers(tasks, outputs, pd.RangeIndex(2))
    assert found.to_dict("list") == {
        "ill": ["yes", "no"],
        "ill:no": [0.25, 0.75],
        "ill:yes": [0.75, 0.25],
        "colour": ["red", "blue"],
        "colour:red": [0.9, 0.2],
        "colour:blue": [0.1, 0.8],
        "cost": [1.5, -2.0],
    }


def test_no_rows_give_all_columns() -> None:
    found = answers([("ill", "binary", ("no", "yes"))], [np.zeros((0, 1))], pd.RangeIndex(0))
    assert list(found.columns) == ["ill", "ill:no", "ill:yes"]
    assert len(found) == 0


def test_a_name_that_comes_twice_is_numbered() -> None:
    assert distinct(["a", "a:b", "a:b", "a:b (2)", "a:b"]) == ["a", "a:b", "a:b (2)", "a:b (2) (2)", "a:b (3)"]
