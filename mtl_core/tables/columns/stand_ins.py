"""Numbers that may stand for a missing value, such as -999 far below all others, counted by the database."""

from __future__ import annotations

from collections.abc import Sequence

import duckdb

from mtl_core.tables.column_kinds.column_counts import ColumnCounts
from mtl_core.tables.profile import StandIn
from mtl_core.tables.readers.raw import below_each_other

NUMBERS = (-99_999, -9_999, -999, -99, -9, -1, 99, 999, 9_999, 99_999)
"""What people write for "not known" where a number is wanted."""

_FEWEST = 2  # cells; a single one may be a slip


def stand_ins(
    connection: duckdb.DuckDBPyConnection, table: str, columns: Sequence[tuple[int, ColumnCounts]]
) -> dict[int, tuple[StandIn, ...]]:
    """Those of NUMBERS that stand in these columns again and again, farther from all others than these among
    themselves, by the column's place."""
    found: dict[int, tuple[StandIn, ...]] = {}
    for storage in ("number", "integer"):
        some = [place for place, facts in columns if facts.storage == storage and {facts.low, facts.high} & {*NUMBERS}]
        found |= _of_one_type(connection, table, some) if some else {}
    return found


def _of_one_type(
    connection: duckdb.DuckDBPyConnection, table: str, places: Sequence[int]
) -> dict[int, tuple[StandIn, ...]]:
    others = f"v NOT IN {NUMBERS} AND isfinite(v::DOUBLE)"
    counts = ", ".join(f"count(*) FILTER (WHERE v = {number})" for number in NUMBERS)
    ends = f"min(v) FILTER (WHERE {others})::DOUBLE, max(v) FILTER (WHERE {others})::DOUBLE"
    rows = connection.execute(
        f"SELECT place, {ends}, {counts} FROM ({below_each_other(table, places)}) GROUP BY place"
    ).fetchall()
    return {place: _far(low, high, cells) for place, low, high, *cells in rows}


def _far(low: float | None, high: float | None, cells: Sequence[int]) -> tuple[StandIn, ...]:
    if low is None or high is None or not low < high:
        return ()
    span = high - low
    return tuple(
        StandIn(number=number, cells=count)
        for number, count in zip(NUMBERS, cells, strict=True)
        if count >= _FEWEST and (number < low - span or number > high + span)
    )
