"""A table with a task of every kind that reference models can do, its training rows, and rows to ask about."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
import pytest

from mtl_core.experiment import Column, Experiment, Task, Text
from mtl_core.features.fit import fit
from mtl_core.features.space import FeatureSpace

KINDS = {"x": "numeric", "noise": "numeric", "city": "category", "ill": "yes_no", "colour": "category"}
TASKS = {"ill": "binary", "colour": "multiclass", "cost": "regression", "about": "multilabel"}
_WORDS = {True: "good great nice", False: "bad poor sad"}


@dataclass(frozen=True)
class Made:
    """A table, encoded."""

    space: FeatureSpace
    train: pd.DataFrame
    rows: pd.DataFrame


def table(rows: int, seed: int) -> pd.DataFrame:
    """Every answer follows from x, and the text too; a fifth of each task's labels is missing."""
    random = np.random.default_rng(seed)
    x = random.normal(size=rows)
    frame = pd.DataFrame(
        {
            "x": x,
            "noise": random.normal(size=rows),
            "city": random.choice(["Rome", "Oslo", "Lima"], rows),
            "text": [f"{_WORDS[value > 0]} {random.choice(['tea', 'rain', 'book'])}" for value in x],
            "ill": np.where(x > 0, "yes", "no"),
            "colour": np.select([x < -0.5, x > 0.5], ["blue", "red"], "green"),
            "cost": 1000 + 100 * x,
            "about": np.select([x < -0.5, x > 0], ["food", "film"], "food;new"),
        }
    )
    for task in TASKS:
        frame[task] = frame[task].astype(object).mask(random.random(rows) < 0.2)
    return frame


def make(inputs: dict[str, str], train: pd.DataFrame, rows: pd.DataFrame) -> Made:
    """Encoded by what the training rows say."""
    columns = {name: Column(kind=kind) for name, kind in {**inputs, "cost": "numeric", "about": "category"}.items()}
    tasks = tuple(Task(column=name, kind=kind) for name, kind in TASKS.items())
    return Made(fit(train, Experiment(columns=columns, tasks=tasks)), train, rows)


@pytest.fixture(scope="module")
def made() -> Made:
    """Numbers and a category."""
    return make(KINDS, table(150, 0), table(60, 1))


@pytest.fixture(scope="module")
def tagged() -> Made:
    """Names in short texts as entities."""
    random = np.random.default_rng(0)
    texts = [["Ann", "Bob"][k] + [" sang", " left town"][n] for k, n in random.integers(0, 2, (80, 2))]
    frame = pd.DataFrame({"said": texts, "who": ["B-PER" + " O" * text.count(" ") for text in texts]})
    experiment = Experiment(
        columns={"said": Column(kind="text"), "who": Column(kind="text", use=False)},
        tasks=(Task(column="who", kind="tags"),),
        text=Text(min_count=1, encoder="lstm"),
    )
    return Made(fit(frame[:50], experiment), frame[:50], frame[50:])


@pytest.fixture(scope="module")
def texts() -> Made:
    """Texts alone."""
    return make({"text": "text", "ill": "yes_no", "colour": "category"}, table(150, 0), table(60, 1))
