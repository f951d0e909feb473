"""Labels that stand in a column in several spellings, counted by the database: YES and Yes, Rome and ROME."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby

import duckdb

from mtl_core.features.column_format import MOST_SPELLINGS
from mtl_core.features.spellings import NO_WORDS, YES_WORDS, plain_digits, yes_no_pair
from mtl_core.tables.profile import Spelling
from mtl_core.tables.readers.raw import batches, below_each_other, column, quote

MOST_LABELS = 10_000
"""Different labels of a column that is looked at."""

_SHOWN = 5  # spellings of a label
_LONGEST = 4 * max(map(len, YES_WORDS | NO_WORDS))  # characters, spaces and invisible ones included
_WORD = "lower(plain(v))"

Pair = tuple[str, str]
"""How a column writes no and yes."""


def spellings(
    connection: duckdb.DuckDBPyConnection, table: str, places: Sequence[int]
) -> dict[int, tuple[Spelling, ...]]:
    """The labels of these columns of text that are written in several ways, the commonest first, by place."""
    cells = below_each_other(table, places)
    counted = f"SELECT place, v, count(*) AS n FROM ({cells}) WHERE v IS NOT NULL GROUP BY place, v"
    rows = connection.execute(
        f"SELECT place, list(v ORDER BY n DESC, v DESC)[:{_SHOWN}] AS ways FROM ({counted}) GROUP BY place, lower(v) "
        "HAVING count(*) > 1 ORDER BY place, sum(n) DESC, ways"
    ).fetchall()
    return {
        place: tuple(Spelling(label=ways[0], others=tuple(ways[1:])) for _, ways in list(some)[:MOST_SPELLINGS])
        for place, some in groupby(rows, key=lambda row: row[0])
    }


def yes_and_no(connection: duckdb.DuckDBPyConnection, texts: Mapping[int, str], rows: int) -> dict[int, Pair]:
    """Of these columns of ``raw``, each an expression of SQL, those that say nothing but yes and no, in more than two
    spellings: the commonest of each, by place."""
    found: dict[int, Pair] = {}
    for some in batches(list(texts), rows):
        table = f"(SELECT {', '.join(f'{texts[place]} AS {column(place)}' for place in some)} FROM raw)"
        cells = f"SELECT * FROM ({below_each_other(table, some)}) WHERE v IS NOT NULL"
        words = _list(YES_WORDS | NO_WORDS)
        only = f"bool_and(CASE WHEN length(v) <= {_LONGEST} THEN {_WORD} IN {words} ELSE false END)"
        places = connection.execute(f"SELECT place FROM ({cells}) GROUP BY place HAVING {only}").fetchall()
        if not places:
            continue
        kept = f"place IN ({', '.join(str(place) for (place,) in places)})"
        labels = f"SELECT place, v FROM ({cells}) WHERE {kept} GROUP BY place, v ORDER BY place, count(*) DESC, v DESC"
        for place, spelt in groupby(connection.execute(labels).fetchall(), key=lambda row: row[0]):
            pair = _pair([label for _, label in spelt])
            found |= {place: pair} if pair else {}
    return found


def in_one_way(expression: str, pair: Pair) -> str:
    """SQL of cells that say nothing but yes and no, each in one spelling."""
    truth = f"CASE WHEN {_WORD} IN {_list(YES_WORDS)} THEN {quote(pair[1])} ELSE {quote(pair[0])} END"
    return f"list_transform([{expression}], lambda v: CASE WHEN v IS NULL THEN NULL ELSE {truth} END)[1]"


def _pair(labels: Sequence[str]) -> Pair | None:
    """The spellings of a pair of words among labels, the commonest first; None where there are two labels at most."""
    words = {label: plain_digits(label).casefold() for label in labels}
    pair = yes_no_pair(set(words.values())) if len(labels) > 2 else None
    if pair is None:
        return None
    yes, no = (next(label for label in labels if words[label] == word) for word in pair)
    return no, yes


def _list(words: frozenset[str]) -> str:
    return f"({', '.join(map(quote, sorted(words)))})"
