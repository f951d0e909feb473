"""Sets of labels in a table."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy.typing as npt
import pandas as pd

from mtl_core.experiment import Task
from mtl_core.features import label_sets
from mtl_core.features.targets.multilabel import MOST_LABELS
from mtl_core.features.values import as_yes_no
from mtl_core.tables.findings import Finding, constant, cut, error, no_labels, warning
from mtl_core.tables.labels.label_cells import Labels, explode, texts
from mtl_core.tables.labels.targets.target_column import SeveralLabels
from mtl_core.tables.profile import ColumnProfile

_FEWEST = 5
_SURE = 0.99


class SetColumn(SeveralLabels):
    """Cells that hold several labels, or several yes-no columns."""

    def suits(self, column: ColumnProfile) -> int:
        """Cells with a sign between their labels."""
        return 3 * bool(column.separator and not column.tokens)

    def reason(self, column: ColumnProfile) -> str:
        """Which sign."""
        template = 'Its cells hold several labels with "{sign}" between them: the task is to find all of a row.'
        return template.format(sign=column.separator)

    def read(self, frame: pd.DataFrame, task: Task) -> Labels:
        """Tuples [n], None where missing."""
        if task.columns:
            return label_sets.names_of_flags(label_sets.flags(frame[list(task.columns)]), task.columns)
        return label_sets.sets(texts(frame[task.column]), task.separator)

    def find_fault(self, task: Task, frame: pd.DataFrame, known: Labels) -> Finding | None:
        """What makes sets of labels impossible to learn."""
        for name in task.columns:
            if fault := _member_fault(task, name, frame[name]):
                return fault
        if not len(known):
            return no_labels(task)
        if not any(known):
            template = 'Task "{column}" cannot be learnt: no row has any of its labels; do not predict it.'
            return error(task.column, template, "drop task")
        if len(set(known)) == 1:
            return constant(task, label_sets.write_sets(known[:1], task.separator)[0])
        counts = _counts(known)
        if (counts > 1).sum() < 2 and not task.columns:
            template = (
                'Task "{column}" cannot be several labels: expected 2 or more of them in two rows at least when its '
                'cells are split at "{sign}", received {count}; choose another sign, or predict classes.'
            )
            many = int((counts > 1).sum())
            return error(task.column, template, "task: multiclass", count=many, sign=task.separator)
        return None

    def find_warnings(self, task: Task, frame: pd.DataFrame, known: Labels) -> Iterator[Finding]:
        """What should be known of sets that can be learnt."""
        counts = _counts(known)
        rare = counts[counts < _FEWEST]
        if len(counts) > MOST_LABELS:
            template = (
                'Task "{column}" has {count:,} different labels; the {most} commonest of the training rows are learnt.'
            )
            yield warning(task.column, template, count=len(counts), most=MOST_LABELS)
        elif len(rare) and not task.columns:
            template = (
                'Task "{column}": {count} of {total} labels stand in fewer than {least} rows, such as "{label}"; one '
                "that a single training row has is not learnt."
            )
            label = cut(str(rare.index[0]))
            yield warning(task.column, template, count=len(rare), total=len(counts), least=_FEWEST, label=label)
        if not task.columns and max(map(len, known)) == 1:
            template = 'Task "{column}": no cell holds more than one label split at "{sign}"; predict classes.'
            yield warning(task.column, template, "task: multiclass", sign=task.separator)
        for name in task.columns:
            having = counts.get(name, 0)
            share = having / len(known)
            if max(share, 1 - share) >= _SURE or min(having, len(known) - having) < _FEWEST:
                template = (
                    'Task "{column}": label "{label}" holds in {share:.1%} of its rows, so little can be learnt of it.'
                )
                yield warning(task.column, template, label=cut(name), share=share)


def _member_fault(task: Task, name: str, values: pd.Series[Any]) -> Finding | None:
    """What makes a column no part of a joined task."""
    found = texts(values)
    wrong = found[pd.notna(found) & pd.isna(as_yes_no(values))]
    if len(wrong):
        template = (
            'Task "{column}" joins column "{name}", expected yes and no or 1 and 0 in it, received "{cell}"; do '
            "not predict it, and join its other columns anew."
        )
        return error(task.column, template, "drop task", name=name, cell=cut(wrong[0]))
    if pd.isna(found).all():
        template = (
            'Task "{column}" joins column "{name}", whose every cell is empty; do not predict it, and join its other '
            "columns anew."
        )
        return error(task.column, template, "drop task", name=name)
    return None


def _counts(known: npt.NDArray[Any]) -> pd.Series[int]:
    """The rows of each label, the commonest first."""
    return pd.Series(explode(known)[1]).value_counts()


COLUMN = SetColumn()
