"""What a run comes to, in the store and in ``metrics.json``."""

from __future__ import annotations

from typing import Literal, TypeAlias

from pydantic import Field

from mtl_core.records.record import FiniteRecord
from mtl_core.records.results import Metrics, TaskScore

StoppedBy: TypeAlias = Literal["epochs", "patience", "command"]
"""What ended a training: all epochs were done, what is kept grew no better for ``patience`` epochs, or a person."""


class PartRows(FiniteRecord):
    """How many rows were learnt from, chose the epoch that is kept, and judged it."""

    train: int
    validation: int
    test: int


class RunSummary(FiniteRecord):
    """The headline metric of each task, all metrics by task name (none where the part has no rows), and how it was
    trained. What an older version of the program did not tell is empty."""

    tasks: tuple[TaskScore, ...] = ()
    test: dict[str, Metrics] = Field(default_factory=dict)
    validation: dict[str, Metrics] = Field(default_factory=dict)
    rows: PartRows | None = None
    kept_epoch: int | None = None
    epochs_done: int | None = None
    stopped_by: StoppedBy | None = None
    parameters: int | None = None
    seconds: float | None = None  # from the first look at the table to the last file
