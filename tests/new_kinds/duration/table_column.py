"""Durations in a table."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
from mtl_core.features.columns.duration import DurationColumn, seconds

from mtl_core.features.column_format import AS_WRITTEN, ColumnFormat, saying
from mtl_core.features.spellings import MISSING_WORDS
from mtl_core.features.values import as_labels
from mtl_core.tables.column_kinds.column_counts import ColumnCounts
from mtl_core.tables.column_kinds.table_column import NOT_AT_ALL, Suits, TableColumn


class DurationCells(TableColumn):
    """Texts such as 1:30:00 and 90 min."""

    def suits(self, facts: ColumnCounts) -> Suits:
        """Texts whose first are all durations."""
        texts = facts.storage == "text" and facts.examples
        if texts and not any(math.isnan(seconds(example)) for example in facts.examples):
            return 85, "Its cells are durations."
        return NOT_AT_ALL

    def unread(self, values: pd.Series[Any], format: ColumnFormat) -> npt.NDArray[np.bool_]:
        """Texts that are no duration."""
        return saying(as_labels(values), MISSING_WORDS) & np.isnan(DurationColumn.read(values, format))

    def sizes(self, values: pd.Series[Any]) -> npt.NDArray[Any]:
        """Seconds."""
        return DurationColumn.read(values, AS_WRITTEN)


COLUMN = DurationCells()
