"""What should be known of the input columns before training: giveaways, identifiers, order.

Columns are read some at a time and looked at in a sample of rows, so that a large table stays on disk.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from mtl_core.experiment import Column, Experiment, Task
from mtl_core.features.space import convert
from mtl_core.tables.checks.strong_inputs import find_strong
from mtl_core.tables.checks.unread import unread
from mtl_core.tables.column_kinds import TABLE_COLUMNS
from mtl_core.tables.dataset import Dataset
from mtl_core.tables.findings import Finding, error, spelt, warning
from mtl_core.tables.labels.label_cells import has_label, num_infinite
from mtl_core.tables.labels.leaks import Values
from mtl_core.tables.labels.relation import share_told
from mtl_core.tables.labels.targets import TARGET_COLUMNS
from mtl_core.tables.profile import ColumnProfile
from mtl_core.wording import format_count

_SAMPLE = 50_000  # rows
_PAIRED_CELLS = 10_000_000  # rows × inputs × tasks looked at in all
_LEAST_SAMPLE = 1_000
_CELLS_AT_ONCE = 10_000_000
_UNIQUE = 0.95
_FEWEST_UNIQUE = 20
_ROWS_APART = 5


def check_inputs(
    dataset: Dataset, experiment: Experiment, frame: pd.DataFrame, tasks: Sequence[Task]
) -> Iterator[Finding]:
    """Everything found about the input columns; ``frame`` holds the columns of ``tasks``, which can be learnt."""
    yield from _facts(dataset, experiment)
    rows = _sample(dataset.rows, len(experiment.input_names) * max(1, len(tasks)))
    known = {task.column: _Task(frame.iloc[rows], task) for task in tasks}
    formats = dataset.formats(experiment)
    shares: dict[str, dict[str, float]] = {task: {} for task in known}
    sure: set[str] = set()
    for name, stored in read_columns(dataset, experiment.input_names):
        kind = experiment.columns[name].kind
        if missed := unread(stored, kind, formats[name]):
            yield missed.warning(name)
        column = TABLE_COLUMNS[kind]
        values = convert(stored, formats[name], kind)
        yield from column.find_warnings(name, values, experiment.split.by == "random")
        if infinite := num_infinite(values):
            yield warning(
                name,
                'Column "{column}" holds {numbers}, taken as missing.',
                numbers=format_count(infinite, "infinite number", "infinite numbers"),
            )
        compared = column.encode(values.iloc[rows])
        for finding in _giveaways(name, compared, known):
            sure.add(name)
            yield finding
        for task, facts in known.items():
            shares[task][name] = facts.share_told(compared)
    yield from (finding for finding in find_strong(shares) if finding.column not in sure)


def check_copies(dataset: Dataset, experiment: Experiment, frame: pd.DataFrame) -> Iterator[Finding]:
    """An error for each input that is a copy of a task; a task itself is never an input."""
    profiles = {column.name: column for column in dataset.columns}
    alike = {
        name: [task for task in experiment.label_columns if _alike(profiles[name], profiles[task])]
        for name in experiment.input_names
    }
    for name, values in read_columns(dataset, [name for name, twins in alike.items() if twins]):
        for task in alike[name]:
            if values.array.equals(frame[task].array) and _is_varied(values):
                template = 'Column "{column}" is a copy of task "{task}"; leave it out.'
                yield error(name, template, "leave out", task=task)


def _alike(column: ColumnProfile, task: ColumnProfile) -> bool:
    """Whether two columns could be equal, as far as their profiles tell."""
    facts = ("storage", "unique", "missing", "examples", "histogram")
    return all(getattr(column, fact) == getattr(task, fact) for fact in facts)


def _is_varied(values: pd.Series[Any]) -> bool:
    """Whether enough rows differ from the commonest value for two columns not to be equal by chance."""
    return bool(values.notna().sum() - values.value_counts().max() >= _ROWS_APART)


def _facts(dataset: Dataset, experiment: Experiment) -> Iterator[Finding]:
    """What the profiles alone tell."""
    inputs = set(experiment.input_names)
    for profile in dataset.columns:
        asked = experiment.columns.get(profile.name)
        if asked is not None and profile.name in inputs:
            yield from _input_facts(profile, asked, dataset.rows - profile.missing, experiment)


def _input_facts(profile: ColumnProfile, asked: Column, cells: int, experiment: Experiment) -> Iterator[Finding]:
    unique = cells >= _FEWEST_UNIQUE and profile.unique >= _UNIQUE * cells
    if unique and profile.storage in {"integer", "text"} and not asked.traits.differs:
        template = (
            'Column "{column}" has a different value in almost every row, like an identifier; unless it measures '
            "something, leave it out."
        )
        yield warning(profile.name, template, "leave out")
    doubles = [(spelling.label, *spelling.others) for spelling in profile.spellings]
    if doubles and asked.traits.labels and not asked.fold_case:
        yield spelt(profile.name, "Column", doubles, can_fold=True)
    if experiment.split.by == "group" and profile.name == experiment.split.column:
        template = (
            'Column "{column}" splits the rows into groups and is an input, yet every group of the test rows is '
            "new to the network; leave it out."
        )
        yield warning(profile.name, template, "leave out")


def _sample(rows: int, pairs: int) -> npt.NDArray[np.int64]:
    """Positions of the rows that are looked at, fewer if there are many pairs of input and task."""
    count = min(_SAMPLE, max(_LEAST_SAMPLE, _PAIRED_CELLS // max(pairs, 1)))
    if rows <= count:
        return np.arange(rows)
    return np.sort(np.random.default_rng(0).choice(rows, count, replace=False))


def read_columns(dataset: Dataset, names: Sequence[str]) -> Iterator[tuple[str, pd.Series[Any]]]:
    """Each of the columns as it is stored, some at a time, so that a large table stays on disk."""
    step = max(1, _CELLS_AT_ONCE // max(dataset.rows, 1))
    for start in range(0, len(names), step):
        frame = dataset.frame(names[start : start + step])
        yield from ((str(name), frame[name]) for name in frame.columns)


class _Task:
    """A task's labels in the sample, ready to be compared with every input."""

    def __init__(self, frame: pd.DataFrame, task: Task) -> None:
        self.target = TARGET_COLUMNS[task.kind]
        found = self.target.read(frame, task)
        self.rows = has_label(found)
        self.known = found[self.rows]
        self.columns = self.target.encode(self.known)

    def is_given_away(self, column: Values) -> bool:
        """Whether that column alone tells this task."""
        return len(self.known) > 0 and self.target.is_given_away(column.of(self.rows), self.known)

    def share_told(self, column: Values) -> float:
        """The share of this task's variance that the column alone tells."""
        return share_told(column.of(self.rows), self.columns) if len(self.known) else 0.0


def _giveaways(name: str, column: Values, tasks: Mapping[str, _Task]) -> Iterator[Finding]:
    for task, known in tasks.items():
        if known.is_given_away(column):
            template = (
                'Column "{column}" alone gives task "{task}" away: it tells nearly every label; if it is not known '
                "before the answer is, leave it out."
            )
            yield warning(name, template, "leave out", task=task)
