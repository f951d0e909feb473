"""What a search for better settings has tried and found, as types, JSON both ways; it computes nothing of its own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from pydantic import Field

from mtl_core.records.record import FiniteRecord
from mtl_core.records.verdicts import Difference

Drawn = Mapping[str, int | float | str]
"""A value for each dimension of the space, by its path in the experiment."""


class Trial(FiniteRecord):
    """One training with settings that were drawn; the first trial has the person's own.

    ``curve`` says after each epoch what the network that would be kept loses on the validation rows: the mean over the
    tasks by the person's weights, where guessing loses 1.
    """

    number: int  # from 0
    drawn: dict[str, int | float | str]
    state: Literal["complete", "pruned", "failed"]
    curve: tuple[float, ...] = ()
    seconds: float = 0.0
    sentence: str = ""  # why it failed

    @property
    def value(self) -> float | None:
        """What it came to; None where it failed before its first epoch had ended."""
        return self.curve[-1] if self.curve else None


class Gain(FiniteRecord):
    """One task on the test rows with the settings that were found, beside the person's own, by its metric."""

    task: str
    metric: str
    found: float
    own: float
    difference: Difference  # of the settings found over the person's own


class Search(FiniteRecord):
    """A search on one table from one experiment: all its trials so far, and what came of them."""

    dataset_id: str
    experiment: dict[str, Any]  # the person's own settings
    trials: tuple[Trial, ...] = ()
    importance: dict[str, float] = Field(default_factory=dict)
    """By path which share of the differences between trials a setting explains; empty with too few trials."""
    compared: bool = False  # whether the best trial's settings were trained beside the person's own
    gains: tuple[Gain, ...] = ()

    @property
    def best(self) -> Trial | None:
        """The complete trial that loses least, the earliest of equals."""
        complete = [trial for trial in self.trials if trial.state == "complete" and trial.value is not None]
        return min(complete, key=lambda trial: (trial.value, trial.number), default=None)

    @property
    def is_better(self) -> bool:
        """Whether a trial loses less than the person's own settings."""
        return self.best is not None and self.best.number > 0

    def with_trial(self, trial: Trial) -> Search:
        """The same with one trial more, which nothing was compared with yet."""
        return self.model_copy(update={"trials": (*self.trials, trial), "compared": False, "gains": ()})
