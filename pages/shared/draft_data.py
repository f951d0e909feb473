"""The draft: an experiment that may still lack its tasks, as plain data."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from mtl_core.column_kinds import COLUMN_KINDS
from mtl_core.experiment import (
    BALANCING,
    SHARING,
    ColumnKind,
    EqualBalancing,
    Experiment,
    HardSharing,
    Numbers,
    Split,
    Task,
    TaskKind,
    Text,
    Training,
    parse_experiment,
)
from mtl_core.experiment.first_settings import first_settings
from mtl_core.tables.dataset import Dataset
from mtl_core.tables.labels.proposal import TAGGING_ENCODER, first_columns
from mtl_core.task_kinds import TASK_KINDS

Data = dict[str, Any]


def blank(dataset: Dataset) -> Data:
    """The draft of a table that was just read: every column as its profile says, nothing to predict yet."""
    first = first_settings(dataset.rows)
    return {
        "version": 1,
        "columns": {name: column.model_dump() for name, column in first_columns(dataset).items()},
        "tasks": [],
        "split": Split().model_dump(),
        "numbers": Numbers(**first["numbers"]).model_dump(),
        "text": Text(**first["text"]).model_dump(),
        "sharing": HardSharing(**first["sharing"]).model_dump(),
        "balancing": EqualBalancing().model_dump(),
        "training": Training().model_dump(),
    }


def experiment(data: Data) -> Experiment | None:
    """The experiment that the draft has become; None while there is nothing to predict."""
    return parse_experiment(data) if data["tasks"] else None


def with_tasks(data: Data, tasks: Sequence[Task]) -> Data:
    """The draft with these tasks; a task that stays keeps its head and its weight."""
    kept = {task["column"]: task for task in data["tasks"]}
    names = [task.column for task in tasks]
    sharing = SHARING[data["sharing"]["kind"]].model_validate(data["sharing"]).among(names).model_dump(mode="json")
    chosen = [kept.get(task.column, task.model_dump()) for task in tasks]
    balancing = BALANCING[data["balancing"]["kind"]].model_validate(data["balancing"]).among(names).model_dump()
    split = {**data["split"], "tasks": []}
    changes = {"tasks": chosen, "split": split, "sharing": sharing, "balancing": balancing}
    if _tagging(chosen) and not _tagging(data["tasks"]):
        changes["text"] = {**data.get("text", {}), "encoder": TAGGING_ENCODER}
    return _check({**data, **changes})


def with_kind(data: Data, column: str, kind: TaskKind) -> Data:
    """The draft with that task of another kind. A number answers its typical value; tags are for the first text, and
    read with both neighbours in sight. Raises ExperimentError, also where that task has gone meanwhile."""
    changes: Data = {f"tasks.{column}.kind": kind}
    task: Data = next((task for task in data["tasks"] if task["column"] == column), {})
    if TASK_KINDS[kind].typical:
        changes[f"tasks.{column}.answer"] = "median"
    if TASK_KINDS[kind].per_token and task.get("tokens") is None:
        names = parse_experiment(data).input_names
        changes[f"tasks.{column}.tokens"] = next(
            (name for name in names if COLUMN_KINDS[kind_of(data, name)].is_text), None
        )
        changes["text.encoder"] = TAGGING_ENCODER
    return change_fields(data, changes)


def with_columns(data: Data, changes: Mapping[str, Mapping[str, Any]]) -> Data:
    """The draft with fields of columns set: ``{"age": {"kind": "category"}}``."""
    columns = {name: {**column, **changes.get(name, {})} for name, column in data["columns"].items()}
    return _check({**data, "columns": columns})


def change_fields(data: Data, changes: Mapping[str, Any]) -> Data:
    """The draft with fields set by dotted path. Raises ExperimentError."""
    current = experiment(data)
    return data if current is None else current.with_changes(changes).model_dump(mode="json")


def kind_of(data: Data, column: str) -> ColumnKind:
    """How the draft reads that column."""
    kind: ColumnKind = data["columns"][column]["kind"]
    return kind


def to_text(data: Data) -> str:
    """The draft as the store keeps it."""
    return json.dumps(data, ensure_ascii=False)


def _tagging(tasks: Iterable[Mapping[str, Any]]) -> bool:
    """Whether one of them tags tokens."""
    return any(TASK_KINDS[task["kind"]].per_token for task in tasks)


def _check(data: Data) -> Data:
    return data if not data["tasks"] else parse_experiment(data).model_dump(mode="json")
