"""What the text cells of each column look like, counted by the database; it decides nothing.

Counting is done twice: first a quick look at every column, which settles those that hold nothing but numbers, then
a thorough one at the distinct cells of the others.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import duckdb

from mtl_core.features.date_words import SHORT
from mtl_core.features.numerals import GROUPS, LONGEST, STYLES, Style, digits
from mtl_core.features.spellings import DATE_FORMATS
from mtl_core.tables.columns.macros import FOREIGN_DIGITS
from mtl_core.tables.readers.raw import batches, below_each_other, quote

_CLOCK = r"[T ]\d{1,2}:\d{2}(:\d{2}([.,]\d{1,6})?)?"
_ZONE = r"(Z|[+-]\d{2}(:?\d{2})?)"
_DATE = rf"(\d{{4}}[-/.]\d{{1,2}}[-/.]\d{{1,2}}|\d{{1,2}}[-/.]\d{{1,2}}[-/.]\d{{4}})({_CLOCK}\s*{_ZONE}?)?"

Marker = tuple[str, int]
"""How a missing value is written, and in how many cells."""


class Unit(NamedTuple):
    """What stands around the digits of numbers, as it is written; in how many cells, and with how many numbers."""

    text: str
    cells: int
    different: int


@dataclass(frozen=True)
class Cells:
    """Counts of one column's cells; a cell is counted under everything it looks like."""

    filled: int = 0
    blank: int = 0
    markers: int = 0
    unclean: int = 0  # with spaces around, invisible or decomposed characters
    foreign: int = 0  # with digits of another script
    rewritten: int = 0  # not in plain ASCII digits, signs and blanks
    numbers: int = 0  # in whatever style, with whatever unit
    pointed: int = 0  # numbers with a point
    whole_pointed: int = 0  # those such as 1.0
    with_comma: int = 0  # numbers with a comma
    either_point: int = 0  # numbers such as 1.234, whose point may mark decimals or thousands
    either_comma: int = 0  # numbers such as 1,234
    dressed: int = 0  # numbers with more around the digits than a sign before them
    parentheses: int = 0
    infinite: int = 0
    leading_zeros: int = 0
    plus: int = 0
    exponents: int = 0
    article: int = 0  # those such as 1E5
    long: int = 0  # more than 15 characters
    largest: float = 0.0  # known where some are long
    dates: int = 0
    clocks: int = 0  # those with a time
    zones: int = 0  # those with a time zone
    in_words: int = 0  # those with a name for the month, a short year, AM or PM
    short_years: int = 0  # those such as 1/2/24
    odd_cell: str = ""  # the first that is neither a number nor a marker
    odd_row: int = 0
    styles: tuple[int, ...] = (0,) * len(STYLES)  # numbers that each of STYLES reads
    units: tuple[Unit, ...] = ()  # of numbers, the commonest first

    @property
    def values(self) -> int:
        """Cells that say something: neither blank nor a marker of a missing value."""
        return self.filled - self.blank - self.markers

    def read(self, style: Style) -> int:
        """How many cells are numbers in that style."""
        return self.styles[STYLES.index(style)]


_COUNTS = {
    "blank": "t = ''",
    "markers": "m",
    "unclean": "t != v AND t != ''",
    "foreign": f"regexp_matches(t, '[{FOREIGN_DIGITS}]')",
    "rewritten": "p != t",
    "numbers": "digits != ''",
    "pointed": "contains(digits, '.')",
    "whole_pointed": "regexp_full_match(digits, '\\d+\\.0')",
    "with_comma": "contains(digits, ',')",
    "either_point": "regexp_full_match(digits, '[1-9]\\d{0,2}\\.\\d{3}')",
    "either_comma": "regexp_full_match(digits, '[1-9]\\d{0,2},\\d{3}')",
    "dressed": "d IS NOT NULL AND digits != ''",
    "parentheses": "d.opened != '' AND digits != ''",
    "infinite": "regexp_full_match(lower(p), '[+-]?inf(inity)?')",
    "leading_zeros": "regexp_full_match(digits, '0\\d[\\d.,]*')",
    "plus": "regexp_full_match(p, '[+]\\d[\\d.,]*')",
    "exponents": "regexp_matches(digits, '[eE]')",
    "article": "regexp_full_match(p, '[1-9]\\d*[eE]\\d{1,2}')",
    "dates": f"regexp_full_match(w, '{_DATE}')",
    "clocks": f"regexp_full_match(w, '{_DATE}') AND contains(w, ':')",
    "zones": f"regexp_full_match(w, '{_DATE}') AND zone_of(w) != ''",
    "in_words": f"regexp_full_match(w, '{_DATE}') AND w != p",
    "short_years": f"regexp_full_match(p, {quote(SHORT)}) AND regexp_full_match(w, '{_DATE}')",
}
_STYLES = tuple(f"regexp_full_match(digits, {quote(digits(style))})" for style in STYLES)
_UNDRESSED = r"[+-]?[0-9.,]*\d[0-9.,]*([eE][+-]?\d+)?"
_MOST_UNITS = 20  # of one column
_CANONICAL = r"-?(0|[1-9]\d*)(\.\d+)?"


