"""Whether encoded rows can be trained on."""

from __future__ import annotations

import numpy as np

from mtl_core.errors import TrainingError
from mtl_core.plan import OutputTask, Plan
from mtl_core.training.data import Arrays
from mtl_core.training.losses import LOSSES


def check(plan: Plan, arrays: Arrays) -> None:
    """Refuse rows that would crash TensorFlow or train to silent nonsense. Raises TrainingError."""
    if arrays.rows < 2:
        template = "There are too few rows to train on; at least 2 are needed, {rows} came, so lower the test share."
        raise TrainingError(template.format(rows=arrays.rows))
    if not np.isfinite(arrays.inputs["numbers"]).all():
        raise TrainingError(
            "An input holds a value that is infinite or not a number; only finite numbers can be learnt from, so read "
            "the table again or leave that column out."
        )
    for place, column in enumerate(column for column in plan.inputs if column.vocabulary):
        _check_range(column.name, arrays.inputs["categories"][:, place], column.vocabulary)
    for column in plan.inputs:
        if column.length:
            _check_range(column.name, arrays.inputs[column.id], column.tokens)
    for task, values, mask in zip(plan.tasks, arrays.values, arrays.mask, strict=True):
        _check_labels(task, values[mask])


def _check_labels(task: OutputTask, labels: np.ndarray) -> None:
    if not len(labels):
        template = 'Task "{name}" has no label in the rows to train on; give it labels or remove the task.'
        raise TrainingError(template.format(name=task.name))
    codes = LOSSES[task.kind].num_codes(task.outputs)
    if codes is not None:
        _check_range(task.name, labels, codes)
    elif not np.isfinite(labels).all():
        template = 'Task "{name}" has a label that is infinite or not a number; clear that cell or remove the task.'
        raise TrainingError(template.format(name=task.name))


def _check_range(name: str, indices: np.ndarray, end: int) -> None:
    if not np.isin(indices, np.arange(end)).all():
        template = 'Column "{name}" was encoded wrongly: whole numbers from 0 to {last} were expected, {got} came.'
        raise TrainingError(template.format(name=name, last=end - 1, got=f"{indices.min():g} to {indices.max():g}"))
