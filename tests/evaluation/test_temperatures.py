"""One temperature a task: beside references, and only where rows that were not learnt from ask for it."""

from __future__ import annotations

import dataclasses

import numpy as np
import pandas as pd
import pytest
from scipy.special import log_softmax, softmax
from sklearn.linear_model import LogisticRegression

from mtl_core.evaluation.answered import Answered
from mtl_core.evaluation.report import evaluate
from mtl_core.evaluation.temperatures import (
    FEWEST,
    choose_temperature,
    fit_temperature,
    tell_temperatures,
    with_notes,
    with_temperatures,
)
from mtl_core.experiment import Column, Experiment, Task
from mtl_core.features.fit import fit
from mtl_core.features.space import TARGET_KINDS


def said(rows: int, temperature: float, seed: int, classes: int = 3) -> tuple[np.ndarray, np.ndarray]:
    """Logits, and labels that are as likely as these say at that temperature."""
    rng = np.random.default_rng(seed)
    logits = 3 * rng.normal(size=(rows, classes))
    chances = softmax(logits / temperature, axis=1)
    return logits, np.array([rng.choice(classes, p=row) for row in chances])


def loss(logits: np.ndarray, places: np.ndarray, temperature: float) -> float:
    return -log_softmax(logits / temperature, axis=1)[np.arange(len(places)), places].mean()


@pytest.mark.parametrize("temperature", [0.5, 1.0, 2.5])
def test_of_two_classes_it_is_one_by_the_slope_of_a_logistic_regression(temperature: float) -> None:
    logits, places = said(400, temperature, 1, classes=2)
    slope = LogisticRegression(C=np.inf, fit_intercept=False, tol=1e-10).fit(logits[:, [1]] - logits[:, [0]], places)
    assert fit_temperature(logits, places) == pytest.approx(1 / slope.coef_[0, 0], rel=1e-3)  # xatol of both searches


def test_no_other_makes_the_labels_likelier() -> None:
    logits, places = said(300, 1.7, 2)
    found = fit_temperature(logits, places)
    assert all(loss(logits, places, found) <= loss(logits, places, other) for other in np.geomspace(0.1, 10, 400))


@pytest.mark.parametrize("temperature", [0.5, 2.0])
def test_it_mends_what_is_too_sure_or_not_sure_enough(temperature: float) -> None:
    logits, places = said(2_000, temperature, 3)
    found = choose_temperature(softmax(logits, axis=1).astype(np.float32), places)
    assert found == pytest.approx(temperature, rel=0.1)  # three standard errors of 2,000 rows
    fresh, labels = said(2_000, temperature, 4)
    assert loss(fresh, labels, found) < loss(fresh, labels, 1.0)


def test_what_holds_already_stays_as_it_is_or_close_to_it() -> None:
    found = [
        choose_temperature(softmax(logits, axis=1), places) for logits, places in (said(200, 1, s) for s in range(20))
    ]
    assert sum(value == 1.0 for value in found) >= 8  # were there no held-out rows, none would be
    assert all(0.7 < value < 1.4 for value in found)


def test_too_few_rows_choose_none() -> None:
    logits, places = said(FEWEST - 1, 3.0, 5)
    assert choose_temperature(softmax(logits, axis=1), places) == 1.0
    assert choose_temperature(np.empty((0, 3)), np.empty(0, dtype=int)) == 1.0


def test_certain_and_wrong_is_finite() -> None:
    shares = np.tile(np.array([[1.0, 0.0]], dtype=np.float32), (100, 1))
    assert np.isfinite(choose_temperature(shares, np.arange(100) % 2))


@pytest.mark.parametrize("kind", TARGET_KINDS)
def test_a_kind_has_one_where_an_answer_is_one_class_out_of_several(kind: str) -> None:
    target = TARGET_KINDS[kind]
    stored = {field.name for field in dataclasses.fields(target)}  # type: ignore[arg-type]
    assert (target.temperature is not None) == ("temperature" in stored) == (kind in ("binary", "multiclass"))


EXPERIMENT = Experiment(
    columns={
        "x": Column(kind="numeric"),
        "a": Column(kind="yes_no"),
        "b": Column(kind="category"),
        "c": Column(kind="numeric"),
    },
    tasks=(
        Task(column="a", kind="binary"),
        Task(column="b", kind="multiclass"),
        Task(column="c", kind="regression"),
    ),
)


def test_each_task_gets_its_own_and_says_so() -> None:
    rng, rows = np.random.default_rng(0), 300
    logits, places = said(rows, 3.0, 6)
    frame = pd.DataFrame({"x": rng.normal(size=rows), "c": rng.normal(size=rows)})
    frame["a"], frame["b"] = rng.choice(["no", "yes"], rows), np.array(["p", "q", "r"])[places]
    frame.loc[:9, "b"] = None
    space = fit(frame, EXPERIMENT)
    chances = [np.full((rows, 1), 0.5), softmax(logits, axis=1), frame[["c"]].to_numpy()]
    validation = Answered(frame, chances)
    tempered = with_temperatures(space, validation)
    assert [target.is_tempered for target in tempered.targets] == [False, True, False]
    assert tempered.targets[1].temperature == pytest.approx(3.0, rel=0.3)
    told = with_notes(evaluate(tempered, chances, frame, frame), tell_temperatures(tempered, validation))
    assert "what 290 validation rows show, by a temperature of " in told.tasks[1].notes[-1]
    assert with_temperatures(space, validation, settled=2) == space
    again = with_temperatures(tempered, validation)  # of a network that learnt on, on top of what it had
    assert again.targets[1].temperature == pytest.approx(tempered.targets[1].temperature ** 2)


def test_the_first_task_gets_one_too_unless_it_is_settled() -> None:
    rows = 300
    logits, places = said(rows, 3.0, 6)
    frame = pd.DataFrame({"x": np.arange(float(rows)), "b": np.array(["p", "q", "r"])[places]})
    columns = {"x": Column(kind="numeric"), "b": Column(kind="category")}
    space = fit(frame, Experiment(columns=columns, tasks=(Task(column="b", kind="multiclass"),)))
    validation = Answered(frame, [softmax(logits, axis=1)])
    tempered = with_temperatures(space, validation)
    assert tempered.targets[0].is_tempered
    (told,) = tell_temperatures(tempered, validation).values()
    assert told == (
        f"Its probabilities were brought to what 300 validation rows show, by a temperature of "
        f"{tempered.targets[0].temperature:.3g}; no answer changes by that."
    )
    assert with_temperatures(space, validation, settled=1) == space
    assert tell_temperatures(tempered, validation, settled=1) == {}