def look(connection: duckdb.DuckDBPyConnection, places: Sequence[int], rows: int) -> dict[int, Cells]:
    """Counts of the text columns of ``raw`` at these places, in their order."""
    found: dict[int, Cells] = {}
    for some in batches(places, rows):
        found |= _quick(connection, some)
    for some in batches([place for place in places if found[place].numbers < found[place].filled], rows):
        found |= _thorough(connection, some, found)
    dressed = [place for place in places if found[place].dressed]
    for some in batches(dressed, rows):
        for place, units in _units(connection, some).items():
            found[place] = replace(found[place], units=units)
    for some in batches([place for place in places if found[place].long], rows):
        for place, largest in _largest(connection, some):
            found[place] = replace(found[place], largest=largest)
    return {place: found[place] for place in places}  # a database groups in an order of its own


def of_codes(connection: duckdb.DuckDBPyConnection, places: Sequence[int], rows: int) -> set[int]:
    """Those of the columns whose labels are mostly two to five capitals, so that NA can be one of them."""
    found: set[int] = set()
    for some in batches(places, rows):
        labels = f"SELECT place, clean(v) AS label FROM ({_distinct(some)}) WHERE NOT is_marker(v)"
        share = f"SELECT place, avg(regexp_full_match(label, '[A-Z]{{2,5}}')::INT) FROM ({labels}) WHERE label != ''"
        found |= {place for place, codes in connection.execute(f"{share} GROUP BY place").fetchall() if codes > 0.5}
    return found


def markers(connection: duckdb.DuckDBPyConnection, places: Sequence[int], rows: int) -> dict[int, list[Marker]]:
    """The markers of a missing value in each column with their counts, the commonest first."""
    found: dict[int, list[Marker]] = {place: [] for place in places}
    for some in batches(places, rows):
        counted = f"SELECT place, clean(v) AS label, sum(n)::BIGINT AS n FROM ({_distinct(some)}) WHERE is_marker(v)"
        query = f"{counted} GROUP BY place, label ORDER BY place, n DESC, label"
        for place, label, number in connection.execute(query).fetchall():
            found[place].append((label, number))
    return found


def date_formats(connection: duckdb.DuckDBPyConnection, places: Sequence[int], rows: int) -> dict[int, dict[str, int]]:
    """How many of each column's cells each date format reads."""
    counts = ", ".join(
        f"coalesce(sum(n) FILTER (WHERE moment(p, {with_times(format)}) IS NOT NULL), 0)::BIGINT"
        for format in DATE_FORMATS
    )
    found = {}
    for some in batches(places, rows):
        plain = f"SELECT place, in_digits(plain(v)) AS p, n FROM ({_distinct(some)})"
        for place, *row in connection.execute(f"SELECT place, {counts} FROM ({plain}) GROUP BY place").fetchall():
            found[place] = dict(zip(DATE_FORMATS, row, strict=True))
    return found


def _distinct(places: Sequence[int], condition: str = "true") -> str:
    """SQL of the different cells of these columns that meet a condition: ``v``, how often, and where first."""
    cells = below_each_other("raw", places, "rowid AS r")
    return f"SELECT place, v, count(*) AS n, min(r) AS r FROM ({cells}) WHERE {condition} GROUP BY place, v"


def with_times(format: str) -> str:
    """The SQL list of a date format alone and with the times that may follow."""
    clocks = ("", " %H:%M", " %H:%M:%S", " %H:%M:%S.%f")
    return "[" + ", ".join(quote(format + clock) for clock in clocks) + "]"


