"""Whether the first rows of a table hold the names of its columns; knows rows of text alone."""

from __future__ import annotations

import re
from collections.abc import Sequence

from mtl_core.features.spellings import MISSING_WORDS, plain_digits
from mtl_core.tables.profile import Decision

_VALUE = re.compile(r"[+-]?(\d[\d.,' ]*|[.,]\d+)([eE][+-]?\d+)?%?|\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}.*")

Row = Sequence[str]


def decide(rows: Sequence[Row], asked: bool | None, two: bool = False) -> Decision:
    """Whether the first of these rows is a header, from how it differs from the others; ``two`` are known to be."""
    if asked is not None:
        return Decision(field="header", value=asked, reason="You chose it.", alternatives=(not asked,))
    if two:
        return _decision(True, "The first two rows hold words where the rows below hold numbers or other words.")
    first, votes = rows[0], _votes(rows)
    if sum(votes) > 0:
        return _decision(True, "The first row holds words where the rows below hold numbers, dates or other words.")
    if sum(votes) < 0:
        return _decision(False, "The first row holds values like the rows below it, so it is not a header.")
    if all(name.strip() and not is_value(name) for name in first) and len(set(first)) == len(first):
        return _decision(True, "Every cell of the first row is filled and different, as names are.")
    return _decision(False, "The first row does not look like names: it holds numbers, empty cells or repetitions.")


def is_surely(rows: Sequence[Row]) -> bool:
    """Whether the first of these rows holds words where the others hold numbers, dates or other words."""
    return bool(rows) and sum(_votes(rows)) > 0


def in_doubt(rows: Sequence[Row]) -> bool:
    """Whether the first of these rows holds neither words over numbers nor a value like those below it."""
    return bool(rows) and sum(_votes(rows)) == 0


def has_second(rows: Sequence[Row], merged: bool) -> bool:
    """Whether the first two rows are both of names: groups over names, or names over units. ``merged`` says that the
    first has cells that reach over several columns."""
    if len(rows) < 3 or len(rows[0]) != len(rows[1]):
        return False
    upper, lower, body = rows[0], rows[1], rows[2:]
    words = [name for name in lower if name.strip()]
    if not all(map(str.strip, map("".join, zip(upper, lower, strict=True)))) or any(map(_is_no_name, words)):
        return False
    if any(name in {row[place] for row in body if place < len(row)} for place, name in enumerate(lower) if name):
        return False
    numbers = _numbers(lower, body)
    if sum(vote > 0 for vote in _votes(rows[1:])) != numbers:
        return False
    if _groups(upper):
        return merged or numbers > 0
    return numbers > 1 and len(set(words)) > 1 and not any(map(is_value, upper))


def _groups(row: Row) -> bool:
    """Whether cells of a row of names are empty or repeated, but for a first one without a name."""
    named = [cell for place, cell in enumerate(row) if place or cell.strip()]
    return len({cell for cell in named if cell.strip()}) < len(named)


def _numbers(names: Row, rows: Sequence[Row]) -> int:
    """How many of the columns with a name hold values in nearly all of these rows."""
    cells = ([row[place] for row in rows if place < len(row)] for place, name in enumerate(names) if name.strip())
    return sum(map(_are_values, cells))


def _votes(rows: Sequence[Row]) -> list[int]:
    first, others = rows[0], rows[1:]
    return [_vote(name, [row[place] for row in others if place < len(row)]) for place, name in enumerate(first)]


def _vote(name: str, cells: Sequence[str]) -> int:
    """+1 where the first cell differs from those below as a name does, -1 where it is one of them."""
    if not name.strip():
        return 0
    if _are_values(cells):
        return -1 if is_value(name) else 1
    return -1 if name in cells else 0


def _are_values(cells: Sequence[str]) -> bool:
    filled = [cell for cell in cells if cell.strip()]
    return sum(map(is_value, filled)) > 0.8 * len(filled)


def is_value(cell: str) -> bool:
    """Whether a cell is a number or a date as it may stand in a table."""
    return _VALUE.fullmatch(plain_digits(cell)) is not None


def _is_no_name(cell: str) -> bool:
    return is_value(cell) or cell.strip().lower() in MISSING_WORDS


def _decision(value: bool, reason: str) -> Decision:
    return Decision(field="header", value=value, reason=reason, alternatives=(not value,))
