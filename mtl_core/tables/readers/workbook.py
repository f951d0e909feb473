"""One sheet of an Excel workbook into the table ``raw``; every cell becomes the text that would be written for it."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from itertools import chain, islice
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, PasswordError

from mtl_core.errors import DataError
from mtl_core.tables.profile import Decision, ReadingOptions
from mtl_core.tables.readers import footers, layout, merged_cells, sheet
from mtl_core.tables.readers.raw import Raw, column
from mtl_core.wording import format_count

_BATCH = 20_000
_DIGITS = 1e15  # Excel keeps 15 digits

Row = list[str]


def load(connection: duckdb.DuckDBPyConnection, source: Path, options: ReadingOptions) -> Raw:
    """Read the sheet into ``raw``. Raises DataError."""
    try:
        workbook = CalamineWorkbook.from_path(str(source))
        chosen = _choose(workbook.sheet_names, options.sheet)
        name = str(chosen.value)
        found = sheet.inspect(source, name)
        cells = workbook.get_sheet_by_name(name)
    except PasswordError as error:
        raise DataError("The workbook is protected by a password; save it without one and choose it again.") from error
    except CalamineError as error:
        raise DataError("The workbook is incomplete or damaged; save it again and choose it anew.") from error
    raw = Raw(names=[], decisions=[chosen])
    _fill(connection, cells, name, options, raw)
    _note(found, raw)
    return raw


def _choose(names: list[str], asked: str | None) -> Decision:
    if asked is not None and asked not in names:
        template = 'The workbook has no sheet "{asked}"; it has {names}.'
        raise DataError(template.format(asked=asked[:60], names=", ".join(names)[:300]))
    if not names:
        raise DataError("The workbook has no sheet; choose another file.")
    value = asked or names[0]
    reason = "You chose it." if asked else "It is the only sheet." if len(names) == 1 else "It is the first sheet."
    others = tuple(name for name in names if name != value)
    return Decision(field="sheet", value=value, reason=reason, alternatives=others)


def _fill(
    connection: duckdb.DuckDBPyConnection, cells: CalamineSheet, name: str, options: ReadingOptions, raw: Raw
) -> None:
    """Put the sheet's rows into ``raw``, names apart. Raises DataError where there are none."""
    seen, merged = _Counted(), merged_cells.of(cells)
    rows = map(seen.row, cells.iter_rows())
    first = list(islice(rows, 1_000))
    if not any(map(any, first)):
        raise DataError(f'Sheet "{name}" is empty; choose another sheet or file.')
    above = layout.top(first, options, merged.spans())
    raw.decisions += above.decisions
    body = seen.fill(merged.fill(chain(first[above.skip :], rows), above.skip))
    first = list(islice(body, _BATCH))
    if not first:
        raise DataError(f'Sheet "{name}" has only a header and no data rows; expected rows below the names.')
    raw.names = above.names or [f"Column {n}" for n in range(1, len(first[0]) + 1)]
    columns = ", ".join(f"{column(place)} VARCHAR" for place in range(len(raw.names)))
    connection.execute(f"CREATE TABLE raw ({columns})")
    _insert(connection, first, len(raw.names))
    while batch := list(islice(body, _BATCH)):
        _insert(connection, batch, len(raw.names))
    raw.notes += [*seen.notes(), *merged.notes()]
    footers.settle(connection, options, raw)


class _Counted:
    """Rows of text made of rows of values, with counts of what a person should know."""

    def __init__(self) -> None:
        self._blank = 0
        self._long = 0

    def row(self, values: list[Any]) -> Row:
        """A row of text."""
        return [self._text(value) for value in values]

    def fill(self, rows: Iterable[Row]) -> Iterator[Row]:
        """The rows that have a value."""
        blank = 0
        for row in rows:
            if any(row):
                self._blank += blank
                blank = 0
                yield row
            else:
                blank += 1

    def notes(self) -> Iterator[str]:
        """What should be known of the cells, a sentence each."""
        if self._blank:
            yield f"Rows without any value were left out ({self._blank:,})."
        if self._long:
            cells = format_count(self._long, "cell", "cells")
            yield f"Excel keeps 15 digits; longer numbers may have lost some ({cells})."

    def _text(self, value: Any) -> str:
        if isinstance(value, float):
            self._long += abs(value) >= _DIGITS
            return str(int(value)) if value.is_integer() and abs(value) < 1e16 else repr(value)
        if isinstance(value, datetime.datetime):
            return value.isoformat(sep=" ")
        if isinstance(value, datetime.date):
            return value.isoformat()
        return value if isinstance(value, str) else str(value)


def _insert(connection: duckdb.DuckDBPyConnection, rows: list[Row], width: int) -> None:
    arrays = [pa.array([row[place] or None for row in rows], pa.string()) for place in range(width)]
    table = pa.Table.from_arrays(arrays, names=[column(place) for place in range(width)])
    connection.register("arrived", table)
    connection.execute("INSERT INTO raw SELECT * FROM arrived")
    connection.unregister("arrived")


def _note(found: sheet.Sheet, raw: Raw) -> None:
    if found.formulas_without_value:
        template = (
            "Formulas without a stored value are missing cells ({count:,}); open and save the file in Excel first."
        )
        raw.notes.append(template.format(count=found.formulas_without_value))
    if found.errors:
        raw.notes.append(f"Cells with an error such as #DIV/0! are missing cells ({found.errors:,}).")
