"""Who helps whom: by hand, to first order, on planted groups, and without a trace in the training."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from mtl_core.networks import variables
from mtl_core.plan import InputColumn, OutputTask, plan
from mtl_core.records.affinity import Affinities, AffinityLook
from mtl_core.remedies.grouping import suggest_groups
from mtl_core.training import Trainer
from mtl_core.training.data import Arrays
from mtl_core.training.observer import Silent
from mtl_core.training.progress import Progress
from mtl_core.verdict.affinities import average_looks
from tests.training.conftest import Problem
from tests.training.conftest import problem as make_problem
from tests.training.test_engine import engine_of
from tests.training.test_trainer import train

pytestmark = pytest.mark.engine

Problems = Callable[..., Any]


def planted(problem: Problems, hidden: list[np.ndarray], count: int = 240, **changes: Any) -> Problem:
    """Numbers to predict from six inputs, each task's weights of the inputs ``hidden`` [6], and a little noise."""
    names = [f"y{place}" for place in range(len(hidden))]
    base = problem(("regression",) * len(hidden), **changes)
    inputs = [InputColumn(id="c0", name="x", kind="numeric", numbers=6)]
    tasks = [OutputTask(id=f"t{place}", name=name, kind="regression", outputs=1) for place, name in enumerate(names)]
    random = np.random.default_rng(3)

    def drawn() -> Arrays:
        numbers = random.normal(size=(count, 6)).astype(np.float32)
        values = tuple((numbers @ weights + 0.3 * random.normal(size=count)).astype(np.float32) for weights in hidden)
        return Arrays({"numbers": numbers}, values, (np.ones(count, bool),) * len(hidden))

    return replace(base, plan=plan(base.experiment, inputs, tasks), train=drawn(), validation=drawn())


def looked(case: Problem) -> Any:
    trainer = Trainer(case.plan, case.experiment, case.train, case.validation)
    outcome = trainer.run(Silent())
    return average_looks(outcome.looks, case.experiment.task_names, case.experiment.training.learning_rate)


def numbers(found: Any) -> np.ndarray:
    return np.array([[each.value for each in row] for row in found])


def test_lookahead_is_the_definition_worked_out_by_hand(problem: Problems) -> None:
    """ŷ_t = tanh(x K + b) · h_t + c_t, whose slopes by K and b can be written down."""
    rate = 0.05
    heads = {f"tasks__y{task}__head_depth": 0 for task in (0, 1)}
    shape = {"sharing__units": 2, "sharing__activation": "tanh", "training__batch_size": 8}
    case = planted(problem, list(np.eye(6)[:2]), 8, training__learning_rate=rate, **shape, **heads)
    trainer = Trainer(case.plan, case.experiment, case.train, case.validation, baselines=np.ones(2))
    engine = trainer._engine
    ahead, first = engine.look_ahead(engine.start(), 0)
    known = {name: variable.numpy().astype(np.float64) for name, variable in variables(trainer.model).items()}
    kernel, bias = known["trunk_1/kernel"], known["trunk_1/bias"]
    own = [(known[f"t{task}_head/kernel"][:, 0], known[f"t{task}_head/bias"][0]) for task in (0, 1)]
    numbers, true = case.train.inputs["numbers"], case.train.values

    def wrong(task: int, kernel: np.ndarray, bias: np.ndarray) -> np.ndarray:
        return np.tanh(numbers @ kernel + bias) @ own[task][0] + own[task][1] - true[task]

    def slopes(task: int) -> tuple[np.ndarray, np.ndarray]:
        bent = 1 - np.tanh(numbers @ kernel + bias) ** 2
        inner = 2 * wrong(task, kernel, bias)[:, None] / 8 * bent * own[task][0]
        return numbers.T @ inner, inner.sum(axis=0)

    for one in (0, 1):
        step = slopes(one)
        for other in (0, 1):
            before = np.mean(wrong(other, kernel, bias) ** 2)
            after = np.mean(wrong(other, kernel - rate * step[0], bias - rate * step[1]) ** 2)
            inner = sum(float((mine * theirs).sum()) for mine, theirs in zip(step, slopes(other), strict=True))
            # float32 holds seven digits of each loss, whose difference is a hundredth of it
            assert ahead[one, other] == pytest.approx(1 - after / before, rel=1e-3, abs=1e-6)
            assert first[one, other] == pytest.approx(rate * inner / before, rel=1e-3, abs=1e-6)


