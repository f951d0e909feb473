"""What of a table a training does not get, or gets in one of several ways, in sentences for all who ask for one."""

from __future__ import annotations

from collections.abc import Iterator

from mtl_core.experiment import Experiment
from mtl_core.tables.checks import check
from mtl_core.tables.dataset import Dataset


def of_columns(dataset: Dataset, experiment: Experiment) -> Iterator[str]:
    """Columns that are no input because of what they hold, and cells of the others that are not read as they stand."""
    inputs, labels = set(experiment.input_names), set(experiment.label_columns)
    for column in dataset.columns:
        asked = experiment.columns.get(column.name)
        if column.name in inputs | labels:
            yield from (f'Column "{column.name}": {issue}' for issue in column.issues)
        elif asked is not None and asked.use:
            yield f'Column "{column.name}" is not used as an input: {column.reason}'


def warnings(dataset: Dataset, experiment: Experiment) -> Iterator[str]:
    """What ``check`` warns of."""
    return (finding.sentence for finding in check(dataset, experiment) if finding.level == "warning")
