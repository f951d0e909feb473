"""What tasks whose label is one of several classes have in common."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pandas as pd

from mtl_core.experiment import Task
from mtl_core.tables.findings import Finding, constant, cut, error, no_labels, warning
from mtl_core.tables.labels.label_cells import Labels, texts
from mtl_core.tables.labels.targets.target_column import TargetColumn
from mtl_core.tables.profile import ColumnProfile
from mtl_core.wording import format_count

MOST_CLASSES = 200
_RARE = 5
_NEARLY_ALL = 0.95
_UNEVEN = 0.2  # of the rows that each class would have if all had as many; of two classes, a tenth of all rows
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
            return _too_many(task, frame, {"count": len(classes), "rows": len(known), "most": MOST_CLASSES})
        return None

    def find_warnings(self, task: Task, frame: pd.DataFrame, known: Labels) -> Iterator[Finding]:
        """Amounts, classes of few rows, and imbalance."""
        values = frame[task.column]
        if pd.api.types.is_float_dtype(values.dtype) and (values.dropna() % 1 != 0).any():
            template = 'Task "{column}" has numbers with decimals as classes; predict a number if they are amounts.'
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
        if counts.iloc[0] >= _NEARLY_ALL * len(known) or (rare.empty and counts.iloc[-1] < _UNEVEN * counts.mean()):
            yield _imbalance(task, counts)


def _imbalance(task: Task, counts: pd.Series[int]) -> Finding:
    """The warning of a class that few rows have beside the others."""
    template = (
        'Task "{column}": label "{label}" stands in {count:,} of {rows} ({share:.1%}), "{common}" in {most:.1%}, so '
        'accuracy says little; go by the other metrics, and bring a file with more rows of "{label}".'
    )
    rows = int(counts.sum())
    count, most = int(counts.iloc[-1]), counts.iloc[0] / rows
    named = {"label": cut(counts.index[-1]), "common": cut(counts.index[0]), "count": count, "most": most}
    told = format_count(rows, "labelled row", "labelled rows")
    return warning(task.column, template, "another table", rows=told, share=count / rows, **named)


def _too_many(task: Task, frame: pd.DataFrame, counts: Mapping[str, int]) -> Finding:
    """The error of more classes than can be learnt; numbers may be predicted as such."""
    if pd.api.types.is_numeric_dtype(frame[task.column]):
        template = (
            'Task "{column}" has {count:,} classes for {rows:,} labelled rows, expected at most {most}; predict a '
            "number, or merge rare classes in the file and bring it again, or do not predict it."
        )
        return error(task.column, template, "task: regression", "another table", "drop task", **counts)
    template = (
        'Task "{column}" has {count:,} classes for {rows:,} labelled rows, expected at most {most}; merge rare classes '
        "in the file and bring it again, or do not predict it."
    )
    return error(task.column, template, "another table", "drop task", **counts)


def holds_classes(column: ColumnProfile) -> bool:
    """Whether each cell is one label."""
    if column.tokens or column.separator:
        return False
    return column.traits.labels or is_short_scale(column)


def is_short_scale(column: ColumnProfile) -> bool:
    """Whether it holds a few whole numbers."""
    return column.traits.measured and column.storage == "integer" and column.unique <= _FEW_WHOLE_NUMBERS
