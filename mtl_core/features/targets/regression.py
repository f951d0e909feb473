"""Numbers as targets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal, Self

import numpy as np
import numpy.typing as npt
import pandas as pd

from mtl_core.errors import DataError, ExperimentError
from mtl_core.features.column_format import AS_WRITTEN, ColumnFormat
from mtl_core.features.named_columns import cells
from mtl_core.features.targets.bent_scale import choose_bend, highest, smear, straighten
from mtl_core.features.targets.target_encoder import Encoded, TargetEncoder
from mtl_core.wording import format_number

if TYPE_CHECKING:
    from mtl_core.experiment import Task
    from mtl_core.features.column_encoder import ColumnEncoder

LARGEST_NUMBER = 1e30
"""Beyond this a number to predict would overflow in the network's float32."""
_HIGHEST = 80.0  # the exponential of more would, too
_ANSWERS = {"median": "a number: the typical value (median)", "mean": "a number: the average (mean)"}
_BENT = 'Task "{name}" holds skewed numbers; those above {bend} are learnt by their logarithm.'
_FARTHEST = 1e6  # standard deviations; training rows cannot get there


@dataclass(frozen=True)
class NumberTarget(TargetEncoder):
    """A number, standardised by the training rows' mean and standard deviation; a skewed one on a bent scale
    (``bent_scale``), to which ``mean`` and ``std`` belong then."""

    name: str
    kind: str
    format: ColumnFormat
    mean: float
    std: float
    answer: Literal["median", "mean"] = "mean"
    bend: float = 0.0  # 0: numbers are learnt as they are
    top: float = 0.0  # the largest answer on the bent scale
    rise: float = 1.0  # of the bent scale, as bent_scale says; 1 for medians
    fall: float = 1.0
    notes: tuple[str, ...] = ()
    deviation: float = 0.0  # the standard deviation of numbers that have a bent scale

    def __post_init__(self) -> None:
        scale = (self.bend, self.top, self.rise, self.fall, self.deviation)
        bent = all(0 <= value <= LARGEST_NUMBER for value in scale) and self.top <= _HIGHEST
        if not (0 < self.std <= LARGEST_NUMBER and abs(self.mean) <= LARGEST_NUMBER and bent):
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
                'Task "{name}" cannot be learnt: different numbers in its training rows: {count}, expected at least 2; '
                "choose another split or another column."
            )
            raise ExperimentError(template.format(name=name, count=min(len(known), 1)))
        if np.abs(known).max() > LARGEST_NUMBER:
            template = 'Task "{name}" holds {value:g}, expected numbers within ±1e30; correct or remove that value.'
            raise ExperimentError(template.format(name=name, value=known[np.abs(known).argmax()]))
        bend = choose_bend(known)
        if not bend:
            return cls(name, kind, format, *_mean_and_std(known), task.answer)
        scale = _mean_and_std(np.arcsinh(known / bend))
        notes = (_BENT.format(name=name, bend=format_number(bend)),)
        top, deviation = highest(known, bend), float(known.std())
        return cls(name, kind, format, *scale, task.answer, bend, top, deviation=deviation, notes=notes)

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
        if self.bend:
            numbers = np.arcsinh(numbers / self.bend)
        limit = _FARTHEST * self.std
        distance = np.clip(numbers, self.mean - limit, self.mean + limit) - self.mean
        return np.nan_to_num(distance / self.std).astype(np.float32), ~np.isnan(numbers)

    @property
    def answers(self) -> str:
        """Which number of those that are likely."""
        return _ANSWERS[self.answer]

    def decode(self, values: npt.NDArray[Any]) -> npt.NDArray[Any]:
        """Standardised numbers as numbers."""
        found = super().decode(values)
        return straighten(found, self.bend, self.top, self.rise, self.fall) if self.bend else found

    def without_bias(self, truth: npt.NDArray[Any], output: npt.NDArray[Any]) -> NumberTarget:
        """With what smearing says, where averages are asked for on a bent scale, and it has not said so before."""
        known = ~np.isnan(truth)
        if not self.bend or self.answer != "mean" or (self.rise, self.fall) != (1.0, 1.0) or not known.any():
            return self
        rise, fall = smear(truth[known], output[known, 0].astype(np.float64), self.bend)
        return replace(self, rise=rise, fall=fall)

    @property
    def spread(self) -> float:
        """In their own unit."""
        return self.deviation if self.bend else self.std


def _mean_and_std(numbers: npt.NDArray[np.float64]) -> tuple[float, float]:
    return float(numbers.mean()), max(float(numbers.std()), float(np.finfo(np.float32).tiny))


TARGET = NumberTarget
