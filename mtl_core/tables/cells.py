"""What the text cells of each column look like, counted by the database; it decides nothing.

Counting is done twice: first a quick look at every column, which settles those that hold nothing but numbers, then
a thorough one at the distinct cells of the others.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import duckdb

from mtl_core.features.words import DATE_FORMATS, INVISIBLE, MISSING_WORDS
from mtl_core.tables.raw import batches, below_each_other, quoted

_SPACE = r"[\s\x0b\x1c-\x1f\x{85}\x{a0}\x{1680}\x{2000}-\x{200a}\x{2028}\x{2029}\x{202f}\x{205f}\x{3000}]+"
_ZEROS = (0x30, 0xFF10, 0x0660, 0x06F0, 0x0966)  # ASCII, full-width, Arabic, Persian, Devanagari
_FOREIGN = "".join(chr(zero + digit) for zero in _ZEROS[1:] for digit in range(10)) + "．，－＋％−"
_PLAIN = "0123456789" * (len(_ZEROS) - 1) + ".,-+%-"

_EXPONENT = r"([eE][+-]?\d+)?"
_NUMBER = rf"[+-]?(\d+(\.\d*)?|\.\d+){_EXPONENT}"
_COMMA = rf"[+-]?((\d+|[1-9]\d{{0,2}}(\.\d{{3}})+)(,\d*)?|,\d+){_EXPONENT}"
_GROUPED = r"[+-]?[1-9]\d{0,2}(,\d{3})+(\.\d*)?"
_MONEY = r"[+-]?[$€£¥₹]?\s*[+-]?(\d+|\d{1,3}([.,]\d{3})+)([.,]\d+)?\s*[$€£¥₹%]?"
_CLOCK = r"[T ]\d{1,2}:\d{2}(:\d{2}([.,]\d{1,6})?)?"
_ZONE = r"(Z|[+-]\d{2}(:?\d{2})?)"
_DATE = rf"(\d{{4}}[-/.]\d{{1,2}}[-/.]\d{{1,2}}|\d{{1,2}}[-/.]\d{{1,2}}[-/.]\d{{4}})({_CLOCK}\s*{_ZONE}?)?"

MACROS = (
    "CREATE MACRO is_plain(x) AS regexp_full_match(x, '[!-~]([ -~]*[!-~])?')",
    f"CREATE MACRO clean(x) AS CASE WHEN is_plain(x) THEN x ELSE nfc_normalize(regexp_replace(regexp_replace(x, "
    f"'[\\x00{INVISIBLE[1:]}]', '', 'g'), '^{_SPACE}|{_SPACE}$', '', 'g')) END",
    "CREATE MACRO plain(x) AS CASE WHEN is_plain(x) THEN x ELSE "
    f"translate(clean(x), {quoted(_FOREIGN)}, {quoted(_PLAIN)}) END",
    f"CREATE MACRO is_marker(x) AS lower(clean(x)) IN ({', '.join(map(quoted, MISSING_WORDS))})",
    "CREATE MACRO comma_number(x) AS replace(replace(x, '.', ''), ',', '.')",
    f"CREATE MACRO zone_of(x) AS regexp_extract(x, ':.*?({_ZONE})$', 1)",
    "CREATE MACRO minutes_of(z) AS CASE WHEN z IN ('', 'Z') THEN 0 ELSE (CASE WHEN z ^@ '-' THEN -1 ELSE 1 END) * "
    "(substr(z, 2, 2)::INT * 60 + coalesce(try_cast(substr(replace(z, ':', ''), 4) AS INT), 0)) END",
    "CREATE MACRO read_moment(x, formats) AS try_strptime(replace(replace(x, 'T', ' '), ',', '.'), formats)",
    "CREATE MACRO moment(x, formats) AS CASE WHEN contains(x, ':') THEN read_moment(trim(left(x, "
    "length(x) - length(zone_of(x)))), formats) - to_minutes(minutes_of(zone_of(x))) ELSE read_moment(x, formats) END",
)
"""How the database cleans text, writes digits plainly and reads moments; each takes a cell of text."""


Marker = tuple[str, int]
"""How a missing value is written, and in how many cells."""


@dataclass(frozen=True)
class Cells:
    """Counts of one column's cells; a cell is counted under everything it looks like."""

    filled: int = 0
    blank: int = 0
    markers: int = 0
    unclean: int = 0  # with spaces around, invisible or decomposed characters
    foreign: int = 0  # with digits of another script
    point: int = 0  # numbers with a decimal point, or without decimals
    dotted: int = 0  # those with a point
    whole_dotted: int = 0  # those such as 1.0
    either_point: int = 0  # those such as 1.234, whose point may also mark thousands
    comma: int = 0  # numbers with a decimal comma and perhaps thousands points, or without decimals
    by_comma_only: int = 0  # those such as 1,5 or 1.234,5, which cannot be read otherwise
    grouped: int = 0  # numbers such as 1,234.5
    money: int = 0  # numbers with perhaps a currency or percent sign
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
    odd_cell: str = ""  # the first that is neither a number nor a marker
    odd_row: int = 0


