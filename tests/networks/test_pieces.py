"""Numbers in pieces, as a network takes them."""

from __future__ import annotations

import keras
import numpy as np
import pandas as pd
import pytest

from mtl_core.experiment import parse_experiment
from mtl_core.features import plan_shapes
from mtl_core.features.fit import fit
from mtl_core.features.space import FeatureSpace
from mtl_core.networks import build
from mtl_core.plan import Plan, plan

pytestmark = pytest.mark.engine


def made(frame: pd.DataFrame, embedding: str = "piecewise") -> tuple[FeatureSpace, Plan]:
    """A network for the last column of numbers."""
    experiment = parse_experiment(
        {
            "columns": {name: {"kind": "numeric"} for name in frame.columns},
            "tasks": [{"column": frame.columns[-1], "kind": "regression", "head_depth": 0}],
            "numbers": {"embedding": embedding},
            "sharing": {"layers": 1, "units": 4, "dropout": 0},
        }
    )
    space = fit(frame, experiment)
    return space, plan(experiment, plan_shapes.inputs(space), plan_shapes.tasks(space))


def pieces(drawn: Plan, values: np.ndarray) -> np.ndarray:
    """What the layers are given of scaled ``values`` [n, numbers] beside them: [n, pieces]."""
    model = build(drawn, seed=0)
    return np.asarray(keras.Model(model.inputs, model.get_layer("inputs_pieces").output)({"numbers": values}))


def table(rows: int = 200) -> pd.DataFrame:
    random = np.random.default_rng(0)
    frame = pd.DataFrame({"a": random.normal(size=rows), "b": random.lognormal(size=rows)})
    return frame.mask(random.random(frame.shape) < 0.1).assign(flat=7.0, y=random.normal(size=rows))


@pytest.fixture(scope="module")
def network() -> tuple[FeatureSpace, Plan]:
    return made(table(700))


def test_pieces_fill_up_one_after_another(network: tuple[FeatureSpace, Plan]) -> None:
    """In the order of the numbers, from 0 to 1, each by one side of an edge as by the other."""
    space, drawn = network
    a, b = (column.edges for column in space.columns)
    assert len(a) > 10 < len(b)
    steps = np.linspace(-3, 3, 2_001, dtype=np.float32)
    values = np.stack([steps, 0 * steps, -steps, 0 * steps], axis=1)  # b falls; between them, whether one is missing
    found = pieces(drawn, values)
    assert found.shape == (len(steps), len(a) + len(b) - 2)
    assert (found >= 0).all()
    assert (found <= 1).all()
    rising, falling = np.split(found, [len(a) - 1], axis=1)
    assert (np.diff(rising, axis=0) >= 0).all()
    assert (np.diff(falling, axis=0) <= 0).all()
    assert ((rising[:, :-1] == 1) | (rising[:, 1:] == 0)).all()  # a piece begins where the one before is full
    widest = 0.003 / min(*np.diff(a), *np.diff(b))  # of a step, in the narrowest piece
    assert np.abs(np.diff(found, axis=0)).max() <= 1.001 * widest  # 32-bit numbers


def test_pieces_stop_at_the_ends_of_the_training_rows(network: tuple[FeatureSpace, Plan]) -> None:
    space, drawn = network
    ends = [[-3, 0, -3, 0], [3, 0, 3, 0]]
    assert pieces(drawn, np.array(ends, np.float32)).tolist() == [
        [end] * sum(len(column.edges) - 1 for column in space.columns) for end in (0.0, 1.0)
    ]


def test_a_missing_number_counts_as_the_median(network: tuple[FeatureSpace, Plan]) -> None:
    space, drawn = network
    middle = {column.name: [column.center] for column in space.columns}
    known, missing = (space.transform(pd.DataFrame(cells))["numbers"] for cells in (middle, {"a": [np.nan], "b": [""]}))
    np.testing.assert_array_equal(pieces(drawn, known), pieces(drawn, missing))
    assert (known != missing).sum() == 2  # both are marked


def test_without_pieces_the_network_is_what_it_was() -> None:
    space, drawn = made(table(), "none")
    assert [column.edges for column in space.columns] == [(), ()]
    assert not any(layer.name.endswith("_pieces") for layer in build(drawn, seed=0).layers)
    assert drawn.blocks[0].units == sum(column.numbers for column in space.columns)


def test_the_diagram_says_what_pieces_there_are(network: tuple[FeatureSpace, Plan]) -> None:
    space, drawn = network
    count = sum(len(column.edges) - 1 for column in space.columns)
    told = " ".join(drawn.blocks[0].tell(drawn.around(drawn.blocks[0])))
    assert f"Numbers also come piece by piece: {count} values" in told
    assert drawn.blocks[0].units == count + sum(column.numbers for column in space.columns)


def test_more_columns_than_rows_give_finite_answers() -> None:
    random = np.random.default_rng(0)
    frame = pd.DataFrame(random.normal(size=(60, 301)), columns=[f"n{place}" for place in range(301)])
    space, drawn = made(frame.assign(n7=3.0))
    inputs = space.transform(frame)
    assert [column.name for column in space.columns].count("n7") == 0
    assert np.isfinite(build(drawn, seed=0)({"numbers": inputs["numbers"]})).all()
