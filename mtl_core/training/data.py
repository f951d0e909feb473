"""The rows that a network learns from, as arrays; it knows neither tables nor networks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from mtl_core.errors import TrainingError
from mtl_core.plan import OutputTask, Plan


@dataclass(frozen=True)
class Arrays:
    """Encoded rows: ``inputs`` "numbers" float32 [n, F] and "categories" int32 [n, C], a text's tokens
    int32 [n, length] by the column's id, and what the tasks should say.

    ``values`` and ``mask`` hold an array per task, float32 and bool, of the shape of the task's losses: [n], where
    there is one answer a row, [n, K] for K labels at once, [n, length] for tags. A value is a class's index,
    0 or 1, or a standardised number; where ``mask`` is False the label is missing and the value is 0.
    """

    inputs: Mapping[str, np.ndarray]
    values: tuple[np.ndarray, ...]
    mask: tuple[np.ndarray, ...]

    @property
    def rows(self) -> int:
        """The number of rows."""
        return len(self.mask[0])


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
    if task.kind != "regression":
        _check_range(task.name, labels, task.outputs if task.kind in ("multiclass", "tags") else 2)
    elif not np.isfinite(labels).all():
        template = 'Task "{name}" has a label that is infinite or not a number; clear that cell or remove the task.'
        raise TrainingError(template.format(name=task.name))


def _check_range(name: str, indices: np.ndarray, end: int) -> None:
    if not np.isin(indices, np.arange(end)).all():
        template = 'Column "{name}" was encoded wrongly: whole numbers from 0 to {last} were expected, {got} came.'
        raise TrainingError(template.format(name=name, last=end - 1, got=f"{indices.min():g} to {indices.max():g}"))
