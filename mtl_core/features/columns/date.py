"""Dates: the year, the time of year, the weekday and the hour, each only if it varies over the training rows."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, ClassVar, Self

import numpy as np
import numpy.typing as npt
import pandas as pd

from mtl_core.errors import DataError
from mtl_core.features.column_encoder import ColumnEncoder, at_times, join_parts, limits, outside, span
from mtl_core.features.column_format import ColumnFormat
from mtl_core.features.scaling import center_and_scale, require_bounded, scale_values

CYCLES = ("month", "weekday", "hour")
_EPOCH_WEEKDAY = 3  # 1 January 1970 was a Thursday; Monday is 0


@dataclass(frozen=True)
class DateColumn(ColumnEncoder):
    """The year with its fraction, robustly scaled; sine and cosine of each cycle that varies; the missing indicator."""

    kind: ClassVar[str] = "date"
    name: str
    format: ColumnFormat
    center: float
    scale: float  # 0: the training rows know one moment only
    cycles: tuple[str, ...]  # of month, weekday, hour
    missing: bool
    low: float | None = None  # years since 1970 of the training rows; None: not known
    high: float | None = None

    def __post_init__(self) -> None:
        if not set(self.cycles) <= set(CYCLES) or len(set(self.cycles)) < len(self.cycles):
            template = 'What is stored about column "{name}" is damaged: its cycles are some of {known}.'
            raise DataError(template.format(name=self.name, known=", ".join(CYCLES)))
        require_bounded(self.name, self.center, self.scale)

    @classmethod
    def fit(cls, name: str, values: pd.Series[Any], format: ColumnFormat) -> Self:
        """Learn the range of the training rows, and which cycles they vary in."""
        format = format.learn(values, dates=True)
        moments = format.dates(values)
        years = _years(moments)
        center, scale = center_and_scale(years)
        cycles = tuple(cycle for cycle, turns in _turns(moments).items() if _varies(turns))
        return cls(name, format, center, scale, cycles, at_times(np.isnat(moments)), *limits(years))

    @classmethod
    def convert(cls, values: pd.Series[Any], format: ColumnFormat) -> pd.Series[Any]:
        """Texts as moments."""
        if pd.api.types.is_string_dtype(values.dtype):
            return pd.Series(format.dates(values), values.index)
        return format.convert(values)

    @property
    def numbers(self) -> int:
        """The year, two per cycle, the indicator."""
        return bool(self.scale) + 2 * len(self.cycles) + self.missing

    def encode(self, values: pd.Series[Any]) -> npt.NDArray[Any]:
        """Cells as [n, numbers], 0 where missing."""
        moments = self.format.dates(values)
        parts: list[npt.NDArray[Any]] = []
        if self.scale:
            parts.append(scale_values(_years(moments), self.center, self.scale))
        turns = _turns(moments)
        for cycle in self.cycles:
            angle = 2 * np.pi * turns[cycle]
            parts += [np.nan_to_num(np.sin(angle)), np.nan_to_num(np.cos(angle))]
        return join_parts(parts + [np.isnat(moments)] * self.missing, len(values))

    @property
    def seen(self) -> str:
        """The first and the last day."""
        return "" if self.low is None or self.high is None else span(_day(self.low), _day(self.high))

    @property
    def typical(self) -> Any:
        """The median, to the day."""
        return pd.Timestamp(_day(self.center))

    @property
    def told(self) -> str:
        """As dates."""
        return self.format.describe_dates()

    def unread(self, values: pd.Series[Any]) -> npt.NDArray[np.bool_]:
        """Text that is no date of the column's format."""
        return self.format.unread_dates(values)

    def out_of_range(self, values: pd.Series[Any]) -> npt.NDArray[np.bool_]:
        """Moments before the first or after the last of the training rows."""
        return outside(_years(self.format.dates(values)), self.low, self.high)


def _years(moments: npt.NDArray[np.datetime64]) -> npt.NDArray[np.float64]:
    """Years since 1970 with their fraction, NaN where missing."""
    starts = moments.astype("datetime64[Y]")
    years = np.where(np.isnat(moments), np.nan, starts.astype(np.int64).astype(np.float64))
    return years + _share(moments, starts, starts + 1)


def _day(years: float) -> str:
    """The day that so many ``_years`` come to, to the nearest second; "2024-02-29"."""
    start = np.datetime64(math.floor(years), "Y")
    seconds = (start + 1).astype("datetime64[s]") - start.astype("datetime64[s]")
    passed = round((years - math.floor(years)) * int(seconds.astype(np.int64)))
    return str((start.astype("datetime64[s]") + passed).astype("datetime64[D]"))


def _turns(moments: npt.NDArray[np.datetime64]) -> dict[str, npt.NDArray[np.float64]]:
    """How much of each cycle has passed, in [0, 1), NaN where missing."""
    years, days = moments.astype("datetime64[Y]"), moments.astype("datetime64[D]")
    weekdays = np.where(np.isnat(moments), np.nan, (days.astype(np.int64) + _EPOCH_WEEKDAY) % 7)
    return {
        "month": _share(days, years, years + 1),
        "weekday": weekdays / 7,
        "hour": _share(moments, days, days + 1),
    }


def _share(
    moments: npt.NDArray[np.datetime64], starts: npt.NDArray[np.datetime64], ends: npt.NDArray[np.datetime64]
) -> npt.NDArray[np.float64]:
    """How much of each span has passed, in [0, 1), NaN where missing."""
    first, last = starts.astype("datetime64[us]"), ends.astype("datetime64[us]")
    result: npt.NDArray[Any] = (moments.astype("datetime64[us]") - first) / (last - first)
    return result


def _varies(turns: npt.NDArray[np.float64]) -> bool:
    known = turns[~np.isnan(turns)]
    return len(known) > 0 and bool(np.ptp(known) > 0)


COLUMN = DateColumn
