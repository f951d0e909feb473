"""How the cells of one column are written, so that new rows, typed or as text, are read as the training rows were.

It knows cells, not what a network makes of them, and travels inside every exported bundle.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from mtl_core.errors import DataError
from mtl_core.features.numerals import LONGEST, Style
from mtl_core.features.spellings import DATE_FORMATS, MISSING_WORDS
from mtl_core.features.values import as_dates, as_labels, as_numbers, as_yes_no, date_format, respell

_TYPES = {
    "boolean": "boolean",
    "integer": "number",
    "floating": "number",
    "mixed-integer-float": "number",
    "decimal": "number",
    "datetime64": "date",
    "datetime": "date",
    "date": "date",
}  # what pandas infers of a column's cells → how we store it; anything else is text

MOST_SPELLINGS = 1_000
"""Labels of a column that are written in several ways."""
_MOST_NUMBERS = 20
_DATE_PARTS = {"%d": "DD", "%m": "MM", "%Y": "YYYY"}


@dataclass(frozen=True)
class ColumnFormat:
    """How a column's cells are written as text, and what they were when the column was typed."""

    storage: str = "text"  # text, number, boolean or date
    decimal: str = "."
    unit: str | None = None  # what stands around the digits of numbers and is left out; None: whatever does
    thousands: str | None = None  # None: the one of , and . that is not decimal
    date: str | None = None  # one of DATE_FORMATS; None: decided at each reading
    day_first: bool = True  # where a date can be read both ways
    missing: tuple[str, ...] = ()  # words that mean missing among text, in small letters
    missing_numbers: tuple[float, ...] = ()  # such as -999
    spellings: tuple[str, ...] = ()  # labels that stand for all others which differ from them in capitals alone

    def __post_init__(self) -> None:
        if max(map(len, (self.unit or "", *self.missing))) > LONGEST or len(self.missing) > len(MISSING_WORDS):
            raise DataError("A column's format holds more words for missing, or longer ones, than any table can have.")
        if len(self.missing_numbers) > _MOST_NUMBERS or len(self.spellings) > MOST_SPELLINGS:
            raise DataError("A column's format holds more numbers or labels than a person can have asked for.")
        marks = len(self.decimal) == 1 and len(self.thousands or "") <= 1 and self.decimal != self.thousands
        known = self.storage in {"text", "number", "boolean", "date"} and self.date in (None, *DATE_FORMATS)
        if not (marks and known):
            template = "A column's format must have two different marks and a known date format; received {received}."
            raise DataError(template.format(received=str(self)[:200]))

    @property
    def style(self) -> Style:
        """The sign before decimals and the one between groups of digits."""
        other = {".": ",", ",": "."}.get(self.decimal, "")
        return self.decimal, other if self.thousands is None else self.thousands

    def learn(self, values: pd.Series[Any], dates: bool = False) -> ColumnFormat:
        """This format with what the training rows' cells add: their type and, for ``dates`` as text, their format."""
        storage = _TYPES.get(pd.api.types.infer_dtype(values, skipna=True), "text")
        date = date_format(values, self.day_first) if dates and storage == "text" and self.date is None else self.date
        return replace(self, storage=storage, date=date)

    def numbers(self, values: pd.Series[Any]) -> npt.NDArray[np.float64]:
        """Finite numbers, NaN where there is none."""
        if self.storage == "boolean":
            return as_yes_no(values)
        numbers = as_numbers(values, *self.style, self.unit)
        if self.missing_numbers:
            numbers[np.isin(numbers, self.missing_numbers)] = np.nan
        return numbers

    def convert(self, values: pd.Series[Any]) -> pd.Series[Any]:
        """Stored cells, whose labels that count as one are one, and whose numbers that mean missing are so."""
        if self.spellings and pd.api.types.is_string_dtype(values.dtype):
            return pd.Series(respell(as_labels(values), self.spellings), values.index, dtype=values.dtype)
        if self.missing_numbers and pd.api.types.is_numeric_dtype(values.dtype):
            return pd.Series(self.numbers(values), values.index)
        return values

    def unread_numbers(self, values: pd.Series[Any]) -> npt.NDArray[np.bool_]:
        """Which cells [n] say something that is no finite number; words such as NA say that nothing is known, and so
        do numbers that mean missing."""
        known = replace(self, missing_numbers=())
        return self._find_filled(values, MISSING_WORDS) & np.isnan(known.numbers(values))

    def unread_dates(self, values: pd.Series[Any]) -> npt.NDArray[np.bool_]:
        """Which cells [n] say something that is no date; words such as NA say that nothing is known."""
        return self._find_filled(values, MISSING_WORDS) & np.isnat(self.dates(values))

    def unread_labels(self, values: pd.Series[Any]) -> npt.NDArray[np.bool_]:
        """Which cells [n] say something that is not of the column's type: a word where it holds numbers."""
        return self._find_filled(values, MISSING_WORDS if self.storage != "text" else ()) & pd.isna(self.labels(values))

    def _find_filled(self, values: pd.Series[Any], words: Collection[str]) -> npt.NDArray[np.bool_]:
        """Which cells [n] are neither missing nor blank, nor one of these words or the column's own for missing."""
        return saying(as_labels(values), {*words, *self.missing})

    def dates(self, values: pd.Series[Any]) -> npt.NDArray[np.datetime64]:
        """Moments, NaT where there is none."""
        return as_dates(values, self.date, self.day_first)

    def labels(self, values: pd.Series[Any]) -> npt.NDArray[np.object_]:
        """Labels, None where there is none; a typed column's cells give the same labels when they come as text."""
        if self.storage == "number":
            return as_labels(pd.Series(self.numbers(values)))
        if self.storage == "boolean":
            return as_labels(pd.Series(as_yes_no(values)).map({1.0: "True", 0.0: "False"}).astype(object))
        if self.storage == "date":
            return as_labels(pd.Series(self.dates(values)))
        labels = as_labels(values)
        if self.missing:
            labels[[label is not None and label.lower() in self.missing for label in labels]] = None
        return respell(labels, self.spellings) if self.spellings else labels

    def describe_numbers(self) -> str:
        """How its numbers are read, in a few words."""
        mark, group = self.style
        said = [f'decimal sign "{mark}"', *([f'thousands sign "{group}"'] if group else [])]
        said += [f'unit "{self.unit}" left out'] if self.unit else []
        said += [f"{number:.15g} means missing" for number in self.missing_numbers]
        return ", ".join([*said, "words such as NA mean missing"])

    def describe_dates(self) -> str:
        """How its dates are read, in a few words."""
        date = self.date or ("%d/%m/%Y" if self.day_first else "%m/%d/%Y")
        for part, word in _DATE_PARTS.items():
            date = date.replace(part, word)
        certain = f"as {date}" if self.date else f"as {date} where day and month could be exchanged"
        return f"{certain}, words such as NA mean missing"

    def describe_labels(self) -> str:
        """How its labels are read, in a few words."""
        if self.storage == "number":
            return self.describe_numbers()
        if self.storage == "date":
            return self.describe_dates()
        said = ["words for yes and no in any case"] if self.storage == "boolean" else ["as written"]
        said += ["labels that differ in capitals alone as one"] if self.spellings else []
        words = ", ".join(f'"{word}"' for word in self.missing)
        said += [f"{words} mean missing" if len(self.missing) > 1 else f"{words} means missing"] if words else []
        return ", ".join(said)


def saying(labels: npt.NDArray[np.object_], unsaid: Collection[str]) -> npt.NDArray[np.bool_]:
    """Which labels [n] say something: neither None nor, in whatever case, one of these words for missing."""
    return np.array([label is not None and label.lower() not in unsaid for label in labels], dtype=bool)


AS_WRITTEN = ColumnFormat()
"""The format of a column of which nothing special is known."""
NOTHING_KNOWN: Mapping[str, ColumnFormat] = MappingProxyType({})
"""The formats, by column, of a table of which nothing is known beforehand."""
