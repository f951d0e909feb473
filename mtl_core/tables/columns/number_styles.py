"""Which text columns are numbers, and how they are written: marks, groups and unit; decided from counts of cells.

Where two ways of writing read a column alike, the rest of the table decides, and the doubt is said.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from mtl_core.errors import DataError
from mtl_core.features.column_format import ColumnFormat
from mtl_core.features.numerals import GROUPS, STYLES, Style, bare, unit_form
from mtl_core.tables.columns.cell_counts import Cells
from mtl_core.tables.limits import EXACT_INTEGER
from mtl_core.tables.profile import Decision, ReadingOptions
from mtl_core.tables.readers.raw import quote
from mtl_core.wording import format_count

_MOSTLY = 0.9  # of a text column's cells must be numbers for a hint
_SHOWN_UNITS = 3
_FEWEST_OF_A_UNIT = 3  # different numbers; "2WD" and "4WD" are labels


@dataclass(frozen=True)
class Manner:
    """How numbers are written in this table, as far as that holds for all of its columns."""

    decimal: str
    styles: tuple[Style, ...]  # those that a person's choices leave, the likelier first


@dataclass(frozen=True)
class Written:
    """How one column's numbers are written."""

    style: Style
    unit: str = ""
    ambiguous: bool = False  # whether another decimal mark reads the same cells


def manners(
    found: Mapping[int, Cells], options: ReadingOptions, known: Mapping[int, ColumnFormat]
) -> tuple[Manner, dict[int, Manner]]:
    """What the clear columns say about the others, for the table and for each column; a person's choice holds for all.

    ``known`` says how another file, the one of the training, wrote these columns: a column that can be read either way
    is read like that, unless every clear one is written in the other way now. Raises DataError.
    """
    if options.decimal is not None and options.decimal == options.thousands:
        template = 'The decimal sign and the thousands sign are both "{sign}"; choose two different ones.'
        raise DataError(template.format(sign=options.decimal))
    allowed = [
        (mark, group)
        for mark, group in STYLES
        if options.decimal in (None, mark) and options.thousands in (None, group)
    ]
    marks = {place: _marks(look, allowed) for place, look in found.items() if _has_marks(look)}
    clear = {place: mark for place, some in marks.items() for mark in some if len(some) == 1}
    decimal = options.decimal or ("," if set(clear.values()) == {","} else ".")
    table = Manner(decimal, _first(allowed, decimal))
    before = {place: format.decimal for place, format in known.items() if format.storage == "number"}
    if any(mark != before.get(place, mark) for place, mark in clear.items()) and not any(
        mark == before.get(place) for place, mark in clear.items()
    ):
        before = {}
    return table, {place: replace(table, styles=_first(allowed, before.get(place, decimal))) for place in found}


def _first(styles: Iterable[Style], decimal: str) -> tuple[Style, ...]:
    """The styles, those with that decimal mark first."""
    return tuple(sorted(styles, key=lambda style: style[0] != decimal))


def find_style(look: Cells, manner: Manner) -> Written | None:
    """How the column writes its numbers where all of its values are numbers of one unit, else None."""
    if not look.numbers:
        return None
    style = next((style for style in manner.styles if _reads_all(look, style)), None)
    unit = _unit(look)
    if style is None or unit is None or look.parentheses == look.values:
        return None
    return Written(style, unit, _has_marks(look) and len(_marks(look, manner.styles)) > 1)


def likeliest(look: Cells, manner: Manner) -> Written:
    """How the column writes most of its numbers; for a person who calls it numeric though some cells are none."""
    style = max(manner.styles or STYLES, key=look.read)
    units = [unit.text for unit in look.units if 2 * unit.cells > look.numbers]
    return Written(style, units[0] if units else "")


def is_whole(look: Cells, style: Style) -> bool:
    """Whether the column's numbers have neither decimals nor exponents."""
    decimals = look.pointed - look.whole_pointed if style[0] == "." else look.with_comma
    return not (decimals or look.exponents or look.infinite)


