"""Labels as a table holds them: what is read, proposed, checked and spread over the parts, a file per kind of task."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from mtl_core.experiment import Task
from mtl_core.families import members
from mtl_core.tables.labels.label_cells import Labels
from mtl_core.tables.labels.targets.target_column import TargetColumn
from mtl_core.task_kinds import TASK_KINDS

TARGET_COLUMNS: Mapping[str, TargetColumn] = members("mtl_core.tables.labels.targets", "COLUMN", TASK_KINDS)


def labels(frame: pd.DataFrame, task: Task) -> Labels:
    """Labels [n], missing where there is none: text, tuples of text, or numbers. ``frame`` holds the columns of the
    task."""
    return TARGET_COLUMNS[task.kind].read(frame, task)
