"""What every column encoder has and does; it knows none of them."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Any, ClassVar, Self

import numpy as np
import numpy.typing as npt
import pandas as pd

from mtl_core.features.formats import ColumnFormat


class ColumnEncoder(ABC):
    """One input column: learnt once from training rows, then a pure function of cells.

    Subclasses are frozen dataclasses whose fields are the whole learnt state.
    """

    kind: ClassVar[str]
    name: str
    format: ColumnFormat

    @classmethod
    @abstractmethod
    def fit(cls, name: str, values: pd.Series[Any], format: ColumnFormat) -> Self:
        """Learn from the training rows' cells. Raises ExperimentError if they cannot be read as this kind."""

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
    def tokens(self) -> int:
        """How many tokens of a text it tells apart; 0 if it is no text."""
        return 0

    @property
    def length(self) -> int:
        """How many tokens it keeps of a text; 0 if it is no text."""
        return 0

    @abstractmethod
    def encode(self, values: pd.Series[Any]) -> npt.NDArray[Any]:
        """Cells as finite numbers [n, numbers], as a token [n, 1] below ``vocabulary``, or as tokens [n, length]
        below ``tokens``."""


def at_times(missing: npt.NDArray[np.bool_]) -> bool:
    """Whether some cells are missing and some are not, so that an indicator says something."""
    return bool(missing.any()) and not missing.all()


def joined(parts: list[npt.NDArray[Any]], rows: int) -> npt.NDArray[np.float64]:
    """Parts [n] side by side: [n, number of parts], also where there are none."""
    return np.stack(parts, axis=1).astype(np.float64) if parts else np.zeros((rows, 0))
