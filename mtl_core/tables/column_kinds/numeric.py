"""Columns of amounts."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from mtl_core.features.column_format import AS_WRITTEN, ColumnFormat
from mtl_core.tables.column_kinds.column_counts import ColumnCounts
from mtl_core.tables.column_kinds.table_column import NOT_AT_ALL, Suits, TableColumn


class NumericColumn(TableColumn):
    """Numbers."""

    def suits(self, facts: ColumnCounts) -> Suits:
        """Cells that were stored as numbers."""
        if facts.storage == "number":
            return 60, "Every cell that is filled is a number, some with decimals."
        return (60, "Every cell that is filled is a whole number.") if facts.storage == "integer" else NOT_AT_ALL

    def unread(self, values: pd.Series[Any], format: ColumnFormat) -> npt.NDArray[np.bool_]:
        """Texts that are no number."""
        return format.unread_numbers(values)

    def sizes(self, values: pd.Series[Any]) -> npt.NDArray[Any]:
        """The numbers."""
        return AS_WRITTEN.learn(values).numbers(values)


COLUMN = NumericColumn()
