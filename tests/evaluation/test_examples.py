"""What an example shows of its row: some cells, the surest classes, and numbers that are there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
import pytest

from mtl_core.errors import DataError
from mtl_core.evaluation.examples import examples, explain_rows
from mtl_core.experiment import Column, Experiment, Task
from mtl_core.features.fit import fit
from mtl_core.records.examples import Example

CLASSES = tuple(f"class {place:02d}" for place in range(12))
FRAME = pd.DataFrame(
    {
        **{f"n{place}": np.arange(24.0) + place for place in range(8)},
        "town": ["a very long name of a town that goes on and on beyond what is shown of it"] * 12 + ["Rome"] * 12,
        "cost": np.arange(24.0),
        "class": [*CLASSES, *CLASSES],
    }
)


def answer(frame: pd.DataFrame, inputs: Sequence[str], shares: np.ndarray, cost: float = 2.0) -> Example:
    """The first row of ``frame``, as a network with these answers explains it."""
    columns = {
        **{name: Column(kind="category" if name == "town" else "numeric") for name in inputs},
        "cost": Column(kind="numeric"),
        "class": Column(kind="category"),
    }
    tasks = (Task(column="cost", kind="regression"), Task(column="class", kind="multiclass"))
    space = fit(FRAME, Experiment(columns=columns, tasks=tasks))

    def predict(inputs: Mapping[str, np.ndarray]) -> list[np.ndarray]:
        rows = len(next(iter(inputs.values())))
        return [np.full((rows, 1), cost), np.tile(shares, (rows, 1))]

    (found,) = explain_rows(space, predict, frame.head(1), [41], labelled=True)
    return found


SHARES = np.array([0.01, 0.02, 0.3, 0.05, 0.2, 0.03, 0.04, 0.06, 0.07, 0.08, 0.1, 0.04])


def test_six_cells_are_shown_those_that_are_there_and_no_more_than_sixty_letters() -> None:
    names = ["n0", "town", "n1", "n2", "n3", "n4", "n5", "n6"]
    found = answer(FRAME.assign(n1=np.nan), names, SHARES)
    assert found.cells == {
        "n0": "0.0",
        "town": "a very long name of a town that goes on and on beyond what i",
        "n2": "2.0",
        "n3": "3.0",
        "n4": "4.0",
    }
    assert found.position == 41


def test_the_ten_surest_classes_are_told_the_surest_first() -> None:
    told = answer(FRAME, ["n0"], SHARES).answers["t1"]
    assert (told.given, told.true) == ("class 02", "class 00")
    assert told.sure == pytest.approx(0.3)
    assert [label for label, _ in told.shares] == [CLASSES[place] for place in (2, 4, 10, 9, 8, 7, 3, 6, 11, 5)]
    assert dict(told.shares)["class 11"] == pytest.approx(0.04)


def test_a_number_is_told_beside_the_true_one_where_that_is_known() -> None:
    known = answer(FRAME, ["n0"], SHARES, cost=2.5).answers["t0"]
    assert (known.given, known.true, known.sure, known.shares) == (2.5, 0.0, None, ())
    missing = answer(FRAME.assign(cost=np.nan), ["n0"], SHARES, cost=2.5).answers["t0"]
    assert (missing.given, missing.true) == (2.5, None)


def test_an_answer_that_is_no_finite_number_is_refused() -> None:
    with pytest.raises(DataError, match='no finite number for "cost" in 1 of 1 rows'):
        answer(FRAME, ["n0"], SHARES, cost=np.inf)


def test_rows_that_are_drawn_and_mistaken_stand_once_and_right_answers_are_no_mistakes() -> None:
    columns = {"n0": Column(kind="numeric"), "cost": Column(kind="numeric")}
    space = fit(FRAME, Experiment(columns=columns, tasks=(Task(column="cost", kind="regression"),)))
    frame = FRAME.head(3).assign(cost=[0.0, 5.0, 3.0])
    truth = np.array([[0.0], [1.0], [2.5]])
    found = examples(space, lambda inputs: [truth[: len(inputs["numbers"])]], frame, np.array([7, 8, 9]))
    assert sorted(row.position for row in found.rows) == [7, 8, 9]
    assert [found.rows[place].position for place in found.mistakes["t0"]] == [8, 9]
    assert sorted(found.rows[place].position for place in found.drawn) == [7, 8, 9]
