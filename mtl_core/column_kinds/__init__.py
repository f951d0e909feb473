"""The kinds of column: what can be said of each without any data."""

from mtl_core.column_kinds.registry import COLUMN_KINDS, NUMBERS, column_kinds
from mtl_core.column_kinds.traits import ColumnTraits

__all__ = ["COLUMN_KINDS", "NUMBERS", "ColumnTraits", "column_kinds"]
