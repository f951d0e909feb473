"""What every target encoder has and does: what a task should say as numbers, and a network's outputs as answers."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal, Self

import numpy as np
import numpy.typing as npt
import pandas as pd

from mtl_core.features.column_format import ColumnFormat

if TYPE_CHECKING:
    from mtl_core.experiment import Task
    from mtl_core.features.column_encoder import ColumnEncoder

Encoded = tuple[npt.NDArray[np.float32], npt.NDArray[np.bool_]]
"""What a task's loss compares and whether there is a label to compare, of one shape; 0 where there is none."""


class TargetEncoder(ABC):
    """One task: learnt once from training rows, then a pure function of a table's rows.

    Subclasses are frozen dataclasses whose fields are the whole learnt state.
    """

    name: str
    kind: str
    format: ColumnFormat
    classes: tuple[str, ...] = ()
    mean: float = 0.0
    std: float = 1.0
    answer: Literal["median", "mean"] = "mean"  # of a number: what it is to come near
    notes: tuple[str, ...] = ()  # what the person should know of how it was learnt
    threshold: float | None = None  # the chance of yes from which yes is said; None where that is no question
    temperature: float | None = None  # what logits are divided by; None where an answer is not one class out of several

    @classmethod
    @abstractmethod
    def fit(
        cls,
        task: Task,
        frame: pd.DataFrame,
        formats: Mapping[str, ColumnFormat],
        columns: Sequence[ColumnEncoder] = (),
    ) -> Self:
        """Learn from the training rows; ``formats`` says how columns are written, ``columns`` are the inputs as they
        were learnt. Raises ExperimentError."""

    @classmethod
    @abstractmethod
    def decide(cls, classes: Sequence[str], output: npt.NDArray[Any]) -> npt.NDArray[Any]:
        """The answers [n] of a served network's ``output`` [n, …]: labels, tuples of them, or numbers."""

    def conclude(self, output: npt.NDArray[Any]) -> npt.NDArray[Any]:
        """The answers [n] as ``decide`` gives them, by what was chosen for this task."""
        return self.decide(self.classes, output)

    def constrain(self, output: npt.NDArray[Any], frame: pd.DataFrame) -> npt.NDArray[Any]:
        """``output`` [n, …] about the rows of ``frame``, from which ``decide`` takes only what can stand together."""
        return output

    def answer_rows(self, output: npt.NDArray[Any], frame: pd.DataFrame) -> npt.NDArray[Any]:
        """The answers [n] to the rows of ``frame`` by a served network's ``output`` [n, …], as cells of a table."""
        return self.to_cells(self.conclude(self.constrain(output, frame)), frame)

    def centre(self, output: npt.NDArray[Any]) -> npt.NDArray[Any]:
        """``output`` [n, …] with what is chosen for this task taken in: ``decide`` concludes from it as ``conclude``
        does from ``output``."""
        return output

    @property
    def is_tempered(self) -> bool:
        """Whether its probabilities are others than the network learnt."""
        return self.temperature not in (None, 1.0)

    def temper(self, temperature: float) -> TargetEncoder:
        """The target with that temperature, where it has one."""
        return self

    @property
    def chosen(self) -> tuple[str, ...]:
        """What was chosen for it after training and whoever reads its answers should know, a sentence each."""
        return ()

    @classmethod
    def chances(cls, output: npt.NDArray[Any]) -> npt.NDArray[Any] | None:
        """The probability of each class [n, K]; None where an answer has none."""
        return None

    @property
    @abstractmethod
    def outputs(self) -> int:
        """How many numbers the network gives for this task."""

    @abstractmethod
    def truth(self, frame: pd.DataFrame) -> npt.NDArray[Any]:
        """True labels or tuples of them [n], None where missing, or true numbers, NaN where missing; unseen labels
        stand as they are. Raises DataError."""

    @abstractmethod
    def encode(self, frame: pd.DataFrame) -> Encoded:
        """What the loss compares. Raises DataError."""

    def per_row(self, frame: pd.DataFrame) -> Encoded:
        """What compares a row's labels with those of other tasks: those of ``encode``, [n] or [n, K]."""
        return self.encode(frame)

    def tokens(self, frame: pd.DataFrame) -> list[tuple[str, ...]]:
        """What of each row the answers are about, one by one; nothing, where they are about the row."""
        return [()] * len(frame)

    @property
    def answers(self) -> str:
        """What its answers are, where they are no labels."""
        return "a number"

    def decode(self, values: npt.NDArray[Any]) -> npt.NDArray[Any]:
        """Standardised numbers as numbers."""
        return values * self.std + self.mean

    def without_bias(self, truth: npt.NDArray[Any], output: npt.NDArray[Any]) -> TargetEncoder:
        """The target whose answers are right on average, by true and served answers about rows that were not learnt
        from; itself, where nothing is to be mended."""
        return self

    @property
    def spread(self) -> float:
        """The standard deviation of numbers, in their own unit."""
        return self.std

    @property
    def about(self) -> str | None:
        """The text column whose tokens the answers are about; None where they are about the row."""
        return None

    @property
    def told(self) -> str:
        """How the cells of its column are read, in a few words."""
        return self.format.describe_labels()

    def matches(self, true: npt.NDArray[Any], given: npt.NDArray[Any]) -> npt.NDArray[np.bool_]:
        """Whether cells [n] as ``to_cells`` writes them say the same as true ones."""
        return np.asarray(true == given, dtype=bool)

    def to_cells(self, answers: npt.NDArray[Any], frame: pd.DataFrame) -> npt.NDArray[Any]:
        """Answers [n], true or predicted, as cells of a table; ``frame`` holds their rows."""
        return answers


def as_column(tuples: Sequence[tuple[str, ...]]) -> npt.NDArray[np.object_]:
    """Tuples as an array [n], also where all have one length."""
    found = np.empty(len(tuples), dtype=object)
    for row, labels in enumerate(tuples):
        found[row] = labels
    return found
