"""What a run's answers come to beside others on the same rows, as types, JSON both ways; it computes nothing."""

from __future__ import annotations

from typing import Literal

from mtl_core.records.record import FiniteRecord

Covers = Literal["rows", "groups", "seeds"]
"""What an interval says something about: other rows like these, other groups of rows, or other seeds."""


class Difference(FiniteRecord):
    """How much better one is than another in a metric, in its unit: above 0 is better, whatever the metric.

    ``low`` and ``high`` are the ends of the 95% interval; None where too few of the ``count`` rows, groups or seeds
    tell the two apart for one.
    """

    value: float
    low: float | None
    high: float | None
    covers: Covers
    count: int  # of what it covers
    telling: int  # of these, the ones that tell the two apart
    needed: int | None = None
    """How many would be needed to tell a difference of this size 4 times out of 5; None where it is told already or
    no number would do."""

    @property
    def sign(self) -> int:
        """1 better or -1 worse where the whole interval lies on one side of 0; else 0, since nothing can be told."""
        if self.low is None or self.high is None:
            return 0
        return 1 if self.low > 0 else -1 if self.high < 0 else 0

    def turn(self) -> Difference:
        """The same of the other over the one."""
        low, high = (None if end is None else -end for end in (self.high, self.low))
        return self.model_copy(update={"value": -self.value, "low": low, "high": high})


class Rival(FiniteRecord):
    """Something else that was asked about the same rows: a reference model, or guessing."""

    id: str
    title: str
    value: float  # of the task's metric
    difference: Difference  # of the network over it


class TaskVerdict(FiniteRecord):
    """One task's network beside guessing and reference models, by the one metric that the task is told by."""

    id: str  # t0, t1, …
    name: str
    metric: str
    value: float
    guessing: Rival
    references: tuple[Rival, ...] = ()
    notes: tuple[str, ...] = ()  # which references are left out, and why


class Verdicts(FiniteRecord):
    """Those on all tasks of a run that could be judged; a task without a labelled row has none."""

    tasks: tuple[TaskVerdict, ...] = ()


class Sharing(FiniteRecord):
    """One task by its metric, learnt together and alone, and how much better together is."""

    task: str
    metric: str
    together: float
    alone: float
    difference: Difference


class Sharings(FiniteRecord):
    """What sharing did to the tasks of a run that can be compared, and to all of them: Δm as a share, 0.05 for 5%."""

    tasks: tuple[Sharing, ...] = ()
    delta_m: Difference | None = None

    @property
    def hurt(self) -> tuple[Sharing, ...]:
        """The tasks that sharing hurt, by more than chance."""
        return tuple(each for each in self.tasks if each.difference.sign < 0)
