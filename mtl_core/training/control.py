"""What a person's commands do to a training."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from mtl_core.records.commands import (
    Command,
    PauseCommand,
    ResumeCommand,
    StepCommand,
    StopCommand,
    WeightsCommand,
)
from mtl_core.records.events import NoteEvent, StateEvent, WeightsEvent
from mtl_core.training.observer import Observer
from mtl_core.training.progress import Progress


class Control:
    """Obeys commands by changing the course, and tells the observer."""

    def __init__(self, tasks: Sequence[str], progress: Progress, steps_per_epoch: int, observer: Observer) -> None:
        self.paused = False
        self._tasks = tasks
        self._course = progress
        self._steps_per_epoch = steps_per_epoch
        self._observer = observer
        self._last_epoch = math.inf  # pause once so many epochs are done

    @property
    def epoch(self) -> float:
        """Epochs done, with the share of the one under way."""
        return self._course.epoch + self._course.step / self._steps_per_epoch

    def take(self) -> bool:
        """Obey what came since the last call; True if a weight was changed."""
        before = self._course.weights
        for command in self._observer.commands():
            self._obey(command)
        if self._course.epoch >= self._last_epoch:
            self._last_epoch = math.inf
            self.pause(f"Paused after epoch {self._course.epoch}.")
        return self._course.weights != before

    def pause(self, sentence: str) -> None:
        """Stand still until the person says otherwise."""
        self.paused = True
        self._observer.report(StateEvent(state="paused", sentence=sentence))

    def note(self, sentence: str) -> None:
        """Tell the person something."""
        self._observer.report(NoteEvent(epoch=self.epoch, sentence=sentence))

    def _obey(self, command: Command) -> None:
        match command:
            case StopCommand():
                self.paused = False
                self._course.stopped_by = "command"
            case PauseCommand():
                self.pause(f"Paused at epoch {self.epoch:.1f}.")
            case ResumeCommand():
                self._go_on("Training goes on.")
            case StepCommand():
                self._last_epoch = self._course.epoch + 1
                self._go_on(f"Training until the end of epoch {self._last_epoch}.")
            case WeightsCommand(weights=weights, turn=turn):
                self._set_weights(weights, turn)

    def _go_on(self, sentence: str) -> None:
        self.paused = False
        self._observer.report(StateEvent(state="running", sentence=sentence))

    def _set_weights(self, wanted: Mapping[str, float], turn: int | None) -> None:
        """Take weights for some or all tasks, unless nothing could be learnt with them; the event repeats ``turn``."""
        before = self._by_task()
        after = {task: float(wanted.get(task, weight)) for task, weight in before.items()}
        if not all(0 <= weight < math.inf for weight in after.values()) or not any(after.values()):
            sentence = "The new weights were not used: they must not be negative, and at least one must be above 0."
            self.note(sentence)
            return
        self._course.weights = list(after.values())
        self._observer.report(WeightsEvent(epoch=self.epoch, before=before, after=after, turn=turn))

    def _by_task(self) -> dict[str, float]:
        return dict(zip(self._tasks, self._course.weights, strict=True))
