"""Linear parts: what they are by themselves, how much of them is mixed in, and that a training goes on as it was."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression, Ridge

from mtl_core.networks import cut, variables
from mtl_core.plan import InputColumn, Plan, plan
from mtl_core.training import Silent, Trainer, linear_fit, linear_parts, saving, trainer
from mtl_core.training.data import Arrays
from mtl_core.training.linear_parts import choose_shares, draw_rows, fit_linear_parts, mix
from mtl_core.training.losses import loss_of
from tests.training.test_trainer import Listener, hashed, interrupted

pytestmark = pytest.mark.engine

Problems = Callable[..., Any]
STRENGTH = 0.05


def design(drawn: Plan, rows: Arrays) -> np.ndarray:
    """Numbers, their pieces, and a column for each category: [n, 3 + 3 + 4]."""
    numbers = rows.inputs["numbers"]
    return np.hstack([numbers, cut(numbers, drawn.inputs), np.eye(4)[rows.inputs["categories"][:, 0]]])


def said(drawn: Plan, rows: Arrays, weights: Mapping[str, np.ndarray], task: str) -> np.ndarray:
    kernel = np.vstack([weights[f"{task}_head_numbers/kernel"], weights[f"{task}_head_c1/embeddings"]])
    return design(drawn, rows) @ kernel + weights[f"{task}_head/bias"]


@pytest.fixture
def one_strength(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(linear_fit, "STRENGTHS", (STRENGTH,))


@pytest.mark.usefixtures("one_strength")
def test_it_is_ridge_and_logistic_regression_on_its_own(problem: Problems) -> None:
    """By scikit-learn, whose strengths are of sums and not of means; L-BFGS stops within a thousandth of either."""
    case = problem(numbers__linear=True)
    inputs = design(case.plan, case.train)
    for part in fit_linear_parts(case.plan, case.train, case.validation):
        task = case.plan.tasks[part.place]
        values, mask = case.train.values[part.place], case.train.mask[part.place]
        sums = mask.sum() * loss_of(task).guess(values, mask) * STRENGTH
        if task.kind == "regression":
            beside = Ridge(alpha=sums / 2, tol=1e-10).fit(inputs[mask], values[mask])
            expected = beside.predict(inputs)
        else:
            beside = LogisticRegression(C=1 / sums, tol=1e-8, max_iter=5_000).fit(inputs[mask], values[mask])
            expected = beside.predict_proba(inputs)
        found = said(case.plan, case.train, part.weights, task.id)
        if task.kind == "binary":
            found, expected = 1 / (1 + np.exp(-found[:, 0])), expected[:, 1]
        elif task.kind == "multiclass":
            found = np.exp(found) / np.exp(found).sum(axis=1, keepdims=True)
        np.testing.assert_allclose(np.squeeze(found), expected, atol=2e-3)


def test_the_strength_is_that_of_the_least_validation_loss(problem: Problems, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where validation rows say the opposite of training rows it is the strongest, where the same a weak one."""
    case = problem(("regression", "regression"), numbers__linear=True)
    parts = []
    for rows, sign in ((case.train, 1), (case.validation, -1)):
        told = rows.inputs["numbers"][:, 0]
        parts.append(Arrays(rows.inputs, (sign * told, told), (np.ones(rows.rows, bool),) * 2))
    opposite, same = fit_linear_parts(case.plan, *parts)
    assert np.corrcoef(said(case.plan, parts[1], same.weights, "t1")[:, 0], parts[1].values[1])[0, 1] > 0.99
    monkeypatch.setattr(linear_fit, "STRENGTHS", linear_fit.STRENGTHS[:1])
    strongest, _ = fit_linear_parts(case.plan, *parts)
    for name, weights in strongest.weights.items():
        np.testing.assert_array_equal(opposite.weights[name], weights)


def trained(case: Any, observer: Any = None, folder: Path | None = None) -> Trainer:
    trainer = Trainer(case.plan, case.experiment, case.train, case.validation, folder)
    trainer.run(observer or Silent())
    return trainer


def test_each_share_has_the_least_validation_loss_of_all(problem: Problems) -> None:
    case = problem(numbers__linear=True, training__epochs=2)
    listener = Listener()
    trainer = trained(case, listener)
    parts = fit_linear_parts(case.plan, case.train, case.validation)
    before = {name: value.numpy() for name, value in variables(trained(problem(training__epochs=2)).model).items()}
    before |= {name: np.zeros(shape, np.float32) for name, shape in case.plan.arrays.items() if name not in before}

    def losses(weights: Mapping[str, np.ndarray]) -> np.ndarray:
        for name, variable in variables(trainer.model).items():
            variable.assign(weights[name])
        outputs = trainer.model(dict(case.validation.inputs))
        each = zip(case.plan.tasks, outputs, case.validation.values, case.validation.mask, strict=True)
        return np.array([np.mean(loss_of(task).each(out, values)[mask]) for task, out, values, mask in each])

    found = variables(trainer.model)
    mixed = {name: value.numpy() for name, value in found.items()}
    shares = choose_shares(parts, before, losses)
    for name, weights in mix(parts, before, shares).items():
        np.testing.assert_array_equal(mixed[name], weights, name)
    least = losses({**before, **mix(parts, before, shares)})
    for share in (0.0, 0.5, 1.0):
        assert (least <= losses({**before, **mix(parts, before, [share] * 3)}) + 1e-6).all()  # 32-bit numbers
    told = listener.of("note")[-1]["sentence"]
    assert told == (
        "What the columns say directly counts for so much of each answer, as validation rows would have it: "
        + ", ".join(f'"y{place}" {share:.0%}' for place, share in enumerate(shares))
        + "."
    )


