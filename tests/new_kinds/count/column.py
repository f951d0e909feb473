"""Counts in a table."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from mtl_core.experiment import Task
from mtl_core.tables.findings import Finding, error
from mtl_core.tables.labels.label_cells import Labels
from mtl_core.tables.labels.targets.regression import NumberColumn


class CountColumn(NumberColumn):
    """Whole numbers from 0; taken for counts only where a person says so."""

    def suits(self, column: object) -> int:
        """Never by itself."""
        return 0

    def find_fault(self, task: Task, frame: pd.DataFrame, known: Labels) -> Finding | None:
        """A number that is no count."""
        if len(known) and ((known < 0) | (known % 1 != 0)).any():
            return error(task.column, 'Task "{column}" holds numbers that are no counts; choose number.')
        return super().find_fault(task, frame, known)

    def find_warnings(self, task: Task, frame: pd.DataFrame, known: Labels) -> Iterator[Finding]:
        """None of its own."""
        yield from super().find_warnings(task, frame, known)


COLUMN = CountColumn()
