"""Yes-no labels in a table."""

from __future__ import annotations

import pandas as pd

from mtl_core.experiment import Task
from mtl_core.tables.findings import Finding, cut, error
from mtl_core.tables.labels.label_cells import Labels
from mtl_core.tables.labels.targets.classes import ClassColumn, holds_classes
from mtl_core.tables.profile import ColumnProfile


class BinaryColumn(ClassColumn):
    """One of two labels."""

    def suits(self, column: ColumnProfile) -> int:
        """Columns of yes and no, and others with two values."""
        return 2 * (holds_classes(column) and (column.traits.truth or column.unique == 2))

    def reason(self, column: ColumnProfile) -> str:
        """That there are two."""
        return "It has two values, so the task is to tell them apart."

    def find_fault(self, task: Task, frame: pd.DataFrame, known: Labels) -> Finding | None:
        """A third label, besides what makes classes impossible to learn."""
        classes = pd.unique(known)
        if len(classes) <= 2:
            return super().find_fault(task, frame, known)
        template = (
            'Task "{column}" cannot be yes-no: expected 2 labels, received {count} such as "{first}", "{second}" and '
            '"{third}"; predict classes.'
        )
        first, second, third = (cut(label) for label in classes[:3])
        named = {"first": first, "second": second, "third": third}
        return error(task.column, template, "task: multiclass", count=len(classes), **named)


COLUMN = BinaryColumn()
