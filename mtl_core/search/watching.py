"""The other side of a trial's training: what it is judged by after each epoch, and when it is given up."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

from mtl_core.experiment import Experiment
from mtl_core.records.commands import Command, StopCommand
from mtl_core.records.events import EpochEvent, Event, NoteEvent

Curve = Sequence[float]


class Listener(Protocol):
    """Who follows the trials."""

    def report(self, event: Event) -> None:
        """Take an event."""

    def commands(self) -> Sequence[Command]:
        """What the person wants since the last call."""


class Watch:
    """The observer of one trial's training, which ends it where the trial is hopeless.

    The loss of an epoch is the mean over the tasks, by the weights of the person, of what each loses on the validation
    rows, where guessing loses 1: the very number by which a training keeps its best epoch. ``curve`` holds after each
    epoch the least so far. Notes are not handed on: they would be the same for each trial.
    """

    def __init__(self, experiment: Experiment, hopeless: Callable[[Curve], bool], listener: Listener) -> None:
        self.curve: list[float] = []
        self.pruned = False
        self.stopped = False  # by the person
        self._weights = {f"t{n}": experiment.balancing.weight(name) for n, name in enumerate(experiment.task_names)}
        self._hopeless = hopeless
        self._listener = listener

    def report(self, event: Event) -> None:
        """Take an event, and judge the trial at the end of an epoch."""
        if isinstance(event, EpochEvent) and (loss := self._loss(event)) is not None:
            self.curve.append(min([loss, *self.curve[-1:]]))
            self.pruned = self.pruned or self._hopeless(self.curve)
        if not isinstance(event, NoteEvent):
            self._listener.report(event)

    def commands(self) -> Sequence[Command]:
        """What the person wants, and the end of a trial that is hopeless."""
        asked = list(self._listener.commands())
        self.stopped = self.stopped or any(isinstance(command, StopCommand) for command in asked)
        return [*asked, StopCommand()] if self.pruned else asked

    def _loss(self, event: EpochEvent) -> float | None:
        pairs = [(self._weights[task], loss) for task, loss in event.validation.items() if loss is not None]
        whole = sum(weight for weight, _ in pairs)
        return sum(weight * loss for weight, loss in pairs) / whole if whole else None
