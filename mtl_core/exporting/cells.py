"""Cells of tables as JSON can hold them."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import pandas as pd


def as_json(frame: pd.DataFrame) -> pd.DataFrame:
    """``frame`` with each cell as JSON can hold it: text, a number, true, false or nothing."""
    return pd.DataFrame({name: [_cell(cell) for cell in frame[name]] for name in frame}, dtype=object)


def as_json_rows(frame: pd.DataFrame) -> list[list[Any]]:
    """The rows of a frame, whose column names may be given twice."""
    return [[_cell(cell) for cell in row] for row in frame.itertuples(index=False, name=None)]


def _cell(cell: Any) -> Any:
    if pd.isna(cell):
        return None
    if isinstance(cell, date | np.datetime64):  # pandas' moments are dates too
        return pd.Timestamp(cell).isoformat(sep=" ")
    if isinstance(cell, np.generic):
        cell = cell.item()
    if isinstance(cell, float) and not np.isfinite(cell):
        return None
    return cell if isinstance(cell, str | bool | int | float) else str(cell)
