from __future__ import annotations

import sys

import pytest

from mtl_core.experiment import Experiment
from mtl_core.plan import Plan
from mtl_core.records.events import parse_event
from mtl_core.training import Arrays, Observer, engine, warm_up
from mtl_core.training.row_checks import check

pytestmark = pytest.mark.engine


def test_it_trains_once_with_and_once_without_xla(monkeypatch: pytest.MonkeyPatch) -> None:
    steps = []

    class Trainer:
        def __init__(self, plan: Plan, experiment: Experiment, train: Arrays, validation: Arrays) -> None:
            check(plan, train)
            assert {task.kind for task in plan.tasks} == {"binary", "multiclass", "regression"}
            assert {column.kind for column in plan.inputs} == {"numeric", "category", "text"}
            assert plan.members > 1
            assert {block.kind for block in plan.blocks} == {"encode", "text_encoder", "dense", "output"}
            steps.append(experiment.training.epochs)

        def run(self, observer: Observer) -> None:
            assert observer.commands() == ()
            observer.report(parse_event("epoch", {"epoch": 1}))
            assert [command.kind for command in observer.commands()] == ["stop"]

    monkeypatch.setattr(sys.modules["mtl_core.training.warm_up"], "Trainer", Trainer)
    warm_up()
    plain, compiled = steps
    assert plain < engine._STEPS_WORTH_COMPILING <= compiled
