"""What stands against training an experiment on a table, or should be known before."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import pandas as pd

from mtl_core.column_kinds import NUMBERS
from mtl_core.errors import ExperimentError
from mtl_core.experiment import Experiment, Task
from mtl_core.tables.checks.input_checks import check_copies, check_inputs
from mtl_core.tables.checks.part_drift import check_drift
from mtl_core.tables.checks.task_checks import FEWEST_LABELS, check_task
from mtl_core.tables.checks.unread import Unread, unread
from mtl_core.tables.dataset import Dataset
from mtl_core.tables.findings import Finding, error, warning
from mtl_core.tables.labels.label_cells import has_label
from mtl_core.tables.labels.targets import TARGET_COLUMNS, labels
from mtl_core.tables.splits.splitting import Parts, split, split_column
from mtl_core.wording import format_count

_FEWEST_JUDGING = 30  # right for 15 by guessing: 21 at least are needed to tell that from chance (95 %, binomial)

__all__ = ["Finding", "check", "check_rows", "require", "require_rows"]


def check(dataset: Dataset, experiment: Experiment) -> list[Finding]:
    """All findings, errors first; of a column with an error nothing more is said."""
    unknown = _unknown_columns(dataset, experiment)
    if unknown:
        return unknown
    frame = dataset.values(experiment, _list_columns(experiment))
    found = list(_decisive(dataset, experiment, frame))
    faulty = {finding.column for finding in found if finding.level == "error"}
    sound = [task for task in experiment.tasks if task.column not in faulty]
    found += [finding for finding in check_inputs(dataset, experiment, frame, sound) if finding.column not in faulty]
    found += _few_judge(experiment, frame, sound)
    if not faulty:
        found += _find_drift(dataset, experiment)
    return sorted(found, key=lambda finding: finding.level != "error")


def _few_judge(experiment: Experiment, frame: pd.DataFrame, tasks: Sequence[Task]) -> Iterator[Finding]:
    """A warning about each task that so few rows will judge that hardly any result can be told from chance."""
    for task in tasks if experiment.split.test else ():
        judging = round(experiment.split.test * _count_dealt(task, frame))
        if judging < _FEWEST_JUDGING:
            template = (
                'About {rows} will judge task "{column}", expected at least {least} to tell a result from chance; '
                "bring a file with more rows, or take its numbers as a hint."
            )
            rows = format_count(judging, "row", "rows")
            yield warning(task.column, template, "another table", rows=rows, least=_FEWEST_JUDGING)


def _count_dealt(task: Task, frame: pd.DataFrame) -> int:
    """The rows that may judge a task: those with a label that comes again, for the others train."""
    found = labels(frame, task)
    known = found[has_label(found)]
    single = TARGET_COLUMNS[task.kind].single(known)
    if single is None:
        return len(known)
    rows, names = single
    return len(np.unique(rows[pd.Series(names).duplicated(keep=False)]))


def _find_drift(dataset: Dataset, experiment: Experiment) -> Iterator[Finding]:
    """Whether the rows that will judge differ from those that train, where a column deals them."""
    if experiment.split.by != "random":
        yield from check_drift(dataset, experiment, _deal(dataset, experiment))


def require(dataset: Dataset, experiment: Experiment) -> None:
    """Raise ExperimentError with the first error, if there is one."""
    found = _unknown_columns(dataset, experiment)
    found = found or list(_decisive(dataset, experiment, dataset.values(experiment, _list_columns(experiment))))
    for finding in found:
        if finding.level == "error":
            raise ExperimentError(finding.sentence)


def require_rows(dataset: Dataset) -> None:
    """Raise ExperimentError where the table is too short whatever is asked of it."""
    for finding in check_rows(dataset):
        raise ExperimentError(finding.sentence)


def _decisive(dataset: Dataset, experiment: Experiment, frame: pd.DataFrame) -> Iterator[Finding]:
    """What can stop training, with the warnings about the tasks."""
    yield from check_rows(dataset)
    yield from _stand_ins(dataset, experiment)
    for task in experiment.tasks:
        yield from check_task(experiment.with_text(task), frame, _unread(dataset, experiment, task))
    if not experiment.input_names:
        template = (
            "No column is left as an input: expected at least one of kind numeric, category, yes-no, date or text "
            "that is no task; use more columns."
        )
        yield error("", template, "choose inputs")
    yield from check_copies(dataset, experiment, frame)
    yield from _split_errors(dataset, experiment, frame)


def _stand_ins(dataset: Dataset, experiment: Experiment) -> Iterator[Finding]:
    """A question about each column in use with numbers that may stand for missing values."""
    used = {*experiment.input_names, *experiment.label_columns}
    for profile in dataset.columns:
        asked = experiment.columns.get(profile.name)
        open_ = [item for item in profile.stand_ins if asked is not None and item.number not in asked.missing]
        if profile.name in used and open_:
            template = (
                'Column "{column}": {listed} far from all other numbers; if that means missing, count it as missing '
                "(columns.{column}.missing={missing})."
            )
            listed = " and ".join(f"{item.number:.15g} stands {item.cells:,} times" for item in open_)
            missing = f"[{','.join(f'{item.number:.15g}' for item in open_)}]"
            yield warning(profile.name, template, "numbers: missing", listed=listed, missing=missing)


def _unread(dataset: Dataset, experiment: Experiment, task: Task) -> Unread | None:
    """What of a number to predict is not read."""
    if not task.traits.numeric:
        return None
    return unread(dataset.frame([task.column])[task.column], NUMBERS, dataset.formats(experiment)[task.column])


def check_rows(dataset: Dataset) -> Iterator[Finding]:
    """An error where the table is too short whatever is asked of it."""
    if dataset.rows < FEWEST_LABELS:
        template = "The table has {rows}, expected at least {least} to learn from; bring a file with more rows."
        yield error("", template, "another table", rows=format_count(dataset.rows, "row", "rows"), least=FEWEST_LABELS)


def _list_columns(experiment: Experiment) -> list[str]:
    """The columns with labels, and the texts whose tokens they tag."""
    return list(dict.fromkeys((*experiment.label_columns, *experiment.tagged.values())))


def _unknown_columns(dataset: Dataset, experiment: Experiment) -> list[Finding]:
    names = {column.name for column in dataset.columns}
    template = 'Column "{column}" of the experiment is not in table "{table}"; choose the table it was made for.'
    return [error(name, template, table=dataset.name) for name in experiment.columns if name not in names]


def _split_errors(dataset: Dataset, experiment: Experiment, frame: pd.DataFrame) -> Iterator[Finding]:
    """Whether the rows can be split as asked and learnt from then, found by doing it where a column decides."""
    has_labels = any(has_label(labels(frame, task)).any() for task in experiment.tasks)
    if experiment.split.by == "random" or not has_labels:
        return
    try:
        train = frame.take(_deal(dataset, experiment).train)
    except ExperimentError as fault:
        yield error(experiment.split.column or "", "{sentence}", "split: random", sentence=fault)
        return
    yield from filter(None, (_same_in_training(task, frame, train) for task in experiment.tasks))


def _same_in_training(task: Task, frame: pd.DataFrame, train: pd.DataFrame) -> Finding | None:
    """An error where a task's labels differ, but not among the training rows."""
    everywhere, learnt = (set(found[has_label(found)]) for found in (labels(frame, task), labels(train, task)))
    if len(everywhere) < 2 or len(learnt) > 1:
        return None
    template = (
        'Task "{column}" has {count} in the training rows of this split, expected at least 2; split at random, or do '
        "not predict it."
    )
    count = format_count(len(learnt), "different label", "different labels")
    return error(task.column, template, "split: random", "drop task", count=count)


def _deal(dataset: Dataset, experiment: Experiment) -> Parts:
    """The rows as a column deals them. Raises ExperimentError."""
    dealt = [name for task in experiment.dealt for name in task.sources]
    names = dict.fromkeys([*experiment.label_columns, *dealt, str(split_column(experiment))])
    return split(dataset.values(experiment, list(names)), experiment)
