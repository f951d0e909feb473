"""What tasks whose label is one of several classes have in common."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from mtl_core.experiment import Task
from mtl_core.tables.findings import Finding, Remedy, constant, cut, error, no_labels, warning
from mtl_core.tables.labels.label_cells import Labels, texts
from mtl_core.tables.labels.targets.target_column import TargetColumn
from mtl_core.tables.profile import ColumnProfile

MOST_CLASSES = 200
_RARE = 5
_IMBALANCED = 0.95
_FEW_WHOLE_NUMBERS = 10


class ClassColumn(TargetColumn):
    """Labels as text."""

    def read(self, frame: pd.DataFrame, task: Task) -> Labels:
        """Text [n], None where missing."""
        return texts(frame[task.column])

    def find_fault(self, task: Task, frame: pd.DataFrame, known: Labels) -> Finding | None:
        """One label only, or too many."""
        classes = pd.unique(known)
        if not len(classes):
            return no_labels(task)
        if len(classes) == 1:
            return constant(task, classes[0])
        if len(classes) > MOST_CLASSES:
            template = (
                'Task "{column}" has {count:,} classes for {rows:,} labelled rows, expected at most {most}; merge rare '
                "classes, choose number, or choose another column."
            )
            counts = {"count": len(classes), "rows": len(known), "most": MOST_CLASSES}
            amounts = pd.api.types.is_numeric_dtype(frame[task.column])
            numbers: tuple[Remedy, ...] = ("task: regression",) if amounts else ()
            return error(task.column, template, *numbers, "drop task", **counts)
        return None

    def find_warnings(self, task: Task, frame: pd.DataFrame, known: Labels) -> Iterator[Finding]:
        """Amounts, rare classes, and one that nearly all rows have."""
        values = frame[task.column]
        if pd.api.types.is_float_dtype(values.dtype) and (values.dropna() % 1 != 0).any():
            template = 'Task "{column}" has numbers with decimals as classes; choose number if they are amounts.'
            yield warning(task.column, template, "task: regression")
        counts = pd.Series(known).value_counts()
        rare = counts[counts < _RARE]
        once = counts[counts == 1]
        if len(once):
            template = (
                'Task "{column}": {count} of {total} classes stand in one row only, such as "{label}"; they train but '
                "cannot be judged."
            )
            yield warning(task.column, template, count=len(once), total=len(counts), label=cut(once.index[0]))
        elif len(rare):
            template = 'Task "{column}": {count} of {total} classes have fewer than {least} rows, such as "{label}".'
            yield warning(
                task.column, template, count=len(rare), total=len(counts), least=_RARE, label=cut(rare.index[0])
            )
        share = counts.iloc[0] / len(known)
        if share >= _IMBALANCED:
            template = (
                'Task "{column}" is "{label}" in {share:.1%} of the labelled rows, so accuracy says little; look at '
                "the other metrics."
            )
            yield warning(task.column, template, label=cut(counts.index[0]), share=share)


def holds_classes(column: ColumnProfile) -> bool:
    """Whether each cell is one label."""
    if column.tokens or column.separator:
        return False
    return column.kind in {"yes_no", "category"} or is_short_scale(column)


def is_short_scale(column: ColumnProfile) -> bool:
    """Whether it holds a few whole numbers."""
    return column.kind == "numeric" and column.storage == "integer" and column.unique <= _FEW_WHOLE_NUMBERS
