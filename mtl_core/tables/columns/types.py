"""Which type each text column gets, decided from counts: only where no value is lost; the rest stays text.

It knows the counts of ``cell_counts``, not files. A doubt becomes an issue of the column, a sentence for the person.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

import duckdb

from mtl_core.features.column_format import AS_WRITTEN, ColumnFormat
from mtl_core.features.spellings import DATE_FORMATS
from mtl_core.tables.columns import cell_counts, number_styles, spellings
from mtl_core.tables.columns.cell_counts import Cells, Marker
from mtl_core.tables.columns.number_styles import Manner, Written
from mtl_core.tables.profile import Decision, ReadingOptions, Storage
from mtl_core.tables.readers.raw import column, quote
from mtl_core.wording import format_count

_VALID_DATES = 0.9  # so many of a date column's cells must be days that exist


@dataclass
class Typed:
    """How one column is stored: SQL over ``raw``, how it was written, and what should be said about it."""

    expression: str
    storage: Storage
    issues: list[str] = field(default_factory=list)
    format: ColumnFormat = AS_WRITTEN
    day_first: bool | None = None  # of dates with the year last: how day and month were told apart
    ambiguous: bool = False  # whether both ways read them


@dataclass(frozen=True)
class _Column:
    """All that decides the type of one column; ``known`` is how the training's file wrote it, if that is asked."""

    place: int
    look: Cells
    written: Written | None
    likeliest: Written
    formats: dict[str, int] | None
    day_first: bool
    known: ColumnFormat | None


def decide(
    connection: duckdb.DuckDBPyConnection,
    found: Mapping[int, Cells],
    options: ReadingOptions,
    rows: int,
    known: Mapping[int, ColumnFormat],
) -> tuple[dict[int, Typed], list[Decision]]:
    """The type of each text column, and the decisions that hold for all of them. Raises DataError.

    Columns of new rows, ``known`` by how the training's file wrote them, get no type that could hide a cell from those
    who read them by that format: texts stay as they are, and numbers keep a unit that is another one.
    """
    markers = options.missing_markers or "by column"
    said = cell_counts.markers(connection, [place for place, look in found.items() if look.markers], rows)
    if markers == "nowhere":
        found = {place: replace(look, markers=0) for place, look in found.items()}
    table, manners = number_styles.manners(found, options, known)
    columns = _columns(connection, found, manners, options, rows, known)
    typed = {place: _as_numbers(_type(item), item.written or item.likeliest) for place, item in columns.items()}
    said = {place: marks for place, marks in said.items() if place not in known or typed[place].storage != "text"}
    codes = cell_counts.of_codes(connection, [place for place in said if typed[place].storage == "text"], rows)
    _settle_markers(found, typed, said, codes, markers)
    _read_yes_and_no(connection, {place: item for place, item in typed.items() if place not in known}, rows)
    settled = [(item.look, item.written) for place, item in columns.items() if typed[place].storage != "text"]
    decisions = number_styles.decisions([(look, written) for look, written in settled if written], table, options)
    if options.missing_markers or said:
        decisions.append(_markers_decision(markers))
    dates = [item for item in typed.values() if item.day_first is not None]
    return typed, decisions + ([_day_first_decision(dates, options)] if dates else [])


def _columns(
    connection: duckdb.DuckDBPyConnection,
    found: Mapping[int, Cells],
    manners: Mapping[int, Manner],
    options: ReadingOptions,
    rows: int,
    known: Mapping[int, ColumnFormat],
) -> dict[int, _Column]:
    """What decides the type of each column."""
    dated = [place for place, look in found.items() if 0 < look.dates == look.values]
    formats = cell_counts.date_formats(connection, dated, rows)
    columns = {}
    for place, look in found.items():
        format = known.get(place)
        written, likeliest = (
            number_styles.find_style(look, manners[place]),
            number_styles.likeliest(look, manners[place]),
        )
        day_first = format.day_first if format and options.day_first is None else options.day_first is not False
        columns[place] = _Column(place, look, written, likeliest, formats.get(place), day_first, format)
    return columns


def _type(item: _Column) -> Typed:
    """The type of a column, without how its numbers are written."""
    look, written, known = item.look, item.written, item.known
    doubt = number_styles.not_a_quantity(look, written) if written else ""
    if known and known.storage == "text":
        return _text(item.place, look)
    if written and not doubt and (known is None or number_styles.fits(written, known)):
        storage: Storage = "integer" if number_styles.is_whole(look, written.style) else "number"
        expression = number_styles.expression(_cell(item.place, look), look, written)
        return Typed(expression, storage, number_styles.issues(look, written), ColumnFormat("number"))
    if item.formats and not written:
        return _date(item, item.formats)
    typed = _text(item.place, look)
    if known:
        typed.expression = number_styles.restyle(
            f"plain({column(item.place)})", item.likeliest, known, typed.expression
        )
    else:
        typed.issues += [doubt] if doubt else number_styles.offers(look)
    return typed


def _as_numbers(typed: Typed, written: Written) -> Typed:
    """The column with how its numbers are written on record."""
    mark, group = written.style
    typed.format = replace(typed.format, decimal=mark, thousands=group, unit=written.unit)
    return typed


