"""Which rows train, which pick the best epoch, which only judge; knows columns by name, nothing of networks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from mtl_core.errors import ExperimentError
from mtl_core.experiment import Experiment, Task
from mtl_core.tables.column_kinds import TABLE_COLUMNS
from mtl_core.tables.labels.label_cells import has_label, texts
from mtl_core.tables.labels.stratifying import TEST, TRAIN, VALIDATION, deal
from mtl_core.tables.labels.targets import TARGET_COLUMNS, labels
from mtl_core.tables.splits.copies import Copies
from mtl_core.tables.splits.subset import keep_labels, keep_share, order_spread
from mtl_core.wording import format_count

_STREAM = 0x5B117  # keeps the random numbers of splitting apart from those of training
_TRIES = 20
_SOME = "Only {some:,} of {all:,} training rows are learnt from, as the share of training rows asks."
_CLOSE = 0.01  # of the rows: shares of groups as near as that are good enough


@dataclass(frozen=True)
class Parts:
    """Row positions of each part, sorted; rows without a label of any task are in none."""

    train: npt.NDArray[np.int64]
    validation: npt.NDArray[np.int64]
    test: npt.NDArray[np.int64]
    notes: tuple[str, ...] = ()

    def sentence(self) -> str:
        """How many rows each part has."""
        parts = {"train": self.train, "validation": self.validation, "test": self.test}
        template = "{train} to learn from, {validation} to pick the epoch, {test} to judge."
        return template.format(**{name: format_count(len(rows), "row", "rows") for name, rows in parts.items()})


def split(frame: pd.DataFrame, experiment: Experiment) -> Parts:
    """Deal the rows as ``experiment.split`` says. Raises ExperimentError.

    ``frame`` needs the columns of the tasks that deal and, for time and group, the column that splits. Where it holds
    the inputs too, rows that are alike in all of these are in one part.
    """
    learnt = experiment.task_names
    found = {task.column: labels(frame, task) for task in experiment.dealt}
    rows = np.flatnonzero(np.any([has_label(column) for column in found.values()], axis=0))
    if not len(rows):
        raise ExperimentError("No row has a label of any task, so there is nothing to learn; choose other columns.")
    known = {name: column[rows] for name, column in found.items()}
    random = experiment.split.by == "random"
    copies = _copies(frame, rows, experiment)
    part, notes = _by_labels(known, copies, experiment) if random else _by_column(frame, rows, experiment)
    train, validation, test = (rows[part == number] for number in (TRAIN, VALIDATION, TEST))
    notes = (
        *copies.note(),
        *notes,
        *_label_notes(known, part, [task for task in experiment.dealt if task.column in learnt]),
    )
    if experiment.split.train_share == 1:
        return Parts(train, validation, test, notes)
    some = train[_subset(frame, train, {name: column[part == TRAIN] for name, column in known.items()}, experiment)]
    return Parts(some, validation, test, (*notes, _SOME.format(some=len(some), all=len(train))))


def group_column(experiment: Experiment) -> str | None:
    """The column whose equal cells stay together, None unless rows are split by one."""
    return experiment.split.column if experiment.split.by == "group" else None


def split_column(experiment: Experiment) -> str | None:
    """The column that splits, None for a random split. Raises ExperimentError if it is not clear which."""
    asked = experiment.split
    if asked.by == "random":
        return None
    if asked.column is None:
        dates = [name for name, column in experiment.columns.items() if column.traits.dated]
        if asked.by == "time" and len(dates) == 1:
            return dates[0]
        template = (
            "The split by {by} needs a column, and none is set; set split.column to the column of {what}, or split at "
            "random."
        )
        raise ExperimentError(template.format(by=asked.by, what="dates" if asked.by == "time" else "groups"))
    column = experiment.columns[asked.column]
    if asked.by == "time" and not column.traits.by_time:
        template = (
            'Column "{name}" cannot split by time: expected dates or numbers, received {kind}; choose another, or '
            "split at random."
        )
        raise ExperimentError(template.format(name=asked.column, kind=column.kind.replace("_", "-")))
    return asked.column


def _shares(experiment: Experiment) -> npt.NDArray[np.float64]:
    test, validation = experiment.split.test, experiment.split.validation
    return np.array([1 - test - validation, validation, test])


def _rng(experiment: Experiment) -> np.random.Generator:
    return np.random.default_rng([_STREAM, experiment.training.seed])


def _copies(frame: pd.DataFrame, rows: npt.NDArray[np.int64], experiment: Experiment) -> Copies:
    """Which of ``rows`` are alike in inputs, labels and what they are split by: such rows have one time and group."""
    dealt = [name for task in experiment.dealt for name in task.sources]
    by = split_column(experiment)
    names = list(dict.fromkeys([*experiment.input_names, *dealt, *([by] if by else [])]))
    if not set(names) <= set(frame.columns):
        return Copies.none(len(rows))
    return Copies.of(frame[names].iloc[rows])


def _by_labels(
    known: dict[str, npt.NDArray[Any]], copies: Copies, experiment: Experiment
) -> tuple[npt.NDArray[np.int8], tuple[str, ...]]:
    """The part of each row, random with every label spread, copies in one part."""
    codes = [code for task in experiment.dealt for code in TARGET_COLUMNS[task.kind].codes(known[task.column])]
    shares = _shares(experiment)
    part = deal(codes, shares, _rng(experiment), copies.first)
    return part, _empty_notes(part, shares)


def _subset(
    frame: pd.DataFrame, rows: npt.NDArray[np.int64], known: dict[str, npt.NDArray[Any]], experiment: Experiment
) -> npt.NDArray[np.bool_]:
    """Which of the training ``rows`` are learnt from: spread over the labels, whole groups, or the newest, as the split
    is; and one of each label."""
    rng, by = np.random.default_rng([_STREAM, experiment.training.seed, 1]), experiment.split.by
    codes = [(task, TARGET_COLUMNS[task.kind].codes(known[task.column])) for task in experiment.dealt]
    spread = order_spread([code for _, found in codes for code in found], rng)
    units, order = np.arange(len(rows)), spread
    if by != "random":
        name = str(split_column(experiment))
        places, _ = _units(frame[name].iloc[rows], by, experiment.columns[name].kind)
        _, units = np.unique(places, return_inverse=True)  # the oldest first, and what has no value before
        number = int(units.max()) + 1
        order = np.arange(number)[::-1] if by == "time" else rng.permutation(number)
    named = [code for task, found in codes if not task.traits.numeric for code in found]
    in_turn = np.argsort(np.argsort(order)[units], kind="stable")
    return keep_share(units, order, experiment.split.train_share) | keep_labels(named, in_turn)


def _empty_notes(part: npt.NDArray[np.int8], shares: npt.NDArray[np.float64]) -> tuple[str, ...]:
    """What is said where copies, or labels that stand in one row only, leave no row for a part that is to have some."""
    template = (
        "No row is left for the {name} rows: too few rows are different, or too few have a label that comes again."
    )
    names = {VALIDATION: "validation", TEST: "test"}
    return tuple(template.format(name=name) for p, name in names.items() if shares[p] and not (part == p).any())


def _by_column(
    frame: pd.DataFrame, rows: npt.NDArray[np.int64], experiment: Experiment
) -> tuple[npt.NDArray[np.int8], tuple[str, ...]]:
    """The part of each of ``rows``, equal values of the split column in one part; missing values train."""
    by, name = experiment.split.by, str(split_column(experiment))
    values = frame[name].iloc[rows]
    units, sizes = _units(values, by, experiment.columns[name].kind)
    shares = _shares(experiment)
    needed = int((shares > 0).sum())
    if len(sizes) < needed:
        template = (
            'Column "{name}" cannot split by {by}: expected at least {needed} different values in the rows with a '
            "label, received {count}; choose another column, or split at random."
        )
        raise ExperimentError(template.format(name=name, by=by, count=len(sizes), needed=needed))
    newest = np.arange(len(sizes))[::-1]
    order = newest if by == "time" else _best_order(sizes, shares, _rng(experiment))
    part_of_unit = np.empty(len(sizes) + 1, dtype=np.int8)
    part_of_unit[order] = _cut(sizes[order], shares)
    part_of_unit[-1] = TRAIN  # unit −1, a missing value
    return part_of_unit[units], _missing_note(name, by, int((units < 0).sum()))


def _units(values: pd.Series[Any], by: str, kind: str) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Each row's time or group, −1 where missing, and how many rows each has."""
    return _times(values, kind) if by == "time" else _groups(values)


