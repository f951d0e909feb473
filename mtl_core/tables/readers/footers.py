"""Totals and notes below a table, found in the last rows of ``raw``; a person says whether they are left out."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence

import duckdb

from mtl_core.features.numerals import STYLES, number
from mtl_core.tables.profile import Decision, ReadingOptions
from mtl_core.tables.readers import header
from mtl_core.tables.readers.raw import Raw, batches, below_each_other, column, quote

_MOST = 5  # rows below a table
_LEAST = 4  # rows in all, or nothing can be said
_SUMMED = 200_000  # rows at most of a table that a person has added up
_CLOSE = 1e-4  # of a sum: totals are often rounded to the digits of one cell
_LABELS = (
    r"(?:grand |sub[- ]?|column |running )?totals?|sums?|summary|average|avg|mean|median|minimum|maximum"
    r"|(?:gesamt|end|zwischen)?summen?|(?:ins)?gesamt|mittelwert|durchschnitt|anzahl|somme|moyenne|total général"
    r"|sous-total|suma|promedio|media|soma|média|somma|totale|totaal|som|gemiddelde|razem|итого|всего|сумма|среднее"
    r"|合计|总计|小计|总和|平均值?|合計|総計|小計|總計|합계|총계|평균|[σ∑ø]"
)
_NOTE = re.compile(
    r"[*†‡¹²³]|\([a-z0-9*]\)|\[[a-z0-9*]\]|(?:data )?sources?\b|notes?\b|n\. ?b\.|remarks?\b|footnotes?\b|quellen?\b"
    r"|anmerkung(?:en)?\b|hinweise?\b|stand:|fuentes?\b|notas?\b|fontes?\b|fonti?\b|bron(?:nen)?\b|remarques?\b"
    r"|(?:as of|last updated?|updated|generated|exported|created|downloaded|printed|prepared|report(?:ed)?)\b.*[:\d]"
    r"|источник|примечани|资料来源|数据来源|来源|资料|注[:：]|备注|出典|出所|注記?[:：]|자료|출처",
    re.IGNORECASE,
)
_TOTAL = re.compile(rf"(?:{_LABELS})(?:\s*[:=]|\s*\([^)]{{0,20}}\))?", re.IGNORECASE)

Row = Sequence[str | None]


def settle(connection: duckdb.DuckDBPyConnection, options: ReadingOptions, raw: Raw) -> None:
    """Decide about the last rows of ``raw`` where they look like totals, and take them out if that is asked for."""
    rows = int(connection.execute("SELECT count(*) FROM raw").fetchall()[0][0])
    if rows < _LEAST or len(raw.names) < 2:
        return
    last = connection.execute(
        f"SELECT * FROM raw ORDER BY rowid LIMIT {_MOST} OFFSET {max(1, rows - _MOST)}"
    ).fetchall()
    found = _find(connection, last, rows)
    if not found:
        return
    dropped = options.footer == "drop"
    value, other = ("drop", "keep") if dropped else ("keep", "drop")
    reason = _reason(last[-found:], dropped)
    raw.decisions.append(Decision(field="footer", value=value, reason=reason, alternatives=(other,), told=True))
    if dropped:
        connection.execute(f"DELETE FROM raw WHERE rowid >= {rows - found}")


def _find(connection: duckdb.DuckDBPyConnection, last: Sequence[Row], rows: int) -> int:
    """How many rows at the end are no cases: totals, and blank rows and notes among them."""
    found = 0
    for place, row in enumerate(reversed(last), 1):
        if _says_total(connection, row, rows - len(last)):
            found = place
        elif any(row) and not _is_note(row):
            break
    return found or _notes(last) or int(_adds_up(connection, last[-1], rows))


def _notes(last: Sequence[Row]) -> int:
    """How many rows at the end are notes such as "Source: …" and blank rows around them."""
    found = 0
    for place, row in enumerate(reversed(last), 1):
        if _is_note(row) and _NOTE.match(str(row[0]).strip()):
            found = place
        elif _is_filled(row) and not _is_note(row):
            break
    while found and found < len(last) and not _is_filled(last[-1 - found]):
        found += 1
    return found


def _is_filled(row: Row) -> bool:
    return any(cell and cell.strip() for cell in row)


def _says_total(connection: duckdb.DuckDBPyConnection, row: Row, above: int) -> bool:
    """Whether a cell says "Total" or the like, as none of the rows above does, and the others are empty or amounts."""
    filled = [(place, cell.strip()) for place, cell in enumerate(row) if cell and cell.strip()]
    labels = [(place, cell) for place, cell in filled if _TOTAL.fullmatch(cell)]
    amounts = sum(_is_amount(cell) for _, cell in filled)
    if not labels or not amounts or amounts + len(labels) < len(filled):
        return False
    place, label = labels[0]
    same = f"SELECT count(*) FROM raw WHERE rowid < {above} AND lower(trim({column(place)})) = lower({quote(label)})"
    return not connection.execute(same).fetchall()[0][0]


def _is_amount(cell: str) -> bool:
    return not all(math.isnan(number(cell, style, None)) for style in STYLES)


def _is_note(row: Row) -> bool:
    """Whether a row is words in its first cell alone, or in few cells of which the first says that it is a note."""
    filled = [cell for cell in row if cell and cell.strip()]
    if not filled or not row[0] or header.is_value(filled[0]):
        return False
    if _NOTE.match(filled[0].strip()):
        return len(filled) == 1 or 2 * len(filled) <= len(row)
    return len(row) > 2 and len(filled) == 1


def _adds_up(connection: duckdb.DuckDBPyConnection, row: Row, rows: int) -> bool:
    """Whether the numbers of the last row are the sums of those above, though no cell says so."""
    places = [place for place, cell in enumerate(row) if cell and _is_amount(cell.strip())]
    empty = sum(not (cell or "").strip() for cell in row)
    if rows > _SUMMED or not places or len(places) + empty < len(row):
        return False
    sums = [_is_sum(*known) for some in batches(places, rows) for known in _sums(connection, some, rows)]
    return len(sums) == len(places) and all(sums) and (len(sums) > 1 or empty == len(row) - 1)


def _sums(
    connection: duckdb.DuckDBPyConnection, places: Sequence[int], rows: int
) -> Iterator[tuple[float | None, float | None, float | None]]:
    """Of each column: the last number, the sum of those above, and the largest of them; by either decimal sign."""
    cells = below_each_other("raw", places, "rowid AS r")
    point, comma = "replace(v, ',', '')", "replace(replace(v, '.', ''), ',', '.')"
    for cell in (point, comma):
        read = f"SELECT place, r, try_cast({cell} AS DOUBLE) AS x FROM ({cells})"
        last = rows - 1
        query = (
            f"SELECT place, sum(x) FILTER (r = {last}), sum(x) FILTER (r < {last}), max(abs(x)) FILTER (r < {last}) "
            f"FROM ({read}) GROUP BY place ORDER BY place"
        )
        found = connection.execute(query).fetchall()
        if all(_is_sum(*known) for _, *known in found):
            break
    for _, *known in found:
        yield known[0], known[1], known[2]


def _is_sum(last: float | None, total: float | None, largest: float | None) -> bool:
    """Whether a number is a sum, and not just one like the others."""
    if last is None or total is None or largest is None:
        return False
    return abs(last) > largest and abs(last - total) <= _CLOSE * abs(total)


def _reason(rows: Sequence[Row], dropped: bool) -> str:
    shown = ", ".join(cell.strip()[:40] for row in rows for cell in row if cell and cell.strip())[:120]
    template = _SENTENCES[_only_notes(rows), len(rows) == 1, dropped]
    return template.format(count=len(rows), shown=shown)


def _only_notes(rows: Sequence[Row]) -> bool:
    return all(_is_note(row) or not any(row) for row in rows)


_SENTENCES = {
    (False, True, True): 'The last row is a total and left out: "{shown}".',
    (
        False,
        True,
        False,
    ): 'The last row looks like a total but counts as a case: "{shown}"; leave it out if it is none.',
    (False, False, True): 'The last {count} rows are totals or notes and left out: "{shown}".',
    (False, False, False): (
        'The last {count} rows look like totals but count as cases: "{shown}"; leave them out if not so.'
    ),
    (True, True, True): 'The last row is a note and left out: "{shown}".',
    (True, True, False): 'The last row looks like a note but counts as a case: "{shown}"; leave it out if it is none.',
    (True, False, True): 'The last {count} rows are notes and left out: "{shown}".',
    (
        True,
        False,
        False,
    ): 'The last {count} rows look like notes but count as cases: "{shown}"; leave them out if not so.',
}
