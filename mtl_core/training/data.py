"""The rows that a network learns from, as arrays."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Arrays:
    """Encoded rows: ``inputs`` "numbers" float32 [n, F] and "categories" int32 [n, C], a text's tokens
    int32 [n, length] by the column's id, how they are spelt int32 [n, length, SPELT] by ``spelling_name`` where that is
    told, and what the tasks should say.

    ``values`` and ``mask`` hold an array per task, float32 and bool, of the shape of the task's losses: [n], where
    there is one answer a row, [n, K] for K labels at once, [n, length] for tags. A value is a class's index,
    0 or 1, or a standardised number; where ``mask`` is False the label is missing and the value is 0.
    """

    inputs: Mapping[str, np.ndarray]
    values: tuple[np.ndarray, ...]
    mask: tuple[np.ndarray, ...]

    @property
    def rows(self) -> int:
        """The number of rows."""
        return len(self.mask[0])
