"""A tiny training that makes everything lazy happen at once."""

from __future__ import annotations

import numpy as np

from mtl_core.experiment import parse_experiment
from mtl_core.plan import InputColumn, OutputTask, plan
from mtl_core.records.commands import Command, StopCommand
from mtl_core.records.events import EpochEvent, Event
from mtl_core.task_kinds import TASK_KINDS
from mtl_core.training.data import Arrays
from mtl_core.training.trainer import Trainer

_ROWS = 8


def warm_up() -> None:
    """Train, with and without XLA, on a few made-up rows, several members on a number in pieces, a category and a
    text: the next training in this process starts sooner."""
    kinds = [kind for kind in TASK_KINDS.values() if not kind.several]
    tasks = [
        OutputTask(id=f"t{place}", name=kind.id, kind=kind.id, outputs=1 + (kind.activation == "softmax"))
        for place, kind in enumerate(kinds)
    ]
    labels = np.arange(_ROWS) % 2
    arrays = Arrays(
        {
            "numbers": labels[:, None].astype(np.float32),
            "categories": labels[:, None].astype(np.int32),
            "c2": labels[:, None].astype(np.int32),
        },
        (labels.astype(np.float32),) * len(tasks),
        (np.ones(_ROWS, bool),) * len(tasks),
    )
    inputs = [
        InputColumn(id="c0", name="x", kind="numeric", numbers=1, edges=(0.0, 0.5, 1.0)),
        InputColumn(id="c1", name="k", kind="category", vocabulary=2, embedding=1),
        InputColumn(id="c2", name="w", kind="text", tokens=4, length=1),
    ]
    experiment = parse_experiment(
        {
            "columns": {
                "x": {"kind": "numeric"},
                "k": {"kind": "category"},
                "w": {"kind": "text"},
                **{t.name: {"kind": "yes_no"} for t in tasks},
            },
            "tasks": [{"column": task.name, "kind": task.kind, "head_units": 4} for task in tasks],
            "sharing": {"units": 4, "depth": 1, "members": 2},
            "training": {"epochs": 1},
        }
    )
    for epochs in (1, 10_000):  # so many that it pays to compile them, but the first is enough
        Trainer(
            plan(experiment, inputs, tasks), experiment.with_changes({"training.epochs": epochs}), arrays, arrays
        ).run(_Brief())


class _Brief:
    """Stops after the first epoch."""

    def __init__(self) -> None:
        self._commands: tuple[Command, ...] = ()

    def report(self, event: Event) -> None:
        if isinstance(event, EpochEvent):
            self._commands = (StopCommand(),)

    def commands(self) -> tuple[Command, ...]:
        return self._commands
