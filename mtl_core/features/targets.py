"""What the tasks should say: labels as class numbers, numbers standardised, and which rows have a label."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self

import numpy as np
import numpy.typing as npt
import pandas as pd

from mtl_core.errors import DataError, ExperimentError
from mtl_core.features.cells import cells
from mtl_core.features.formats import AS_WRITTEN, ColumnFormat
from mtl_core.features.values import in_order

if TYPE_CHECKING:
    from mtl_core.experiment import Task

Encoded = tuple[npt.NDArray[np.float32], npt.NDArray[np.bool_]]
"""What a task's loss compares and whether there is a label to compare, of one shape; 0 where there is none."""
LARGEST_NUMBER = 1e30
"""Beyond this a number to predict would overflow in the network's float32."""
_FARTHEST = 1e6  # standard deviations; training rows cannot get there


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
    notes: tuple[str, ...] = ()  # what the person should know of how it was learnt

    @classmethod
    @abstractmethod
    def fit(cls, task: Task, frame: pd.DataFrame, formats: Mapping[str, ColumnFormat]) -> Self:
        """Learn from the training rows; ``formats`` says how columns are written. Raises ExperimentError."""

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

    def written(self, answers: npt.NDArray[Any], frame: pd.DataFrame) -> npt.NDArray[Any]:
        """Answers [n], true or predicted, as cells of a table; ``frame`` holds their rows."""
        return answers


@dataclass(frozen=True)
class ClassTarget(TargetEncoder):
    """A binary or multiclass task; a label that the training rows do not know cannot be compared, so it is masked."""

    name: str
    kind: str
    format: ColumnFormat
    classes: tuple[str, ...]  # binary: (no, yes)

    def __post_init__(self) -> None:
        few = len(self.classes) < 2 or len(set(self.classes)) < len(self.classes)
        if few or self.kind not in {"binary", "multiclass"} or (self.kind == "binary" and len(self.classes) > 2):
            raise DataError(f'What is stored about task "{self.name}" is damaged: its classes do not fit its kind.')

    @classmethod
    def fit(cls, task: Task, frame: pd.DataFrame, formats: Mapping[str, ColumnFormat]) -> ClassTarget:
        """Learn the labels of the training rows. Raises ExperimentError."""
        name, kind, values = task.column, task.kind, frame[task.column]
        format = formats.get(name, AS_WRITTEN).learnt(values)
        classes = tuple(in_order(label for label in set(format.labels(values)) if label is not None))
        if len(classes) < 2 or (kind == "binary" and len(classes) > 2):
            template = (
                'Task "{name}" cannot be learnt as {kind}: its training rows have {count} different labels, expected '
                "{expected}; choose another kind or another column."
            )
            expected = "exactly 2" if kind == "binary" else "at least 2"
            raise ExperimentError(template.format(name=name, kind=kind, count=len(classes), expected=expected))
        return cls(name, kind, format, classes)

    @property
    def outputs(self) -> int:
        """One logit of yes, or one logit per class."""
        return 1 if self.kind == "binary" else len(self.classes)

    def truth(self, frame: pd.DataFrame) -> npt.NDArray[Any]:
        """True labels [n], None where missing."""
        return self.format.labels(cells(frame, self.name))

    def encode(self, frame: pd.DataFrame) -> Encoded:
        """The place of each label in ``classes`` [n]."""
        places = pd.Index(self.classes, dtype=object).get_indexer(pd.Index(self.truth(frame), dtype=object))
        return np.maximum(places, 0).astype(np.float32), places >= 0


@dataclass(frozen=True)
class NumberTarget(TargetEncoder):
    """A regression task, standardised by the training rows' mean and standard deviation."""

    name: str
    kind: str
    format: ColumnFormat
    mean: float
    std: float

    def __post_init__(self) -> None:
        if not self.std > 0 or self.kind != "regression":
            raise DataError(f'What is stored about task "{self.name}" is damaged: a number needs a spread above 0.')

    @classmethod
    def fit(cls, task: Task, frame: pd.DataFrame, formats: Mapping[str, ColumnFormat]) -> NumberTarget:
        """Learn mean and spread of the training rows. Raises ExperimentError."""
        name, kind, values = task.column, task.kind, frame[task.column]
        format = formats.get(name, AS_WRITTEN).learnt(values)
        numbers = format.numbers(values)
        known = numbers[~np.isnan(numbers)]
        if not len(known) or np.ptp(known) == 0:
            template = (
                'Task "{name}" cannot be learnt: its training rows have too few numbers, expected at least 2 different '
                "numbers, received {count}; choose another column."
            )
            raise ExperimentError(template.format(name=name, count=min(len(known), 1)))
        if np.abs(known).max() > LARGEST_NUMBER:
            template = 'Task "{name}" holds {value:g}, expected numbers within ±1e30; correct or remove that value.'
            raise ExperimentError(template.format(name=name, value=known[np.abs(known).argmax()]))
        return cls(name, kind, format, float(known.mean()), max(float(known.std()), float(np.finfo(np.float32).tiny)))

    @property
    def outputs(self) -> int:
        """One standardised number."""
        return 1

    def truth(self, frame: pd.DataFrame) -> npt.NDArray[Any]:
        """True numbers [n], NaN where missing."""
        return self.format.numbers(cells(frame, self.name))

    def encode(self, frame: pd.DataFrame) -> Encoded:
        """Standardised numbers [n]; one of a later row that is a million deviations away counts as just that."""
        numbers = self.truth(frame)
        limit = _FARTHEST * self.std
        distance = np.clip(numbers, self.mean - limit, self.mean + limit) - self.mean
        return np.nan_to_num(distance / self.std).astype(np.float32), ~np.isnan(numbers)
