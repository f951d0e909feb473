"""What stands against a column as a task: its labels alone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

import pandas as pd

from mtl_core.experiment import Task
from mtl_core.features.values import in_order
from mtl_core.tables.checks.unread import Unread
from mtl_core.tables.findings import Finding, error, spelt
from mtl_core.tables.labels.label_cells import has_label
from mtl_core.tables.labels.targets import TARGET_COLUMNS
from mtl_core.tables.labels.targets.target_column import Single
from mtl_core.wording import format_count

FEWEST_LABELS = 20


def check_task(task: Task, frame: pd.DataFrame, missed: Unread | None = None) -> Iterator[Finding]:
    """Everything found about one task, errors first; at most one error. ``frame`` holds the columns of the task
    and, for tags, their text, as the experiment asks for them; ``missed`` is what of the task's cells is not read."""
    column = TARGET_COLUMNS[task.kind]
    found = column.read(frame, task)
    known = found[has_label(found)]
    fault = (missed.fault(task.column) if missed else None) or column.find_fault(task, frame, known)
    if fault is None and len(known) < FEWEST_LABELS:
        template = (
            'Task "{column}" has {rows}, expected at least {least}; add labels to the file and bring it again, or do '
            "not predict it."
        )
        rows = format_count(len(known), "labelled row", "labelled rows")
        fault = error(task.column, template, "another table", "drop task", rows=rows, least=FEWEST_LABELS)
    if fault is None:
        yield from [missed.warning(task.column, "Task")] if missed else []
        yield from column.find_warnings(task, frame, known)
    else:
        yield fault
    yield from _spellings(task, column.single(known))


def _spellings(task: Task, single: Single | None) -> Iterator[Finding]:
    """A warning where labels differ in capitals alone."""
    ways: defaultdict[str, list[str]] = defaultdict(list)
    for label in in_order(single[1]) if single else ():
        ways[label.lower()].append(label)
    if doubles := [labels for labels in ways.values() if len(labels) > 1]:
        yield spelt(task.column, "Task", doubles, can_fold=not task.traits.several)
