"""A training's events: when they are due and what they say."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import numpy as np

from mtl_core import endings
from mtl_core.plan import View
from mtl_core.records.events import BalanceEvent, EpochEvent, NoteEvent, ProgressEvent, ViewsEvent
from mtl_core.training.conflict_report import COMPLAINTS
from mtl_core.training.dropout_control import tell_changes
from mtl_core.training.observer import Observer
from mtl_core.training.progress import Losses, Progress
from mtl_core.training.turning import find_turned, sentence

_SECONDS = 0.2  # between progress events, at least
_SECONDS_OF_A_LOOK = 0.5  # between views, at least, but for the last


class Reporter:
    """Turns the course's totals into "progress", "epoch" and "balance" events, and pictures into "views". ``tasks`` are
    what the person calls the tasks, by their ids."""

    def __init__(self, tasks: Mapping[str, str], steps_per_epoch: int, observer: Observer) -> None:
        self._tasks = tasks
        self._steps_per_epoch = steps_per_epoch
        self._observer = observer
        self._last_report = -_SECONDS
        self._last_look = -_SECONDS_OF_A_LOOK
        self._complained: set[str] = set()
        self._epoch_began = time.perf_counter()

    def begin(self, progress: Progress) -> None:
        """Count steps and seconds from here: at the start of an epoch and after a pause."""
        self._began = time.perf_counter()
        self._step, self._totals = progress.step, progress.totals

    def chunk(self, progress: Progress) -> None:
        """Report the steps since the last progress event, unless it was a moment ago."""
        now = time.perf_counter()
        if now - self._last_report < _SECONDS:
            return
        steps, totals = progress.step - self._step, np.subtract(progress.totals, self._totals)
        self._observer.report(
            ProgressEvent(
                epoch=progress.epoch + progress.step / self._steps_per_epoch,
                step=progress.epoch * self._steps_per_epoch + progress.step,
                steps_per_epoch=self._steps_per_epoch,
                train=self._by_task(_means(totals)),
                weights=self._by_task(_weights(progress, totals, steps)),
                steps_per_second=steps / (now - self._began),
            )
        )
        self._last_report = now
        self.begin(progress)

    def epoch(self, progress: Progress, train: Sequence[Sequence[float]], validation: Losses, rate: float) -> None:
        """Report the epoch just closed, whose totals were ``train``, and add it to the course's history."""
        now = time.perf_counter()
        totals = np.array(train)
        event = EpochEvent(
            epoch=progress.epoch,
            train=self._by_task(_means(totals)),
            validation=self._by_task(validation),
            weights=self._by_task(_weights(progress, totals, self._steps_per_epoch)),
            learning_rate=rate,
            seconds=now - self._epoch_began,
            best=self._by_task(progress.best_epoch),
        )
        event = event.model_copy(update={"turned": find_turned([*progress.history, event])})
        progress.history.append(event)
        self._observer.report(event)
        self._tell_turns(progress)
        self._epoch_began = now
        self.begin(progress)

    def _tell_turns(self, progress: Progress) -> None:
        """Say of each task once that it learns by heart; again, if it got better in between."""
        *_, before, now = [{}, *(event.turned for event in progress.history[-2:])]
        for task, epoch in now.items():
            if before.get(task) != epoch:
                self._note(progress.epoch, sentence(self._tasks[task], epoch))

    def tell_end(self, progress: Progress, dropout: Sequence[tuple[float, float]]) -> None:
        """Say why the training ends, and how ``dropout`` that adapts went, by what it began and ended as."""
        assert progress.stopped_by is not None
        several = len(self._tasks) > 1
        why = endings.sentence(progress.stopped_by, progress.kept_epoch, progress.epoch, several)
        self._note(progress.epoch, why)
        if dropout:
            self._note(progress.epoch, tell_changes(dropout))

    def _note(self, epoch: float, said: str) -> None:
        self._observer.report(NoteEvent(epoch=epoch, sentence=said))

    def balance(self, event: BalanceEvent) -> None:
        """Report how the tasks stood to each other in the epoch just closed, and what went wrong with it."""
        self._observer.report(event)
        steps = {"unanswered": event.unanswered, "stationary": event.stationary}
        wrong = {name: count for name, count in steps.items() if count}
        for name in sorted(set(wrong) - self._complained):
            self._note(event.epoch, COMPLAINTS[name].format(epoch=event.epoch, steps=wrong[name]))
        self._complained = set(wrong)

    def views(self, epoch: int, kept: bool, look: Callable[[], Sequence[View]]) -> None:
        """Report what the network of ``epoch`` looks like, unless that was done a moment ago; always of the one that is
        ``kept``."""
        now = time.perf_counter()
        if not kept and now - self._last_look < _SECONDS_OF_A_LOOK:
            return
        self._last_look = now
        views = tuple(look())
        if views:
            self._observer.report(ViewsEvent(epoch=epoch, kept=kept, views=views))

    def _by_task(self, values: Iterable[Any]) -> dict[str, Any]:
        return dict(zip(self._tasks, values, strict=True))


def _means(totals: np.ndarray) -> list[float | None]:
    """The mean loss of each task's labels; None where there was none."""
    return [float(loss / labels) if labels else None for loss, labels in zip(totals[0], totals[1], strict=True)]


def _weights(progress: Progress, totals: np.ndarray, steps: int) -> list[float]:
    """The weights in force: those that the person set, scaled to sum T, times the method's mean over the steps."""
    return [float(weight) for weight in progress.preferences * totals[2] / steps]
