"""Chunk after chunk: train, report, validate, save, obey."""

from __future__ import annotations

import time
from collections.abc import Sequence

import numpy as np
import tensorflow as tf

from mtl_core.errors import TrainingError
from mtl_core.experiment import Training
from mtl_core.records.events import EpochEvent
from mtl_core.training.affinity_monitor import AffinityMonitor
from mtl_core.training.chunk_size import ChunkSize
from mtl_core.training.conflict_monitor import ConflictMonitor
from mtl_core.training.control import Control
from mtl_core.training.data import Arrays
from mtl_core.training.dropout_control import adapt
from mtl_core.training.engine import Engine
from mtl_core.training.network_views import Views
from mtl_core.training.observer import Observer
from mtl_core.training.reporting import Reporter
from mtl_core.training.saving import Saver
from mtl_core.training.snapshot import Snapshot

_POLL_SECONDS = 0.1  # between looks for commands while paused


class Loop:
    """One run's way from ``snapshot`` to its end. ``tasks`` are the ids, ``names`` what the person calls them."""

    def __init__(
        self,
        engine: Engine,
        views: Views,
        training: Training,
        validation: Arrays,
        snapshot: Snapshot,
        saver: Saver,
        observer: Observer,
        tasks: Sequence[tuple[str, str]],
    ) -> None:
        ids = [task for task, _ in tasks]
        self.state, self.kept, self.progress = snapshot
        self._names = [name for _, name in tasks]
        self._engine = engine
        self._views = views
        self._training = training
        self._validation = validation
        self._labelled = np.array([mask.any() for mask in validation.mask])
        self._saver = saver
        self._control = Control(ids, self.progress, engine.steps_per_epoch, observer)
        self._reporter = Reporter(dict(tasks), engine.steps_per_epoch, observer)
        self._monitor = ConflictMonitor(engine, ids)
        self._affinity = AffinityMonitor(engine, training.epochs)
        self._chunk_size = ChunkSize()

    def run(self) -> None:
        """Train until the epochs, the patience or the person say stop. Raises TrainingError."""
        order = self._engine.order(self.progress.epoch)
        ended_before = self.progress.stopped_by is not None
        self._reporter.begin(self.progress)
        self._obey()
        while self.progress.stopped_by is None:
            self._chunk(order)
            if self.progress.step == self._engine.steps_per_epoch:
                self._close_epoch()
                order = self._engine.order(self.progress.epoch)
            if self._saver.due:
                self._save()
            self._obey()
        if not self.progress.kept_epoch:  # stopped within the first epoch
            self.kept = self.state.weights
        if not ended_before:
            self._reporter.tell_end(self.progress, self._engine.shares(self.state))
        while not self._save() and self.progress.stopped_by != "command":
            self._wait()
        self._reporter.views(self.progress.kept_epoch, True, lambda: self._views.look(self.kept))
        self._wait()

    def _chunk(self, order: tf.Tensor) -> None:
        progress, start = self.progress, self.progress.step
        stop = min(start + self._chunk_size.steps, self._engine.steps_per_epoch)
        began = time.perf_counter()
        state, totals = self._engine.run(
            self.state, order, start, stop, progress.preferences, np.array(progress.totals)
        )
        # A gradient that is not finite leaves its trace in the mean of squares for good.
        if not np.isfinite([*totals[0], *map(np.sum, state.moments.second)]).all():
            self._save()
            raise self._divergence_error(totals[0])
        self._chunk_size.took(stop - start, time.perf_counter() - began)
        self.state, progress.totals, progress.step = state, totals.tolist(), stop
        self._reporter.chunk(progress)

    def _close_epoch(self) -> None:
        progress, totals = self.progress, self.progress.totals
        losses = self._engine.losses(self.state.weights, self._validation)
        if not np.isfinite(losses[self._labelled]).all():
            raise self._divergence_error(np.where(self._labelled, losses, 0.0))
        validation = [float(loss) if known else None for loss, known in zip(losses, self._labelled, strict=True)]
        if progress.close_epoch(validation):
            self.kept = self.state.weights
        self._reporter.epoch(progress, totals, validation, self._engine.rate(self.state))
        self._adapt_dropout(progress.history[-1])
        self._reporter.views(progress.epoch, False, lambda: self._views.look(self.state.weights))
        progress.close_run(self._training.epochs, self._training.patience)
        if len(self._names) > 1:
            self._reporter.balance(self._monitor.at_end_of_epoch(self.state, progress))
            self._affinity.at_end_of_epoch(self.state, progress)

    def _adapt_dropout(self, epoch: EpochEvent) -> None:
        """Let as few units rest in the next epoch as validation rows allow."""
        both = self.progress.compare(epoch)
        if both is not None:
            shares = [adapt(share, start, *both) for start, share in self._engine.shares(self.state)]
            self.state = self._engine.with_shares(self.state, shares)

    def _obey(self) -> None:
        """Do what the person wants; stand still while paused."""
        if self._control.take():
            self._save()  # a weight once taken must outlive a kill
        if self._control.paused:
            self._save()
            self._wait()
            self._reporter.begin(self.progress)

    def _wait(self) -> None:
        while self._control.paused:
            self._saver.require_folder()
            time.sleep(_POLL_SECONDS)
            if self._control.take():
                self._save()

    def _save(self) -> bool:
        """Write a checkpoint; if that fails, pause, so that the person can make room, or end if they said stop."""
        try:
            self._saver.save(Snapshot(self.state, self.kept, self.progress))
        except TrainingError as error:
            if self.progress.stopped_by == "command":
                self._control.note(f"The last state could not be saved. {error}")
            else:
                self._control.pause(str(error))
            return False
        return True

    def _divergence_error(self, losses: np.ndarray) -> TrainingError:
        """What to say when ``losses`` (or a gradient) are no longer finite."""
        wrong = [name for name, loss in zip(self._names, losses, strict=True) if not np.isfinite(loss)] or self._names
        template = (
            'Training diverged in epoch {epoch}: the loss of task "{task}" grew beyond all bounds, most likely because '
            "the learning rate {rate:g} is too high; try {advice:g}."
        )
        rate = self._training.learning_rate
        return TrainingError(template.format(epoch=self.progress.epoch + 1, task=wrong[0], rate=rate, advice=rate / 10))
