"""The reasons of the answers about a row: what they sum to, what one typical cell changes, and what they say."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
import pytest

from mtl_core.errors import DataError
from mtl_core.experiment import Column, Experiment, Task
from mtl_core.explaining.row import Predict, explain_row
from mtl_core.features.columns.numeric import NumericColumn
from mtl_core.features.fit import fit
from mtl_core.features.space import FeatureSpace
from mtl_core.records.explanations import AnswerReasons, Explanation
from tests.evaluation.test_importance import EXPERIMENT, network, table

COLUMNS = ["size", "noise", "dead", "town", "note"]


@pytest.fixture(scope="module")
def space() -> FeatureSpace:
    return fit(table(99), EXPERIMENT)


@pytest.fixture(scope="module")
def predict(space: FeatureSpace) -> Predict:
    answers: Predict = network(space)
    return answers


def explained(space: FeatureSpace, predict: Predict, background: pd.DataFrame | None = None) -> Explanation:
    return explain_row(space, predict, table(5)[COLUMNS].head(1).assign(town="Oslo"), background)


def effects(answer: AnswerReasons) -> dict[str, float]:
    return {reason.column: reason.effect for reason in answer.columns}


def test_effects_sum_to_the_difference_from_rows_of_the_bundle(space: FeatureSpace, predict: Predict) -> None:
    background = table(6, 20)[COLUMNS]
    found = explained(space, predict, background)
    assert (found.background, found.exact, found.orders) == (20, True, 0)
    outputs = [output.mean() for output in predict(space.transform(background))]
    for answer, output in zip(found.answers, outputs, strict=True):
        assert answer.baseline == pytest.approx(output, abs=1e-9)
        assert sum(effects(answer).values()) == pytest.approx(answer.value - answer.baseline, abs=1e-9)
    cost, ill = found.answers
    assert (cost.label, ill.label, ill.value) == (None, "yes", pytest.approx(0.9))
    assert effects(cost)["dead"] == effects(cost)["town"] == effects(ill)["size"] == 0
    assert ill.columns[0].column == "town"


def test_without_rows_the_typical_one_is_compared_with(space: FeatureSpace, predict: Predict) -> None:
    found = explained(space, predict)
    assert (found.background, found.exact) == (0, True)
    assert "the typical row of the training" in found.how()
    cost = found.answers[0]
    row = table(5)[COLUMNS].head(1).assign(town="Oslo")
    medians = row.assign(**table(99)[["size", "noise"]].median())
    own, usual = (space.transform(frame)["numbers"][0].astype(np.float64) for frame in (row, medians))
    assert effects(cost)["size"] == pytest.approx(3 * (own[0] - usual[0]), abs=1e-9)
    assert effects(cost)["noise"] == pytest.approx(own[1] - usual[1], abs=1e-9)
    assert cost.baseline == pytest.approx(0, abs=1e-5)


def test_one_typical_cell_is_that_of_the_training_rows(space: FeatureSpace, predict: Predict) -> None:
    (reason,) = [each for each in explained(space, predict).answers[1].columns if each.column == "town"]
    commonest = table(99)["town"].value_counts().index[0]
    assert (reason.cell, reason.typical) == ("Oslo", commonest)
    assert reason.if_typical == pytest.approx(0.9 if commonest == "Oslo" else 0.1)
    (note,) = [each for each in explained(space, predict).answers[0].columns if each.column == "note"]
    assert note.typical == "missing"


@pytest.mark.parametrize(("size", "told"), [(2007.0, "2007"), (19.75, "19.75"), (123_456.0, "123456")])
def test_a_number_is_told_as_the_row_holds_it(space: FeatureSpace, predict: Predict, size: float, told: str) -> None:
    row = table(5)[COLUMNS].head(1).assign(size=size)
    reasons = explain_row(space, predict, row, None).answers[0].columns
    assert [each.cell for each in reasons if each.column == "size"] == [told]


def wide(columns: int) -> tuple[FeatureSpace, pd.DataFrame]:
    rng = np.random.default_rng(3)
    frame = pd.DataFrame(rng.normal(size=(60, columns)), columns=[f"x{place}" for place in range(columns)])
    frame["y"] = frame["x0"]
    kinds = {name: Column(kind="numeric") for name in frame}
    return fit(frame, Experiment(columns=kinds, tasks=(Task(column="y", kind="regression"),))), frame


def product(inputs: Mapping[str, np.ndarray]) -> list[np.ndarray]:
    """An answer whose columns work together in pairs; the last is dead."""
    numbers = inputs["numbers"].astype(np.float64)
    return [(numbers[:, :-2:2] * numbers[:, 1:-1:2] + numbers[:, :-2:2]).sum(axis=1, keepdims=True)]


def test_more_than_twelve_columns_are_sampled_with_an_error_that_holds() -> None:
    space, frame = wide(15)
    found = explain_row(space, product, frame.head(1), frame.tail(10))
    (answer,) = found.answers
    assert (found.exact, found.background) == (False, 10)
    assert found.orders >= 320
    assert f"{found.orders:,} orders" in found.how()
    row, others = (space.transform(part)["numbers"].astype(np.float64) for part in (frame.head(1), frame.tail(10)))
    for place in range(0, 14, 2):  # a product's and a sum's Shapley values have a closed form
        a, b, c, d = row[0, place], row[0, place + 1], others[:, place], others[:, place + 1]
        first = ((a - c) * (b + d) / 2 + a - c).mean()
        (reason,) = [each for each in answer.columns if each.column == f"x{place}"]
        assert abs(reason.effect - first) <= 5 * reason.error  # beyond 5 errors lies one of a million
        assert "±" in answer.say_effect(reason)
    assert effects(answer)["x14"] == 0
    assert sum(effects(answer).values()) == pytest.approx(answer.value - answer.baseline, abs=1e-9)
    assert explain_row(space, product, frame.head(1), frame.tail(10)) == found


def test_twelve_columns_are_exact() -> None:
    space, frame = wide(12)
    found = explain_row(space, product, frame.head(1), frame.tail(1))
    assert found.exact
    assert not any(reason.error for reason in found.answers[0].columns)


def test_sentences_say_answer_baseline_and_what_adds_most(space: FeatureSpace, predict: Predict) -> None:
    found = explained(space, predict, table(6, 20)[COLUMNS])
    ill = found.answers[1].sentence()
    assert ill.startswith('"ill" is "yes": 90.0%, where the rows that it is compared with get')
    assert 'comes from "town" (+' in ill
    assert "points)." in ill
    assert "20 rows" in found.how()


def test_numbers_that_are_not_finite_are_refused(space: FeatureSpace) -> None:
    def lost(inputs: Mapping[str, np.ndarray]) -> list[np.ndarray]:
        rows = len(inputs["numbers"])
        return [np.full((rows, 1), np.nan), np.full((rows, 1), 0.5)]

    with pytest.raises(DataError, match="no finite number"):
        explained(space, lost)


def test_older_yes_no_columns_know_no_typical_cell() -> None:
    frame = pd.DataFrame({"member": ["yes", "no", "yes", None] * 5, "y": np.arange(20.0)})
    kinds = {"member": Column(kind="yes_no"), "y": Column(kind="numeric")}
    space = fit(frame, Experiment(columns=kinds, tasks=(Task(column="y", kind="regression"),)))
    (column,) = space.columns
    assert column.typical == "yes"
    changed: Any = dataclasses.replace(column, commonest=None)
    state = dataclasses.replace(space, columns=(changed,)).to_dict()
    del state["columns"][0]["commonest"]
    assert FeatureSpace.from_dict(state).columns[0].typical is None


def test_many_columns_are_looked_at_a_few_times_each(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where each stands was sought among all others, time and again: of 1,000 columns more than half of the work."""
    names = [f"x{place}" for place in range(40)]
    frame = pd.DataFrame(np.random.default_rng(0).normal(size=(30, 40)), columns=names).assign(y=range(30))
    columns = {name: Column(kind="numeric") for name in frame}
    space = fit(frame, Experiment(columns=columns, tasks=(Task(column="y", kind="regression"),)))
    looks, known = [], NumericColumn.numbers.fget

    def look(column: NumericColumn) -> int:
        looks.append(column.name)
        return known(column)

    monkeypatch.setattr(NumericColumn, "numbers", property(look))
    explain_row(space, lambda inputs: [inputs["numbers"].sum(axis=1, keepdims=True)], frame.head(1), frame.tail(9))
    assert len(looks) < 20 * len(names)
