"""A file's cells before they are given types: one database table ``raw`` and what was found on the way."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import duckdb

from mtl_core.errors import DataError
from mtl_core.tables.limits import (
    DATABASE_MEMORY,
    MAX_CELLS,
    MAX_COLUMNS,
    MAX_LINE_BYTES,
    MAX_ROWS,
    SHOWN_CHARACTERS,
    SHOWN_REJECTED,
)
from mtl_core.tables.profile import Decision, Rejected

TOO_LONG = f"longer than {MAX_LINE_BYTES:,} bytes"
"""Why a row is rejected that has a text ``is_too_long``."""


@dataclass
class Raw:
    """What stands in the table ``raw``, whose columns are c0, c1, … in the order of ``names``."""

    names: list[str]
    decisions: list[Decision] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    rejected: list[Rejected] = field(default_factory=list)
    num_rejected: int = 0

    def reject(self, line: int, reason: str, text: str) -> None:
        """Note a row that cannot be read, with its place in the file; the first are kept to be shown."""
        self.num_rejected += 1
        if len(self.rejected) < SHOWN_REJECTED:
            self.rejected.append(Rejected(line=line, reason=reason, text=text[:SHOWN_CHARACTERS]))


def connect(folder: Path) -> duckdb.DuckDBPyConnection:
    """An empty database that spills into that folder and fetches nothing from anywhere."""
    return duckdb.connect(
        config={
            "memory_limit": DATABASE_MEMORY,
            "threads": min(4, os.cpu_count() or 1),
            "temp_directory": str(folder),
            "autoinstall_known_extensions": False,
            "autoload_known_extensions": False,
            "disabled_optimizers": "common_subexpressions",  # takes time that grows with the square of the columns
        }
    )


def column(place: int) -> str:
    """The name inside the database of the column at that place."""
    return f"c{place}"


def below_each_other(table: str, places: Sequence[int], *more: str) -> str:
    """SQL of the cells of these columns, all of one type: ``place``, the cell ``v``, and more.

    One query over it takes a fraction of the time of one query per column, most of which is planning.
    """
    cells = f"unnest({list(places)}) AS place, unnest([{', '.join(map(column, places))}]) AS v"
    return f"SELECT {', '.join([cells, *more])} FROM {table}"


def batches(places: Sequence[int], rows: int) -> Iterator[Sequence[int]]:
    """Columns in groups that one query can hold: many of a short table, one of a long."""
    size = max(1, min(200, 1_000_000 // max(1, rows)))
    for start in range(0, len(places), size):
        yield places[start : start + size]


def quote(text: str) -> str:
    """Text as an SQL literal."""
    return "'" + text.replace("'", "''") + "'"


def is_too_long(text: str) -> bool:
    """Whether a text has more bytes than a cell may have."""
    return 4 * len(text) > MAX_LINE_BYTES and len(text.encode("utf-8", "surrogatepass")) > MAX_LINE_BYTES


def check_size(rows: int, columns: int) -> None:
    """Raise DataError where a table is larger than can be worked with."""
    if columns > MAX_COLUMNS:
        template = "The table has {columns:,} columns, expected at most {limit:,}; leave out those you do not need."
        raise DataError(template.format(columns=columns, limit=MAX_COLUMNS))
    if rows > MAX_ROWS:
        template = "The table has {rows:,} rows, expected at most {limit:,}; take a sample of them."
        raise DataError(template.format(rows=rows, limit=MAX_ROWS))
    if rows * columns > MAX_CELLS:
        template = "The table has {cells:,} cells, expected at most {limit:,}; leave out columns or take fewer rows."
        raise DataError(template.format(cells=rows * columns, limit=MAX_CELLS))