def not_a_quantity(look: Cells, written: Written) -> str:
    """Why a column of numbers is kept as text, as a sentence, or nothing."""
    if look.leading_zeros:
        template = "Leading zeros, as in codes, are kept in {cells}; choose numeric to drop them."
        return template.format(cells=format_count(look.leading_zeros, "cell", "cells"))
    if look.article and look.article == look.exponents and not (look.pointed or look.with_comma):
        template = (
            "Cells such as 1E5 are kept as text, as article numbers ({count:,}); choose numeric if they are powers."
        )
        return template.format(count=look.article)
    if look.plus and look.plus == look.values:
        return (
            "Every cell starts with +, as telephone numbers do, and is kept as text; choose numeric to drop the sign."
        )
    if look.largest > EXACT_INTEGER and is_whole(look, written.style):
        return "Whole numbers above 9,007,199,254,740,991 would lose digits as numbers, so they are kept as text."
    return ""


def expression(cell: str, look: Cells, written: Written) -> str:
    """SQL of the numbers in a column of cells in plain digits."""
    mark, group = written.style
    text = f"undressed(parts_of({cell}))" if look.dressed else cell
    if (mark, group) != (".", ""):
        text = f"pointed({text}, {quote(mark)}, {quote(group)})"
    if not is_whole(look, written.style):
        return f"nullif(TRY_CAST({text} AS DOUBLE), 'nan'::DOUBLE)"
    return f"TRY_CAST({text} AS DOUBLE)::BIGINT" if look.whole_pointed else f"TRY_CAST({text} AS BIGINT)"


def restyle(cell: str, written: Written, format: ColumnFormat, text: str) -> str:
    """SQL of cells whose plain numbers, written in one style, become text as a column of that format writes them, so
    that they are read as what they are there; all others become ``text``."""
    if format.storage != "number" or written.style == format.style:
        return text
    number = f"replace(pointed({cell}, {quote(written.style[0])}, {quote(written.style[1])}), '.', "
    return (
        f"CASE WHEN regexp_full_match({cell}, {quote(bare(written.style))}) "
        f"THEN {number}{quote(format.decimal)}) ELSE {text} END"
    )


def fits(written: Written, format: ColumnFormat) -> bool:
    """Whether numbers with this unit can be compared with those of a column of that format."""
    return format.unit is None or not written.unit or unit_form(written.unit) == unit_form(format.unit)


def issues(look: Cells, written: Written) -> list[str]:
    """What should be said of a column of numbers, as sentences."""
    said = [_either(look, written)] if written.ambiguous else []
    if look.foreign:
        said.append(
            f"Full-width or other digits were read as plain ones ({format_count(look.foreign, 'cell', 'cells')})."
        )
    if written.unit:
        said.append(_unit_said(look, written.unit))
    if look.parentheses:
        template = "Numbers in parentheses are read as negative, as accounts write them ({cells})."
        said.append(template.format(cells=format_count(look.parentheses, "cell", "cells")))
    return said


def offers(look: Cells) -> list[str]:
    """What a text column with numbers in it could be, as sentences."""
    if not look.values or look.numbers < _MOSTLY * look.values:
        return []
    if look.numbers < look.values:
        template = (
            'Numbers: {numbers:,}; other text: {others:,} (the first is "{cell}" in row {row:,}); choose numeric to '
            "count the others as missing."
        )
        others = look.values - look.numbers
        return [template.format(numbers=look.numbers, others=others, cell=look.odd_cell, row=look.odd_row)]
    if len({unit_form(unit.text) for unit in look.units}) > 1:
        listed = ", ".join(f'"{unit.text}" ({unit.cells:,})' for unit in look.units[:_SHOWN_UNITS])
        template = "The numbers have different units, {listed}, and stay text, since they cannot be compared."
        return [template.format(listed=listed)]
    if look.units:
        template = 'Numbers with "{unit}"; choose numeric to read them as numbers.'
        return [template.format(unit=look.units[0].text)]
    if look.parentheses == look.values:
        return ["Every cell is a number in parentheses and stays text; choose numeric to read them as negative."]
    return ["Every cell looks like a number, but no one way of writing decimals and thousands reads them all."]


