"""Whether the first row of a table holds the names of its columns; knows rows of text alone."""

from __future__ import annotations

import re
from collections.abc import Sequence

from mtl_core.features.words import plain_digits
from mtl_core.tables.profile import Decision

_VALUE = re.compile(r"[+-]?(\d[\d.,' ]*|[.,]\d+)([eE][+-]?\d+)?%?|\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}.*")


def decide(rows: Sequence[Sequence[str]], asked: bool | None) -> Decision:
    """Whether the first of these rows is a header, from how it differs from the others."""
    if asked is not None:
        return Decision(field="header", value=asked, reason="You chose it.", alternatives=(not asked,))
    first, others = rows[0], rows[1:]
    votes = [_vote(first[place], [row[place] for row in others if place < len(row)]) for place in range(len(first))]
    if sum(votes) > 0:
        return _decision(True, "The first row holds words where the rows below hold numbers, dates or other words.")
    if sum(votes) < 0:
        return _decision(False, "The first row holds values like the rows below it, so it is not a header.")
    if all(name.strip() and not _is_value(name) for name in first) and len(set(first)) == len(first):
        return _decision(True, "Every cell of the first row is filled and different, as names are.")
    return _decision(False, "The first row does not look like names: it holds numbers, empty cells or repetitions.")


def _vote(name: str, cells: Sequence[str]) -> int:
    """+1 where the first cell differs from those below as a name does, -1 where it is one of them."""
    filled = [cell for cell in cells if cell.strip()]
    if not filled or not name.strip():
        return 0
    values = sum(map(_is_value, filled)) > 0.8 * len(filled)
    if values:
        return -1 if _is_value(name) else 1
    return -1 if name in filled else 0


def _is_value(cell: str) -> bool:
    return _VALUE.fullmatch(plain_digits(cell)) is not None


def _decision(value: bool, reason: str) -> Decision:
    return Decision(field="header", value=value, reason=reason, alternatives=(not value,))
