"""What is said of cells that the network does not see as they stand."""

from __future__ import annotations

import dataclasses

import numpy as np
import pandas as pd
import pytest

from mtl_core.experiment import Column, Experiment, Task
from mtl_core.features.fit import fit
from mtl_core.features.remarks import remarks
from mtl_core.features.space import FeatureSpace

TRAIN = pd.DataFrame(
    {
        "size": np.arange(40.0),
        "town": ["Rome", "Oslo"] * 20,
        "member": ["yes", "no"] * 20,
        "day": pd.date_range("2024-01-01", periods=40),
        "ill": ["no", "yes"] * 20,
    }
)


@pytest.fixture(scope="module")
def space() -> FeatureSpace:
    kinds = {"size": "numeric", "town": "category", "member": "yes_no", "day": "date", "ill": "yes_no"}
    columns = {name: Column(kind=kind) for name, kind in kinds.items()}
    return fit(TRAIN, Experiment(columns=columns, tasks=(Task(column="ill", kind="binary"),)))


def said(space: FeatureSpace, **cells: list[object]) -> tuple[str, ...]:
    rows = max(map(len, cells.values()))
    known = {name: [TRAIN[name][0]] * rows for name in ("size", "town", "member", "day")}
    return remarks(space, pd.DataFrame({**known, **cells}, dtype=object))


def test_of_what_was_seen_nothing_is_said(space: FeatureSpace) -> None:
    assert remarks(space, TRAIN) == ()
    assert said(space, size=[0, 39, None, "NA"], town=["Oslo", None] * 2, member=["Y", "false"] * 2) == ()


@pytest.mark.parametrize(
    ("name", "cells", "told"),
    [
        ("size", [1, "many"], 'size: "many" in row 2 cannot be read as a number and counts as missing.'),
        (
            "size",
            [1, "many", 2, "few"],
            'size: 2 cells cannot be read as numbers and count as missing; the first is "many" in row 2.',
        ),
        (
            "town",
            ["Rome", "Rome", "Lima"],
            'town: "Lima" in row 3 is a label that the network does not know, so it counts as unknown.',
        ),
        (
            "town",
            ["Lima", "Lima"],
            'town: 2 cells hold labels that the network does not know, so they count as unknown; the first is "Lima" '
            "in row 1.",
        ),
        (
            "size",
            [39.5],
            'size: "39.5" in row 1 lies outside of what the training rows hold (0 to 39), so its answers go beyond '
            "what was learnt.",
        ),
        (
            "size",
            [0, -0.5, 50],
            "size: 2 cells lie outside of what the training rows hold (0 to 39), so their answers go beyond what was "
            'learnt; the first is "-0.5" in row 2.',
        ),
        (
            "day",
            [pd.Timestamp("2024-02-10")],
            'day: "2024-02-10" in row 1 lies outside of what the training rows hold (2024-01-01 to 2024-02-09), so its '
            "answers go beyond what was learnt.",
        ),
        ("member", ["maybe"], 'member: "maybe" in row 1 cannot be read as yes or no and counts as missing.'),
    ],
)
def test_what_is_lost_or_doubtful_is_told_with_the_first_cell(
    space: FeatureSpace, name: str, cells: list[object], told: str
) -> None:
    assert said(space, **{name: cells}) == (told,)


@pytest.mark.parametrize(
    ("cell", "shown"),
    [("x" * 60, f'"{"x" * 60}"'), ("x" * 61, f'"{"x" * 60}…"'), ("a\nb\tc", '"a b c"')],
)
def test_a_cell_is_quoted_on_one_line_and_cut(space: FeatureSpace, cell: str, shown: str) -> None:
    assert said(space, town=[cell])[0].startswith(f"town: {shown} in row 1 is a label")


def test_what_was_chosen_comes_first_and_columns_in_their_order(space: FeatureSpace) -> None:
    (target,) = space.targets
    careful = dataclasses.replace(target, threshold=0.125)  # type: ignore[type-var]
    chosen = dataclasses.replace(space, targets=(careful,))
    first, second, third = said(chosen, town=["Lima"], size=[-1])
    assert first == 'Task "ill" says "yes" from a probability of 0.125 on, as was chosen.'
    assert second.startswith("size: ")
    assert third.startswith("town: ")
