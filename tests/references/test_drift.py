"""Whether rows that judge differ from those that train is told where it is so, and only there."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from mtl_core.experiment import Column, Experiment, Task
from mtl_core.features.fit import fit
from mtl_core.features.space import FeatureSpace
from mtl_core.references.drift import find_drift

KINDS = {"when": "numeric", "heat": "numeric", "town": "category", "note": "text", "dead": "numeric", "y": "numeric"}
EXPERIMENT = Experiment(
    columns={name: Column(kind=kind) for name, kind in KINDS.items()}, tasks=(Task(column="y", kind="regression"),)
)


def table(rows: int = 300, **shift: float) -> pd.DataFrame:
    """Rows in the order of ``when``; the later half is hotter, and more of it in Rome, by ``shift``."""
    rng, late = np.random.default_rng(1), np.arange(rows) >= rows // 2
    return pd.DataFrame(
        {
            "when": np.arange(rows, dtype=float),
            "heat": rng.normal(size=rows) + shift.get("heat", 0) * late,
            "town": np.where(rng.random(rows) < 0.3 + shift.get("town", 0) * late, "Rome", "Oslo"),
            "note": rng.choice(["good and new", "bad and old"], rows),
            "dead": rng.normal(size=rows),
            "y": rng.normal(size=rows),
        }
    )


def found(frame: pd.DataFrame, column: str | None = "when", by_group: bool = False) -> list[str]:
    half = len(frame) // 2
    space: FeatureSpace = fit(frame.head(half), EXPERIMENT)
    return list(find_drift(space, frame.head(half), frame.tail(half), column, by_group=by_group))


def test_rows_that_differ_in_their_time_alone_are_alike() -> None:
    assert found(table()) == []


@pytest.mark.parametrize(("name", "shift"), [("heat", 2.0), ("town", 0.65)])
def test_the_column_that_differs_is_named_first(name: str, shift: float) -> None:
    (sentence,) = found(table(**{name: shift}))
    assert f'most by "{name}"' in sentence
    assert '"when"' not in sentence


def test_two_groups_that_differ_say_nothing_of_others() -> None:
    """Rows of one group are alike, and were dealt together: that tells them apart, but is no drift."""
    frame = table(heat=3.0).assign(town=np.repeat(["a", "b", "c", "d"], 75))
    assert found(frame, "town", by_group=True) == []


def test_many_groups_that_differ_are_told() -> None:
    frame = table(heat=3.0).assign(town=[f"g{row // 5}" for row in range(300)])
    (sentence,) = found(frame, "town", by_group=True)
    assert 'most by "' in sentence
    assert '"town"' not in sentence


def test_too_few_rows_say_nothing() -> None:
    assert found(table(4, heat=50.0)) == []
