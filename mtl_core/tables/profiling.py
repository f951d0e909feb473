"""What is known of each column of the typed table, counted by the database; knows no file format."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import duckdb

from mtl_core.experiment import ColumnKind
from mtl_core.tables import kinds, spreads
from mtl_core.tables.kinds import Facts
from mtl_core.tables.limits import SHOWN_CHARACTERS
from mtl_core.tables.profile import ColumnProfile, Histogram, Storage
from mtl_core.tables.raw import below_each_other, column

_EXAMPLES = 5
_SAMPLE = 20_000
_LARGEST_FLOAT32 = 3.4028234e38
_CJK = "[\\x{3040}-\\x{30ff}\\x{4e00}-\\x{9fff}\\x{ac00}-\\x{d7af}]"
_RANGES: dict[Storage, str] = {
    "number": "min(v) FILTER (WHERE isfinite(v)), max(v) FILTER (WHERE isfinite(v)), "
    f"count(*) FILTER (WHERE isinf(v)), count(*) FILTER (WHERE isfinite(v) AND abs(v) > {_LARGEST_FLOAT32})",
    "integer": "min(v)::DOUBLE, max(v)::DOUBLE, 0, 0",
    "boolean": "min(v::INT)::DOUBLE, max(v::INT)::DOUBLE, 0, 0",
    "date": "epoch(min(v)), epoch(max(v)), 0, 0",
    "text": "0.0::DOUBLE, 0.0::DOUBLE, 0, 0",
}


@dataclass(frozen=True)
class Stored:
    """A column of the typed table, by its place, and what typing found to say about it."""

    place: int
    name: str
    storage: Storage
    issues: list[str] = field(default_factory=list)


def profile(
    connection: duckdb.DuckDBPyConnection, table: str, rows: int, columns: Sequence[Stored]
) -> tuple[ColumnProfile, ...]:
    """The profile of each column of that table of so many rows."""
    examples = _examples(connection, table, columns)
    facts = {item.place: found for some in batches(columns, rows) for item, found in _facts(connection, table, some)}
    decided = {item.place: kinds.decide(facts[item.place]) for item in columns}
    shown: dict[int, Histogram] = {}
    for some in batches(columns, rows):
        chosen = [(item.place, decided[item.place][0], item.storage, facts[item.place]) for item in some]
        shown |= spreads.histograms(connection, table, chosen)
    return tuple(
        _profile(item, rows, facts[item.place], decided[item.place], shown.get(item.place), examples[item.place])
        for item in columns
    )


def batches(columns: Sequence[Stored], rows: int) -> Iterator[Sequence[Stored]]:
    """Columns in groups that one query can hold: many of a short table, one of a long."""
    size = max(1, min(50, 1_000_000 // max(1, rows)))
    for start in range(0, len(columns), size):
        yield columns[start : start + size]


def written(value: Any) -> str:
    """A stored value as a person would write it; the same as the label it would have as a class."""
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e16 else repr(value)
    if isinstance(value, datetime.datetime):
        return value.isoformat(sep=" ").removesuffix(" 00:00:00")
    return str(value)


def _facts(
    connection: duckdb.DuckDBPyConnection, table: str, columns: Sequence[Stored]
) -> Iterator[tuple[Stored, Facts]]:
    """Counts of these columns, each beside its column; adds issues that only values show."""
    by_place = {item.place: item for item in columns}
    storages = dict.fromkeys(item.storage for item in columns)
    queries = [_facts_query(table, storage, [c for c in columns if c.storage == storage]) for storage in storages]
    for place, filled, unique, low, high, infinite, huge, words, length in connection.execute(
        " UNION ALL ".join(queries)
    ).fetchall():
        item = by_place[place]
        facts = Facts(
            item.name, item.storage, filled, unique, low or 0.0, high or 0.0, words=words or 0.0, length=length or 0.0
        )
        if infinite:
            item.issues.append(f"Infinite numbers count as missing ({infinite:,} cells).")
        if huge:
            item.issues.append(f"Numbers beyond 3.4e38 are too large for the network as they are ({huge:,} cells).")
        yield item, _finished(connection, table, item, facts)


def _facts_query(table: str, storage: Storage, columns: Sequence[Stored]) -> str:
    """Counts of these columns of one storage."""
    counts = f"count(v), count(DISTINCT v), {_RANGES[storage]}"
    if storage != "text":
        cells = below_each_other(table, [item.place for item in columns])
        return f"SELECT place, {counts}, 0.0, 0.0 FROM ({cells}) GROUP BY place"
    words = f"length(v) - length(replace(v, ' ', '')) + 1 + length(regexp_extract_all(v, '{_CJK}')) / 2"
    queries = []
    for item in columns:
        cells = f"(SELECT {column(item.place)} AS v FROM {table})"
        sample = f"(SELECT left(v, 2000) AS v FROM {cells} WHERE v IS NOT NULL LIMIT {_SAMPLE})"
        texts = f"(SELECT avg({words}) FROM {sample}), (SELECT avg(length(v)) FROM {sample})"
        queries.append(f"SELECT {item.place}, {counts}, {texts} FROM {cells}")
    return " UNION ALL ".join(queries)


def _finished(connection: duckdb.DuckDBPyConnection, table: str, item: Stored, facts: Facts) -> Facts:
    """The facts with those that only some columns need."""
    c = column(item.place)
    if facts.storage == "text" and facts.unique == 2:
        found = connection.execute(f"SELECT DISTINCT {c} FROM {table} WHERE {c} IS NOT NULL").fetchall()
        return replace(facts, labels=tuple(label for (label,) in found))
    if facts.storage == "integer" and facts.unique == facts.filled > 1:
        above = f"SELECT {c}, lag({c}) OVER () AS above FROM (SELECT {c} FROM {table} WHERE {c} IS NOT NULL)"
        falls = connection.execute(f"SELECT count(*) FROM ({above}) WHERE {c} <= above").fetchall()[0][0]
        return replace(facts, rising=not falls)
    return facts


def _examples(
    connection: duckdb.DuckDBPyConnection, table: str, columns: Sequence[Stored]
) -> dict[int, tuple[str, ...]]:
    """The first different values of each column."""
    first = connection.execute(f"SELECT * FROM {table} LIMIT 200").fetchall()
    found: dict[int, tuple[str, ...]] = {}
    for item in columns:
        values = dict.fromkeys(row[item.place] for row in first if row[item.place] is not None)
        if not values:
            c = column(item.place)
            later = connection.execute(f"SELECT {c} FROM {table} WHERE {c} IS NOT NULL LIMIT 50").fetchall()
            values = dict.fromkeys(value for (value,) in later)
        found[item.place] = tuple(written(value)[:SHOWN_CHARACTERS] for value in list(values)[:_EXAMPLES])
    return found


def _profile(
    item: Stored,
    rows: int,
    facts: Facts,
    decided: tuple[ColumnKind, str],
    histogram: Histogram | None,
    examples: tuple[str, ...],
) -> ColumnProfile:
    kind, reason = decided
    return ColumnProfile(
        name=item.name,
        kind=kind,
        reason=reason,
        storage=item.storage,
        missing=rows - facts.filled,
        unique=facts.unique,
        examples=examples,
        issues=tuple(item.issues),
        histogram=histogram,
    )
