"""Durations as inputs: seconds, scaled as numbers are."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
import numpy.typing as npt
import pandas as pd

from mtl_core.features.column_format import ColumnFormat, saying
from mtl_core.features.columns.numeric import NumericColumn
from mtl_core.features.spellings import MISSING_WORDS, plain_digits
from mtl_core.features.values import as_labels

_CLOCK = re.compile(r"(\d+):([0-5]\d)(?::([0-5]\d))?")
_AMOUNT = re.compile(r"(\d+(?:\.\d+)?) ?(s|min|h)")
_SECONDS = {"s": 1, "min": 60, "h": 3600}


def seconds(text: str) -> float:
    """How long that is, NaN where it is no duration."""
    plain = plain_digits(text)
    if clock := _CLOCK.fullmatch(plain):
        hours, minutes, rest = (int(part or 0) for part in clock.groups())
        return float(3600 * hours + 60 * minutes + rest)
    amount = _AMOUNT.fullmatch(plain)
    return float(amount[1]) * _SECONDS[amount[2]] if amount else math.nan


@dataclass(frozen=True)
class DurationColumn(NumericColumn):
    """Seconds [n, 1], with its indicator [n, 2]."""

    kind: ClassVar[str] = "duration"

    @classmethod
    def read(cls, values: pd.Series[Any], format: ColumnFormat) -> npt.NDArray[np.float64]:
        """Seconds [n], NaN where there is no duration."""
        return np.array([math.nan if label is None else seconds(label) for label in as_labels(values)])

    @classmethod
    def convert(cls, values: pd.Series[Any], format: ColumnFormat) -> pd.Series[Any]:
        """Texts stay what they are; ``read`` takes them."""
        return values

    @property
    def typical(self) -> Any:
        """The median."""
        return f"{self.center:.10g} s"

    @property
    def told(self) -> str:
        """By the clock, or with a unit."""
        return "H:MM, H:MM:SS, or a number of s, min or h"

    def unread(self, values: pd.Series[Any]) -> npt.NDArray[np.bool_]:
        """Text that is no duration."""
        return saying(as_labels(values), MISSING_WORDS) & np.isnan(self.read(values, self.format))


COLUMN = DurationColumn
