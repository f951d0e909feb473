"""Counts of a column's cells, from which its kind is told."""

from __future__ import annotations

from dataclasses import dataclass

from mtl_core.tables.profile import Storage

ENOUGH_ROWS = 50
"""Rows from which on it says something that no two are alike."""
_UNIQUE = 0.95


@dataclass(frozen=True)
class ColumnCounts:
    """Counts of a column's cells, which are of those that are not missing but for ``missing``."""

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
    examples: tuple[str, ...] = ()  # the first that differ
    missing: int = 0

    @property
    def mostly_unique(self) -> bool:
        """Whether nearly every cell has a value of its own."""
        return self.unique >= _UNIQUE * self.filled

    @property
    def is_ticked(self) -> bool:
        """Whether its cells hold one value or nothing, which tells rows apart as ticks in a survey do."""
        return self.unique == 1 and self.missing > 0
