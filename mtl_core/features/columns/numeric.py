"""Numbers: one robustly scaled value, and whether it is missing if it ever was in the training rows."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, ClassVar, Self

import numpy as np
import numpy.typing as npt
import pandas as pd

from mtl_core.features.column_encoder import ColumnEncoder, at_times, join_parts, limits, outside, span
from mtl_core.features.column_format import ColumnFormat
from mtl_core.features.pieces import quantile_edges, require_ascending
from mtl_core.features.scaling import center_and_scale, require_bounded, scale_values
from mtl_core.wording import format_cell


@dataclass(frozen=True)
class NumericColumn(ColumnEncoder):
    """A number [n, 1], with its indicator [n, 2]; a missing one, infinities included, counts as the median."""

    kind: ClassVar[str] = "numeric"
    name: str
    format: ColumnFormat
    center: float
    scale: float  # 0: the training rows know one value only, so just the indicator is left
    missing: bool
    low: float | None = None  # of the training rows; None: not known
    high: float | None = None
    edges: tuple[float, ...] = ()  # of the pieces of the scaled value

    def __post_init__(self) -> None:
        require_bounded(self.name, self.center, self.scale)
        require_ascending(self.name, self.edges)

    @classmethod
    def fit(cls, name: str, values: pd.Series[Any], format: ColumnFormat) -> Self:
        """Learn median and spread of the training rows."""
        format = format.learn(values)
        numbers = cls.read(values, format)
        center, scale = center_and_scale(numbers)
        return cls(name, format, center, scale, at_times(np.isnan(numbers)), *limits(numbers))

    def in_pieces(self, values: pd.Series[Any], most: int) -> Self:
        """With edges at quantiles of the cells; none where the column is constant or has two values."""
        numbers = self.read(values, self.format)
        known = numbers[~np.isnan(numbers)]
        if not self.scale:
            return self
        return replace(self, edges=quantile_edges(scale_values(known, self.center, self.scale), most))

    @classmethod
    def convert(cls, values: pd.Series[Any], format: ColumnFormat) -> pd.Series[Any]:
        """Texts as numbers."""
        if pd.api.types.is_string_dtype(values.dtype):
            return pd.Series(cls.read(values, format), values.index)
        return format.convert(values)

    @classmethod
    def read(cls, values: pd.Series[Any], format: ColumnFormat) -> npt.NDArray[np.float64]:
        """The numbers [n] of cells, NaN where there is none."""
        return format.numbers(values)

    @property
    def numbers(self) -> int:
        """The value, the indicator."""
        return bool(self.scale) + self.missing

    def encode(self, values: pd.Series[Any]) -> npt.NDArray[Any]:
        """Cells as [n, numbers]."""
        numbers = self.read(values, self.format)
        parts: list[npt.NDArray[Any]] = [scale_values(numbers, self.center, self.scale)] if self.scale else []
        return join_parts(parts + [np.isnan(numbers)] * self.missing, len(values))

    @property
    def seen(self) -> str:
        """The smallest and the largest number."""
        return "" if self.low is None or self.high is None else span(format_cell(self.low), format_cell(self.high))

    @property
    def typical(self) -> Any:
        """The median; of truth values the commonest."""
        return self.center > 0.5 if self.format.storage == "boolean" else self.center

    @property
    def told(self) -> str:
        """As numbers."""
        return self.format.describe_numbers()

    def unread(self, values: pd.Series[Any]) -> npt.NDArray[np.bool_]:
        """Text that is no number of the column's format, and infinities."""
        return self.format.unread_numbers(values)

    def out_of_range(self, values: pd.Series[Any]) -> npt.NDArray[np.bool_]:
        """Numbers below the smallest or above the largest of the training rows."""
        return outside(self.read(values, self.format), self.low, self.high)


COLUMN = NumericColumn
