"""Which type each text column gets, decided from counts: only where no value is lost; the rest stays text.

It knows the counts of ``cells``, not files. A doubt becomes an issue of the column, a sentence for the person.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import duckdb

from mtl_core.features.words import DATE_FORMATS
from mtl_core.tables import cells
from mtl_core.tables.cells import Cells, Marker
from mtl_core.tables.limits import EXACT_INTEGER
from mtl_core.tables.profile import Decision, ReadingOptions, Storage
from mtl_core.tables.raw import column, quoted
from mtl_core.wording import counted

_VALID_DATES = 0.9  # so many of a date column's cells must be days that exist
_MOSTLY = 0.9  # a text column with so many numbers gets a hint


@dataclass
class Typed:
    """How one column is stored: an SQL expression over ``raw``, and what should be said about it."""

    expression: str
    storage: Storage
    issues: list[str] = field(default_factory=list)
    missing: tuple[str, ...] = ()  # words that mean missing among this column's own, in small letters
    day_first: bool | None = None  # of dates with the year last: how day and month were told apart
    ambiguous: bool = False  # whether both ways read them


@dataclass(frozen=True)
class Manner:
    """How numbers and missing values are written in this table."""

    decimal: str
    thousands: str
    markers: str
    day_first: bool
    fixed: bool  # the decimal mark was chosen by a person


def decide(
    connection: duckdb.DuckDBPyConnection, found: Mapping[int, Cells], options: ReadingOptions, rows: int
) -> tuple[dict[int, Typed], list[Decision]]:
    """The type of each text column, and the decisions that hold for all of them."""
    manner = _manner(found, options)
    dated = [place for place, look in found.items() if 0 < look.dates == _values(look, manner.markers)]
    formats = cells.date_formats(connection, dated, rows)
    typed = {place: _typed(place, look, formats.get(place), manner) for place, look in found.items()}
    said = cells.markers(connection, [place for place, look in found.items() if look.markers], rows)
    codes = cells.of_codes(connection, [place for place in said if typed[place].storage == "text"], rows)
    _settle_markers(found, typed, said, codes, manner)
    return typed, _decisions(found, typed, manner, options)


def _manner(found: Mapping[int, Cells], options: ReadingOptions) -> Manner:
    comma = any(_reads_comma(look) and look.by_comma_only for look in found.values())
    point = any(_reads_point(look) and look.dotted > look.either_point for look in found.values())
    decimal = options.decimal or ("," if comma and not point else ".")
    return Manner(
        decimal=decimal,
        thousands=options.thousands or "",
        markers=options.missing_markers or "by column",
        day_first=options.day_first is not False,
        fixed=options.decimal is not None,
    )


def _values(look: Cells, markers: str = "by column") -> int:
    """Cells that say something: neither blank nor, unless they are kept, a marker of a missing value."""
    return look.filled - look.blank - (0 if markers == "nowhere" else look.markers)


def _reads_point(look: Cells, markers: str = "by column") -> bool:
    return 0 < look.point + look.infinite == _values(look, markers)


def _reads_comma(look: Cells, markers: str = "by column") -> bool:
    return 0 < look.comma + look.infinite == _values(look, markers)


def _typed(place: int, look: Cells, formats: dict[str, int] | None, manner: Manner) -> Typed:
    cell = _cell(place, look)
    mark = _decimal(look, manner)
    if mark is not None and not (doubt := _not_a_quantity(look)):
        typed = _number(cell, look, manner, mark)
    elif mark is None and formats:
        typed = _date(place, look, formats, manner)
    else:
        typed = _text(place, look)
        typed.issues += [doubt] if mark is not None else _offers(look)
    return typed


def _settle_markers(
    found: Mapping[int, Cells],
    typed: Mapping[int, Typed],
    said: Mapping[int, list[Marker]],
    codes: set[int],
    manner: Manner,
) -> None:
    """Say which markers count as missing, and make them so among words where that holds.

    By column, a marker is missing among words if it is among the numbers of the same table, unless the words are
    codes of its own shape: NA beside DE and FR is a country.
    """
    numbers = {mark.lower() for place, marks in said.items() if typed[place].storage != "text" for mark, _ in marks}
    for place, marks in said.items():
        column_type = typed[place]
        missing = {mark.lower() for mark, _ in marks}
        if column_type.storage == "text" and manner.markers != "everywhere":
            trusted = manner.markers == "by column" and place not in codes
            missing &= numbers if trusted and _values(found[place]) else set()
        if column_type.storage == "text" and missing:
            column_type.missing = tuple(sorted(missing))
            column_type.expression = _without(place, column_type.expression, column_type.missing)
        column_type.issues += _markers_issues(marks, missing)


def _without(place: int, expression: str, missing: Iterable[str]) -> str:
    listed = ", ".join(quoted(mark) for mark in missing)
    return f"CASE WHEN lower(clean({column(place)})) IN ({listed}) THEN NULL ELSE {expression} END"


def _cell(place: int, look: Cells) -> str:
    """SQL of the column's cells in plain digits."""
    return f"plain({column(place)})" if look.unclean or look.foreign else column(place)