def _quick(connection: duckdb.DuckDBPyConnection, places: Sequence[int]) -> dict[int, Cells]:
    """Counts of the cells that are plainly written numbers; the others are only known to be there."""
    counts = (
        "count(p), count(*) FILTER (WHERE number), count(*) FILTER (WHERE number AND dot > 0), "
        "count(*) FILTER (WHERE number AND right(p, 2) = '.0'), "
        "count(*) FILTER (WHERE dot > 0 AND dot = size - 3 AND regexp_full_match(p, '-?[1-9]\\d{0,2}\\.\\d{3}')), "
        "count(*) FILTER (WHERE number AND size > 15)"
    )
    parts = f"regexp_full_match(v, '{_CANONICAL}') AS number, strpos(v, '.') AS dot, strlen(v) AS size"
    looked = f"SELECT place, v AS p, {parts} FROM ({below_each_other('raw', places)})"
    rows = connection.execute(f"SELECT place, {counts} FROM ({looked}) GROUP BY place").fetchall()
    found = {}
    for place, filled, number, dotted, whole, either, long in rows:
        whole_numbers = number - dotted
        by_mark = {(".", group): number for group in GROUPS} | {(",", "."): whole_numbers + either}
        found[place] = Cells(
            filled=filled,
            numbers=number,
            pointed=dotted,
            whole_pointed=whole,
            either_point=either,
            long=long,
            styles=tuple(by_mark.get(style, whole_numbers) for style in STYLES),
        )
    return found


def _thorough(
    connection: duckdb.DuckDBPyConnection, places: Sequence[int], quick: Mapping[int, Cells]
) -> dict[int, Cells]:
    """The quick counts and those of the other cells, of which each distinct one is looked at once."""
    conditions = (*_COUNTS.values(), "length(p) > 15", *_STYLES)
    counts = ", ".join(f"coalesce(sum(n) FILTER (WHERE {condition}), 0)::BIGINT" for condition in conditions)
    odd = "NOT m AND t != '' AND digits = ''"
    query = (
        f"{_take_apart(places)} SELECT place, {counts}, coalesce(left(arg_min(t, r) FILTER (WHERE {odd}), 60), ''), "
        f"coalesce(min(r) FILTER (WHERE {odd}), 0) + 1 FROM e GROUP BY place"
    )
    found = {}
    names = (*_COUNTS, "long")
    for place, *row, odd_cell, odd_row in connection.execute(query).fetchall():
        summed = {name: getattr(quick[place], name) + count for name, count in zip(names, row, strict=False)}
        styles = tuple(map(sum, zip(quick[place].styles, row[len(names) :], strict=True)))
        found[place] = replace(quick[place], **summed, styles=styles, odd_cell=odd_cell, odd_row=odd_row)
    return found


def _take_apart(places: Sequence[int]) -> str:
    """SQL of the distinct cells of these columns that are no plain numbers, as ``e``.

    Each is clean as ``t``, in plain digits as ``p``, as a date in digits as ``w``, a marker or not as ``m``, and has
    its parts as ``d`` where more than a sign is around its ``digits``.
    """
    others = _distinct(places, f"NOT regexp_full_match(v, '{_CANONICAL}')")
    parts = f"CASE WHEN NOT undressed AND length(p) <= {LONGEST} THEN parts_of(p) END"
    digits = "CASE WHEN d IS NOT NULL THEN digits_of(d) WHEN undressed THEN ltrim(p, '+-') ELSE '' END"
    return (
        f"WITH written AS MATERIALIZED (SELECT *, clean(v) AS t, plain(v) AS p, is_marker(v) AS m FROM ({others})), "
        f"looked AS MATERIALIZED (SELECT *, regexp_full_match(p, '{_UNDRESSED}') AS undressed FROM written), "
        f"apart AS MATERIALIZED (SELECT *, {parts} AS d, in_digits(p) AS w FROM looked), "
        f"e AS MATERIALIZED (SELECT *, {digits} AS digits FROM apart)"
    )


def _units(connection: duckdb.DuckDBPyConnection, places: Sequence[int]) -> dict[int, tuple[Unit, ...]]:
    """The units of each column, the commonest first."""
    units = "SELECT place, unit_in(d) AS unit, sum(n)::BIGINT AS n, count(*) FROM e WHERE digits != '' AND unit != ''"
    query = f"{_take_apart(places)} {units} GROUP BY place, unit ORDER BY place, n DESC, unit"
    found: dict[int, list[Unit]] = {place: [] for place in places}
    for place, *unit in connection.execute(query).fetchall():
        if len(found[place]) < _MOST_UNITS:
            found[place].append(Unit(*unit))
    return {place: tuple(units) for place, units in found.items()}


def _largest(connection: duckdb.DuckDBPyConnection, places: Sequence[int]) -> list[tuple[int, float]]:
    """The size of the largest number in each column."""
    numbers = f"SELECT place, abs(try_cast(plain(v) AS DOUBLE)) AS x FROM ({below_each_other('raw', places)})"
    largest = "coalesce(max(x) FILTER (WHERE NOT isnan(x)), 0)"
    return connection.execute(f"SELECT place, {largest} FROM ({numbers}) GROUP BY place").fetchall()
