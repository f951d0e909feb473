"""What each kind of column is in a table, a file per kind: when a column is of it, how cells are read and checked."""

from __future__ import annotations

from collections.abc import Mapping

from mtl_core.column_kinds import COLUMN_KINDS
from mtl_core.experiment import ColumnKind
from mtl_core.families import members
from mtl_core.tables.column_kinds.column_counts import ColumnCounts
from mtl_core.tables.column_kinds.table_column import TableColumn

TABLE_COLUMNS: Mapping[str, TableColumn] = members("mtl_core.tables.column_kinds", "COLUMN", COLUMN_KINDS)


def decide(facts: ColumnCounts) -> tuple[ColumnKind, str]:
    """The kind that suits a column best, and the reason for it."""
    suits = {kind: column.suits(facts) for kind, column in TABLE_COLUMNS.items()}
    best = max(suits, key=lambda kind: suits[kind][0])
    return best, suits[best][1]
