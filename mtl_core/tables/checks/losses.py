"""What of a table a training does not get, or gets in one of several ways, in sentences for all who ask for one."""

from __future__ import annotations

from collections.abc import Iterator

from mtl_core.experiment import Column, Experiment
from mtl_core.tables.asked_profile import asked_profile
from mtl_core.tables.checks.experiment_checks import check
from mtl_core.tables.dataset import Dataset
from mtl_core.wording import format_count


def of_columns(dataset: Dataset, experiment: Experiment) -> Iterator[str]:
    """Columns that are no input because of what they hold, and cells of the others that are not read as they stand."""
    inputs, labels = set(experiment.input_names), set(experiment.label_columns)
    for column in dataset.columns:
        asked = experiment.columns.get(column.name)
        if column.name in inputs | labels:
            yield from (f'Column "{column.name}": {issue}' for issue in column.issues)
            yield from _list_asked(dataset, column.name, asked)
        elif asked is not None and asked.use:
            yield f'Column "{column.name}" is not used as an input: {column.reason}'


def _list_asked(dataset: Dataset, name: str, asked: Column | None) -> Iterator[str]:
    """What comes of numbers that a person said to mean missing."""
    if asked is None or not asked.missing:
        return
    cells = asked_profile(dataset, name, asked).missing - dataset.profile(name).missing
    template = 'Column "{name}": {numbers} counts as missing in {cells}, as you asked.'
    numbers = " and ".join(f"{number:.15g}" for number in asked.missing)
    yield template.format(name=name, numbers=numbers, cells=format_count(cells, "cell", "cells"))


def warnings(dataset: Dataset, experiment: Experiment) -> Iterator[str]:
    """What ``check`` warns of."""
    return (finding.sentence for finding in check(dataset, experiment) if finding.level == "warning")
