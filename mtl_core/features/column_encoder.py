"""What every column encoder has and does."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Any, ClassVar, Self

import numpy as np
import numpy.typing as npt
import pandas as pd

from mtl_core.column_kinds import COLUMN_KINDS, ColumnTraits
from mtl_core.features.column_format import ColumnFormat
from mtl_core.text_encoders import SPELT


class ColumnEncoder(ABC):
    """One input column: learnt once from training rows, then a pure function of cells.

    Subclasses are frozen dataclasses whose fields are the whole learnt state.
    """

    kind: ClassVar[str]
    name: str
    format: ColumnFormat

    @property
    def traits(self) -> ColumnTraits:
        """What its kind of column says of it."""
        return COLUMN_KINDS[self.kind]

    @classmethod
    @abstractmethod
    def fit(cls, name: str, values: pd.Series[Any], format: ColumnFormat) -> Self:
        """Learn from the training rows' cells. Raises ExperimentError if they cannot be read as this kind."""

    @classmethod
    def convert(cls, values: pd.Series[Any], format: ColumnFormat) -> pd.Series[Any]:
        """Stored cells [n] as this kind asks for them."""
        return format.convert(values)

    @property
    @abstractmethod
    def numbers(self) -> int:
        """How many numbers it gives per row; 0 if it gives a token."""

    @property
    def vocabulary(self) -> int:
        """How many tokens it tells apart; 0 if it gives numbers."""
        return 0

    @property
    def embedding(self) -> int:
        """The length of the vector that stands for a token."""
        return 0

    @property
    def edges(self) -> tuple[float, ...]:
        """Where the pieces of its first number begin and end, ascending; none where it is taken as it is."""
        return ()

    def in_pieces(self, values: pd.Series[Any], most: int) -> Self:
        """With the pieces of its number that cells [n] of the training rows ask for, ``most`` at most; others than
        numbers have none."""
        return self

    @property
    def tokens(self) -> int:
        """How many tokens of a text it tells apart; 0 if it is no text."""
        return 0

    @property
    def length(self) -> int:
        """How many tokens it keeps of a text; 0 if it is no text."""
        return 0

    @property
    def spellings(self) -> int:
        """How many features of the spelling of words it tells apart; 0 if it tells none."""
        return 0

    def spell(self, values: pd.Series[Any]) -> npt.NDArray[np.int32]:
        """The features of each token of cells [n, length, SPELT] below ``spellings``, 0 where there is none."""
        return np.zeros((len(values), self.length, SPELT), np.int32)

    @abstractmethod
    def encode(self, values: pd.Series[Any]) -> npt.NDArray[Any]:
        """Cells as finite numbers [n, numbers], as a token [n, 1] below ``vocabulary``, or as tokens [n, length]
        below ``tokens``."""

    @property
    def seen(self) -> str:
        """What the training rows hold, in a few words; empty where it is not known."""
        return ""

    @property
    def typical(self) -> Any:
        """A cell that is typical of the training rows: the median, or the commonest; None, a missing one, where that is
        not known, as of texts."""
        return None

    @property
    def told(self) -> str:
        """How its cells are read, in a few words."""
        return self.format.describe_labels()

    def unread(self, values: pd.Series[Any]) -> npt.NDArray[np.bool_]:
        """Which cells [n] say something that this kind cannot read, and so count as missing; a text reads all."""
        return np.zeros(len(values), dtype=bool)

    def unseen(self, values: pd.Series[Any]) -> npt.NDArray[np.bool_]:
        """Which cells [n] hold a label that the network does not know; of numbers, dates and texts none."""
        return np.zeros(len(values), dtype=bool)

    def out_of_range(self, values: pd.Series[Any]) -> npt.NDArray[np.bool_]:
        """Which cells [n] hold a number or date below or above all of the training rows; of others none."""
        return np.zeros(len(values), dtype=bool)


def span(low: str, high: str) -> str:
    """The smallest and the largest, in words."""
    return f"{low} to {high}"


def at_times(missing: npt.NDArray[np.bool_]) -> bool:
    """Whether some cells are missing and some are not, so that an indicator says something."""
    return bool(missing.any()) and not missing.all()


def join_parts(parts: list[npt.NDArray[Any]], rows: int) -> npt.NDArray[np.float64]:
    """Parts [n] side by side: [n, number of parts], also where there are none."""
    return np.stack(parts, axis=1).astype(np.float64) if parts else np.zeros((rows, 0))


def limits(numbers: npt.NDArray[np.float64]) -> tuple[float | None, float | None]:
    """The smallest and the largest of these, None where all are missing."""
    known = numbers[~np.isnan(numbers)]
    return (float(known.min()), float(known.max())) if len(known) else (None, None)


def outside(numbers: npt.NDArray[np.float64], low: float | None, high: float | None) -> npt.NDArray[np.bool_]:
    """Which numbers [n] lie beyond limits that ``limits`` gave; none where those or the number are not known."""
    if low is None or high is None:
        return np.zeros(len(numbers), dtype=bool)
    result: npt.NDArray[np.bool_] = (numbers < low) | (numbers > high)
    return result
