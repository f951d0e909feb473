"""What stands against a column as a task: its labels alone; it knows no inputs and no network."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from mtl_core.experiment import Task, TaskKind
from mtl_core.features.targets import LARGEST_NUMBER
from mtl_core.tables.findings import Finding, Remedy, constant, cut, error, no_labels, warning
from mtl_core.tables.labels import labelled, labels, num_infinite
from mtl_core.tables.set_checks import set_fault, set_warnings
from mtl_core.tables.tag_checks import tag_fault, tag_warnings
from mtl_core.tables.unread import Unread
from mtl_core.wording import counted

FEWEST_LABELS = 20
MOST_CLASSES = 200
_RARE = 5
_IMBALANCED = 0.95


def check_task(task: Task, frame: pd.DataFrame, missed: Unread | None = None) -> Iterator[Finding]:
    """Everything found about one task, errors first; at most one error. ``frame`` holds the columns of the task
    and, for tags, their text, as the experiment asks for them; ``missed`` is what of the task's cells is not read."""
    found = labels(frame, task)
    known = found[labelled(found)]
    find_fault, find_warnings = _CHECKS[task.kind]
    fault = (missed.fault(task.column) if missed else None) or find_fault(task, frame, known)
    if fault is None and len(known) < FEWEST_LABELS:
        template = 'Task "{column}" has {rows}, expected at least {least}; add labels or choose another column.'
        rows = counted(len(known), "labelled row", "labelled rows")
        fault = error(task.column, template, "drop task", rows=rows, least=FEWEST_LABELS)
    if fault is None:
        yield from [missed.warning(task.column, "Task")] if missed else []
        yield from find_warnings(task, frame, known)
    else:
        yield fault


def _number_fault(task: Task, frame: pd.DataFrame, known: npt.NDArray[np.float64]) -> Finding | None:
    values = frame[task.column]
    infinite = num_infinite(values)
    if infinite:
        template = 'Task "{column}" holds {numbers}, expected finite ones only; correct or empty such cells.'
        return error(
            task.column, template, "drop task", numbers=counted(infinite, "infinite number", "infinite numbers")
        )
    if not len(known):
        return no_labels(task)
    farthest = known[np.abs(known).argmax()]
    if abs(farthest) > LARGEST_NUMBER:
        template = (
            'Task "{column}" holds {value:g}, expected numbers within ±1e30; correct that value or leave it empty.'
        )
        return error(task.column, template, "drop task", value=farthest)
    return constant(task, f"{known[0]:g}") if np.ptp(known) == 0 else None


def _class_fault(task: Task, frame: pd.DataFrame, known: npt.NDArray[np.object_]) -> Finding | None:
    classes = pd.unique(known)
    if not len(classes):
        return no_labels(task)
    if len(classes) == 1:
        return constant(task, classes[0])
    if task.kind == "binary" and len(classes) > 2:
        template = (
            'Task "{column}" cannot be yes-no: expected 2 labels, received {count} such as "{first}", "{second}" and '
            '"{third}"; choose classes.'
        )
        first, second, third = (cut(label) for label in classes[:3])
        named = {"first": first, "second": second, "third": third}
        return error(task.column, template, "task: multiclass", count=len(classes), **named)
    if len(classes) > MOST_CLASSES:
        template = (
            'Task "{column}" has {count:,} classes for {rows:,} labelled rows, expected at most {most}; merge rare '
            "classes, choose number, or choose another column."
        )
        counts = {"count": len(classes), "rows": len(known), "most": MOST_CLASSES}
        numbers: tuple[Remedy, ...] = ("task: regression",) if pd.api.types.is_numeric_dtype(frame[task.column]) else ()
        return error(task.column, template, *numbers, "drop task", **counts)
    return None


def _class_warnings(task: Task, frame: pd.DataFrame, known: npt.NDArray[np.object_]) -> Iterator[Finding]:
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
        yield warning(task.column, template, count=len(rare), total=len(counts), least=_RARE, label=cut(rare.index[0]))
    share = counts.iloc[0] / len(known)
    if share >= _IMBALANCED:
        template = (
            'Task "{column}" is "{label}" in {share:.1%} of the labelled rows, so accuracy says little; look at the '
            "other metrics."
        )
        yield warning(task.column, template, label=cut(counts.index[0]), share=share)


def _no_warnings(task: Task, frame: pd.DataFrame, known: npt.NDArray[Any]) -> Iterator[Finding]:
    return iter(())


Fault = Callable[[Task, pd.DataFrame, npt.NDArray[Any]], Finding | None]
Warnings = Callable[[Task, pd.DataFrame, npt.NDArray[Any]], Iterator[Finding]]

_CHECKS: Mapping[TaskKind, tuple[Fault, Warnings]] = {
    "binary": (_class_fault, _class_warnings),
    "multiclass": (_class_fault, _class_warnings),
    "multilabel": (set_fault, set_warnings),
    "tags": (tag_fault, tag_warnings),
    "regression": (_number_fault, _no_warnings),
}
"""What stands against a task of each kind and what to warn of; the last argument holds the labels there are."""
