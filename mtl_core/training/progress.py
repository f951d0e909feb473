"""How a training has gone so far: position, weights set, bests, history."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Self

import numpy as np

from mtl_core.records.affinity import AffinityLook
from mtl_core.records.events import EpochEvent
from mtl_core.records.summary import StoppedBy

Losses = Sequence[float | None]  # one per task; None without a labelled row


@dataclass
class Progress:
    """The part of a run's state that is no tensor; lists hold one value per task."""

    weights: list[float]  # as the person set them
    totals: list[list[float]]  # of the epoch under way, as the engine sums them [3, T]
    best_loss: list[float | None]  # on the validation rows
    best_epoch: list[int | None]
    kept_loss: list[float | None]  # of the epoch whose weights are kept
    kept_epoch: int = 0  # from 1; 0 = none yet
    epoch: int = 0  # epochs done
    step: int = 0  # steps done of the one under way
    unanswered: int = 0  # steps in which gradients were not finite, so that none could be balanced, told of so far
    stationary: int = 0  # steps in which the tasks' gradients cancelled, told of so far
    stopped_by: StoppedBy | None = None
    history: list[EpochEvent] = field(default_factory=list)
    looks: list[AffinityLook] = field(default_factory=list)  # at who helps whom

    @classmethod
    def start(cls, weights: Sequence[float]) -> Self:
        """The course before the first step."""
        nothing = [None] * len(weights)
        return cls(list(weights), _no_totals(len(weights)), list(nothing), list(nothing), list(nothing))

    @property
    def preferences(self) -> np.ndarray:
        """The weights that the person set, scaled to sum T."""
        return np.array(self.weights) * len(self.weights) / sum(self.weights)

    @property
    def stale(self) -> int:
        """Epochs since the one whose weights are kept."""
        return self.epoch - self.kept_epoch

    def close_epoch(self, validation: Losses) -> bool:
        """Count an epoch that ended with these losses; True if its weights are now the ones to keep."""
        self.epoch, self.step, self.totals = self.epoch + 1, 0, _no_totals(len(self.weights))
        self._note_bests(validation)
        joint, kept = self._joint(validation), self._joint(self.kept_loss)
        if joint is not None and kept is not None and joint >= kept:
            return False
        self.kept_epoch, self.kept_loss = self.epoch, list(validation)
        return True

    def compare(self, epoch: EpochEvent) -> tuple[float, float] | None:
        """The mean losses of an epoch on training and on validation rows, by the weights now set and over the tasks
        with labels in both; None without any."""
        losses = [(epoch.train[task], epoch.validation[task]) for task in epoch.train]
        train, validation = (
            self._joint([both[part] if None not in both else None for both in losses]) for part in (0, 1)
        )
        return None if train is None or validation is None else (train, validation)

    def close_run(self, epochs: int, patience: int) -> None:
        """Note why training ends with the epoch just closed, if it does."""
        if self.epoch >= epochs:
            self.stopped_by = "epochs"
        elif 0 < patience <= self.stale:
            self.stopped_by = "patience"

    def to_json(self) -> str:
        """All of it, floats to the last bit."""
        history, looks = ([each.to_body() for each in told] for told in (self.history, self.looks))
        return json.dumps({**vars(self), "history": history, "looks": looks}, allow_nan=False)

    @classmethod
    def from_json(cls, text: str) -> Self:
        """Read ``to_json``'s text."""
        found = json.loads(text)
        history = [EpochEvent.model_validate(body) for body in found["history"]]
        looks = [AffinityLook.model_validate(body) for body in found.get("looks", [])]
        return cls(**{**found, "history": history, "looks": looks})

    def _note_bests(self, losses: Losses) -> None:
        """Note each task's best epoch."""
        for task, loss in enumerate(losses):
            best = self.best_loss[task]
            if loss is not None and (best is None or loss < best):
                self.best_loss[task], self.best_epoch[task] = loss, self.epoch

    def _joint(self, losses: Losses) -> float | None:
        """The mean loss by the weights now set, so that an older epoch is compared on today's terms."""
        pairs = [(weight, loss) for weight, loss in zip(self.weights, losses, strict=True) if loss is not None]
        whole = sum(weight for weight, _ in pairs)
        return sum(weight * loss for weight, loss in pairs) / whole if whole else None


def _no_totals(num_tasks: int) -> list[list[float]]:
    return [[0.0] * num_tasks for _ in range(3)]
