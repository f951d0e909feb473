"""What is known of each column of the typed table, counted by the database."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import duckdb

from mtl_core.column_kinds import COLUMN_KINDS
from mtl_core.experiment import ColumnKind
from mtl_core.features.column_format import AS_WRITTEN, ColumnFormat
from mtl_core.tables.column_kinds import decide
from mtl_core.tables.column_kinds.column_counts import ENOUGH_ROWS, ColumnCounts
from mtl_core.tables.columns import histograms
from mtl_core.tables.columns.spellings import MOST_LABELS, spellings
from mtl_core.tables.columns.stand_ins import stand_ins
from mtl_core.tables.limits import SHOWN_CHARACTERS
from mtl_core.tables.profile import ColumnProfile, Histogram, Spelling, StandIn, Storage
from mtl_core.tables.readers.raw import batches, below_each_other, column
from mtl_core.wording import format_count

_EXAMPLES = 5
_SAMPLE = 20_000
_LARGEST_FLOAT32 = 3.4028234e38
_UNSPACED = (  # kana, hanzi, hangul; Thai, Lao, Burmese, Khmer: about two of them say as much as a word
    "[\\x{3040}-\\x{30ff}\\x{4e00}-\\x{9fff}\\x{ac00}-\\x{d7af}\\x{0e00}-\\x{0eff}\\x{1000}-\\x{109f}"
    "\\x{1780}-\\x{17ff}]"
)
_EMOJI = "[\\x{2600}-\\x{27bf}\\x{1f300}-\\x{1faff}]"  # each a word
_RANGES: dict[Storage, str] = {
    "number": "min(v) FILTER (WHERE isfinite(v)), max(v) FILTER (WHERE isfinite(v)), "
    f"count(*) FILTER (WHERE isinf(v)), count(*) FILTER (WHERE isfinite(v) AND abs(v) > {_LARGEST_FLOAT32})",
    "integer": "min(v)::DOUBLE, max(v)::DOUBLE, 0, 0",
    "boolean": "min(v::INT)::DOUBLE, max(v::INT)::DOUBLE, 0, 0",
    "date": "epoch(min(v)), epoch(max(v)), 0, 0",
    "text": "min(v), max(v), 0, 0",
}


@dataclass(frozen=True)
class Stored:
    """A column of the typed table, by its place, and what typing found to say about it."""

    place: int
    name: str
    storage: Storage
    issues: list[str] = field(default_factory=list)
    format: ColumnFormat = AS_WRITTEN  # how its cells are written


def profile(
    connection: duckdb.DuckDBPyConnection, table: str, rows: int, columns: Sequence[Stored]
) -> tuple[ColumnProfile, ...]:
    """The profile of each column of that table of so many rows."""
    examples = _examples(connection, table, columns)
    facts: dict[int, ColumnCounts] = {}
    for some in batches(range(len(columns)), rows):
        facts |= _facts(connection, table, [columns[place] for place in some])
    decided = {item.place: decide(_complete(facts[item.place], examples[item.place], rows)) for item in columns}
    shown: dict[int, Histogram] = {}
    for some in batches(range(len(columns)), rows):
        chosen = [(place, decided[place][0], columns[place].storage, facts[place]) for place in some]
        shown |= histograms.histograms(connection, table, chosen)
    numeric = [(place, facts[place]) for place, (kind, _) in decided.items() if COLUMN_KINDS[kind].measured]
    suspects: dict[int, tuple[StandIn, ...]] = {}
    for places in batches(range(len(numeric)), rows):
        suspects |= stand_ins(connection, table, [numeric[place] for place in places])
    labels = [place for place, known in facts.items() if known.storage == "text" and 2 < known.unique <= MOST_LABELS]
    spelt: dict[int, tuple[Spelling, ...]] = {}
    for places in batches(labels, rows):
        spelt |= spellings(connection, table, places)
    return tuple(
        _profile(
            item, rows, facts[item.place], decided[item.place], shown.get(item.place), examples[item.place]
        ).model_copy(update={"stand_ins": suspects.get(item.place, ()), "spellings": spelt.get(item.place, ())})
        for item in columns
    )


def write_value(value: Any) -> str:
    """A stored value as a person would write it; the same as the label it would have as a class."""
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e16 else repr(value)
    if isinstance(value, datetime.datetime):
        return value.isoformat(sep=" ").removesuffix(" 00:00:00")
    return str(value)


def _facts(connection: duckdb.DuckDBPyConnection, table: str, columns: Sequence[Stored]) -> dict[int, ColumnCounts]:
    """Counts of these columns, by place; adds issues that only values show."""
    found: dict[int, ColumnCounts] = {}
    for storage in dict.fromkeys(item.storage for item in columns):
        some = {item.place: item for item in columns if item.storage == storage}
        cells = below_each_other(table, list(some))
        counts = f"place, count(v), count(DISTINCT v), {_RANGES[storage]}"
        rows = connection.execute(f"SELECT {counts} FROM ({cells}) GROUP BY place").fetchall()
        for place, filled, unique, low, high, infinite, huge in rows:
            found[place] = _of_one(some[place], filled, unique, low, high)
            if infinite:
                some[place].issues.append(
                    f"Infinite numbers count as missing ({format_count(infinite, 'cell', 'cells')})."
                )
            if huge:
                template = "Numbers beyond 3.4e38 are too large for the network as they are ({cells})."
                some[place].issues.append(template.format(cells=format_count(huge, "cell", "cells")))
    _add_sizes_of_text(connection, table, found)
    _add_rising(connection, table, found)
    return found


def _of_one(item: Stored, filled: int, unique: int, low: Any, high: Any) -> ColumnCounts:
    if item.storage == "text":
        return ColumnCounts(item.name, item.storage, filled, unique, labels=(low, high) if unique == 2 else ())
    return ColumnCounts(item.name, item.storage, filled, unique, low or 0.0, high or 0.0)


def _complete(known: ColumnCounts, examples: tuple[str, ...], rows: int) -> ColumnCounts:
    return replace(known, examples=examples, missing=rows - known.filled)


def _add_sizes_of_text(connection: duckdb.DuckDBPyConnection, table: str, facts: dict[int, ColumnCounts]) -> None:
    """Words and characters of the texts in the first rows, on average."""
    places = [place for place, known in facts.items() if known.storage == "text" and known.filled]
    if not places:
        return
    sample = f"(SELECT {', '.join(map(column, places))} FROM {table} LIMIT {_SAMPLE})"
    words = f"length(v) - length(replace(v, ' ', '')) + 1 + length(regexp_extract_all(v, '{_UNSPACED}')) / 2"
    words += f" + length(regexp_extract_all(v, '{_EMOJI}'))"
    cells = f"SELECT place, left(v, 2000) AS v FROM ({below_each_other(sample, places)}) WHERE v IS NOT NULL"
    query = f"SELECT place, avg({words}), avg(length(v)) FROM ({cells}) GROUP BY place"
    for place, per_cell, length in connection.execute(query).fetchall():
        facts[place] = replace(facts[place], words=per_cell, length=length)


def _add_rising(connection: duckdb.DuckDBPyConnection, table: str, facts: dict[int, ColumnCounts]) -> None:
    """Whether whole numbers, all different and enough to tell, grow from row to row."""
    for place, known in facts.items():
        if known.storage == "integer" and known.unique == known.filled > ENOUGH_ROWS:
            c = column(place)
            above = f"SELECT {c}, lag({c}) OVER () AS above FROM (SELECT {c} FROM {table} WHERE {c} IS NOT NULL)"
            falls = connection.execute(f"SELECT count(*) FROM ({above}) WHERE {c} <= above").fetchall()[0][0]
            facts[place] = replace(known, rising=not falls)


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
        found[item.place] = tuple(write_value(value)[:SHOWN_CHARACTERS] for value in list(values)[:_EXAMPLES])
    return found


def _profile(
    item: Stored,
    rows: int,
    facts: ColumnCounts,
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
        format=item.format,
        unique=facts.unique,
        examples=examples,
        issues=tuple(item.issues),
        histogram=histogram,
    )
