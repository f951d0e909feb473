from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from mtl_core.errors import TrainingError
from mtl_core.training.data import Arrays
from mtl_core.training.row_checks import check


def test_good_rows_pass(problem: Callable[..., Any]) -> None:
    case = problem()
    check(case.plan, case.train)


def spoilt(arrays: Arrays, **changes: Any) -> Arrays:
    copy = copy_of(arrays)
    for name, (place, value) in changes.items():
        if name in copy.inputs:
            copy.inputs[name][place] = value
        else:
            row, task = place
            getattr(copy, name)[task][row] = value
    return copy


def copy_of(arrays: Arrays) -> Arrays:
    inputs = {name: values.copy() for name, values in arrays.inputs.items()}
    values, mask = (tuple(array.copy() for array in group) for group in (arrays.values, arrays.mask))
    return Arrays(inputs, values, mask)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"numbers": ((3, 1), np.nan)}, "infinite or not a number"),
        ({"numbers": ((3, 1), np.inf)}, "infinite or not a number"),
        ({"categories": ((3, 0), 4)}, 'Column "k" .* 0 to 3'),
        ({"categories": ((3, 0), -1)}, 'Column "k"'),
        ({"mask": ((3, 0), True), "values": ((3, 0), 2)}, 'Column "y0" .* 0 to 1'),
        ({"mask": ((3, 1), True), "values": ((3, 1), 3)}, 'Column "y1" .* 0 to 2'),
        ({"mask": ((3, 1), True), "values": ((3, 1), 1.7)}, 'Column "y1" .* whole numbers'),
        ({"mask": ((3, 2), True), "values": ((3, 2), np.nan)}, 'Task "y2"'),
        ({"mask": ((slice(None), 1), False)}, 'Task "y1" has no label'),
    ],
)
def test_rows_that_would_crash_or_lie_are_refused(problem: Callable[..., Any], changes: Any, words: str) -> None:
    case = problem()
    with pytest.raises(TrainingError, match=words):
        check(case.plan, spoilt(case.train, **changes))


def test_one_row_is_too_few(problem: Callable[..., Any]) -> None:
    case = problem(count=1)
    with pytest.raises(TrainingError, match="too few rows"):
        check(case.plan, case.train)