def _times(values: pd.Series[Any], kind: str) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Each row's place among the distinct times, −1 where missing, and how many rows each has, the oldest first."""
    places = TABLE_COLUMNS[kind].encode(values).places
    return places, np.bincount(places[places >= 0])


def _groups(values: pd.Series[Any]) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Each row's group, −1 where missing, and how many rows each has."""
    groups, distinct = pd.factorize(texts(values))
    return groups, np.bincount(groups[groups >= 0], minlength=len(distinct))


def _cut(sizes: npt.NDArray[np.int64], shares: npt.NDArray[np.float64]) -> npt.NDArray[np.int8]:
    """The part of each unit: the first ones test, the next validate, as near to the shares as whole units allow.

    Every part with a share gets a unit.
    """
    ends = np.concatenate([[0], np.cumsum(sizes)])
    parts = np.full(len(sizes), TRAIN, dtype=np.int8)
    start, share = 0, 0.0
    for number in (TEST, VALIDATION):
        if shares[number] > 0:
            share += shares[number]
            later = int(shares[TRAIN:number].astype(bool).sum())  # parts that still need a unit
            near = int(np.abs(ends - share * ends[-1]).argmin())
            end = min(max(near, start + 1), len(sizes) - later)
            parts[start:end] = number
            start = end
    return parts


