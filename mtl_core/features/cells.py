"""A table's columns by name; it travels inside every exported bundle."""

from __future__ import annotations

from typing import Any

import pandas as pd

from mtl_core.errors import DataError


def cells(frame: pd.DataFrame, name: str) -> pd.Series[Any]:
    """The column of that name. Raises DataError."""
    if name not in frame.columns:
        template = 'Column "{name}" is missing from this table, which has {found}; add it, empty if it is unknown.'
        found = ", ".join(f'"{column}"' for column in frame.columns[:10]) or "no columns"
        raise DataError(template.format(name=name, found=found))
    return frame[name]
