"""What a training tells of its tasks' balance, from the events of whole runs."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from mtl_core.records.commands import StopCommand, WeightsCommand
from mtl_core.training import Trainer
from mtl_core.training.data import Arrays
from tests.training.test_trainer import Listener, train

pytestmark = pytest.mark.engine

Problems = Callable[..., Any]
TASKS = ["t0", "t1", "t2"]


def told(case: Any, folder: Path | None = None) -> list[dict[str, Any]]:
    heard = Listener()
    train(case, heard, folder)
    return heard.of("balance")


def notes(heard: Listener) -> list[str]:
    return [note["sentence"] for note in heard.of("note")]


def noted_at_start(case: Any) -> list[str]:
    """The notes of a run that is stopped before its first step."""
    heard = Listener({"start": [StopCommand()]})
    train(case, heard)
    return notes(heard)


def test_a_gradient_method_tells_of_every_step(problem: Problems) -> None:
    heard = Listener()
    train(problem(balancing__kind="upgrad"), heard)
    events, epochs = heard.of("balance"), heard.of("epoch")
    assert [event["epoch"] for event in events] == [1, 2, 3, 4, 5]
    assert [event["weights"] for event in events] == [event["weights"] for event in epochs]
    for event in events:
        facts = [event[name] for name in ("method", "gradients", "compared", "unanswered", "stationary")]
        assert facts == ["upgrad", "exact", 6, 0, 0]
        cosines = np.array(event["cosines"])
        np.testing.assert_allclose(np.diag(cosines), 1, rtol=1e-3)
        np.testing.assert_allclose(cosines, cosines.T, rtol=1e-3)
        assert 0 <= event["conflict_rate"] <= 1
        assert event["size_ratio"] >= 1
        assert list(event["lowest"]) == ["inputs", "trunk_1"]


def test_any_other_method_is_looked_at_in_the_first_and_the_last_epoch(problem: Problems) -> None:
    for kind in ("equal", "dwa"):
        events = told(problem(balancing__kind=kind))
        assert [event["gradients"] for event in events] == ["none"] * 5
        for event in (events[0], events[-1]):
            assert event["compared"] == 1
            assert list(event["lowest"]) == ["inputs", "trunk_1"]
            assert all(list(event[name]) == TASKS for name in ("weights", "sizes"))
        assert {event["compared"] for event in events} <= {0, 1}


def test_approximate_gradients_are_told_with_blocks_from_a_look(problem: Problems) -> None:
    events = told(problem(balancing__kind="pcgrad", balancing__gradients="approximate"))
    assert {(event["gradients"], event["compared"]) for event in events} == {("approximate", 6)}
    assert list(events[-1]["lowest"]) == ["inputs", "trunk_1"]


def test_a_look_changes_no_bit(problem: Problems, monkeypatch: pytest.MonkeyPatch) -> None:
    case = problem(sharing__dropout=0.2)
    _, before = train(case)
    monkeypatch.setattr("mtl_core.training.engine.Engine.can_look", False)
    _, after = train(case)
    assert before == after


def test_tasks_that_share_nothing_are_told_so(problem: Problems) -> None:
    heard = Listener()
    train(problem(balancing__kind="upgrad", sharing__depth=0), heard)
    assert "share no weight" in notes(heard)[0]
    for event in heard.of("balance"):
        assert (event["method"], event["compared"], event["lowest"]) == ("equal", 0, None)
    assert told(problem(("binary",), balancing__kind="upgrad")) == []


def test_the_run_says_at_its_start_which_gradients_are_compared(problem: Problems) -> None:
    heard = Listener()
    train(problem(), heard)
    assert notes(heard) == ["Training ends: all 5 epochs are done."]
    assert "all shared weights are compared at every step" in noted_at_start(problem(balancing__kind="nash"))[0]
    every = problem(balancing__kind="nash", balancing__gradients="approximate", balancing__every=3)
    assert "every 3 steps, approximately" in noted_at_start(every)[0]


def test_steps_without_a_direction_are_told_once_in_the_feed(problem: Problems) -> None:
    """Inputs of zeros leave the shared layer's gradient at 0."""
    case = problem(balancing__kind="mgda", sharing__dropout=0, sharing__activation="relu", sharing__depth=1)
    trainer = Trainer(case.plan, case.experiment, case.train, case.validation)
    for variable in trainer.model.trainable_variables:
        variable.assign(np.zeros(variable.shape))
    frozen = trainer._engine
    frozen.adam = frozen.adam.__class__(0.0, 0.0, False, frozen.adam.steps)
    heard = Listener()
    trainer.run(heard)
    assert [(event["unanswered"], event["stationary"]) for event in heard.of("balance")] == [(0, 6)] * 5
    complaints = [note for note in heard.of("note") if "no common direction" in note["sentence"]]
    assert [note["epoch"] for note in complaints] == [1]


def test_a_muted_task_is_not_compared(problem: Problems) -> None:
    heard = Listener({2: [WeightsCommand(weights={"t1": 0.0})]})
    train(problem(balancing__kind="upgrad"), heard)
    last = heard.of("balance")[-1]
    assert last["weights"]["t1"] == 0
    assert last["sizes"]["t1"] is None
    assert last["cosines"][0][1] is None


def test_a_batch_without_labels_leaves_the_weights_in_force(problem: Problems) -> None:
    case = problem(balancing__kind="upgrad", training__batch_size=8)
    mask = tuple(here & (np.arange(here.size) < 9) for here in case.train.mask)
    rows = Arrays(case.train.inputs, case.train.values, mask)
    heard = Listener()
    Trainer(case.plan, case.experiment, rows, case.validation).run(heard)
    assert all(min(event["weights"].values()) > 0.2 for event in heard.of("balance"))
    assert all(event["unanswered"] == 0 for event in heard.of("balance"))
