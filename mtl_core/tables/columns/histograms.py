"""How the values of columns are spread, counted by the database: bins of numbers and dates, the commonest labels."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import groupby

import duckdb

from mtl_core.column_kinds import COLUMN_KINDS
from mtl_core.experiment import ColumnKind
from mtl_core.tables.column_kinds.column_counts import ColumnCounts
from mtl_core.tables.limits import SHOWN_CHARACTERS
from mtl_core.tables.profile import Histogram, Storage
from mtl_core.tables.readers.raw import below_each_other

_BINS = 20
_LABELS = 12

Chosen = tuple[int, ColumnKind, Storage, ColumnCounts]


def histograms(connection: duckdb.DuckDBPyConnection, table: str, columns: Sequence[Chosen]) -> dict[int, Histogram]:
    """The spread of each of these columns that has one, by place."""
    binned = [c for c in columns if COLUMN_KINDS[c[1]].binned and c[2] != "text" and c[3].low < c[3].high]
    labelled = [c for c in columns if COLUMN_KINDS[c[1]].labels]
    return _bins(connection, table, binned) | _labels(connection, table, labelled)


def _bins(connection: duckdb.DuckDBPyConnection, table: str, columns: Sequence[Chosen]) -> dict[int, Histogram]:
    if not columns:
        return {}
    dates = [chosen for chosen in columns if chosen[2] == "date"]
    numbers = [chosen for chosen in columns if chosen[2] != "date"]
    queries = [_bins_query(table, value, some) for value, some in (("epoch(v)", dates), ("v", numbers)) if some]
    rows = connection.execute(" UNION ALL ".join(queries)).fetchall()
    facts = {place: known for place, _, _, known in columns}
    found = {}
    for place, group in groupby(sorted(rows), key=lambda row: row[0]):
        counts = [0] * _BINS
        for _, number, count in group:
            counts[number] = count
        found[place] = Histogram(edges=_edges(facts[place]), counts=tuple(counts))
    return found


def _edges(facts: ColumnCounts) -> tuple[float, ...]:
    """Where the bins begin, and where the last one ends."""
    unit = _unit(facts)
    low, high = facts.low / unit, facts.high / unit
    inner = (unit * (low + (high - low) * (number / _BINS)) for number in range(1, _BINS))
    return (facts.low, *inner, facts.high)


def _unit(facts: ColumnCounts) -> float:
    """The power of two in which low and high are within ±2: so that no difference of numbers of any size overflows or
    becomes 0, and none loses a digit."""
    return math.ldexp(1.0, math.frexp(max(abs(facts.low), abs(facts.high)))[1] - 1)


def _bins_query(table: str, value: str, columns: Sequence[Chosen]) -> str:
    """How many cells each bin of these columns holds, ``value`` being the number that stands for the cell ``v``."""
    known = [facts for *_, facts in columns]
    units = [_unit(facts) for facts in known]
    lows = [facts.low / unit for facts, unit in zip(known, units, strict=True)]
    spans = [facts.high / unit - low for facts, unit, low in zip(known, units, lows, strict=True)]
    more = [
        f"unnest({numbers}::DOUBLE[]) AS {name}" for name, numbers in (("unit", units), ("low", lows), ("span", spans))
    ]
    cells = below_each_other(table, [place for place, *_ in columns], *more)
    number = f"greatest(0, least({_BINS - 1}, floor((x / unit - low) / span * {_BINS})))::INT"
    counted = f"SELECT place, {value}::DOUBLE AS x, unit, low, span FROM ({cells}) WHERE v IS NOT NULL"
    return f"SELECT place, {number} AS bin, count(*) FROM ({counted}) WHERE isfinite(x) GROUP BY place, bin"


def _labels(connection: duckdb.DuckDBPyConnection, table: str, columns: Sequence[Chosen]) -> dict[int, Histogram]:
    found = {}
    for storage in dict.fromkeys(storage for _, _, storage, _ in columns):
        facts = {place: known for place, _, stored, known in columns if stored == storage}
        rows = connection.execute(_labels_query(table, storage, list(facts))).fetchall()
        for place, group in groupby(rows, key=lambda row: row[0]):
            listed = [(label, count) for _, label, count in group]
            counts = tuple(count for _, count in listed)
            labels = tuple(label for label, _ in listed)
            found[place] = Histogram(labels=labels, counts=counts, rest=facts[place].filled - sum(counts))
    return found


def _labels_query(table: str, storage: Storage, places: Sequence[int]) -> str:
    """The commonest labels of these columns of one storage, with their counts."""
    label = {"boolean": "CASE WHEN v THEN 'True' ELSE 'False' END", "number": "v::BIGINT::VARCHAR"}.get(storage, "v")
    cells = below_each_other(table, places)
    counted = f"SELECT place, v, count(*) AS n FROM ({cells}) WHERE v IS NOT NULL GROUP BY place, v"
    rank = "row_number() OVER (PARTITION BY place ORDER BY n DESC, v)"
    return (
        f"SELECT place, left({label}::VARCHAR, {SHOWN_CHARACTERS}), n FROM ({counted}) "
        f"QUALIFY {rank} <= {_LABELS} ORDER BY place, n DESC, v"
    )
