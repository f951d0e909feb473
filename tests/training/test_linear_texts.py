"""What words of texts say by themselves: fitted as columns are, learnt as well, and the two mixed."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from scipy.special import expit, softmax
from sklearn.linear_model import LogisticRegression, Ridge

from mtl_core.experiment import Experiment
from mtl_core.networks import build, cut, variables, weigh_words
from mtl_core.plan import InputColumn, Plan, plan
from mtl_core.training import Silent, Trainer, linear_fit, saving
from mtl_core.training.data import Arrays
from mtl_core.training.linear_parts import fit_linear_parts
from mtl_core.training.losses import loss_of
from tests.training.test_trainer import hashed, interrupted

pytestmark = pytest.mark.engine

Problems = Callable[..., Any]
NOTE = InputColumn(id="c2", name="note", kind="text", tokens=12, length=6)
LOUDER = 8.0  # the network's words than those that are fitted
STRENGTH = 0.05


@dataclass(frozen=True)
class Case:
    """As ``problem``, and a text, of whose words one tells the sign of what is asked."""

    plan: Plan
    experiment: Experiment
    train: Arrays
    validation: Arrays


def case(problem: Problems, **changes: Any) -> Case:
    found = problem(**{"text__linear": True, "text__embedding": 4, **changes})
    drawn = plan(found.experiment, [*found.plan.inputs, NOTE], found.plan.tasks)
    return Case(drawn, found.experiment, with_text(found.train, 3), with_text(found.validation, 4))


def with_text(rows: Arrays, seed: int) -> Arrays:
    tokens = np.random.default_rng(seed).integers(2, 12, (rows.rows, NOTE.length), dtype=np.int32)
    tokens[:, 4:] = 0
    tokens[:, 0] = np.where(rows.inputs["numbers"][:, 0] > 0, 2, 3)
    tokens[0] = 0  # an empty text
    return replace(rows, inputs=dict(rows.inputs) | {NOTE.id: tokens})


def design(drawn: Plan, rows: Arrays) -> np.ndarray:
    """Numbers, their pieces, a column for each category, words: [n, 3 + 3 + 4 + 12]."""
    numbers = rows.inputs["numbers"]
    words, tokens = np.zeros((rows.rows, NOTE.tokens)), rows.inputs[NOTE.id]
    np.add.at(words, (np.arange(rows.rows)[:, None], tokens), weigh_words(tokens) / LOUDER)
    return np.hstack([numbers, cut(numbers, drawn.inputs), np.eye(4)[rows.inputs["categories"][:, 0]], words])


def test_with_words_it_is_ridge_and_logistic_regression(problem: Problems, monkeypatch: pytest.MonkeyPatch) -> None:
    """By scikit-learn, whose strengths are of sums and not of means, on words of length 8; the network itself says what
    was fitted. L-BFGS stops within a thousandth of either."""
    monkeypatch.setattr(linear_fit, "STRENGTHS", (STRENGTH,))
    found = case(problem)
    inputs = design(found.plan, found.train)
    np.testing.assert_allclose(np.linalg.norm(weigh_words(np.arange(2, 12)[None]) / LOUDER), 8)
    model = build(found.plan, seed=0)
    for part in fit_linear_parts(found.plan, found.train, found.validation):
        zero = {name: np.zeros(shape) for name, shape in part.block.arrays.items()}
        for name, weights in part.mix(zero, 1.0).items():
            variables(model)[name].assign(weights)
    for place, said in enumerate(map(np.asarray, model(dict(found.train.inputs)))):
        values, mask = found.train.values[place], found.train.mask[place]
        task = found.plan.tasks[place]
        sums = mask.sum() * loss_of(task).guess(values, mask) * STRENGTH
        if task.kind == "regression":
            beside = Ridge(alpha=sums / 2, tol=1e-10).fit(inputs[mask], values[mask]).predict(inputs)
        else:
            fitted = LogisticRegression(C=1 / sums, tol=1e-8, max_iter=5_000).fit(inputs[mask], values[mask])
            beside = fitted.predict_proba(inputs)
            said = softmax(said, axis=1) if task.kind == "multiclass" else np.hstack([expit(-said), expit(said)])
        np.testing.assert_allclose(np.squeeze(said), beside, atol=2e-3)


def test_words_are_learnt_as_if_they_were_not_fitted(problem: Problems, monkeypatch: pytest.MonkeyPatch) -> None:
    without = trained(case(problem, text__linear=False))
    monkeypatch.setattr("mtl_core.training.trainer.fit_linear_parts", lambda *_: ())
    beside = variables(trained(case(problem)).model)
    for name, values in variables(without.model).items():
        np.testing.assert_array_equal(beside[name], values, name)


def test_a_mix_of_learnt_and_fitted_words_loses_no_more_than_either(problem: Problems) -> None:
    found = case(problem)
    trainer = trained(found)
    [word] = [block.learnt_and_fitted for block in found.plan.blocks if block.id == "t0_head"]
    assert word == ("t0_head_c2/embeddings",)
    learnt = variables(trained(case(problem, text__linear=False)).model)["t0_head_c2/embeddings"].numpy()
    [part, *_] = fit_linear_parts(found.plan, found.train, found.validation)
    mixed, fitted = variables(trainer.model)["t0_head_c2/embeddings"].numpy(), part.weights["t0_head_c2/embeddings"]
    [share] = np.linalg.lstsq((fitted - learnt).reshape(-1, 1), (mixed - learnt).ravel())[0]
    np.testing.assert_allclose(mixed, (1 - share) * learnt + share * fitted, atol=1e-6)  # 32-bit numbers
    assert share > 0.05


def test_resume_with_texts_is_bit_exact(problem: Problems, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(saving, "_SECONDS", 0.0)
    monkeypatch.setattr(saving, "_SHARE", 1e9)
    found = case(problem, sharing__members=2)
    whole = hashed(trained(found))
    interrupted(found, tmp_path, 2)
    assert hashed(trained(found, tmp_path)) == whole


def trained(found: Case, folder: Path | None = None) -> Trainer:
    trainer = Trainer(found.plan, found.experiment, found.train, found.validation, folder)
    trainer.run(Silent())
    return trainer


def test_many_weights_are_fitted_nearly_as_well_with_less_effort(
    problem: Problems, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At one strength; steps worth a millionth leave answers a hundredth of a logit apart at most, on average, and 20
    that remember 3 a tenth."""
    monkeypatch.setattr(linear_fit, "STRENGTHS", (STRENGTH,))
    found = case(problem)
    inputs, said = design(found.plan, found.train), []
    for effort in linear_fit._EFFORTS.values():
        monkeypatch.setattr(linear_fit, "_EFFORTS", {math.inf: effort})
        [part, *_] = fit_linear_parts(found.plan, found.train, found.validation)
        names = ("numbers/kernel", "c1/embeddings", "c2/embeddings")
        *columns, words = (part.weights[f"t0_head_{name}"] for name in names)
        said.append(inputs @ np.vstack([*columns, words * LOUDER]) + part.weights["t0_head/bias"])
    thorough, shorter, quick = said
    assert 0 < np.abs(thorough - shorter).mean() < 0.01
    assert 0 < np.abs(thorough - quick).mean() < 0.1
