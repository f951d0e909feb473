"""Columns with one value at most."""

from __future__ import annotations

from mtl_core.tables.column_kinds.column_counts import ColumnCounts
from mtl_core.tables.column_kinds.table_column import NOT_AT_ALL, Suits, TableColumn


class ConstantColumn(TableColumn):
    """One value, or none."""

    def suits(self, facts: ColumnCounts) -> Suits:
        """Surely, where there is nothing to tell apart."""
        if facts.unique == 0:
            return 100, "Every cell is missing."
        if facts.unique == 1 and not facts.is_ticked:
            return 100, "Every cell holds the same value."
        return NOT_AT_ALL


COLUMN = ConstantColumn()
