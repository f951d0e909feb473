"""Numbers as targets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self

import numpy as np
import numpy.typing as npt
import pandas as pd

from mtl_core.errors import DataError, ExperimentError
from mtl_core.features.column_format import AS_WRITTEN, ColumnFormat
from mtl_core.features.named_columns import cells
from mtl_core.features.targets.target_encoder import Encoded, TargetEncoder

if TYPE_CHECKING:
    from mtl_core.experiment import Task
    from mtl_core.features.column_encoder import ColumnEncoder

LARGEST_NUMBER = 1e30
"""Beyond this a number to predict would overflow in the network's float32."""
_FARTHEST = 1e6  # standard deviations; training rows cannot get there


@dataclass(frozen=True)
class NumberTarget(TargetEncoder):
    """A number, standardised by the training rows' mean and standard deviation."""

    name: str
    kind: str
    format: ColumnFormat
    mean: float
    std: float

    def __post_init__(self) -> None:
        if not (0 < self.std <= LARGEST_NUMBER and abs(self.mean) <= LARGEST_NUMBER):
            raise DataError(f'What is stored about task "{self.name}" is damaged: its mean or spread is out of bounds.')

    @classmethod
    def fit(
        cls,
        task: Task,
        frame: pd.DataFrame,
        formats: Mapping[str, ColumnFormat],
        columns: Sequence[ColumnEncoder] = (),
    ) -> Self:
        """Learn mean and spread of the training rows. Raises ExperimentError."""
        name, kind, values = task.column, task.kind, frame[task.column]
        format = formats.get(name, AS_WRITTEN).learn(values)
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

    @classmethod
    def decide(cls, classes: Sequence[str], output: npt.NDArray[Any]) -> npt.NDArray[Any]:
        """The numbers [n] of ``output`` [n, 1]."""
        found: npt.NDArray[Any] = output[:, 0]
        return found

    @property
    def told(self) -> str:
        """As numbers."""
        return self.format.describe_numbers()

    def truth(self, frame: pd.DataFrame) -> npt.NDArray[Any]:
        """True numbers [n], NaN where missing."""
        return self.format.numbers(cells(frame, self.name))

    def encode(self, frame: pd.DataFrame) -> Encoded:
        """Standardised numbers [n]; one of a later row that is a million deviations away counts as just that."""
        numbers = self.truth(frame)
        limit = _FARTHEST * self.std
        distance = np.clip(numbers, self.mean - limit, self.mean + limit) - self.mean
        return np.nan_to_num(distance / self.std).astype(np.float32), ~np.isnan(numbers)


TARGET = NumberTarget
