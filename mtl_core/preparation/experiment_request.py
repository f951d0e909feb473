"""From what a command line asks for to an experiment on a table."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from mtl_core.errors import ExperimentError
from mtl_core.experiment import Experiment, Task, parse_experiment, sentence
from mtl_core.experiment.first_settings import first_settings
from mtl_core.tables.dataset import Dataset
from mtl_core.tables.labels.proposal import draft, join_columns, task
from mtl_core.tables.profile import ReadingOptions
from mtl_core.task_kinds import TASK_KINDS

_NAMED = (
    "columns.",
    "tasks.",
    "balancing.",
    "sharing.leaves.",
    "sharing.groups.",
    "sharing.ranks.",
)  # groups whose paths hold columns' names


def request_experiment(
    dataset: Dataset,
    targets: Sequence[str],
    ignore: Sequence[str],
    file: Path | None,
    settings: Sequence[str],
    joins: Sequence[Sequence[str]] = (),
) -> Experiment:
    """The experiment of ``--target``, ``--join``, ``--ignore``, ``--experiment`` and ``--set``. Raises ExperimentError.

    A file without "columns" or "tasks" says the rest of the settings; then the columns are proposed. Targets replace
    a file's tasks.
    """
    given = _read(file) if file else {}
    tasks = [_task(dataset, text) for text in targets]
    tasks += [join_columns(dataset, name, columns) for name, *columns in joins]
    if "columns" in given and "tasks" in given:
        experiment = parse_experiment(given)
    elif tasks:
        experiment = parse_experiment({**draft(dataset, tasks).model_dump(), **_fill(given, dataset.rows)})
    else:
        raise ExperimentError("No column to predict is named; name at least one with --target.")
    if tasks:
        experiment = _with_tasks(experiment, tasks)
    draft(dataset, experiment.tasks, ignore)  # refuses names that the table does not have
    unused = {f"columns.{name}.use": False for name in ignore}
    return experiment.with_changes(unused | dict(map(_setting, settings)))


def extend_experiment(dataset: Dataset, before: Experiment, target: str, settings: Sequence[str]) -> Experiment:
    """The experiment of a trained network with ``target`` (NAME[:KIND]) as its last task. Raises ExperimentError."""
    return with_another(dataset, before, _task(dataset, target)).with_changes(dict(map(_setting, settings)))


def with_another(dataset: Dataset, before: Experiment, added: Task) -> Experiment:
    """The experiment of a trained network with ``added`` as its last task. Raises ExperimentError."""
    name = added.column
    if name in before.task_names:
        raise ExperimentError(f'The network predicts "{name}" already; expected another column with --target.')
    if name in before.input_names:
        template = 'The network reads column "{name}", so it cannot learn to predict it; expected another column.'
        raise ExperimentError(template.format(name=name))
    data = before.model_dump()
    data["columns"][name] = {"kind": dataset.profile(name).kind}
    data["tasks"] = [*data["tasks"], added.model_dump()]
    data["split"]["tasks"] = ()
    return parse_experiment(data)


def reading(settings: Sequence[str]) -> ReadingOptions:
    """The options of ``--read field=value``. Raises ExperimentError."""
    asked: dict[str, str] = {}
    for text in settings:
        field, equals, value = text.partition("=")
        if not equals or field not in ReadingOptions.model_fields:
            template = 'Reading option "{text}" is not known; expected FIELD=VALUE with one of {fields}.'
            raise ExperimentError(template.format(text=text[:80], fields=", ".join(ReadingOptions.model_fields)))
        asked[field] = value.replace("\\t", "\t")
    try:
        return ReadingOptions.model_validate(asked)
    except ValidationError as error:
        raise ExperimentError(sentence(error)) from error


def _fill(given: dict[str, Any], rows: int) -> dict[str, Any]:
    """The groups of settings in a file, with what a new table of so many rows starts with where they say nothing."""
    first = first_settings(rows)
    return {
        name: {**first[name], **group} if name in first and isinstance(group, dict) else group
        for name, group in given.items()
    }


def _with_tasks(experiment: Experiment, tasks: Sequence[Task]) -> Experiment:
    """The experiment with these tasks; of those that it has already, the heads and weights hold."""
    before = {task.column: task for task in experiment.tasks}
    after = [task.model_copy(update=_head(before.get(task.column, task))) for task in tasks]
    kept = {task.column for task in tasks}
    data = experiment.model_dump()
    data["balancing"] = experiment.balancing.among(kept).model_dump()
    data["sharing"] = experiment.sharing.among(kept).model_dump()
    data["split"]["tasks"] = ()
    return parse_experiment({**data, "tasks": [task.model_dump() for task in after]})


def _head(task: Task) -> dict[str, int]:
    return {"head_depth": task.head_depth, "head_units": task.head_units}


def _task(dataset: Dataset, text: str) -> Task:
    """The task asked for by ``NAME[:KIND]``; a name may hold colons, also one before a word that is a kind."""
    head, _, tail = text.rpartition(":")
    names = {column.name for column in dataset.columns}
    if head and tail in TASK_KINDS and (head in names or text not in names):
        return task(dataset, head, tail)
    return task(dataset, text)


def _setting(text: str) -> tuple[str, str]:
    """Path and value of ``path=value``; a column's name within the path may hold ``=``."""
    path, equals, value = text.rpartition("=") if text.startswith(_NAMED) else text.partition("=")
    if not equals:
        raise ExperimentError(f'Setting "{text}" has no value; expected one such as training.epochs=20.')
    return path, value


def _read(file: Path) -> dict[str, Any]:
    """The fields in a file. Raises ExperimentError."""
    try:
        data = json.loads(file.read_bytes())
    except (ValueError, RecursionError) as error:
        raise ExperimentError(f'"{file.name}" is no JSON file; expected an experiment.json.') from error
    if not isinstance(data, dict):
        raise ExperimentError(f'"{file.name}" holds no settings; expected an experiment.json.')
    return data
