"""Where in a sheet or text the table starts and what its columns are called; knows rows of text alone.

Above the names may stand titles, notes such as "Exported: 2024-05-01", comments and blank rows; the names may take two
rows, of which the upper one groups columns.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median_high

from mtl_core.errors import DataError
from mtl_core.tables.profile import Decision, ReadingOptions
from mtl_core.tables.readers import header
from mtl_core.tables.readers.header import Row
from mtl_core.wording import format_count

MOST_ABOVE = 50
"""Rows above a table, at most, that are found without being asked for."""
_OFFERED = 10
_COMMENTS = ("#", "//", "%")
_BETWEEN = " / "

Spans = Mapping[int, Mapping[int, int]]
"""By row and column, the last column that a merged cell of several columns reaches to."""


@dataclass(frozen=True)
class Top:
    """``skip`` rows are above the data, the names among them; no names means that there are none in the file."""

    skip: int
    names: list[str] | None
    decisions: list[Decision]


def top(rows: Sequence[Row], options: ReadingOptions, spans: Spans | None = None) -> Top:
    """How the table starts, from its first rows, blank ones too. Raises DataError where nothing is left."""
    spans = spans or {}
    above = _above(rows, options, spans)
    start = next((n for n in range(int(above.value), len(rows)) if _width(rows[n])), len(rows))
    body = [row for row in rows[start:] if row]
    if not body:
        raise DataError("The file has no rows; choose a file with a table in it.")
    two = len(rows) > start + 1 and bool(_width(rows[start + 1])) and header.has_second(body, merged=start in spans)
    decided = header.decide(body, options.header, two)
    if not decided.value:
        return Top(start, None, [above, decided])
    count = _count(two, len(rows) - start, options)
    names = list(rows[start])
    if count.value == 2:
        names = _join(_spread(rows[start], spans.get(start)), rows[start + 1])
    return Top(start + int(count.value), names, [above, decided, count])


def _above(rows: Sequence[Row], options: ReadingOptions, spans: Spans) -> Decision:
    """How many rows stand above the table."""
    found = options.skip_lines
    reason = "You chose it."
    if found is None:
        found = _find_start(rows, spans)
        left = [" ".join(filter(str.strip, row)) for row in rows[:found] if _width(row)]
        template = 'Left out above the table: {rows} ("{first}").'
        rows_above = format_count(found, "row", "rows")
        reason = template.format(rows=rows_above, first=left[0][:60]) if left else _NOTHING_ABOVE
    told = options.skip_lines is None and any(map(_width, rows[:found]))
    others = tuple(number for number in range(_OFFERED + 1) if number != found)
    return Decision(field="skip_lines", value=found, reason=reason, alternatives=others, told=told)


_NOTHING_ABOVE = "Nothing but blank rows stands above the table."


def _count(two: bool, rows: int, options: ReadingOptions) -> Decision:
    """How many of so many rows hold the names."""
    if options.header_rows is not None:
        value, reason = min(options.header_rows, max(1, rows - 1)), "You chose it."
    elif two:
        value, reason = 2, "The first two rows hold names; they are joined into one for each column."
    else:
        value, reason = 1, "Only the first row holds names."
    told = two and options.header_rows is None
    return Decision(field="header_rows", value=value, reason=reason, alternatives=(3 - value,), told=told)


def _find_start(rows: Sequence[Row], spans: Spans) -> int:
    """The place of the first row that is no title, note, comment or blank row."""
    first = next((place for place, row in enumerate(rows) if _width(row)), len(rows))
    counts = [filled for row in rows if (filled := _width(row))]
    usual = median_high(counts) if counts else 0
    if usual < 2:
        return first
    width = max(len(row) for row in rows if _width(row) >= usual)
    for place in range(first, min(len(rows), MOST_ABOVE)):
        row, below = rows[place], [row for row in rows[place + 1 :] if _width(row)]
        if _width(row) and not (
            _is_comment(row, below, usual) or _is_title(row, rows[place + 1 :], usual, width, spans.get(place))
        ):
            return place
    return first


def _is_comment(row: Row, below: Sequence[Row], usual: int) -> bool:
    return row[0].lstrip().startswith(_COMMENTS) and (_width(row) < usual or header.is_surely(below))


def _is_title(row: Row, after: Sequence[Row], usual: int, width: int, spans: Mapping[int, int] | None) -> bool:
    """Whether a row is a title, or a note of a few words, over a table whose names come later."""
    filled = _width(row)
    below = [row for row in after if _width(row)]
    if filled * 2 > usual or not below or header.is_value(next(cell for cell in row if cell.strip())):
        return False
    reach = max((last - first + 1 for first, last in (spans or {}).items()), default=width)
    if reach < width:  # it groups columns
        return False
    if filled > 1 and any(cell.strip() for cell in row[filled:]):
        return False
    if not _width(after[0]) or header.is_surely(below):
        return True
    named = filled == 1 and (usual > 2 or len(row) < width)
    return named and bool(_is_title_like(below, usual) or header.decide(below, None).value)


def _is_title_like(below: Sequence[Row], usual: int) -> bool:
    """Whether the next row has few cells too, so that both are titles or notes."""
    return _width(below[0]) * 2 <= usual


def _join(upper: Row, lower: Row) -> list[str]:
    """One name for each column: the group's and its own."""
    width = max(len(upper), len(lower))
    pairs = zip(_pad(upper, width), _pad(lower, width), strict=True)
    return [_BETWEEN.join(filter(None, (group.strip(), name.strip()))) for group, name in pairs]


def _spread(row: Row, spans: Mapping[int, int] | None) -> list[str]:
    """The groups' names over all of their columns: as far as cells are merged, or else up to the next."""
    found = list(row)
    for place in range(1, len(found)):
        if spans is None:
            found[place] = found[place] or found[place - 1]
        else:
            first = next((first for first, last in spans.items() if first < place <= last), place)
            found[place] = found[first]
    return found


def _pad(row: Row, width: int) -> list[str]:
    return [*row, *[""] * (width - len(row))]


def _width(row: Row) -> int:
    return sum(bool(cell.strip()) for cell in row)
