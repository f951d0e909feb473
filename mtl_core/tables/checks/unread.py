"""Cells that cannot be read as what is asked of their column: how many, and the first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

from mtl_core.column_kinds import COLUMN_KINDS
from mtl_core.features.column_format import ColumnFormat
from mtl_core.tables.column_kinds import TABLE_COLUMNS
from mtl_core.tables.findings import Finding, cut, error, warning


@dataclass(frozen=True)
class Unread:
    """What of a column is not read: ``count`` of its ``filled`` cells, the first of them in row ``row``, from 1."""

    what: str
    count: int
    filled: int
    text: str
    row: int

    def warning(self, column: str, who: str = "Column") -> Finding:
        """The warning in words."""
        template = (
            '{who} "{column}": {count:,} of {filled:,} cells cannot be read as {what} and count as missing, the first '
            '"{text}" in row {row:,}.'
        )
        found = {"count": self.count, "filled": self.filled, "what": self.what, "text": cut(self.text), "row": self.row}
        return warning(column, template, who=who, **found)

    def fault(self, column: str) -> Finding | None:
        """The error of a number to predict of which nothing is read, if that is so."""
        if self.count < self.filled:
            return None
        template = (
            'Task "{column}" cannot be a number: no cell can be read as one, received text such as "{text}"; '
            "predict classes."
        )
        return error(column, template, "task: multiclass", text=cut(self.text))


def unread(values: pd.Series[Any], kind: str, format: ColumnFormat) -> Unread | None:
    """What of a column's stored cells is not read as this kind of column; None where all of it is.

    Infinite numbers are read, though they are none to learn from.
    """
    if not pd.api.types.is_string_dtype(values.dtype):
        return None
    mask = TABLE_COLUMNS[kind].unread(values, format)
    if not mask.any():
        return None
    first = int(mask.argmax())
    what = COLUMN_KINDS[kind].one
    return Unread(what, int(mask.sum()), int(values.notna().sum()), str(values.iloc[first]), first + 1)
