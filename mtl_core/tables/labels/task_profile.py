"""What is known of a task's labels, as the profile of a column."""

from __future__ import annotations

import pandas as pd

from mtl_core.experiment import Experiment, Task
from mtl_core.features.values import in_order
from mtl_core.tables.asked_profile import asked_profile
from mtl_core.tables.dataset import Dataset
from mtl_core.tables.labels.label_cells import explode, has_label
from mtl_core.tables.labels.targets import labels
from mtl_core.tables.profile import ColumnProfile, Histogram

_SHOWN = 12  # labels with a bar of their own


def task_profile(dataset: Dataset, experiment: Experiment, task: Task) -> ColumnProfile:
    """The profile of the task's column as the experiment has it read; of classes with the rows of each, also where they
    are numbers, and where a row has several labels, of single labels and the rows they stand in.

    Raises DataError.
    """
    name = task.sources[0]
    first = asked_profile(dataset, name, experiment.columns[name])
    if task.traits.numeric:
        return first
    if not task.traits.several and first.histogram is not None and first.histogram.labels:
        return first
    found = labels(dataset.values(experiment, task.sources), task)
    known = found[has_label(found)]
    single = explode(known)[1] if task.traits.several else known
    counts = pd.Series(single, dtype=object).value_counts()
    if not task.traits.several and len(counts) <= _SHOWN:
        counts = counts[in_order(counts.index)]
    bars = Histogram(
        labels=tuple(map(str, counts.index[:_SHOWN])),
        counts=tuple(map(int, counts.iloc[:_SHOWN])),
        rest=int(counts.iloc[_SHOWN:].sum()),
    )
    changes = {"name": task.column, "missing": len(found) - len(known), "unique": len(counts), "histogram": bars}
    return first.model_copy(update=changes)