_COUNTS = {
    "blank": "t = ''",
    "markers": "m",
    "unclean": "t != v AND t != ''",
    "foreign": "p != t",
    "point": f"regexp_full_match(p, '{_NUMBER}')",
    "dotted": f"contains(p, '.') AND regexp_full_match(p, '{_NUMBER}')",
    "whole_dotted": "regexp_full_match(p, '[+-]?\\d+\\.0')",
    "either_point": "regexp_full_match(p, '[+-]?[1-9]\\d{0,2}\\.\\d{3}')",
    "comma": f"regexp_full_match(p, '{_COMMA}')",
    "by_comma_only": f"regexp_full_match(p, '{_COMMA}') AND NOT regexp_full_match(p, '{_NUMBER}|{_GROUPED}')",
    "grouped": f"regexp_full_match(p, '{_GROUPED}')",
    "money": f"regexp_full_match(p, '{_MONEY}')",
    "infinite": "regexp_full_match(lower(p), '[+-]?inf(inity)?')",
    "leading_zeros": "regexp_full_match(p, '[+-]?0\\d[\\d.,]*')",
    "plus": "regexp_full_match(p, '[+]\\d[\\d.,]*')",
    "exponents": f"regexp_full_match(p, '{_NUMBER}') AND lower(p) LIKE '%e%'",
    "article": "regexp_full_match(p, '[1-9]\\d*[eE]\\d{1,2}')",
    "dates": f"regexp_full_match(p, '{_DATE}')",
    "clocks": f"regexp_full_match(p, '{_DATE}') AND contains(p, ':')",
    "zones": f"regexp_full_match(p, '{_DATE}') AND zone_of(p) != ''",
}
_CANONICAL = r"-?(0|[1-9]\d*)(\.\d+)?"


def look(connection: duckdb.DuckDBPyConnection, places: Sequence[int], rows: int) -> dict[int, Cells]:
    """Counts of the text columns of ``raw`` at these places."""
    found: dict[int, Cells] = {}
    for some in batches(places, rows):
        found |= _quick(connection, some)
    for some in batches([place for place in places if found[place].point < found[place].filled], rows):
        found |= _thorough(connection, some, found)
    for some in batches([place for place in places if found[place].long], rows):
        for place, largest in _largest(connection, some):
            found[place] = replace(found[place], largest=largest)
    return found


def of_codes(connection: duckdb.DuckDBPyConnection, places: Sequence[int], rows: int) -> set[int]:
    """Those of the columns whose labels are mostly two or three capitals, so that NA can be one of them."""
    found: set[int] = set()
    for some in batches(places, rows):
        labels = f"SELECT place, clean(v) AS label FROM ({_distinct(some)}) WHERE NOT is_marker(v)"
        share = f"SELECT place, avg(regexp_full_match(label, '[A-Z]{{2,3}}')::INT) FROM ({labels}) WHERE label != ''"
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
        plain = f"SELECT place, plain(v) AS p, n FROM ({_distinct(some)})"
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
    return "[" + ", ".join(quoted(format + clock) for clock in clocks) + "]"


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
        comma = number - dotted + either
        found[place] = Cells(
            filled=filled,
            point=number,
            dotted=dotted,
            whole_dotted=whole,
            either_point=either,
            comma=comma,
            money=number,
            long=long,
        )
    return found


def _thorough(
    connection: duckdb.DuckDBPyConnection, places: Sequence[int], quick: Mapping[int, Cells]
) -> dict[int, Cells]:
    """The quick counts and those of the other cells, of which each distinct one is looked at once."""
    odd = f"NOT m AND t != '' AND NOT regexp_full_match(p, '{_NUMBER}')"
    counts = ", ".join(f"coalesce(sum(n) FILTER (WHERE {condition}), 0)::BIGINT" for condition in _COUNTS.values())
    others = _distinct(places, f"NOT regexp_full_match(v, '{_CANONICAL}')")
    query = (
        f"WITH e AS (SELECT *, clean(v) AS t, plain(v) AS p, is_marker(v) AS m FROM ({others})) "
        f"SELECT place, {counts}, coalesce(sum(n) FILTER (WHERE length(p) > 15), 0)::BIGINT, "
        f"coalesce(left(arg_min(t, r) FILTER (WHERE {odd}), 60), ''), "
        f"coalesce(min(r) FILTER (WHERE {odd}), 0) + 1 FROM e GROUP BY place"
    )
    found = {}
    for place, *row, odd_cell, odd_row in connection.execute(query).fetchall():
        counted = dict(zip((*_COUNTS, "long"), row, strict=True))
        summed = {name: getattr(quick[place], name) + count for name, count in counted.items()}
        found[place] = replace(quick[place], **summed, odd_cell=odd_cell, odd_row=odd_row)
    return found


def _largest(connection: duckdb.DuckDBPyConnection, places: Sequence[int]) -> list[tuple[int, float]]:
    """The size of the largest number in each column."""
    numbers = f"SELECT place, abs(try_cast(plain(v) AS DOUBLE)) AS x FROM ({below_each_other('raw', places)})"
    largest = "coalesce(max(x) FILTER (WHERE NOT isnan(x)), 0)"
    return connection.execute(f"SELECT place, {largest} FROM ({numbers}) GROUP BY place").fetchall()
