"""What stands against a column as a task: its labels alone; it knows no inputs and no network."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from mtl_core.experiment import Task
from mtl_core.features.targets import LARGEST_NUMBER
from mtl_core.tables.findings import Finding, cut, error, warning
from mtl_core.tables.labels import labelled, labels, num_infinite

FEWEST_LABELS = 20
MOST_CLASSES = 200
_RARE = 5
_IMBALANCED = 0.95


def check_task(task: Task, values: pd.Series[Any]) -> Iterator[Finding]:
    """Everything found about one task, errors first; at most one error."""
    found = labels(values, task.kind)
    known = found[labelled(found)]
    fault = _no_labels(task, values, known) or (
        _number_fault(task, known) if task.kind == "regression" else _class_fault(task, known)
    )
    if fault is None and len(known) < FEWEST_LABELS:
        template = (
            'Task "{column}" has {count} labelled rows, expected at least {least}; add labels or choose another column.'
        )
        fault = error(task.column, template, count=len(known), least=FEWEST_LABELS)
    if fault is not None:
        yield fault
    elif task.kind == "regression":
        yield from _number_warnings(task, values, known)
    else:
        yield from _class_warnings(task, values, known)


def _no_labels(task: Task, values: pd.Series[Any], known: npt.NDArray[Any]) -> Finding | None:
    cells = values.dropna()
    infinite = num_infinite(values)
    if task.kind == "regression" and infinite:
        template = (
            'Task "{column}" holds {count} infinite numbers, expected finite ones; correct them or leave them empty.'
        )
        return error(task.column, template, count=infinite)
    if len(known):
        return None
    if len(cells) and task.kind == "regression":
        template = (
            'Task "{column}" cannot be a number: no cell can be read as one, received text such as "{example}"; '
            "choose classes."
        )
        return error(task.column, template, example=cut(str(cells.iloc[0])))
    return error(task.column, 'Task "{column}" has no labels: every cell is empty; choose another column.')


def _number_fault(task: Task, known: npt.NDArray[np.float64]) -> Finding | None:
    farthest = known[np.abs(known).argmax()]
    if abs(farthest) > LARGEST_NUMBER:
        template = (
            'Task "{column}" holds {value:g}, expected numbers within ±1e30; correct that value or leave it empty.'
        )
        return error(task.column, template, value=farthest)
    return _constant(task, f"{known[0]:g}") if np.ptp(known) == 0 else None


def _class_fault(task: Task, known: npt.NDArray[np.object_]) -> Finding | None:
    classes = pd.unique(known)
    if len(classes) == 1:
        return _constant(task, classes[0])
    if task.kind == "binary" and len(classes) > 2:
        template = (
            'Task "{column}" cannot be yes-no: expected 2 labels, received {count} such as "{first}", "{second}" and '
            '"{third}"; choose classes.'
        )
        first, second, third = (cut(label) for label in classes[:3])
        return error(task.column, template, count=len(classes), first=first, second=second, third=third)
    if len(classes) > MOST_CLASSES:
        template = (
            'Task "{column}" has {count:,} classes for {rows:,} labelled rows, expected at most {most}; merge rare '
            "classes, choose number, or choose another column."
        )
        return error(task.column, template, count=len(classes), rows=len(known), most=MOST_CLASSES)
    return None


def _constant(task: Task, label: str) -> Finding:
    template = (
        'Task "{column}" cannot be learnt: every labelled row has the same value, "{label}"; choose another column.'
    )
    return error(task.column, template, label=cut(label))


def _number_warnings(task: Task, values: pd.Series[Any], known: npt.NDArray[Any]) -> Iterator[Finding]:
    cells = int(values.notna().sum())
    if cells > len(known):
        template = 'Task "{column}": {count:,} of {cells:,} cells cannot be read as a number and count as missing.'
        yield warning(task.column, template, count=cells - len(known), cells=cells)


def _class_warnings(task: Task, values: pd.Series[Any], known: npt.NDArray[np.object_]) -> Iterator[Finding]:
    if pd.api.types.is_float_dtype(values.dtype) and (values.dropna() % 1 != 0).any():
        template = 'Task "{column}" has numbers with decimals as classes; choose number if they are amounts.'
        yield warning(task.column, template)
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
        yield warning(task.column, template, count=len(rare), total=len(counts), least=_RARE, label=cut(rare.index[0]))
    share = counts.iloc[0] / len(known)
    if share >= _IMBALANCED:
        template = (
            'Task "{column}" is "{label}" in {share:.1%} of the labelled rows, so accuracy says little; look at the '
            "other metrics."
        )
        yield warning(task.column, template, label=cut(counts.index[0]), share=share)