def _best_order(
    sizes: npt.NDArray[np.int64], shares: npt.NDArray[np.float64], rng: np.random.Generator
) -> npt.NDArray[np.int64]:
    """A random order of the groups that can be cut near the shares: the best of some, or the first that is close."""
    best, least = np.arange(len(sizes)), np.inf
    for _ in range(_TRIES):
        order = rng.permutation(len(sizes))
        rows = np.bincount(_cut(sizes[order], shares), weights=sizes[order], minlength=3)
        off = np.abs(rows / sizes.sum() - shares).max()
        if off < least:
            best, least = order, off
        if least <= _CLOSE:
            break
    return best


def _missing_note(name: str, by: str, count: int) -> tuple[str, ...]:
    if not count:
        return ()
    template = 'Split by {by}: the training rows include {rows} with no value in "{name}".'
    return (template.format(by=by, rows=format_count(count, "row", "rows"), name=name),)


def _label_notes(
    known: dict[str, npt.NDArray[Any]], part: npt.NDArray[np.int8], tasks: Iterable[Task]
) -> tuple[str, ...]:
    """What the split means for single tasks: labels seen once, labels that no training row has, parts without any."""
    notes = []
    for task in tasks:
        column = known[task.column]
        has = has_label(column)
        single = TARGET_COLUMNS[task.kind].single(column[has])
        if single is not None:
            rows, names = single
            notes += _class_notes(task.column, names, part[has][rows])
        for number, name in ((TRAIN, "training"), (VALIDATION, "validation"), (TEST, "test")):
            if (part == number).any() and not (part[has] == number).any():
                notes.append(f'Task "{task.column}" has no label in the {name} rows.')
    return tuple(notes)


def _class_notes(name: str, column: npt.NDArray[Any], part: npt.NDArray[np.int8]) -> list[str]:
    codes, classes = pd.factorize(column)
    table = np.bincount(codes * 3 + part, minlength=3 * len(classes)).reshape(-1, 3)
    once = classes[table.sum(axis=1) == 1]
    unseen = classes[table[:, TRAIN] == 0]
    notes = []
    if len(once):
        template = 'Task "{name}": {count} of {total} classes stand in one row only, such as "{label}".'
        notes.append(template.format(name=name, count=len(once), total=len(classes), label=once[0]))
    if len(unseen):
        template = 'Task "{name}": {count} of {total} classes are in no training row, such as "{label}".'
        notes.append(template.format(name=name, count=len(unseen), total=len(classes), label=unseen[0]))
    return notes
