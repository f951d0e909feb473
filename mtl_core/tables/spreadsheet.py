"""Tables as CSV that a spreadsheet opens without running what is in them.

A cell or a heading that a spreadsheet would take for a formula gets a leading apostrophe (OWASP, "CSV Injection").
"""

from __future__ import annotations

import csv

import pandas as pd

_SIGNS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def to_csv(frame: pd.DataFrame) -> bytes:
    """The table as CSV in UTF-8, with a byte order mark so that a spreadsheet reads every script."""
    safe = frame.rename(columns=harmless)
    for place, kind in enumerate(frame.dtypes):
        if not (pd.api.types.is_numeric_dtype(kind) or pd.api.types.is_datetime64_any_dtype(kind)):
            safe.isetitem(place, frame.iloc[:, place].map(_cell).to_numpy())
    text = safe.to_csv(index=False, quoting=csv.QUOTE_NONNUMERIC)
    return b"\xef\xbb\xbf" + text.encode("utf-8")


def harmless(text: str) -> str:
    """``text`` as a cell that is no formula; plain numbers stay as they are."""
    text = text.replace("\x00", "")
    return f"'{text}" if text.startswith(_SIGNS) and not _is_number(text) else text


def _cell(value: object) -> object:
    return harmless(value) if isinstance(value, str) else value


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return text == text.strip() and text.isascii()
