"""The loss of each kind of task, a file per kind, and of guessing."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from mtl_core.families import members
from mtl_core.plan import OutputTask
from mtl_core.task_kinds import TASK_KINDS
from mtl_core.training.data import Arrays
from mtl_core.training.losses.loss import TaskLoss

__all__ = ["LOSSES", "TaskLoss", "baselines", "loss_of"]

LOSSES: Mapping[str, TaskLoss] = members("mtl_core.training.losses", "LOSS", TASK_KINDS)


def loss_of(task: OutputTask) -> TaskLoss:
    """The loss that leads to the answer that ``task`` is to give."""
    return LOSSES[task.kind].of(task)


def baselines(tasks: tuple[OutputTask, ...], arrays: Arrays) -> np.ndarray:
    """The loss [T] of the best constant on what is labelled; 1 where that is 0, since nothing can be divided by it."""
    guesses = [
        loss_of(task).guess(values, mask) for task, values, mask in zip(tasks, arrays.values, arrays.mask, strict=True)
    ]
    return np.array([guess if guess > 1e-6 else 1.0 for guess in guesses])
