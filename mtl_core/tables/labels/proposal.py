"""Which columns could be predicted, as which kind of task, and a first experiment; knows profiles, not cells."""

from __future__ import annotations

import difflib
import re
from collections.abc import Sequence
from typing import Protocol

from pydantic import ValidationError

from mtl_core.errors import ExperimentError
from mtl_core.experiment import Column, Experiment, Task, TaskKind, parse_experiment, sentence
from mtl_core.experiment.first_settings import first_settings
from mtl_core.tables.labels.targets import TARGET_COLUMNS
from mtl_core.tables.labels.targets.classes import MOST_CLASSES
from mtl_core.tables.profile import ColumnProfile, TargetProposal
from mtl_core.task_kinds import TASK_KINDS
from mtl_core.text_encoders import EncoderKind

_FEW_CLASSES = 20
_NAMED_LIKE_TARGET = re.compile(
    r"dead|death|died|mortality|surviv|churn|default|fraud|target|label|(^|[\s_.\-])(class|y|outcome|result|response|score|rating|grade|price|cost|sentiment|topic|"
    r"quality|diagnosis|visits|load)s?($|[\s_.\-])|目标|标签|类别",
    re.IGNORECASE,
)


JOINED = next(kind.id for kind in TASK_KINDS.values() if kind.joins)
"""The kind of task that yes-no columns make together."""
ANY = next(kind.id for kind in TASK_KINDS.values() if kind.takes_any)
"""The kind of task that any column may be tried as."""
TAGGING_ENCODER: EncoderKind = "bilstm"
"""What reads texts whose tokens are tagged, unless a person says otherwise: averaging sees no neighbours."""


class Table(Protocol):
    """What a proposal needs to know of a dataset."""

    @property
    def rows(self) -> int:
        """How many there are."""

    @property
    def columns(self) -> tuple[ColumnProfile, ...]:
        """The profile of every column."""


def propose(columns: Sequence[ColumnProfile], rows: int) -> tuple[TargetProposal, ...]:
    """Every column that could be predicted, the likeliest first."""
    possible = [(column, kind_of(column)) for column in columns]
    last = columns[-1].name if columns else ""
    scored = [
        (_plausibility(column, kind, rows, column.name == last), place, column, kind)
        for place, (column, kind) in enumerate(possible)
        if kind is not None
    ]
    scored.sort(key=lambda item: (-item[0], item[1]))
    return tuple(
        TargetProposal(
            column=column.name,
            kind=kind,
            reason=TARGET_COLUMNS[kind].reason(column),
            rank=rank,
        )
        for rank, (_, _, column, kind) in enumerate(scored)
    )


def kind_of(column: ColumnProfile) -> TaskKind | None:
    """The kind of task that predicts such a column, or None where none can."""
    score, kind = max((target.suits(column), kind) for kind, target in TARGET_COLUMNS.items())
    return kind if score else None


def unfit(column: ColumnProfile) -> str:
    """Why such a column cannot be predicted, as a clause; empty where it can."""
    if column.unique == 0:
        return "every cell is empty"
    if column.unique == 1:
        return f'every cell that is filled holds "{column.examples[0][:60]}"'
    if kind_of(column) is not None:
        return ""
    if column.traits.labels:
        return f"it has {column.unique:,} different labels, expected at most {MOST_CLASSES}"
    return column.traits.unfit or f"its kind is {column.kind}"


def task(dataset: Table, column: str, kind: TaskKind | None = None) -> Task:
    """A task for the column of that name, of that kind or of the one that fits. Raises ExperimentError."""
    profile = _profile(dataset, column)
    fitting = kind or kind_of(profile)
    if profile.unique < 2 or fitting is None:
        raise ExperimentError(f'Column "{column}" cannot be predicted: {unfit(profile)}; choose another.')
    found = {"separator": profile.separator} if profile.separator else {}
    return Task(column=column, kind=fitting, **found, **TARGET_COLUMNS[fitting].fields(profile))


def join_columns(dataset: Table, name: str, columns: Sequence[str]) -> Task:
    """The yes-no columns of these names as one task called ``name``. Raises ExperimentError."""
    for column in columns:
        _profile(dataset, column)
    try:
        return Task(column=name, kind=JOINED, columns=tuple(columns))
    except ValidationError as error:
        raise ExperimentError(sentence(error)) from error


def draft(dataset: Table, tasks: Sequence[Task], ignore: Sequence[str] = ()) -> Experiment:
    """An experiment that predicts these tasks from every other column but the ignored. Raises ExperimentError."""
    for name in (*ignore, *(source for item in tasks for source in item.sources)):
        _profile(dataset, name)
    columns = {name: column.model_dump() for name, column in first_columns(dataset).items()}
    for name in ignore:
        columns[name]["use"] = False
    first = first_settings(dataset.rows)
    if any(item.traits.per_token for item in tasks):
        first["text"]["encoder"] = TAGGING_ENCODER
    return parse_experiment(
        {
            "columns": columns,
            "tasks": [item.model_dump() for item in tasks],
            **first,
        }
    )


def first_columns(dataset: Table) -> dict[str, Column]:
    """How each column is read at first: as its profile says, but tags are no input, since new texts come without."""
    return {profile.name: Column(kind=profile.kind, use=profile.tokens is None) for profile in dataset.columns}


def _profile(dataset: Table, name: str) -> ColumnProfile:
    for column in dataset.columns:
        if column.name == name:
            return column
    names = [column.name for column in dataset.columns]
    near = difflib.get_close_matches(name, names, n=3, cutoff=0.4) or names[:3]
    template = 'The table has no column "{name}"; the nearest names are {near}.'
    raise ExperimentError(template.format(name=name, near=", ".join(f'"{other}"' for other in near)))


def _plausibility(column: ColumnProfile, kind: TaskKind, rows: int, last: bool) -> int:
    """How much speaks for a column as a target; 2 is worth a suggestion, and 1 where none has more."""
    score = 2 * bool(_NAMED_LIKE_TARGET.search(column.name)) + last
    score += column.traits.labels and (column.traits.truth or column.unique <= _FEW_CLASSES)
    score += bool(column.separator) + 2 * bool(column.tokens)
    score -= column.missing > rows * 0.5
    return score
