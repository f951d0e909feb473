"""The experiment itself: all groups of settings in one value, checked against each other."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, Self

from pydantic import Field, ValidationError, model_validator

from mtl_core.errors import ExperimentError
from mtl_core.experiment.balancing import Balancing, EqualBalancing
from mtl_core.experiment.changes import apply_changes
from mtl_core.experiment.faults import sentence
from mtl_core.experiment.numbers import Numbers
from mtl_core.experiment.settings import Settings
from mtl_core.experiment.sharing import HardSharing, Sharing
from mtl_core.experiment.table import Column, Split, Task
from mtl_core.experiment.text import Text
from mtl_core.experiment.training import Training


class Experiment(Settings):
    """What a run is: the value that travels from the page through the store to the worker and into the bundle."""

    version: Literal[1] = 1
    columns: dict[str, Column]
    tasks: tuple[Task, ...] = Field(min_length=1, max_length=16)
    split: Split = Split()
    text: Text = Text()
    numbers: Numbers = Numbers()
    sharing: Sharing = HardSharing()
    balancing: Balancing = EqualBalancing()
    training: Training = Training()

    @model_validator(mode="after")
    def _tasks_have_columns(self) -> Self:
        names, sources = self.task_names, self.label_columns
        for name in sources:
            if name not in self.columns:
                raise ValueError(f'task "{name}" is not a column of the table')
            if sources.count(name) > 1:
                raise ValueError(f'column "{name}" is given as a task twice; give it once')
        for task in self.tasks:
            self.with_text(task)
            if task.columns and (task.column in self.columns or names.count(task.column) > 1):
                raise ValueError(f'the joined task "{task.column}" has the name of another column; give it its own')
        return self

    @model_validator(mode="after")
    def _fit_together(self) -> Self:
        names = self.task_names
        for name in self.sharing.named:
            if name not in names:
                raise ValueError(f'sharing speaks of "{name}", which is not a task')
        by = [self.split.column] if self.split.column is not None else []
        for name in (*by, *(source for task in self.split.tasks for source in task.sources)):
            if name not in self.columns:
                raise ValueError(f'the split is by "{name}", which is not a column of the table')
        return self

    @model_validator(mode="after")
    def _balances_its_tasks(self) -> Self:
        names = self.task_names
        for name in self.balancing.weights:
            if name not in names:
                raise ValueError(f'a weight is given for "{name}", which is not a task')
        if self.balancing.main_task not in (None, *names):
            raise ValueError(f'the main task "{self.balancing.main_task}" is not a task')
        if all(self.balancing.weight(name) == 0 for name in names):
            raise ValueError("every task's weight is 0, so nothing would be learnt; raise at least one")
        return self

    @property
    def task_names(self) -> tuple[str, ...]:
        """What the tasks are called, in task order (t0, t1, …): their column, or the name of joined ones."""
        return tuple(task.column for task in self.tasks)

    @property
    def label_columns(self) -> tuple[str, ...]:
        """The columns of the table that hold labels, in task order."""
        return tuple(name for task in self.tasks for name in task.sources)

    @property
    def dealt(self) -> tuple[Task, ...]:
        """The tasks whose labels say which rows take part and how they are dealt."""
        return self.split.tasks or self.tasks

    @property
    def input_names(self) -> tuple[str, ...]:
        """The columns that feed the network: used, no task, of a kind that carries over to new rows."""
        return tuple(
            name
            for name, column in self.columns.items()
            if column.use and column.traits.feeds and name not in self.label_columns
        )

    @property
    def reads_texts(self) -> bool:
        """Whether a text is among the inputs."""
        return any(self.columns[name].traits.is_text for name in self.input_names)

    @property
    def tagged(self) -> dict[str, str]:
        """By the name of a task of tags, the text whose tokens they are for."""
        found = {task.column: self.with_text(task).tokens for task in self.tasks}
        return {name: text for name, text in found.items() if text is not None}

    def with_text(self, task: Task) -> Task:
        """The task; one of tags with its text named. Raises ValueError if there is none or it is not clear which."""
        if not task.traits.per_token:
            return task.model_copy(update={"tokens": None})
        texts = [name for name in self.input_names if self.columns[name].traits.is_text]
        if task.tokens is None and len(texts) == 1:
            return task.model_copy(update={"tokens": texts[0]})
        if task.tokens not in texts:
            named = f'"{task.tokens}"' if task.tokens else f"none of {len(texts)} texts"
            raise ValueError(
                f'task "{task.column}" holds tags of tokens; expected in its field tokens the name of a text that is '
                f"an input, received {named}"
            )
        return task

    def to_json(self) -> str:
        """The experiment as JSON text, the content of ``experiment.json``."""
        return self.model_dump_json(indent=2)

    @classmethod
    def from_json(cls, text: str | bytes) -> Experiment:
        """Read ``to_json``'s text. Raises ExperimentError."""
        try:
            return cls.model_validate_json(text)
        except ValidationError as error:
            raise ExperimentError(sentence(error)) from error

    def with_changes(self, changes: Mapping[str, Any]) -> Experiment:
        """A copy with fields set by dotted path, e.g. ``{"training.epochs": 5}``. Raises ExperimentError.

        Values may be text, as from a command line: ``"5"`` is read as the field's type. Another ``sharing.kind`` or
        ``balancing.kind`` keeps the fields that it has too.
        """
        return parse_experiment(apply_changes(self.model_dump(), changes))


def parse_experiment(data: Mapping[str, Any]) -> Experiment:
    """An experiment from plain data. Raises ExperimentError with one sentence."""
    try:
        return Experiment.model_validate(data)
    except ValidationError as error:
        raise ExperimentError(sentence(error, data)) from error
