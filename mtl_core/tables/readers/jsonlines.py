"""JSON lines, or one JSON array of objects, into the table ``raw``; every value becomes the text it is written as."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from mtl_core.errors import DataError
from mtl_core.tables.profile import ReadingOptions
from mtl_core.tables.readers import encodings
from mtl_core.tables.readers.nested import skip_or_keep
from mtl_core.tables.readers.raw import TOO_LONG, Raw, check_size, column, is_too_long
from mtl_core.wording import format_count

_BATCH = 20_000
_SURROGATE = re.compile("[\ud800-\udfff]")

Row = dict[str, Any]


class _TwiceError(ValueError):
    """A key that an object has twice."""


def load(connection: duckdb.DuckDBPyConnection, source: Path, folder: Path, options: ReadingOptions) -> Raw:
    """Read the file into ``raw``. Raises DataError."""
    text, encoding, notes = encodings.as_utf8(source, folder, options.encoding)
    raw = Raw(names=[], decisions=[encoding], notes=notes)
    reading = _Reading(raw)
    table = reading.table(_objects(text, raw))
    if raw.num_rejected > table.num_rows:
        first = raw.rejected[0]
        template = "Line {line:,} is no JSON object: {reason} ({text}); expected one object in each line."
        raise DataError(template.format(line=first.line, reason=first.reason, text=first.text[:80]))
    if not table.num_rows or not table.num_columns:
        raise DataError("The file has no rows; expected one JSON object in each line.")
    connection.register("arrived", table)
    connection.execute("CREATE TABLE raw AS SELECT * FROM arrived")
    connection.unregister("arrived")
    if reading.replaced:
        raw.notes.append(
            f"Halves of characters were replaced by \ufffd ({format_count(reading.replaced, 'cell', 'cells')})."
        )
    nested = [place for place, name in enumerate(raw.names) if name in reading.nested]
    skip_or_keep(connection, raw, nested, (), options)
    return raw


class _Reading:
    """Rows of any keys on their way into columns of text."""

    def __init__(self, raw: Raw) -> None:
        self.raw = raw
        self.places: dict[str, int] = {}
        self.nested: set[str] = set()
        self.replaced = 0

    def table(self, objects: Iterator[Row]) -> pa.Table:
        """All rows; a key that a row lacks is a missing cell."""
        batches, rows = [], []
        num_rows = 0
        for item in objects:
            rows.append(item)
            self.places.update(
                {key: len(self.places) + n for n, key in enumerate(k for k in item if k not in self.places)}
            )
            if len(rows) == _BATCH:
                num_rows += len(rows)
                check_size(num_rows, len(self.places))
                batches.append(self._batch(rows))
                rows = []
        check_size(num_rows + len(rows), len(self.places))
        batches.append(self._batch(rows))
        self.raw.names = list(self.places)
        return pa.concat_tables(batches, promote_options="default")

    def _batch(self, rows: list[Row]) -> pa.Table:
        columns = {
            column(place): pa.array([self._text(key, row.get(key)) for row in rows], pa.string())
            for key, place in self.places.items()
        }
        return pa.table(columns)

    def _text(self, key: str, value: Any) -> str | None:
        if isinstance(value, dict | list):
            self.nested.add(key)
            return json.dumps(value, ensure_ascii=False)
        if value is None or value != value:
            return None
        text = value if isinstance(value, str) else str(value)
        if not text.isascii() and _SURROGATE.search(text):
            self.replaced += 1
            text = _SURROGATE.sub("\ufffd", text)
        return text


def _objects(text: Path, raw: Raw) -> Iterator[Row]:
    """The objects of the file; lines that are none are noted in ``raw``. Raises DataError."""
    with text.open(encoding="utf-8") as file:
        if file.read(4096).lstrip().startswith("["):
            yield from _short(_array(text), raw)
            return
        file.seek(0)
        for number, line in enumerate(file, 1):
            if not line.strip():
                continue
            item, reason = _object(line.strip())
            if item is not None:
                yield item
                continue
            raw.reject(number, reason, line.strip())


def _short(items: list[Row], raw: Raw) -> Iterator[Row]:
    """The objects without those that hold a text too long to work with, which are noted by their number."""
    for number, item in enumerate(items, 1):
        long = next((value for value in item.values() if isinstance(value, str) and is_too_long(value)), None)
        if long is None:
            yield item
        else:
            raw.reject(number, TOO_LONG, long)


def _object(line: str) -> tuple[Row | None, str]:
    """The object of a line, or why it is none."""
    if is_too_long(line):
        return None, TOO_LONG
    try:
        item = json.loads(line, object_pairs_hook=_once)
    except _TwiceError as error:
        return None, f'it has the key "{error}" twice'
    except ValueError as error:
        return None, f"it is broken at character {getattr(error, 'pos', 0) + 1:,}"
    except RecursionError:
        return None, "it is nested too deeply"
    return (item, "") if isinstance(item, dict) else (None, "it is a value without a name")


def _array(text: Path) -> list[Row]:
    """The objects of a file that is one array. Raises DataError."""
    try:
        items = json.loads(text.read_text(encoding="utf-8"), object_pairs_hook=_once)
    except _TwiceError as error:
        raise DataError(f'An object of the array has the key "{error}" twice; give each value one name.') from None
    except json.JSONDecodeError as error:
        template = (
            "The JSON array is broken in line {line:,}, character {column:,}; correct it or write one object a line."
        )
        raise DataError(template.format(line=error.lineno, column=error.colno)) from None
    except RecursionError:
        raise DataError("The JSON array is nested too deeply; expected one object for each row.") from None
    if not all(isinstance(item, dict) for item in items):
        raise DataError("The JSON array holds values without names; expected one object for each row.")
    return list(items)


def _once(pairs: list[tuple[str, Any]]) -> Row:
    item = dict(pairs)
    if len(item) < len(pairs):
        keys = [key for key, _ in pairs]
        raise _TwiceError(next(key for key in keys if keys.count(key) > 1)[:60])
    return item
