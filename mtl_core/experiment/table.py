"""What is made of a table: its columns, the tasks, the rows that train and those that judge."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, BeforeValidator, Field, model_validator
from pydantic_core import PydanticKnownError

from mtl_core.column_kinds import COLUMN_KINDS, ColumnTraits
from mtl_core.experiment.settings import Settings
from mtl_core.task_kinds import TASK_KINDS, TaskTraits


def _one_of(kinds: Collection[str]) -> AfterValidator:
    """Refuses an id that is none of these."""

    def require(id: str) -> str:
        if id not in kinds:
            raise PydanticKnownError("literal_error", {"expected": ", ".join(kinds)})
        return id

    return AfterValidator(require)


TaskKind = Annotated[str, _one_of(TASK_KINDS)]
"""The id of a kind of task."""
ColumnKind = Annotated[str, _one_of(COLUMN_KINDS)]
"""The id of a kind of column."""


def _numbers(value: object) -> object:
    """Numbers as a person types them, with commas or blanks between: "-999", "98, 99", "[-999]", "[]"."""
    return re.findall(r"[^,\s]+", value.strip().strip("[]")) if isinstance(value, str) else value


class Column(Settings):
    """How one column of the table is read, and whether it is an input."""

    kind: ColumnKind
    use: bool = Field(True, description="Feed this column to the network.")
    missing: Annotated[tuple[float, ...], BeforeValidator(_numbers)] = Field(
        (), max_length=20, description="Numbers that mean missing, such as -999."
    )
    fold_case: bool = Field(False, description="Count labels that differ in capitals alone as one.")

    @property
    def traits(self) -> ColumnTraits:
        """What its kind says of it."""
        return COLUMN_KINDS[self.kind]


class Task(Settings):
    """One column to predict, or several as one set of labels, and the layers that belong to it alone."""

    column: str = Field(min_length=1)
    kind: TaskKind
    columns: tuple[str, ...] = Field(
        (), description="Yes-no columns whose names are the labels; the task's column is then only a name."
    )
    separator: str = Field(";", min_length=1, max_length=8, description="What stands between the labels of a cell.")
    tokens: str | None = Field(None, description="The text whose tokens are tagged; may be left out if there is one.")
    answer: Literal["median", "mean"] = Field(
        "mean",
        title="Answer",
        description="What a number answers: its typical value, which as many true ones exceed as not (median), or the "
        "average, which adds up over many rows (mean).",
    )
    head_depth: int = Field(
        1,
        ge=0,
        le=4,
        title="Head depth",
        description="Layers that this task has for itself, after those that it shares; 0 = its answer alone.",
    )
    head_units: int = Field(32, ge=1, le=1024, title="Head width", description="Units in each of those layers.")

    @property
    def traits(self) -> TaskTraits:
        """What its kind says of it."""
        return TASK_KINDS[self.kind]

    @property
    def sources(self) -> tuple[str, ...]:
        """The columns of the table that hold its labels."""
        return self.columns or (self.column,)

    @model_validator(mode="after")
    def _join_yes_no_alone(self) -> Self:
        if self.columns and not self.traits.joins:
            raise ValueError(f'task "{self.column}" joins columns, which is for several labels; received {self.kind}')
        if self.columns and len(set(self.columns)) < max(2, len(self.columns)):
            raise ValueError(f'task "{self.column}" needs two or more different columns to join')
        return self


class Split(Settings):
    """Which rows train, which pick the best epoch, and which only judge."""

    test: float = Field(0.2, ge=0.0, le=0.8, title="Test share", description="Rows kept apart for the final numbers.")
    validation: float = Field(
        0.1, ge=0.0, le=0.5, title="Validation share", description="Rows that pick the best epoch."
    )
    train_share: float = Field(
        1.0,
        gt=0.0,
        le=1.0,
        title="Share of training rows",
        description="How much of the training rows is learnt from; validation and test rows stay the same.",
    )
    by: Literal["random", "time", "group"] = Field(
        "random", title="Split by", description="Which rows train, which pick the best epoch and which only judge."
    )
    column: str | None = Field(None, description="The date column for time, the column of groups for group.")
    tasks: tuple[Task, ...] = Field(
        (), description="Tasks whose labels the rows are dealt by; empty = those to learn. For a task learnt alone."
    )

    @model_validator(mode="after")
    def _leave_rows_to_train(self) -> Self:
        if self.test + self.validation > 0.9:
            received = f"test {self.test:g} and validation {self.validation:g}"
            raise ValueError(f"at least a tenth of the rows must be left to train on; received {received}")
        return self