def _decimal(look: Cells, manner: Manner) -> str | None:
    """The decimal mark by which all of the column's cells are numbers, or None."""
    point, comma = _reads_point(look, manner.markers), _reads_comma(look, manner.markers)
    if manner.thousands == "," and manner.decimal == "." and _reads_grouped(look, manner.markers):
        return "."
    if manner.decimal == ",":
        return "," if comma else "." if point and not manner.fixed else None
    return "." if point else "," if comma and look.by_comma_only and not manner.fixed else None


def _reads_grouped(look: Cells, markers: str) -> bool:
    return 0 < look.point + look.grouped + look.infinite == _values(look, markers)


def _not_a_quantity(look: Cells) -> str:
    """Why a column of numbers is kept as text, as a sentence, or nothing."""
    if look.leading_zeros:
        template = "Leading zeros, as in codes, are kept in {cells}; choose numeric to drop them."
        return template.format(cells=counted(look.leading_zeros, "cell", "cells"))
    if look.article and look.article == look.exponents and not look.dotted and not look.by_comma_only:
        template = (
            "Cells such as 1E5 are kept as text, as article numbers ({count:,}); choose numeric if they are powers."
        )
        return template.format(count=look.article)
    if look.plus and look.plus == look.filled - look.blank - look.markers:
        return (
            "Every cell starts with +, as telephone numbers do, and is kept as text; choose numeric to drop the sign."
        )
    if (
        look.largest > EXACT_INTEGER
        and look.dotted == look.whole_dotted
        and not (look.exponents or look.by_comma_only or look.infinite)
    ):
        return "Whole numbers above 9,007,199,254,740,991 would lose digits as numbers, so they are kept as text."
    return ""


def _number(cell: str, look: Cells, manner: Manner, mark: str) -> Typed:
    expression, issues = cell, []
    if mark == ",":
        expression = f"comma_number({cell})"
    elif manner.thousands == ",":
        expression = f"replace({cell}, ',', '')"
    whole = not (
        look.dotted > look.whole_dotted or look.exponents or look.by_comma_only or look.infinite or look.grouped
    )
    if look.either_point and look.either_point == look.dotted and not look.by_comma_only:
        template = 'Cells such as 1.234 are read as {example} ({count:,}); change "decimal" if that is wrong.'
        example = "1234" if mark == "," else "1.234, one and a bit"
        issues.append(template.format(example=example, count=look.either_point))
    if look.foreign:
        issues.append(f"Full-width or other digits were read as plain ones ({counted(look.foreign, 'cell', 'cells')}).")
    if whole:
        number = f"TRY_CAST({expression} AS DOUBLE)::BIGINT" if look.dotted else f"TRY_CAST({expression} AS BIGINT)"
        return Typed(number, "integer", issues)
    return Typed(f"nullif(TRY_CAST({expression} AS DOUBLE), 'nan'::DOUBLE)", "number", issues)


