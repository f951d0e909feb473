"""Columns that tell rows apart."""

from __future__ import annotations

import re

from mtl_core.tables.column_kinds.column_counts import ENOUGH_ROWS, ColumnCounts
from mtl_core.tables.column_kinds.table_column import NOT_AT_ALL, Suits, TableColumn

_NAMED_LIKE_ID = re.compile(
    r"(^|[\s_.\-/#])(id|ids|uuid|guid|key|index|idx|no|nr|number|row|rowid)$|[a-z](Id|ID|Key)$|编号|序号|^#$|^(row|index)"
    r"|unnamed: 0$|\(no name\)$",
)
_NAMED_LIKE_YEAR = re.compile(r"year|jahr|año|année|ano$|年|год", re.IGNORECASE)
_SURE = 70  # more than a number
_LIKELY = 40  # less than a text of several words


class IdentifierColumn(TableColumn):
    """A value of its own in nearly every row, which says nothing of new ones."""

    def suits(self, facts: ColumnCounts) -> Suits:
        """Running numbers, and names that stand once."""
        if facts.storage == "integer":
            return _running(facts)
        named = _is_named_so(facts) or facts.filled > ENOUGH_ROWS
        if facts.storage == "text" and facts.mostly_unique and named:
            return _LIKELY, "Nearly every row has a value of its own, and a short one."
        return NOT_AT_ALL


def _running(facts: ColumnCounts) -> Suits:
    all_different = facts.unique == facts.filled
    enough = facts.filled > ENOUGH_ROWS and not _is_year(facts)
    if enough and all_different and facts.high - facts.low == facts.filled - 1:
        return _SURE, "It numbers the rows: every whole number of a range once."
    if enough and all_different and facts.rising:
        return _SURE, "Each whole number is larger than the one above, as running numbers are."
    if _is_named_so(facts) and facts.mostly_unique and facts.filled > 10:
        return _SURE, "Its name and its whole numbers, nearly all different, look like those of an identifier."
    return NOT_AT_ALL


def _is_named_so(facts: ColumnCounts) -> bool:
    return bool(_NAMED_LIKE_ID.search(facts.name.strip()))


def _is_year(facts: ColumnCounts) -> bool:
    return bool(_NAMED_LIKE_YEAR.search(facts.name)) and facts.low > 0 and facts.high < 3_000


COLUMN = IdentifierColumn()