@pytest.fixture(scope="module", name="groups")
def groups_fixture() -> Affinities:
    """Two tasks that rest on some inputs, and two that rest on others."""
    hidden = [np.array(weights, float) for weights in ([1, 1, 0, 0, 0, 0], [1, 0.8, 0, 0, 0, 0])]
    hidden += [np.array(weights, float) for weights in ([0, 0, 0, 1, 1, 0], [0, 0, 0, 0.8, 1, 0])]
    return looked(planted(make_problem, hidden, training__epochs=24, sharing__units=16))


def test_affinity_finds_planted_groups(groups: Affinities) -> None:
    values = numbers(groups.ahead)
    for one in range(4):
        strangers = [other for other in range(4) if other // 2 != one // 2]
        assert values[one, one ^ 1] > max(values[one, other] for other in strangers)
        assert groups.ahead[one][one] is not None
        assert groups.ahead[one][one].sign == 1
    assert suggest_groups(groups).groups == ((0, 1), (2, 3))


def test_first_order_agrees_where_steps_are_short(groups: Affinities) -> None:
    ahead, first = numbers(groups.ahead), numbers(groups.first_order)
    assert np.corrcoef(ahead.ravel(), first.ravel())[0, 1] > 0.99


def test_looks_change_no_bit_and_outlive_a_kill(problem: Problems, monkeypatch: pytest.MonkeyPatch) -> None:
    case = problem(sharing__dropout=0.2, training__epochs=8)
    outcome, before = train(case)
    assert [look.epoch for look in outcome.looks] == [1, 2, 3, 4, 6, 8]
    monkeypatch.setattr("mtl_core.training.affinity_monitor.AffinityMonitor.at_end_of_epoch", lambda *_: None)
    _, after = train(case)
    assert before == after


def test_a_training_too_short_to_tell_anything_is_not_looked_at(problem: Problems) -> None:
    outcome, _ = train(problem(training__epochs=7))
    assert outcome.looks == ()


def test_progress_keeps_looks_and_reads_what_had_none() -> None:
    progress = Progress.start([1.0, 1.0])
    progress.looks.append(
        AffinityLook(epoch=1, ahead=((0.1, None), (None, 0.2)), first_order=((0.1, None), (0.0, 0.1)))
    )
    assert Progress.from_json(progress.to_json()) == progress
    earlier = {name: value for name, value in json.loads(progress.to_json()).items() if name != "looks"}
    assert Progress.from_json(json.dumps(earlier)).looks == []


@pytest.mark.parametrize(("kinds", "depth"), [(("binary",), 1), (("binary", "regression"), 0)])
def test_tasks_that_share_no_weight_are_not_looked_at(problem: Problems, kinds: tuple[str, ...], depth: int) -> None:
    outcome, _ = train(problem(kinds, sharing__depth=depth, training__epochs=8))
    assert outcome.looks == ()


def test_pairs_without_labels_in_common_have_none(problem: Problems) -> None:
    case = problem(("binary", "regression"))
    first = np.arange(case.train.rows) < 45
    rows = replace(case.train, mask=(case.train.mask[0] & first, np.zeros_like(first)))
    engine = engine_of(case, rows, np.ones(2))
    ahead, order = engine.look_ahead(engine.start(), 0)
    for found in (ahead, order):
        assert np.isnan(found).tolist() == [[False, True], [True, True]]
