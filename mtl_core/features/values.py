"""The one way from a stored or typed column to numbers, labels, yes-no and dates.

It knows numpy, pandas, and the words, numerals and moments beside it alone, because it travels inside every exported
bundle.
A cell that cannot be read as what is asked for is missing: NaN, None or NaT.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from mtl_core.features.date_words import in_digits
from mtl_core.features.numerals import Style, number
from mtl_core.features.spellings import DATE_FORMATS, NO_WORDS, YES_WORDS, clean_text, plain_digits

__all__ = ["DATE_FORMATS", "as_dates", "as_labels", "as_numbers", "as_yes_no", "date_format", "in_order", "respell"]

_TIME = re.compile(r"[T ](\d{1,2}:\d{2}(?::\d{2})?)(?:[.,](\d{1,9}))?\s*(Z|[+-]\d{2}(?::?\d{2})?)?$")


def as_numbers(
    values: pd.Series[Any], decimal: str = ".", thousands: str | None = None, unit: str | None = None
) -> npt.NDArray[np.float64]:
    """Float64 numbers, NaN where there is none; infinities are no numbers to learn from, so they are NaN too.

    In text, full-width and other scripts' digits count as digits, ``thousands`` marks must stand at every third digit
    (by default the one of ``,`` and ``.`` that is not ``decimal``), and ``unit`` is dropped ("5 %" gives 5), by default
    any. Dates have no number.
    """
    if pd.api.types.is_datetime64_any_dtype(values.dtype):
        return np.full(len(values), np.nan)
    if pd.api.types.is_numeric_dtype(values.dtype):
        numbers = values.to_numpy(dtype=np.float64, na_value=np.nan).copy()
    else:
        group = {".": ",", ",": "."}.get(decimal, "") if thousands is None else thousands
        cells = _each_once(values, lambda cell: _number(cell, (decimal, group), unit), math.nan)
        numbers = np.array(cells, dtype=np.float64)
    numbers[~np.isfinite(numbers)] = np.nan
    return numbers


def as_labels(values: pd.Series[Any]) -> npt.NDArray[np.object_]:
    """Labels as text, None where there is none, so that 1, 1.0 and "1" are the same class.

    Text is trimmed, composed (NFC) and freed of invisible characters; a truth value gives "True" or "False", a
    date its ISO form, without the time at midnight. An empty text is no label.
    """
    return _each_once(values, _label, None)


def respell(labels: npt.NDArray[np.object_], spellings: Sequence[str]) -> npt.NDArray[np.object_]:
    """Labels [n], None where there is none, each as that of ``spellings`` which differs from it in capitals alone, or
    which means yes or no as it does where they are two words for these. All others stay as they are."""
    words = len(spellings) == 2 and {_yes_no(label) for label in spellings} == {0.0, 1.0}
    alike = _meaning if words else str.lower
    known = {alike(label): label for label in reversed(spellings)}
    return np.array([None if label is None else known.get(alike(label), label) for label in labels], dtype=object)


def _meaning(label: str) -> float | str:
    """What is equal for all words for yes, and for all for no; else the label without capitals."""
    truth = _yes_no(label)
    return label.lower() if math.isnan(truth) else truth


def as_yes_no(values: pd.Series[Any]) -> npt.NDArray[np.float64]:
    """1 for yes, 0 for no, NaN for anything else; the words are YES_WORDS and NO_WORDS in any case."""
    return np.array(_each_once(values, lambda cell: _yes_no(_label(cell)), math.nan), dtype=np.float64)


def as_dates(values: pd.Series[Any], format: str | None = None, day_first: bool = True) -> npt.NDArray[np.datetime64]:
    """Moments in microseconds, NaT where there is none; a time zone is converted to UTC.

    One ``format`` (of the date; a time may follow) holds for the whole column. Without one, it is ``date_format``'s.
    Numbers are no dates.
    """
    if pd.api.types.is_datetime64_any_dtype(values.dtype):
        moments = pd.to_datetime(values, utc=True).dt.tz_localize(None)
        return moments.to_numpy(dtype="datetime64[us]")
    if pd.api.types.is_numeric_dtype(values.dtype):
        return np.full(len(values), np.datetime64("NaT"), dtype="datetime64[us]")
    chosen = format or date_format(values, day_first)
    cells = _each_once(values, lambda cell: _moment(cell, chosen), None)
    return np.array([np.datetime64("NaT") if cell is None else cell for cell in cells], dtype="datetime64[us]")


def date_format(values: pd.Series[Any], day_first: bool = True) -> str:
    """The first of DATE_FORMATS that reads the most of the column's distinct cells; unless ``day_first``, those that
    begin with the month come before the others."""
    formats = DATE_FORMATS if day_first else sorted(DATE_FORMATS, key=lambda format: not format.startswith("%m"))
    cells = values.dropna().unique()[:10_000]
    return max(formats, key=lambda format: sum(_moment(cell, format) is not None for cell in cells))


def in_order(labels: Iterable[str]) -> list[str]:
    """Labels as a person would list them: no before yes, numbers by size, else by alphabet."""
    distinct = sorted(set(labels))
    meaning = {label: _yes_no(label) for label in distinct}
    if len(distinct) == 2 and sorted(meaning.values()) == [0.0, 1.0]:
        return sorted(distinct, key=lambda label: meaning[label])
    sizes = {label: _number(label, (".", ""), "") for label in distinct}
    if not any(math.isnan(size) for size in sizes.values()):
        return sorted(distinct, key=lambda label: (sizes[label], label))
    return distinct


def _each_once(values: pd.Series[Any], read: Callable[[Any], Any], missing: Any) -> npt.NDArray[np.object_]:
    """``read`` of each cell, done once per distinct cell."""
    codes, distinct = pd.factorize(values)
    cells = np.empty(len(distinct) + 1, dtype=object)
    cells[:-1] = [read(cell) for cell in distinct]
    cells[-1] = missing
    return cells[codes]  # code -1, a missing cell, takes the last


def _number(cell: Any, style: Style, unit: str | None) -> float:
    return number(cell, style, unit) if isinstance(cell, str) else _plain_number(cell)


def _plain_number(cell: Any) -> float:
    try:
        return float(cell)
    except (TypeError, ValueError, OverflowError):  # a date, a list, an integer beyond float64
        return math.nan


def _label(cell: Any) -> str | None:
    if isinstance(cell, str):
        return clean_text(cell) or None
    if isinstance(cell, bool | np.bool_):
        return str(bool(cell))
    if isinstance(cell, pd.Timestamp | np.datetime64):
        moment = pd.Timestamp(cell)
        return str(moment.date()) if moment == moment.normalize() else moment.isoformat(sep=" ")
    size = _plain_number(cell)
    if math.isnan(size) or isinstance(cell, int | np.integer):
        return str(cell)
    return str(int(size)) if size.is_integer() and abs(size) < 1e16 else repr(size)


def _yes_no(label: str | None) -> float:
    word = "" if label is None else plain_digits(label).casefold()
    return 1.0 if word in YES_WORDS else 0.0 if word in NO_WORDS else math.nan


def _moment(cell: Any, format: str) -> np.datetime64 | None:
    """A cell as a moment in UTC, or None."""
    if isinstance(cell, str):
        return _parse_moment(in_digits(plain_digits(cell)), format)
    try:
        moment = pd.Timestamp(cell)
    except (TypeError, ValueError):
        return None
    return (moment.tz_convert(None) if moment.tzinfo else moment).to_datetime64()


def _parse_moment(text: str, format: str) -> np.datetime64 | None:
    """Text as a moment in UTC, or None; the standard library reads the date, so that 30 February is none."""
    time = _TIME.search(text)
    clock, fraction, zone = time.groups() if time else ("00:00", None, None)
    day = text[: time.start()] if time else text
    clock = clock if clock.count(":") == 2 else f"{clock}:00"
    try:
        moment = datetime.strptime(f"{day} {clock} {zone or '+0000'}", f"{format} %H:%M:%S %z").astimezone(UTC)
    except (ValueError, OverflowError):  # no such day, or one that a time zone moves beyond the year 9999
        return None
    return np.datetime64(moment.replace(tzinfo=None), "us") + np.timedelta64(
        int((fraction or "").ljust(6, "0")[:6]), "us"
    )
