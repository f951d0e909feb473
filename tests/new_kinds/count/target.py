"""Counts as targets: the network gives the logarithm of the count to expect."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self

import numpy as np
import numpy.typing as npt
import pandas as pd

from mtl_core.features.column_format import AS_WRITTEN, ColumnFormat
from mtl_core.features.named_columns import cells
from mtl_core.features.targets.target_encoder import Encoded, TargetEncoder

if TYPE_CHECKING:
    from mtl_core.experiment import Task
    from mtl_core.features.column_encoder import ColumnEncoder


@dataclass(frozen=True)
class CountTarget(TargetEncoder):
    """A count a row."""

    name: str
    kind: str
    format: ColumnFormat

    @classmethod
    def fit(
        cls,
        task: Task,
        frame: pd.DataFrame,
        formats: Mapping[str, ColumnFormat],
        columns: Sequence[ColumnEncoder] = (),
    ) -> Self:
        """Nothing but how the column is written."""
        return cls(task.column, task.kind, formats.get(task.column, AS_WRITTEN).learn(frame[task.column]))

    @property
    def outputs(self) -> int:
        """One logarithm."""
        return 1

    @classmethod
    def decide(cls, classes: Sequence[str], output: npt.NDArray[Any]) -> npt.NDArray[Any]:
        """The counts to expect [n]."""
        found: npt.NDArray[Any] = output[:, 0]
        return found

    def truth(self, frame: pd.DataFrame) -> npt.NDArray[Any]:
        """True counts [n], NaN where missing."""
        return self.format.numbers(cells(frame, self.name))

    def encode(self, frame: pd.DataFrame) -> Encoded:
        """Counts [n]."""
        numbers = self.truth(frame)
        return np.nan_to_num(numbers).astype(np.float32), ~np.isnan(numbers)


TARGET = CountTarget
