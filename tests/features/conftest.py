"""A table with every kind of input and task, cells missing in each, typed and as text."""

import numpy as np
import pandas as pd
import pytest

from mtl_core.experiment import Column, Experiment, Task

ROWS = 120


@pytest.fixture(scope="session")
def table() -> pd.DataFrame:
    """Typed cells, as a dataset gives them."""
    rng = np.random.default_rng(0)
    frame = pd.DataFrame(
        {
            "age": rng.normal(50, 10, ROWS).round(2),
            "rooms": rng.integers(1, 6, ROWS),
            "city": rng.choice(["Rome", "Oslo", "Łódź", "上海"], ROWS),
            "floor": rng.integers(0, 4, ROWS),
            "member": rng.choice(["Yes", "No"], ROWS),
            "paid": rng.random(ROWS) < 0.5,
            "since": pd.Timestamp("2020-01-01") + pd.to_timedelta(rng.integers(0, 1500 * 24, ROWS), unit="h"),
            "note": [
                " ".join(rng.choice(["good", "bad", "soup", "dear", "不错", "3.5"], 1 + row % 6)) for row in range(ROWS)
            ],
            "always": 7.0,
            "ill": rng.choice(["no", "yes"], ROWS),
            "colour": rng.choice(["red", "green", "blue"], ROWS),
            "cost": rng.normal(1000, 100, ROWS).round(1),
        }
    )
    holes = rng.random(frame.shape) < 0.1
    holes[:, [1, 3, 5, 8]] = False  # whole numbers and truth values stay what they are
    return frame.mask(holes).astype({"rooms": "int64", "floor": "int64", "paid": "bool"})


@pytest.fixture(scope="session")
def experiment() -> Experiment:
    return Experiment(
        columns={
            "age": Column(kind="numeric"),
            "rooms": Column(kind="numeric"),
            "city": Column(kind="category"),
            "floor": Column(kind="category"),
            "member": Column(kind="yes_no"),
            "paid": Column(kind="yes_no"),
            "since": Column(kind="date"),
            "note": Column(kind="text"),
            "always": Column(kind="numeric"),
            "ill": Column(kind="yes_no"),
            "colour": Column(kind="category"),
            "cost": Column(kind="numeric"),
        },
        tasks=(
            Task(column="ill", kind="binary"),
            Task(column="colour", kind="multiclass"),
            Task(column="cost", kind="regression"),
        ),
    )
