"""What every reference model has and does."""

from __future__ import annotations

import warnings
from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import Any

import numpy as np
from sklearn.exceptions import ConvergenceWarning

from mtl_core.features.targets.target_encoder import TargetEncoder
from mtl_core.references.inputs import Array, Inputs
from mtl_core.task_kinds import TASK_KINDS

MOST_MODELS = 20
"""Models of one kind that are fitted for one task; a set of labels takes one for each label."""
_MANY = "{title}: left out, since it would take {models:,} models, and at most {most} are fitted."


@dataclass(frozen=True)
class Question:
    """What one task asks of the training rows: ``values`` as its loss compares them and where they are known
    (``mask``), both [n] or [n, K]."""

    target: TargetEncoder
    values: Array
    mask: Array
    seed: int

    @property
    def numeric(self) -> bool:
        """Whether the answer is a number."""
        return TASK_KINDS[self.target.kind].numeric

    @property
    def several(self) -> bool:
        """Whether each of the K columns is a yes-no question of its own."""
        return TASK_KINDS[self.target.kind].several


class Reference(ABC):
    """A model that is fitted as scikit-learn sets it up, with nothing searched for."""

    id: str
    models_per_class = False  # whether one estimator is as much work as one for each class

    @abstractmethod
    def title(self, numeric: bool) -> str:
        """What people call it, where answers are numbers and where they are labels."""

    @abstractmethod
    def suits(self, inputs: Inputs) -> bool:
        """Whether there is anything that it can read."""

    @abstractmethod
    def regressor(self, inputs: Inputs, seed: int) -> Any:
        """A fresh estimator of numbers."""

    @abstractmethod
    def classifier(self, inputs: Inputs, seed: int) -> Any:
        """A fresh estimator of the probabilities of classes."""

    @abstractmethod
    def design(self, train: Inputs, rows: Inputs) -> tuple[Any, Any]:
        """Both as matrices, by what the training rows alone say."""

    def left_out(self, question: Question) -> str | None:
        """Why it is not fitted for a task, in a sentence; None where it is."""
        outputs = question.target.outputs
        models = outputs if question.several or self.models_per_class else 1
        if models <= MOST_MODELS:
            return None
        return _MANY.format(title=self.title(question.numeric), models=models, most=MOST_MODELS)

    def answer(self, question: Question, train: Inputs, rows: Inputs) -> Array:
        """What it says about ``rows`` as a served network would: [rows, outputs]. Same seed, same answers."""
        known, asked = self.design(train, rows)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", ConvergenceWarning)  # a model to compare with, however far it has come
            if question.several:
                columns = range(question.target.outputs)
                return np.column_stack([self._labels(question, train, known, asked, k)[:, 1] for k in columns])
            if question.numeric:
                return self._numbers(question, train, known, asked)
            return self._labels(question, train, known, asked)[:, -question.target.outputs :]

    def _numbers(self, question: Question, train: Inputs, known: Any, asked: Any) -> Array:
        target, mask = question.target, question.mask
        model = self.regressor(train, question.seed).fit(known[mask], question.values[mask])
        found: Array = target.decode(model.predict(asked)[:, None])
        return found

    def _labels(self, question: Question, train: Inputs, known: Any, asked: Any, column: int | None = None) -> Array:
        """The probabilities of all classes; of no and yes for the label of one ``column``."""
        pick = (slice(None),) if column is None else (slice(None), column)
        mask, values = question.mask[pick], question.values[pick]
        classes, places = np.unique(values[mask].astype(int), return_inverse=True)
        found = np.zeros((asked.shape[0], 2 if column is not None else max(2, question.target.outputs)))
        if len(classes) < 2:
            found[:, classes] = 1.0  # a label that all rows have, or none
        else:
            found[:, classes] = self.classifier(train, question.seed).fit(known[mask], places).predict_proba(asked)
        return found
