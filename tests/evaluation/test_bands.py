"""How far new numbers lie from their answers: beside the definition, and what is promised of new rows."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd
import pytest

from mtl_core.evaluation.answered import Answered
from mtl_core.evaluation.bands import half_width, with_bands
from mtl_core.evaluation.report import evaluate
from mtl_core.experiment import Column, Experiment, Task
from mtl_core.features.fit import fit
from mtl_core.records.results import Evaluation

EXPERIMENT = Experiment(
    columns={"size": Column(kind="numeric"), "cost": Column(kind="numeric"), "ill": Column(kind="yes_no")},
    tasks=(Task(column="cost", kind="regression"), Task(column="ill", kind="binary")),
)


@pytest.mark.parametrize(("count", "place"), [(9, 9), (10, 10), (19, 18), (99, 90), (1000, 901)])
def test_it_is_the_quantile_of_split_conformal_prediction(count: int, place: int) -> None:
    errors = np.random.default_rng(0).permutation(np.arange(1.0, count + 1))
    assert half_width(errors) == place


def test_of_too_few_rows_there_is_none() -> None:
    assert half_width(np.arange(8.0)) is None
    assert half_width(np.empty(0)) is None


def test_new_rows_lie_within_as_often_as_promised() -> None:
    """Over choices and new rows together 90 % to 90 % + 1 / (n + 1), here 90.2 %."""
    rng = np.random.default_rng(0)
    inside = [np.mean(np.abs(rng.normal(size=200)) <= half_width(np.abs(rng.normal(size=49)))) for _ in range(400)]
    assert np.mean(inside) == pytest.approx(0.90, abs=0.008)  # three standard errors of the mean, each .04 / √400


def table(rows: int, seed: int, spread: float = 1.0) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    size = rng.normal(size=rows)
    cost = 10 * size + spread * rng.normal(size=rows)
    return pd.DataFrame({"size": size, "cost": cost, "ill": rng.choice(["no", "yes"], rows)})


def judged(validation: pd.DataFrame, test: pd.DataFrame) -> Evaluation:
    """A network that knows the cost but for its noise."""
    space = fit(table(500, 0), EXPERIMENT)
    sizes = {len(frame): frame["size"].to_numpy() for frame in (validation, test)}

    def predict(inputs: Mapping[str, np.ndarray]) -> list[np.ndarray]:
        size = sizes[len(inputs["numbers"])][:, None]
        return [10 * size, np.full(size.shape, 0.5)]

    found = evaluate(space, predict(space.transform(test)), test, table(500, 0))
    return with_bands(found, space, *(Answered.ask(space, predict, part) for part in (validation, test)))


def test_numbers_have_a_band_and_nothing_else_has() -> None:
    cost, ill = judged(table(100, 1), table(300, 2)).tasks
    assert ill.band is None
    assert cost.band is not None
    assert cost.band.half == pytest.approx(1.645, abs=0.4)  # of a normal error's 90 %
    assert cost.band.low < cost.band.covered < cost.band.high
    assert cost.notes[-1].startswith("9 of 10 new numbers should lie within ±")
    assert "do not count" not in cost.notes[-1]


def test_a_band_that_test_rows_contradict_is_said_to_be_one() -> None:
    (cost, _) = judged(table(100, 1), table(300, 2, spread=4.0)).tasks
    assert cost.notes[-1].endswith("so do not count on it.")


def test_a_band_that_holds_more_than_it_promises_is_said_to_be_wide() -> None:
    (cost, _) = judged(table(100, 1), table(300, 2, spread=0.25)).tasks
    assert cost.notes[-1].endswith("so it is wider than need be.")


def test_without_enough_validation_rows_nothing_is_said() -> None:
    for validation in (table(5, 1), table(100, 1)[:0], table(100, 1).assign(cost=np.nan)):
        assert judged(validation, table(50, 2)).tasks[0].band is None