def decisions(found: Iterable[tuple[Cells, Written]], manner: Manner, options: ReadingOptions) -> list[Decision]:
    """The decisions worth showing, those that made or would make a difference to some column of numbers."""
    some = list(found)
    made = []
    if options.decimal or any(item.ambiguous or (item.style[0] == "," and _has_marks(look)) for look, item in some):
        made.append(_decimal_decision(manner, options))
    groups = [item.style[1] for _, item in some if item.style[1]]
    doubtful = {item.style[1] for look, item in some if item.ambiguous and look.either_comma}
    if options.thousands is not None or groups:
        made.append(_thousands_decision(groups, doubtful, manner, options))
    return made


def _reads_all(look: Cells, style: Style) -> bool:
    return 0 < look.read(style) + look.infinite == look.values


def _marks(look: Cells, styles: Iterable[Style]) -> list[str]:
    """The decimal marks by which all values are numbers."""
    return sorted({style[0] for style in styles if _reads_all(look, style)})


def _has_marks(look: Cells) -> bool:
    return bool(look.pointed or look.with_comma)


def _unit(look: Cells) -> str | None:
    """The one unit of most cells, "" where they have none, None where units differ or most cells have none."""
    if not look.units:
        return ""
    one = len({unit_form(unit.text) for unit in look.units}) == 1
    common = 2 * sum(unit.cells for unit in look.units) > look.numbers
    different = sum(unit.different for unit in look.units)
    return look.units[0].text if one and common and different >= _FEWEST_OF_A_UNIT else None


def _unit_said(look: Cells, unit: str) -> str:
    bare = look.numbers - sum(unit.cells for unit in look.units)
    template = 'The unit "{unit}" is left out of the numbers ({count:,}).'
    if bare:
        template = 'The unit "{unit}" is left out of the numbers ({count:,}); {bare} without it are taken as the same.'
    return template.format(unit=unit, count=look.numbers - bare, bare=format_count(bare, "cell", "cells"))


def _either(look: Cells, written: Written) -> str:
    """What is said of cells whose sign may mark decimals or thousands."""
    mark, _ = written.style
    if look.either_comma:
        example, as_read = "1,234", "1.234, one and a bit" if mark == "," else "1234"
        field, count = "thousands" if mark == "." else "decimal", look.either_comma
    else:
        example, as_read = "1.234", "1.234, one and a bit" if mark == "." else "1234"
        field, count = "decimal", look.either_point
    template = 'Cells such as {example} are read as {as_read} ({count:,}); change "{field}" if that is wrong.'
    return template.format(example=example, as_read=as_read, count=count, field=field)


def _decimal_decision(manner: Manner, options: ReadingOptions) -> Decision:
    if options.decimal is not None:
        reason = "You chose it."
    elif manner.decimal == ",":
        reason = "Numbers such as 1,5 stand in the table and none such as 1.5, so a point marks thousands."
    else:
        reason = "Numbers are read with a decimal point; a column that is clear by itself is read as it is written."
    other = "." if manner.decimal == "," else ","
    return Decision(field="decimal", value=manner.decimal, reason=reason, alternatives=(other,))


def _thousands_decision(groups: list[str], doubtful: set[str], manner: Manner, options: ReadingOptions) -> Decision:
    value = options.thousands if options.thousands is not None else max(groups, key=groups.count)
    if options.thousands is not None:
        others = tuple(group for group in GROUPS if group not in (value, manner.decimal))
        return Decision(field="thousands", value=value, reason="You chose it.", alternatives=others)
    names = {",": "comma", ".": "point", " ": "space", "'": "apostrophe"}
    template = "A {name} between digits marks thousands."
    if value in doubtful:
        template = "A {name} between digits is taken to mark thousands, though it could mark decimals."
    reason = template.format(name=names[value])
    return Decision(field="thousands", value=value, reason=reason, alternatives=("",))
