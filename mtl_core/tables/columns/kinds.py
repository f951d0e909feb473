"""Which kind a column is, and why in a sentence; knows counts of a column, not its cells."""

from __future__ import annotations

import re
from dataclasses import dataclass

from mtl_core.experiment import ColumnKind
from mtl_core.features.spellings import plain_digits, yes_no_pair
from mtl_core.tables.profile import Storage

_NAMED_LIKE_ID = re.compile(
    r"(^|[\s_.\-/#])(id|ids|uuid|guid|key|index|idx|no|nr|number|row|rowid)$|[a-z](Id|ID|Key)$|编号|序号|^#$|^(row|index)"
    r"|unnamed: 0$|\(no name\)$",
)
_NAMED_LIKE_YEAR = re.compile(r"year|jahr|año|année|ano$|年|год", re.IGNORECASE)
ENOUGH_ROWS = 50
_UNIQUE = 0.95
_LONG_TEXT = 40
_MANY_WORDS = 4.0
_MANY_LABELS = 0.5
_FEW_TEXTS = 10
_OFTEN = 5  # times that each of few texts stands in the cells, on average
_ENOUGH_TEXTS = 20


@dataclass(frozen=True)
class ColumnCounts:
    """Counts of a column's cells that are not missing."""

    name: str
    storage: Storage
    filled: int
    unique: int
    low: float = 0.0
    high: float = 0.0
    rising: bool = False  # each integer larger than the one above
    words: float = 0.0  # per cell, on average
    length: float = 0.0  # characters per cell, on average
    labels: tuple[str, ...] = ()  # all of them, where they are two


def decide(facts: ColumnCounts) -> tuple[ColumnKind, str]:
    """The kind and the reason for it."""
    if facts.unique == 0:
        return "constant", "Every cell is missing."
    if facts.unique == 1:
        return "constant", "Every cell that is filled holds the same value."
    if _yes_no(facts):
        return "yes_no", "It has two values that say yes and no."
    if facts.storage == "date":
        return "date", "Every cell that is filled is a date."
    if facts.storage == "number":
        return "numeric", "Every cell that is filled is a number, some with decimals."
    return _whole_number(facts) if facts.storage == "integer" else _words(facts)


def _yes_no(facts: ColumnCounts) -> bool:
    if facts.unique != 2:
        return False
    if facts.storage == "boolean":
        return True
    if facts.storage in ("number", "integer"):
        return (facts.low, facts.high) == (0.0, 1.0)
    return yes_no_pair({plain_digits(label).casefold() for label in facts.labels}) is not None


def _whole_number(facts: ColumnCounts) -> tuple[ColumnKind, str]:
    all_different = facts.unique == facts.filled
    enough = facts.filled > ENOUGH_ROWS and not _is_year(facts)
    named = bool(_NAMED_LIKE_ID.search(facts.name.strip()))
    if enough and all_different and facts.high - facts.low == facts.filled - 1:
        return "identifier", "It numbers the rows: every whole number of a range once."
    if enough and all_different and facts.rising:
        return "identifier", "Each whole number is larger than the one above, as running numbers are."
    if named and _mostly_unique(facts) and facts.filled > 10:
        return "identifier", "Its name and its whole numbers, nearly all different, look like those of an identifier."
    return "numeric", "Every cell that is filled is a whole number."


def _words(facts: ColumnCounts) -> tuple[ColumnKind, str]:
    if facts.unique <= _FEW_TEXTS and facts.filled >= max(_ENOUGH_TEXTS, _OFTEN * facts.unique):
        return "category", f"It has only {facts.unique:,} different texts, each again and again, as labels have."
    if facts.words >= _MANY_WORDS or (facts.length > _LONG_TEXT and facts.words > 1.5):
        return "text", "The cells are texts of several words."
    if _mostly_unique(facts) and (facts.filled > ENOUGH_ROWS or _NAMED_LIKE_ID.search(facts.name.strip())):
        return "identifier", "Nearly every row has a value of its own, and a short one."
    if facts.filled > ENOUGH_ROWS and facts.unique > _MANY_LABELS * facts.filled:
        return "text", "Most rows have a text that no other row has."
    return "category", f"It has {facts.unique:,} different words or labels."


def _mostly_unique(facts: ColumnCounts) -> bool:
    return facts.unique >= _UNIQUE * facts.filled


def _is_year(facts: ColumnCounts) -> bool:
    return bool(_NAMED_LIKE_YEAR.search(facts.name)) and facts.low > 0 and facts.high < 3_000
