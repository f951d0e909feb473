"""What a column of a table is to every kind of column."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from mtl_core.features.column_format import AS_WRITTEN, ColumnFormat
from mtl_core.tables.column_kinds.column_counts import ColumnCounts
from mtl_core.tables.findings import Finding
from mtl_core.tables.labels.leaks import Values

Suits = tuple[int, str]
"""How well a column suits as one of a kind, the kind with the most takes it, and why, as a sentence."""
NOT_AT_ALL: Suits = (0, "")


class TableColumn:
    """Cells of one kind, as a table holds them."""

    def suits(self, facts: ColumnCounts) -> Suits:
        """Whether a column of such cells is of this kind unasked."""
        return NOT_AT_ALL

    def unread(self, values: pd.Series[Any], format: ColumnFormat) -> npt.NDArray[np.bool_]:
        """Which stored texts [n] say something that is not read as this kind."""
        return np.zeros(len(values), dtype=bool)

    def sizes(self, values: pd.Series[Any]) -> npt.NDArray[Any] | None:
        """What puts typed cells in order [n], NaN or NaT where missing; None where they have no order."""
        return None

    def encode(self, values: pd.Series[Any]) -> Values:
        """Typed cells, to be compared with labels."""
        sizes = self.sizes(values)
        if sizes is not None:
            return Values(pd.factorize(sizes, sort=True)[0], ordered=True)
        return Values(pd.factorize(AS_WRITTEN.learn(values).labels(values))[0], ordered=False)

    def find_warnings(self, name: str, values: pd.Series[Any], splits_at_random: bool) -> Iterator[Finding]:
        """What should be known of typed cells before they are an input."""
        return iter(())
