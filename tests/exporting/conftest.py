"""One small network, untrained, and the bundle of it."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from mtl_core.experiment import Column, Experiment, HardSharing, Numbers, Task, Text
from mtl_core.exporting.bundle import write
from mtl_core.exporting.origin import Origin
from mtl_core.exporting.trained import Trained
from tests.untrained import build_untrained


def make_table(rows: int = 60, seed: int = 0) -> pd.DataFrame:
    """All kinds of columns, with cells missing in each."""
    rng = np.random.default_rng(seed)
    frame = pd.DataFrame(
        {
            "age": rng.normal(50, 10, rows).round(2),
            "city, or *town*": rng.choice(["Rome", "Oslo", "Łódź", "上海"], rows),
            "member": rng.choice(["yes", "no"], rows),
            "since": pd.Timestamp("2020-01-01") + pd.to_timedelta(rng.integers(0, 1500, rows), unit="D"),
            "note": [" ".join(rng.choice(["good", "bad", "well-known", "不错"], 1 + row % 5)) for row in range(rows)],
            "ill": rng.choice(["no", "yes"], rows),
            "colour": rng.choice(["red", "green", "blue"], rows),
            "cost": rng.normal(1000, 100, rows),
        }
    )
    return frame.mask(rng.random(frame.shape) < 0.1)


EXPERIMENT = Experiment(
    columns={
        "age": Column(kind="numeric"),
        "city, or *town*": Column(kind="category"),
        "member": Column(kind="yes_no"),
        "since": Column(kind="date"),
        "note": Column(kind="text"),
        "ill": Column(kind="yes_no"),
        "colour": Column(kind="category"),
        "cost": Column(kind="numeric"),
    },
    tasks=(
        Task(column="ill", kind="binary"),
        Task(column="colour", kind="multiclass"),
        Task(column="cost", kind="regression"),
    ),
    text=Text(encoder="gru", units=4, embedding=4),
    numbers=Numbers(embedding="piecewise"),
    sharing=HardSharing(units=8),
)
ORIGIN = Origin(name="people.csv", id="0123456789abcdef", rows=60, train=60, validation=0, test=0)


@pytest.fixture(scope="session")
def table() -> Callable[..., pd.DataFrame]:
    """``table(rows=60, seed=0)``: the training rows; other seeds give rows that were never seen."""
    return make_table


@pytest.fixture(scope="session")
def origin() -> Origin:
    """Where the network comes from."""
    return ORIGIN


@pytest.fixture(scope="session")
def trained() -> Trained:
    return build_untrained(EXPERIMENT, make_table())


@pytest.fixture(scope="session")
def bundle_path(trained: Trained, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("bundle") / "bundle.zip"
    write(path, trained, ORIGIN, make_table(), make_table())
    return path
