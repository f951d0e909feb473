"""Columns of dates and times."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from mtl_core.features.column_format import AS_WRITTEN, ColumnFormat
from mtl_core.tables.column_kinds.column_counts import ColumnCounts
from mtl_core.tables.column_kinds.table_column import NOT_AT_ALL, Suits, TableColumn
from mtl_core.tables.findings import Finding, warning

_IN_ORDER = 0.99  # of the steps from row to row
_FEWEST_DATES = 10


class DateColumn(TableColumn):
    """Moments."""

    def suits(self, facts: ColumnCounts) -> Suits:
        """Cells that were stored as moments."""
        return (80, "Every cell that is filled is a date.") if facts.storage == "date" else NOT_AT_ALL

    def unread(self, values: pd.Series[Any], format: ColumnFormat) -> npt.NDArray[np.bool_]:
        """Texts that are no date."""
        return format.unread_dates(values)

    def sizes(self, values: pd.Series[Any]) -> npt.NDArray[Any]:
        """Moments."""
        return AS_WRITTEN.learn(values, dates=True).dates(values)

    def find_warnings(self, name: str, values: pd.Series[Any], splits_at_random: bool) -> Iterator[Finding]:
        """Whether the rows look ordered by it."""
        if not splits_at_random:
            return
        moments = self.sizes(values)
        steps = np.diff(moments[~np.isnat(moments)].astype(np.int64))
        up, down = int((steps > 0).sum()), int((steps < 0).sum())
        if up + down >= _FEWEST_DATES and max(up, down) >= _IN_ORDER * (up + down):
            template = (
                'The rows look ordered by "{column}"; if later rows are to be predicted from earlier ones, split by '
                "time."
            )
            yield warning(name, template, "split: time")


COLUMN = DateColumn()