def _date(place: int, look: Cells, counts: dict[str, int], manner: Manner) -> Typed:
    """A date column by the one format that reads it best, or text where too few cells are days that exist."""
    most = max(counts.values())
    best = [format for format in DATE_FORMATS if counts[format] == most]
    if most < _VALID_DATES * look.dates:
        typed = _text(place, look)
        typed.issues.append(
            "The cells look like dates, but no one date format reads them all, so they are kept as text."
        )
        return typed
    chosen = best[0] if manner.day_first else next((f for f in best if f.startswith("%m")), best[0])
    cell = _cell(place, look)
    moment = f"moment({cell}, {cells.with_times(chosen)})" if look.clocks else f"try_strptime({cell}, {quoted(chosen)})"
    typed = Typed(moment, "date", ambiguous=len(best) > 1)
    typed.day_first = None if chosen.startswith("%Y") else chosen.startswith("%d")
    if most < look.dates:
        template = "Cells that are no existing day count as missing ({count:,})."
        typed.issues.append(template.format(count=look.dates - most))
    if typed.ambiguous:
        template = "Day and month could be exchanged; read as {format}."
        typed.issues.append(template.format(format="day/month/year" if chosen.startswith("%d") else "month/day/year"))
    if look.zones:
        typed.issues.append(f"Times with a time zone were converted to UTC ({counted(look.zones, 'cell', 'cells')}).")
    return typed


def _text(place: int, look: Cells) -> Typed:
    cell = column(place)
    expression = f"nullif(clean({cell}), '')" if look.unclean or look.blank else cell
    typed = Typed(expression, "text")
    if look.unclean:
        template = "Spaces around the text, invisible characters and composed letters were made uniform ({cells})."
        typed.issues.append(template.format(cells=counted(look.unclean, "cell", "cells")))
    return typed


def _offers(look: Cells) -> list[str]:
    """What else a text column could be, as sentences."""
    values = _values(look)
    numbers = max(look.point, look.comma)
    if values and look.money == values:
        return ["Every cell is an amount such as $1.50, 5% or 1,234; choose numeric to read them as numbers."]
    if values and _MOSTLY * values <= numbers < values:
        template = (
            'Numbers: {numbers:,}; other text: {others:,} (the first is "{cell}" in row {row:,}); choose numeric to '
        )
        template += "count the others as missing."
        return [template.format(numbers=numbers, others=values - numbers, cell=look.odd_cell, row=look.odd_row)]
    return []


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


def _decisions(
    found: Mapping[int, Cells], typed: Mapping[int, Typed], manner: Manner, options: ReadingOptions
) -> list[Decision]:
    """The decisions worth showing: those that made, or would make, a difference to some column."""
    made = []
    if options.decimal or any(look.by_comma_only or look.either_point for look in found.values()):
        made.append(_decimal_decision(manner))
    if options.thousands or any(look.grouped and _reads_grouped(look, manner.markers) for look in found.values()):
        other = "" if manner.thousands else ","
        reason = "A comma between digits marks thousands." if manner.thousands else "Cells such as 1,234 stay text."
        made.append(Decision(field="thousands", value=manner.thousands, reason=reason, alternatives=(other,)))
    if options.missing_markers or any(look.markers for look in found.values()):
        made.append(_markers_decision(manner))
    dates = [item for item in typed.values() if item.day_first is not None]
    if dates:
        made.append(_day_first_decision(dates, manner))
    return made


def _day_first_decision(dates: list[Typed], manner: Manner) -> Decision:
    if any(item.ambiguous for item in dates):
        template = "Dates such as 01/02/2024 can be read two ways; the first number is taken as the {what}."
        reason = template.format(what="day" if manner.day_first else "month")
        return Decision(field="day_first", value=manner.day_first, reason=reason, alternatives=(not manner.day_first,))
    reason = "Days above 12 show which number of a date such as 13/02/2024 is the day."
    return Decision(field="day_first", value=bool(dates[0].day_first), reason=reason)


def _decimal_decision(manner: Manner) -> Decision:
    if manner.fixed:
        reason = "You chose it."
    elif manner.decimal == ",":
        reason = "Numbers such as 1,5 stand in the table and none such as 1.5, so a point marks thousands."
    else:
        reason = "Numbers are read with a decimal point; a column that is clear by itself is read as it is written."
    other = "." if manner.decimal == "," else ","
    return Decision(field="decimal", value=manner.decimal, reason=reason, alternatives=(other,))


def _markers_decision(manner: Manner) -> Decision:
    reasons = {
        "by column": "Words such as NA count as missing among numbers and dates, and among words that go with them.",
        "in numbers": "Words such as NA count as missing among numbers and dates, and as a value among words.",
        "everywhere": "Words such as NA count as missing in every column.",
        "nowhere": "Words such as NA count as a value in every column.",
    }
    others = tuple(other for other in reasons if other != manner.markers)
    return Decision(field="missing_markers", value=manner.markers, reason=reasons[manner.markers], alternatives=others)