def _settle_markers(
    found: Mapping[int, Cells],
    typed: Mapping[int, Typed],
    said: Mapping[int, list[Marker]],
    codes: set[int],
    markers: str,
) -> None:
    """Say which markers count as missing, and make them so among words where that holds.

    By column, a marker is missing among words if it is among the numbers of the same table, unless the words are
    codes of its own shape: NA beside DE and FR is a country.
    """
    among_numbers = {
        mark.lower() for place, marks in said.items() if typed[place].storage != "text" for mark, _ in marks
    }
    for place, marks in said.items():
        column_type = typed[place]
        missing = {mark.lower() for mark, _ in marks}
        if column_type.storage == "text" and markers != "everywhere":
            trusted = among_numbers if markers == "by column" and found[place].values else set()
            missing &= trusted - {mark.lower() for mark, _ in marks if place in codes and mark.isalpha()}
        if column_type.storage == "text" and missing:
            column_type.format = replace(column_type.format, missing=tuple(sorted(missing)))
            column_type.expression = _without(place, column_type.expression, missing)
        column_type.issues += _markers_issues(marks, missing)


def _read_yes_and_no(connection: duckdb.DuckDBPyConnection, typed: Mapping[int, Typed], rows: int) -> None:
    """Write yes and no in one way each where a column says nothing else, but in several."""
    texts = {place: item.expression for place, item in typed.items() if item.storage == "text"}
    for place, pair in spellings.yes_and_no(connection, texts, rows).items():
        column_type = typed[place]
        column_type.expression = spellings.in_one_way(column_type.expression, pair)
        column_type.format = replace(column_type.format, spellings=pair)
        template = 'Words for yes and no in several spellings are read as "{yes}" and "{no}".'
        column_type.issues.append(template.format(yes=pair[1], no=pair[0]))


def _without(place: int, expression: str, missing: Iterable[str]) -> str:
    listed = ", ".join(quote(mark) for mark in missing)
    return f"CASE WHEN lower(clean({column(place)})) IN ({listed}) THEN NULL ELSE {expression} END"


def _cell(place: int, look: Cells) -> str:
    """SQL of the column's cells in plain digits."""
    return f"plain({column(place)})" if look.unclean or look.rewritten else column(place)


def _date(item: _Column, counts: dict[str, int]) -> Typed:
    """A date column by the one format that reads it best, or text where too few cells are days that exist."""
    place, look, most = item.place, item.look, max(counts.values())
    best = [format for format in DATE_FORMATS if counts[format] == most]
    if most < _VALID_DATES * look.dates:
        typed = _text(place, look)
        typed.issues.append(
            "The cells look like dates, but no one date format reads them all, so they are kept as text."
        )
        return typed
    month_first = next((format for format in best if format.startswith("%m")), best[0])
    chosen = best[0] if item.day_first else month_first
    cell = f"in_digits({_cell(place, look)})" if look.in_words else _cell(place, look)
    moment = (
        f"moment({cell}, {cell_counts.with_times(chosen)})" if look.clocks else f"try_strptime({cell}, {quote(chosen)})"
    )
    format = ColumnFormat("date", date=chosen, day_first=not chosen.startswith("%m"))
    typed = Typed(moment, "date", format=format, ambiguous=len(best) > 1)
    typed.day_first = None if chosen.startswith("%Y") else chosen.startswith("%d")
    if most < look.dates:
        template = "Cells that are no existing day count as missing ({count:,})."
        typed.issues.append(template.format(count=look.dates - most))
    if typed.ambiguous:
        template = "Day and month could be exchanged; read as {format}."
        typed.issues.append(template.format(format="day/month/year" if chosen.startswith("%d") else "month/day/year"))
    if look.short_years:
        template = "Years of two digits are read as 1969 to 2068 ({cells})."
        typed.issues.append(template.format(cells=format_count(look.short_years, "cell", "cells")))
    if look.zones:
        typed.issues.append(
            f"Times with a time zone were converted to UTC ({format_count(look.zones, 'cell', 'cells')})."
        )
    return typed


def _text(place: int, look: Cells) -> Typed:
    cell = column(place)
    expression = f"nullif(clean({cell}), '')" if look.unclean or look.blank else cell
    typed = Typed(expression, "text", format=ColumnFormat("text"))
    if look.unclean:
        template = "Spaces around the text, invisible characters and composed letters were made uniform ({cells})."
        typed.issues.append(template.format(cells=format_count(look.unclean, "cell", "cells")))
    return typed


def _markers_issues(marks: list[Marker], missing: set[str]) -> list[str]:
    sentences = (
        ("{listed} counts as missing.", [item for item in marks if item[0].lower() in missing]),
        ("{listed} counts as a value, not as missing.", [item for item in marks if item[0].lower() not in missing]),
    )
    return [
        template.format(listed=", ".join(f'"{mark}" ({count:,})' for mark, count in some[:5]))
        for template, some in sentences
        if some
    ]


def _day_first_decision(dates: list[Typed], options: ReadingOptions) -> Decision:
    day_first = options.day_first is not False
    if any(item.ambiguous for item in dates):
        template = "Dates such as 01/02/2024 can be read two ways; the first number is taken as the {what}."
        reason = template.format(what="day" if day_first else "month")
        return Decision(field="day_first", value=day_first, reason=reason, alternatives=(not day_first,))
    reason = "Days above 12 show which number of a date such as 13/02/2024 is the day."
    return Decision(field="day_first", value=bool(dates[0].day_first), reason=reason)


def _markers_decision(markers: str) -> Decision:
    reasons = {
        "by column": "Words such as NA count as missing among numbers and dates, and among words that go with them.",
        "in numbers": "Words such as NA count as missing among numbers and dates, and as a value among words.",
        "everywhere": "Words such as NA count as missing in every column.",
        "nowhere": "Words such as NA count as a value in every column.",
    }
    others = tuple(other for other in reasons if other != markers)
    return Decision(field="missing_markers", value=markers, reason=reasons[markers], alternatives=others)
