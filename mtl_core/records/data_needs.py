"""How a task goes with the number of training rows, learnt together and alone, as types; it computes nothing."""

from __future__ import annotations

from mtl_core.records.record import FiniteRecord
from mtl_core.records.verdicts import Covers, Difference


class Level(FiniteRecord):
    """A metric and the ends of its 95% interval; None where too few rows or seeds tell of it."""

    value: float
    low: float | None = None
    high: float | None = None


class Step(FiniteRecord):
    """A task learnt from one share of the training rows."""

    share: float  # of the training rows, 1 for all
    rows: int  # that the share comes to
    together: Level
    alone: Level
    beside: Difference  # together over alone, with the same rows
    beside_all: Difference  # together with these rows over alone with all of them


class DataNeed(FiniteRecord):
    """One task by its metric, with ever more training rows, the last time with all."""

    task: str
    metric: str
    gained: float  # what alone with all rows is better than guessing by; above 0 is better
    steps: tuple[Step, ...]


class DataNeeds(FiniteRecord):
    """Those of the tasks that can be compared, and what the intervals say something about."""

    tasks: tuple[DataNeed, ...] = ()
    covers: Covers = "rows"
    table: str | None = None
    """The table's id and the experiment as JSON text that all the trainings come of, where a file has to say so."""
    experiment: str | None = None
