"""The training of one run, from its first step or its last checkpoint to the kept weights."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import keras
import numpy as np
import tensorflow as tf

from mtl_core.errors import TrainingError
from mtl_core.experiment import Experiment
from mtl_core.networks import build, read_ahead, variables
from mtl_core.plan import Plan
from mtl_core.records.affinity import AffinityLook
from mtl_core.records.events import EpochEvent, NoteEvent
from mtl_core.records.summary import StoppedBy
from mtl_core.training.data import Arrays
from mtl_core.training.engine import Engine
from mtl_core.training.linear_parts import choose_shares, draw_rows, fit_linear_parts, mix
from mtl_core.training.loop import Loop
from mtl_core.training.losses import baselines as guesses
from mtl_core.training.network_views import Views
from mtl_core.training.observer import Observer
from mtl_core.training.progress import Progress
from mtl_core.training.row_checks import check
from mtl_core.training.saving import Saver
from mtl_core.training.snapshot import Snapshot, owner_of


@dataclass(frozen=True)
class Outcome:
    """How a training ended: ``best`` holds each task's (epoch, validation loss), ``history`` all epoch events,
    ``looks`` what was seen of who helps whom."""

    kept_epoch: int  # from 1; 0 = stopped within the first epoch
    epochs_done: int
    best: dict[str, tuple[int, float]]
    stopped_by: StoppedBy
    history: tuple[EpochEvent, ...]
    looks: tuple[AffinityLook, ...] = ()


class Trainer:
    """Trains the network of ``plan``; ``model`` holds the kept weights once ``run`` is back.

    ``folder`` is for checkpoints (None: none are written). ``baselines`` [T] are the losses of guessing, which stand
    for 1; None takes them from the training rows. ``start`` holds weights (by LAYER/WEIGHT) to begin with instead of
    new ones; those named in ``frozen`` stay as they are. ``tell`` gets a sentence now and then while a frozen encoder
    reads ahead. Raises TrainingError if the rows cannot be trained on.
    """

    def __init__(
        self,
        plan: Plan,
        experiment: Experiment,
        train: Arrays,
        validation: Arrays,
        folder: Path | None = None,
        baselines: np.ndarray | None = None,
        start: Mapping[str, np.ndarray] | None = None,
        frozen: Collection[str] = (),
        tell: Callable[[str], None] = lambda sentence: None,
    ) -> None:
        check(plan, train)
        self.model: keras.Model = build(plan, experiment.training.seed)
        for name, variable in variables(self.model).items():
            if start and name in start:
                variable.assign(start[name])
        # They cost seconds on a large table, and nothing reads them before the training is over.
        self._fit_linear_parts = partial(fit_linear_parts, plan, draw_rows(train), validation, frozen)
        self._learning = _learning(plan, self.model, experiment.training.seed)
        train = replace(train, inputs=read_ahead(plan, self.model, train.inputs, tell))
        validation = replace(validation, inputs=read_ahead(plan, self.model, validation.inputs))
        self._tasks = [(task.id, task.name) for task in plan.tasks]
        self._training = experiment.training
        self._validation = validation
        self._folder = folder
        self._owner = owner_of(plan, experiment, (train, validation), start or {}, frozen)
        losses = guesses(plan.tasks, train) if baselines is None else baselines
        self._engine = Engine(plan, self._learning, experiment, train, losses, frozen)
        self._views = Views(plan, self._learning, validation if validation.rows else train)
        self._announcement = self._engine.gradients.announcement()
        self._weights = [experiment.balancing.weight(name) for name in experiment.task_names]

    def run(self, observer: Observer) -> Outcome:
        """Train until the epochs, the patience or the person say stop; goes on from the folder's last checkpoint.

        Raises TrainingError; the model then holds the weights kept so far, and the checkpoint a finite state.
        """
        saver = Saver(self._folder, self._owner)
        snapshot = self._first_or_saved(saver, observer)
        ended_before = snapshot.progress.stopped_by is not None
        loop = Loop(self._engine, self._views, self._training, self._validation, snapshot, saver, observer, self._tasks)
        try:
            loop.run()
        except tf.errors.ResourceExhaustedError as error:
            raise TrainingError(
                "Training needs more memory than it may use; choose a smaller batch size or width, or fewer columns."
            ) from error
        finally:
            self._engine.give(loop.kept)
            _hand_over(self._learning, self.model)
        for sentence in self._mix_linear_parts():
            if not ended_before:
                observer.report(NoteEvent(epoch=float(loop.progress.epoch), sentence=sentence))
        return self._outcome(loop.progress)

    def _mix_linear_parts(self) -> list[str]:
        """Let the linear parts say as much as validation rows would have them say; how much, in words."""
        parts = self._fit_linear_parts()
        if not parts:
            return []
        arrays = variables(self._learning)
        trained = {name: variable.numpy() for name, variable in arrays.items()}

        def losses(weights: Mapping[str, np.ndarray]) -> np.ndarray:
            return self._engine.losses(tuple(tf.constant(weights[name]) for name in arrays), self._validation)

        shares = choose_shares(parts, trained, losses)
        for name, weights in mix(parts, trained, shares).items():
            arrays[name].assign(weights)
        _hand_over(self._learning, self.model)
        told = [
            _SHARE.format(name=self._tasks[part.place][1], share=share)
            for part, share in zip(parts, shares, strict=True)
        ]
        return [_SHARES.format(shares=", ".join(told))]

    def _first_or_saved(self, saver: Saver, observer: Observer) -> Snapshot:
        state = self._engine.start()
        first = Snapshot(state, state.weights, Progress.start(self._weights))
        saved, damaged = saver.load(first)
        snapshot = saved or first
        if saved or damaged:
            sentence = _SENTENCES[saved is not None, damaged > 0].format(epoch=snapshot.progress.epoch + 1)
            observer.report(NoteEvent(epoch=snapshot.progress.epoch, sentence=sentence))
        if not saved and self._announcement:
            observer.report(NoteEvent(epoch=0.0, sentence=self._announcement))
        return snapshot

    def _outcome(self, progress: Progress) -> Outcome:
        best = {
            task: (epoch, loss)
            for (task, _), epoch, loss in zip(self._tasks, progress.best_epoch, progress.best_loss, strict=True)
            if epoch is not None and loss is not None
        }
        assert progress.stopped_by is not None
        return Outcome(
            progress.kept_epoch,
            progress.epoch,
            best,
            progress.stopped_by,
            tuple(progress.history),
            tuple(progress.looks),
        )


def _learning(plan: Plan, model: keras.Model, seed: int) -> keras.Model:
    """What of ``model`` learns: itself, or a copy without the frozen encoders, whose texts are read ahead."""
    if not any(block.frozen for block in plan.blocks):
        return model
    copy = build(plan, seed, ahead=True)
    _hand_over(model, copy)
    return copy


def _hand_over(source: keras.Model, target: keras.Model) -> None:
    """Give the weights of ``source`` to those of ``target`` that have the same names."""
    if source is not target:
        given, taken = variables(source), variables(target)
        for name in given.keys() & taken.keys():
            taken[name].assign(given[name])


_SHARES = "What the columns say directly counts for so much of each answer, as validation rows would have it: {shares}."
_SHARE = '"{name}" {share:.0%}'
# By whether a checkpoint was found, and whether a newer one is damaged.
_SENTENCES = {
    (True, False): "Training goes on in epoch {epoch}, from its last checkpoint.",
    (True, True): "The newest checkpoint is damaged; training goes on in epoch {epoch}, from the one before.",
    (False, True): "All checkpoints are damaged; training starts again with epoch {epoch}.",
}
