"""Columns set apart by runs of blanks, as instruments and programs of statistics write them, told and made tabs."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path

DELIMITER = " "
"""Stands for any run of blanks."""

_CONSTANT = 0.98  # of the lines have one number of fields, or the blanks are those of sentences
_NUMBERS = 0.9  # of a column's cells
_NUMERIC = 0.5  # of the columns, or single blanks are those between the words of sentences
_GAP = re.compile(r" {2,}|\s*\t\s*")
_NUMBER = re.compile(r"[-+]?(\d+([.,]\d*)?|[.,]\d+)([eE][-+]?\d+)?%?")

Fields = Callable[[str], list[str]]


def look_apart(start: str) -> bool:
    """Whether the lines that a text starts with are columns set apart by blanks rather than sentences."""
    return _fields_of(start) is not None


def to_tabs(source: Path, target: Path) -> Path:
    """Write the text anew with a tab for each run of blanks between two columns, a line for each line."""
    with source.open(encoding="utf-8") as file:
        fields = _fields_of(file.read(1 << 16)) or _at_any_blank
        file.seek(0)
        with target.open("w", encoding="utf-8", newline="") as written:
            writer = csv.writer(written, delimiter="\t", lineterminator="\n")
            writer.writerows(fields(line) if line.strip() else [] for line in file)
    return target


def _fields_of(start: str) -> Fields | None:
    """How a line is parted into its columns; None where blanks part no columns."""
    lines = [line for line in io.StringIO(start, newline=None) if line.strip()]
    lines = lines[:-1] if len(lines) > 2 and not start.endswith(("\n", "\r")) else lines
    if _are_constant([_at_gaps(line) for line in lines]):
        return _at_gaps
    rows = [_at_any_blank(line) for line in lines]
    return _at_any_blank if _are_constant(rows) and _hold_numbers(rows[1:]) else None


def _at_gaps(line: str) -> list[str]:
    return _GAP.split(line.strip())


def _at_any_blank(line: str) -> list[str]:
    """The fields of a line, which may stand in quotation marks."""
    return next(csv.reader([" ".join(line.split())], delimiter=" "), [])


def _are_constant(rows: Iterable[list[str]]) -> bool:
    widths = Counter(map(len, rows))
    width, rows_so = widths.most_common(1)[0] if widths else (1, 0)
    return width > 1 and rows_so > 1 and rows_so >= _CONSTANT * widths.total()


def _hold_numbers(rows: list[list[str]]) -> bool:
    """Whether enough of the columns hold numbers."""
    width = max(map(len, rows), default=0)
    columns = [[row[place] for row in rows if place < len(row)] for place in range(width)]
    numeric = sum(
        sum(_NUMBER.fullmatch(cell) is not None for cell in cells) >= _NUMBERS * len(rows) for cells in columns
    )
    return numeric >= _NUMERIC * width > 0
