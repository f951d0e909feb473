"""What answers rest on: by value beside dealing cells by hand, and what must hold of inputs that say nothing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
import pytest
from sklearn.metrics import roc_auc_score

from mtl_core.evaluation.importance import importances
from mtl_core.experiment import Column, Experiment, Task
from mtl_core.features.fit import fit
from mtl_core.features.space import FeatureSpace
from mtl_core.records.importance import Importances

ROWS = 300
EXPERIMENT = Experiment(
    columns={
        "size": Column(kind="numeric"),
        "noise": Column(kind="numeric"),
        "dead": Column(kind="numeric"),
        "town": Column(kind="category"),
        "note": Column(kind="text"),
        "cost": Column(kind="numeric"),
        "ill": Column(kind="yes_no"),
    },
    tasks=(Task(column="cost", kind="regression"), Task(column="ill", kind="binary")),
)


def table(seed: int, rows: int = ROWS) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    size = rng.normal(size=rows)
    town = rng.choice(["Bern", "Oslo", "Rome"], rows)
    return pd.DataFrame(
        {
            "size": size,
            "noise": rng.normal(size=rows),
            "dead": rng.normal(size=rows),
            "town": town,
            "note": rng.choice(["good and new", "bad and old"], rows),
            "cost": 3 * size + rng.normal(size=rows),
            "ill": np.where((town == "Oslo") ^ (rng.random(rows) < 0.1), "yes", "no"),
        }
    )


@pytest.fixture(scope="module")
def space() -> FeatureSpace:
    return fit(table(99), EXPERIMENT)


def network(space: FeatureSpace, noise: float = 1.0) -> Any:
    """Answers as a network would give them: the cost by size and noise, illness by the town; the rest is dead."""
    oslo = space.transform(table(0)[:1].assign(town="Oslo"))["categories"][0, 0]

    def predict(inputs: Mapping[str, np.ndarray]) -> list[np.ndarray]:
        numbers = inputs["numbers"].astype(np.float64)
        cost = 3 * numbers[:, 0] + noise * numbers[:, 1]
        return [cost[:, None], np.where(inputs["categories"][:, :1] == oslo, 0.9, 0.1)]

    return predict


def found(space: FeatureSpace, seed: int, noise: float = 1.0) -> Importances:
    return importances(space, network(space, noise), table(seed), table(99), ["mae", "auc"])


def test_what_counts_is_found_for_each_task_and_nothing_else(space: FeatureSpace) -> None:
    known = found(space, seed=1)
    assert known.counting() == {"size": ("t0",), "town": ("t1",)}
    assert [task.columns[0].column for task in known.tasks] == ["size", "town"]
    dead = {column.column: column for column in known.tasks[0].columns}["dead"]
    assert (dead.fall, dead.low, dead.high) == (0, 0, 0)


def test_the_fall_is_that_of_cells_dealt_by_hand(space: FeatureSpace) -> None:
    frame, predict, rng = table(1), network(space), np.random.default_rng(5)

    def error(rows: pd.DataFrame) -> float:
        return float(np.abs(predict(space.transform(rows))[0][:, 0] - frame["cost"]).mean())

    by_hand = [error(frame.assign(size=rng.permutation(frame["size"]))) - error(frame) for _ in range(200)]
    size = found(space, seed=1).tasks[0].columns[0]
    assert size.low < np.mean(by_hand) < size.high
    assert size.fall == pytest.approx(np.mean(by_hand), rel=0.1)  # five dealings beside two hundred


def test_an_input_that_only_disturbs_is_not_said_to_count(space: FeatureSpace) -> None:
    """Answers that follow noise are no worse with other noise: 0 lies in the interval about 95 times of 100."""
    noise = [
        {column.column: column for column in found(space, seed, noise=2.0).tasks[0].columns}["noise"]
        for seed in range(40)
    ]
    holding = sum(column.low <= 0 <= column.high for column in noise)
    assert holding >= 33  # of 40 at 95 % fewer come out once in 10,000


def test_every_kind_of_input_is_dealt(space: FeatureSpace) -> None:
    """The same cells are changed as by dealing them in the table, and no others."""
    frame = table(3)
    order = np.random.default_rng(0).permutation(len(frame))
    encoded = space.transform(frame)
    for place, column in enumerate(space.columns):
        dealt = space.deal(encoded, place, order)
        by_hand = space.transform(frame.assign(**{column.name: frame[column.name].to_numpy()[order]}))
        assert dealt.keys() == by_hand.keys()
        assert all(np.array_equal(dealt[name], by_hand[name]) for name in by_hand), column.name


def test_a_task_without_a_labelled_row_has_none(space: FeatureSpace) -> None:
    frame = table(1).assign(ill=None)
    known = importances(space, network(space), frame, table(99), ["mae", "auc"])
    assert [task.name for task in known.tasks] == ["cost"]
    assert importances(space, network(space), table(1, rows=2_000), table(99), ["mae", "auc"]).rows == 500


def test_the_fall_of_an_auc_is_that_of_cells_dealt_by_hand(space: FeatureSpace) -> None:
    frame, predict, rng = table(1), network(space), np.random.default_rng(5)

    def auc(rows: pd.DataFrame) -> float:
        return float(roc_auc_score(frame["ill"] == "yes", predict(space.transform(rows))[1][:, 0]))

    by_hand = [auc(frame) - auc(frame.assign(town=rng.permutation(frame["town"]))) for _ in range(20)]
    town = found(space, seed=1).tasks[1].columns[0]
    assert town.fall == pytest.approx(np.mean(by_hand), rel=0.15)  # five dealings beside twenty
    assert town.low < town.fall < town.high


def space_of(inputs: list[str], train: pd.DataFrame) -> FeatureSpace:
    """Of numbers alone, which are to tell the cost."""
    columns = {name: Column(kind="numeric") for name in [*inputs, "cost"]}
    return fit(train, Experiment(columns=columns, tasks=(Task(column="cost", kind="regression"),)))


def first_number(inputs: Mapping[str, np.ndarray]) -> list[np.ndarray]:
    """A network that answers the first of the inputs as it is encoded."""
    return [inputs["numbers"][:, :1].astype(np.float64)]


def test_the_interval_tells_how_much_hangs_on_the_dealing() -> None:
    """Of two rows a dealing leaves all as it is, or swaps both: every drawing of the rows has the same error."""
    train = pd.DataFrame({"y": np.arange(10.0), "x": np.arange(10.0), "cost": np.arange(10.0)})
    space = space_of(["y", "x"], train)
    frame = pd.DataFrame({"y": 0.0, "x": [2.0, 7.0], "cost": [0.0, 1.0]})
    low, high = space.transform(frame)["numbers"][:, 1]

    def predict(inputs: Mapping[str, np.ndarray]) -> list[np.ndarray]:
        return [(inputs["numbers"][:, 1:] - low) / (high - low)]

    known = {column.column: column for column in importances(space, predict, frame, train, ["mae"]).tasks[0].columns}
    assert (known["y"].fall, known["y"].low, known["y"].high) == (0, 0, 0)
    fall = known["x"].fall
    assert 0 < fall < 1  # the share of the five dealings that swapped
    error = np.sqrt(fall * (1 - fall) / 4)  # of their mean, by their spread
    assert (known["x"].low, known["x"].high) == pytest.approx((fall - 1.96 * error, fall + 1.96 * error), rel=1e-6)


def test_the_interval_tells_how_much_hangs_on_the_rows() -> None:
    """Where all is 0, errors are sizes, whose mean no dealing changes; only drawing other rows does."""
    x = np.random.default_rng(0).normal(size=400)
    space = space_of(["x"], pd.DataFrame({"x": x, "cost": x}))
    frame = pd.DataFrame({"x": x, "cost": 0.0})
    (column,) = importances(space, first_number, frame, frame, ["mae"]).tasks[0].columns
    assert column.fall == pytest.approx(0, abs=1e-6)
    sizes = np.abs(space.transform(frame)["numbers"][:, 0])
    error = np.sqrt(sizes.var() * (1 + 1 / 5) / 400)  # each row beside the mean of five others
    assert column.high == pytest.approx(1.96 * error, rel=0.15)  # 300 drawings know it to 4 %
    assert column.low == pytest.approx(-column.high, abs=1e-6)


@pytest.mark.parametrize(("inputs", "rows", "repeats"), [(1, 10, 5), (100, 400, 3), (100, 300, 5), (160, 500, 1)])
def test_of_many_cells_each_is_dealt_less_often(inputs: int, rows: int, repeats: int) -> None:
    names = [f"x{place}" for place in range(inputs)]
    numbers = np.random.default_rng(0).normal(size=(rows, inputs))
    frame = pd.DataFrame(numbers, columns=names).assign(cost=numbers[:, 0])
    known = importances(space_of(names, frame), first_number, frame, frame, ["mae"])
    assert (known.rows, known.repeats, len(known.tasks[0].columns)) == (rows, repeats, inputs)
    assert known.tasks[0].columns[0].column == "x0"
