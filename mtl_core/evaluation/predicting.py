"""From the rows of a file to the answers about them and to what should be known of these; the same at the command line,
on the Predict page and in a bundle's ``predict.py``, with which it travels."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from mtl_core.column_kinds import COLUMN_KINDS
from mtl_core.evaluation.answers import answers, distinct
from mtl_core.experiment import Experiment
from mtl_core.features.column_format import ColumnFormat
from mtl_core.features.remarks import remarks
from mtl_core.features.space import FeatureSpace
from mtl_core.tables.profile import Found
from mtl_core.tables.rows import Rows

ROW = "row"


@dataclass(frozen=True)
class Predicted:
    """The answers about each row, in order, and what should be known of them, a sentence each."""

    answers: pd.DataFrame
    remarks: tuple[str, ...]


def training_formats(space: FeatureSpace) -> dict[str, ColumnFormat]:
    """How the training's file wrote the inputs: doubtful cells of new rows are read the same way."""
    return {column.name: column.format for column in space.columns}


def predict_rows(
    experiment: Experiment,
    space: FeatureSpace,
    rows: Rows,
    outputs: Callable[[Mapping[str, npt.NDArray[Any]]], list[npt.NDArray[Any]]],
) -> Predicted:
    """Column ``row`` (from 1), the identifiers of the file, then for each task column NAME and NAME:CLASS.

    ``outputs`` is what the network gives for encoded rows. Raises DataError.
    """
    frame = rows.frame
    found = answers(space.targets, outputs(space.transform(frame)), frame)
    numbers = pd.Series(np.arange(1, len(frame) + 1), frame.index, name=ROW)
    identifiers = _identifiers(experiment, rows.found)
    table = pd.concat([numbers, frame[identifiers], found], axis=1)
    extra = [name for name in frame.columns if name not in experiment.columns and name not in identifiers]
    said = (*remarks(space, frame), *_reading(space, rows.found), *_find_ignored(extra))
    return Predicted(table.set_axis(distinct(list(table.columns)), axis=1), said)


def _identifiers(experiment: Experiment, found: Found) -> list[str]:
    """The columns that name a row: those that did in training, and others that the file has besides."""
    known = {name: column.kind for name, column in experiment.columns.items()}
    needed = {*experiment.input_names, *experiment.label_columns}
    names = [column.name for column in found.columns if column.name not in needed]
    kinds = {column.name: column.kind for column in found.columns}
    return [name for name in names if COLUMN_KINDS[known.get(name, kinds[name])].names_rows]


def _reading(space: FeatureSpace, found: Found) -> tuple[str, ...]:
    """What the reading of the file lost or took in one of several ways, of the columns that are inputs."""
    inputs = {column.name for column in space.columns}
    issues = (f"{column.name}: {issue}" for column in found.columns if column.name in inputs for issue in column.issues)
    return (*issues, *found.report.losses)


def _find_ignored(extra: Sequence[str]) -> tuple[str, ...]:
    """A sentence about the columns that the training's table did not have."""
    if not extra:
        return ()
    template = "Not used, since the table of the training has no such column: {names}{more}."
    more = f" and {len(extra) - 20:,} more" if len(extra) > 20 else ""
    return (template.format(names=", ".join(f'"{name}"' for name in extra[:20]), more=more),)
