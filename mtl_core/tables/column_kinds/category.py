"""Columns of labels."""

from __future__ import annotations

from mtl_core.tables.column_kinds.column_counts import ColumnCounts
from mtl_core.tables.column_kinds.table_column import Suits, TableColumn

_FEW_TEXTS = 10
_OFTEN = 5  # times that each of few texts stands in the cells, on average
_ENOUGH_TEXTS = 20


class CategoryColumn(TableColumn):
    """One of several labels a row."""

    def suits(self, facts: ColumnCounts) -> Suits:
        """One value or nothing; few texts again and again; else whatever nothing else is."""
        if facts.is_ticked:
            return (
                100,
                f"Its cells hold one value or nothing ({facts.missing:,}), as ticks do; nothing counts, too.",
            )
        if facts.unique <= _FEW_TEXTS and facts.filled >= max(_ENOUGH_TEXTS, _OFTEN * facts.unique):
            return 50, f"It has only {facts.unique:,} different texts, each again and again, as labels have."
        return 10, f"It has {facts.unique:,} different words or labels."


COLUMN = CategoryColumn()
