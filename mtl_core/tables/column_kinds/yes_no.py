"""Columns of truth values."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from mtl_core.features.column_format import ColumnFormat, saying
from mtl_core.features.spellings import MISSING_WORDS, plain_digits, yes_no_pair
from mtl_core.features.values import as_yes_no
from mtl_core.tables.column_kinds.column_counts import ColumnCounts
from mtl_core.tables.column_kinds.table_column import NOT_AT_ALL, Suits, TableColumn


class YesNoColumn(TableColumn):
    """Yes and no, or two labels."""

    def suits(self, facts: ColumnCounts) -> Suits:
        """Two values that say yes and no."""
        return (90, "It has two values that say yes and no.") if _says_both(facts) else NOT_AT_ALL

    def unread(self, values: pd.Series[Any], format: ColumnFormat) -> npt.NDArray[np.bool_]:
        """Neither yes nor no, where other cells say either."""
        labels = format.labels(values)
        truth = as_yes_no(pd.Series(labels, dtype=object))
        words = {0.0, 1.0} <= set(truth)
        return saying(labels, MISSING_WORDS) & np.isnan(truth) if words else np.zeros(len(labels), dtype=bool)


def _says_both(facts: ColumnCounts) -> bool:
    if facts.unique != 2:
        return False
    if facts.storage == "boolean":
        return True
    if facts.storage in ("number", "integer"):
        return (facts.low, facts.high) == (0.0, 1.0)
    return yes_no_pair({plain_digits(label).casefold() for label in facts.labels}) is not None


COLUMN = YesNoColumn()
