"""A table's columns by name; it travels inside every exported bundle."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from typing import Any

import pandas as pd

from mtl_core.errors import DataError

_NAMED = 20  # columns in one sentence


def cells(frame: pd.DataFrame, name: str) -> pd.Series[Any]:
    """The column of that name. Raises DataError."""
    require(frame, [name])
    return frame[name]


def require(frame: pd.DataFrame, names: Sequence[str]) -> None:
    """Raise DataError unless the frame has all of these columns; it names each that is missing, and which of the
    frame's others may be meant."""
    missing = [name for name in names if name not in frame.columns]
    if not missing:
        return
    others = [str(column) for column in frame.columns if column not in names]
    said = ", ".join(_suggest(name, others) for name in missing[:_NAMED])
    more = f" and {len(missing) - _NAMED:,} more" if len(missing) > _NAMED else ""
    found = ", ".join(f'"{column}"' for column in frame.columns[:_NAMED]) or "no columns"
    if len(missing) == 1:
        template = "Column {said} is missing from this table, which has {found}; add it, empty if it is unknown."
    else:
        template = "Columns {said}{more} are missing from this table, which has {found}; add them, empty if unknown."
    raise DataError(template.format(said=said, more=more, found=found))


def _suggest(name: str, others: Sequence[str]) -> str:
    """The name of a column, with the one that may be meant."""
    near = {_plain(other): other for other in reversed(others)}
    meant = difflib.get_close_matches(_plain(name), near, n=1, cutoff=0.75)
    return f'"{name}" (is it "{near[meant[0]]}"?)' if meant else f'"{name}"'


def _plain(name: str) -> str:
    """A name as it is compared: without case, blanks and signs between words."""
    return "".join(letter for letter in name.casefold() if letter.isalnum()) or name