@pytest.mark.parametrize("share", [0.0, 1.0])
def test_a_share_of_none_or_all_is_one_of_the_two(problem: Problems, share: float) -> None:
    case = problem(numbers__linear=True)
    [part, *_] = fit_linear_parts(case.plan, case.train, case.validation)
    before = {name: np.full(shape, 0.25, np.float32) for name, shape in part.block.arrays.items()}
    for name, weights in part.mix(before, share).items():
        wanted = part.weights.get(name, np.zeros(1)) if share else before[name]
        np.testing.assert_array_equal(weights, np.broadcast_to(wanted, weights.shape).astype(np.float32))


def test_layers_learn_as_if_there_were_none(problem: Problems) -> None:
    with_parts, without = (variables(trained(problem(numbers__linear=linear)).model) for linear in (True, False))
    for name in without:
        if "_head/" not in name:
            np.testing.assert_array_equal(with_parts[name], without[name], name)


def test_resume_is_bit_exact(problem: Problems, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(saving, "_SECONDS", 0.0)
    monkeypatch.setattr(saving, "_SHARE", 1e9)
    case = problem(numbers__linear=True, sharing__members=2)
    whole = hashed(trained(case))
    interrupted(case, tmp_path, 2)
    assert hashed(trained(case, None, tmp_path)) == whole
    listener = Listener()
    assert hashed(trained(case, listener, tmp_path)) == whole  # it had ended
    assert listener.of("note") == [] or "so much of each answer" not in listener.of("note")[-1]["sentence"]


def test_without_validation_rows_there_is_nothing_to_choose_by(problem: Problems) -> None:
    case = problem(numbers__linear=True, held=0, training__epochs=1)
    assert fit_linear_parts(case.plan, case.train, case.validation) == ()
    assert not np.any(variables(trained(case).model)["t0_head_numbers/kernel"])


def test_they_are_fitted_when_the_network_has_learnt(problem: Problems, monkeypatch: pytest.MonkeyPatch) -> None:
    """So that a large table's first point waits for nothing that it does not need."""
    listener, known = Listener(), []

    def fit_late(*given: Any) -> Any:
        known.append([kind for kind, _ in listener.events].count("epoch"))
        return fit_linear_parts(*given)

    monkeypatch.setattr(trainer, "fit_linear_parts", fit_late)
    trained(problem(numbers__linear=True, training__epochs=2), listener)
    assert known == [2]


def test_of_many_rows_some_are_drawn_the_same_ones_each_time(
    problem: Problems, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = problem(numbers__linear=True).train
    assert draw_rows(rows).values is rows.values
    monkeypatch.setattr(linear_parts, "_MOST_ROWS", 10)
    drawn, again = draw_rows(rows), draw_rows(rows)
    assert drawn.rows == 10
    assert set(drawn.inputs) == {"numbers", "categories"}
    np.testing.assert_array_equal(drawn.inputs["numbers"], again.inputs["numbers"])
    places = [np.flatnonzero((rows.inputs["numbers"] == row).all(axis=1))[0] for row in drawn.inputs["numbers"]]
    np.testing.assert_array_equal(drawn.values[0], rows.values[0][places])


def test_an_answer_that_another_task_reads_stays_as_that_learnt_from_it(problem: Problems) -> None:
    case = problem(numbers__linear=True, sharing__kind="chain")
    parts = fit_linear_parts(case.plan, case.train, case.validation)
    assert [part.place for part in parts] == [2]


def test_what_is_frozen_is_not_fitted(problem: Problems) -> None:
    case = problem(numbers__linear=True)
    frozen = [name for name in case.plan.arrays if name.startswith("t1_")]
    assert [part.place for part in fit_linear_parts(case.plan, case.train, case.validation, frozen)] == [0, 2]


def test_many_columns_and_few_rows_give_sound_answers(problem: Problems) -> None:
    """Of 300 columns one tells all, over 48 rows for training and 12 for choosing."""
    case = problem(("regression",), numbers__linear=True, training__epochs=2)
    columns = [InputColumn(id=f"c{place}", name=f"n{place}", kind="numeric", numbers=1) for place in range(300)]
    random = np.random.default_rng(0)
    parts = []
    for count in (48, 12):
        numbers = random.normal(size=(count, 300)).astype(np.float32)
        inputs = {"numbers": numbers, "categories": np.zeros((count, 0), np.int32)}
        parts.append(Arrays(inputs, (numbers[:, 0],), (np.ones(count, bool),)))
    drawn = plan(case.experiment, columns, case.plan.tasks)
    [part] = fit_linear_parts(drawn, *parts)
    weights = part.weights["t0_head_numbers/kernel"][:, 0]
    assert np.abs(weights).argmax() == 0
    training = Trainer(drawn, case.experiment, *parts)
    training.run(Silent())
    assert np.isfinite(np.asarray(training.model({"numbers": parts[1].inputs["numbers"]}))).all()
