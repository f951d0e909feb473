"""Rows that judge and differ from those that train are asked about before the training, and only where it is so."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from mtl_core.tables.checks.experiment_checks import check
from mtl_core.tables.checks.part_drift import measure_drift
from mtl_core.tables.labels.leaks import Values
from tests.tables.checks.test_experiment_checks import ROWS, Make, make

__all__ = ["make"]

SAID = "The rows that will judge differ"
LATE = np.arange(ROWS) >= 0.8 * ROWS


def column(kind: str, shift: float) -> object:
    """A column whose later cells differ by so much: numbers, or the share of Rome."""
    rng = np.random.default_rng(3)
    if kind == "numeric":
        return rng.normal(size=ROWS) + shift * LATE
    return np.where(rng.random(ROWS) < 0.3 + 0.65 * shift * LATE, "Rome", "Oslo")


@pytest.mark.parametrize("kind", ["numeric", "category"])
@pytest.mark.parametrize(("by", "shift", "told"), [("time", 2.0, True), ("time", 0.0, False), ("random", 2.0, False)])
def test_drift_is_asked_about_where_rows_are_dealt_by_time(
    make: Make, kind: str, by: str, shift: float, told: bool
) -> None:
    found = check(
        *make(
            split={"test": 0.2, "by": by, "column": "day" if by == "time" else None},
            day=pd.date_range("2024-01-01", periods=ROWS),
            heat=column(kind, shift),
        )
    )
    said = [finding for finding in found if finding.sentence.startswith(SAID)]
    assert len(said) == told
    assert all('"heat" alone tells them apart with an AUC of ' in finding.sentence for finding in said)
    assert all(finding.remedies == ("split: random",) for finding in said)
    assert not any('"day" alone tells' in finding.sentence for finding in said)  # they differ in it as was asked


@pytest.mark.parametrize(("rows_each", "told"), [(50, False), (1, False)])
def test_groups_that_are_alike_in_themselves_are_no_drift(make: Make, rows_each: int, told: bool) -> None:
    """A cell that is the same all over a group tells the groups apart, which says nothing about other groups."""
    groups = np.arange(ROWS) // rows_each
    place = np.random.default_rng(1).normal(size=ROWS)[groups]
    found = check(
        *make(split={"test": 0.2, "by": "group", "column": "who"}, who=[f"g{group}" for group in groups], place=place)
    )
    assert any(finding.sentence.startswith(SAID) for finding in found) == told


def test_chance_is_seldom_taken_for_drift_and_a_certain_one_never_missed() -> None:
    """Of 300 columns without drift none is named; a shift of three standard deviations always is."""
    rng, judges = np.random.default_rng(0), np.repeat([0, 1], [160, 40])
    for drifts in (False, True):
        drawn = [Values(np.argsort(np.argsort(rng.normal(size=200) + 3 * drifts * judges)), True) for _ in range(300)]
        named = [measure_drift(each, judges, np.arange(200)) is not None for each in drawn]
        assert all(named) if drifts else not any(named)


@pytest.mark.parametrize(
    ("by", "column", "said", "remedies"),
    [
        (
            "time",
            "day",
            'The rows that will judge differ from those that train: "heat" alone tells them apart with an AUC of 1.00 '
            "(0.5 is chance); the test will say how good the network is on rows unlike those that it learns from; if "
            "that is not what it is for, split at random.",
            ("split: random",),
        ),
    ],
)
def test_the_sentence(make: Make, by: str, column: str, said: str, remedies: tuple[str, ...]) -> None:
    days = pd.date_range("2024-01-01", periods=ROWS)
    asked = {"test": 0.2, "by": by, "column": column}
    (found,) = (f for f in check(*make(split=asked, day=days, heat=LATE * 5.0)) if f.sentence.startswith(SAID))
    assert (found.level, found.column, found.sentence, found.remedies) == ("warning", "", said, remedies)
    both = check(*make(split=asked, day=days, heat=LATE * 5.0, cold=LATE * -3.0, ice=LATE * 1.0))
    (found,) = (f for f in both if f.sentence.startswith(SAID))
    assert "(0.5 is chance), and 2 other columns tell them apart, too; the test" in found.sentence
    unjudged = make(split=asked | {"test": 0.0}, day=days, heat=LATE * 5.0)
    assert not [f for f in check(*unjudged) if f.sentence.startswith(SAID)]


@pytest.mark.parametrize(("judging", "told"), [(9, True), (8, False), (4, False)])
def test_of_a_few_rows_even_all_told_apart_may_be_chance(judging: int, told: bool) -> None:
    judges = np.repeat([0, 1], [200, judging])
    found = measure_drift(Values(judges, False), judges, np.arange(len(judges)))
    assert found == (1.0 if told else None)


def test_the_area_is_that_of_what_tells_all_or_nothing() -> None:
    judges = np.repeat([0, 1], 100)
    assert measure_drift(Values(judges, False), judges, np.arange(200)) == 1
    assert measure_drift(Values(np.zeros(200, dtype=np.int64), False), judges, np.arange(200)) is None
    assert measure_drift(Values(judges, False), judges, judges) is None  # two units in all: nothing to learn from
