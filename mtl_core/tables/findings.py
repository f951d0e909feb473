"""One thing found about an experiment on a table: an error stops training, a warning should be known before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from mtl_core.experiment import Task
from mtl_core.wording import format_count, list_names

_SHOWN = 3

Remedy = Literal[
    "leave out",
    "drop task",
    "task: multiclass",
    "task: regression",
    "column: category",
    "numbers: missing",
    "labels: fold case",
    "split: time",
    "split: random",
    "choose inputs",
    "another table",
]
"""What a finding's sentence says can be done about its column, so that a screen can offer it at once."""


@dataclass(frozen=True)
class Finding:
    """One sentence about one column ("" for the table as a whole), and the remedies that it names."""

    level: Literal["error", "warning"]
    column: str
    sentence: str
    remedies: tuple[Remedy, ...] = ()


def error(column: str, template: str, *remedies: Remedy, **values: object) -> Finding:
    """An error in words; ``template`` may name ``{column}``."""
    return Finding("error", column, template.format(column=column, **values), remedies)


def warning(column: str, template: str, *remedies: Remedy, **values: object) -> Finding:
    """A warning in words; ``template`` may name ``{column}``."""
    return Finding("warning", column, template.format(column=column, **values), remedies)


def no_labels(task: Task) -> Finding:
    """The error of a task whose every cell is empty."""
    template = (
        'Task "{column}" has no labels: every cell is empty; fill them into the file and bring it again, or do not '
        "predict it."
    )
    return error(task.column, template, "another table", "drop task")


def constant(task: Task, label: str) -> Finding:
    """The error of a task whose every label is ``label``."""
    template = 'Task "{column}" cannot be learnt: every labelled row has the same value, "{label}"; do not predict it.'
    return error(task.column, template, "drop task", label=cut(label))


def spelt(column: str, who: str, doubles: Sequence[Sequence[str]], can_fold: bool) -> Finding:
    """The warning about labels in several spellings each, of a column or task, ``who``."""
    listed = list_names([f'"{cut(label)}"' for label in doubles[0][:_SHOWN]])
    if len(doubles) > 1:
        listed += f" (and {format_count(len(doubles) - 1, 'other label', 'other labels')} likewise)"
    found = {"who": who, "listed": listed, "count": sum(map(len, doubles))}
    if can_fold:
        template = (
            '{who} "{column}": {listed} differ in capitals alone and count as {count:,} labels; if they mean the same, '
            "count them as one (columns.{column}.fold_case=true)."
        )
        return warning(column, template, "labels: fold case", **found)
    template = (
        '{who} "{column}": {listed} differ in capitals alone and count as {count:,} labels; if they mean the same, '
        "write them in one way in the file and bring it again."
    )
    return warning(column, template, "another table", **found)


def cut(text: str) -> str:
    """A label short enough to stand in a sentence."""
    return text if len(text) <= 60 else f"{text[:59]}…"
