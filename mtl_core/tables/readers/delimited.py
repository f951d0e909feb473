"""Delimited text (CSV, TSV and the like) into the table ``raw``; every cell stays the text it is.

Delimiter, header and number of fields are decided on the first megabyte; DuckDB then reads the whole, and its
table of rejects tells which rows have another number of fields.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import duckdb

from mtl_core.errors import DataError
from mtl_core.tables.limits import MAX_LINE_BYTES, SHOWN_CHARACTERS, SHOWN_REJECTED
from mtl_core.tables.profile import Decision, ReadingOptions, Rejected
from mtl_core.tables.readers import blank_columns, encodings, footers, layout, record_count
from mtl_core.tables.readers.raw import Raw, check_size, column, quote
from mtl_core.wording import format_count

DELIMITERS = (",", ";", "\t", "|")
_NAMES = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}
_WRITTEN = {"": "\x1f", blank_columns.DELIMITER: "\t"}  # what stands for these in the text that is read
_DECLARED = re.compile(r'"?sep=([^\w"\r\n])"?[ \t]*(?:[\r\n]|\Z)', re.IGNORECASE)
_SAMPLE = 1_000_000
_RECORDS = 1_000
_CONSTANT = 0.5  # of the first rows have the same number of fields, or it is no delimiter
_WHY = {
    "MISSING COLUMNS": "too few fields",
    "TOO MANY COLUMNS": "too many fields",
    "UNQUOTED VALUE": "text after a closing quotation mark, or none to close it",
    "LINE SIZE OVER MAXIMUM": f"longer than {MAX_LINE_BYTES:,} bytes",
}

Record = list[str]


@dataclass(frozen=True)
class _Shape:
    """How the rows of the text are to be read: the first ``skip`` are not of the data."""

    delimiter: str
    skip: int
    names: list[str]


def load(connection: duckdb.DuckDBPyConnection, source: Path, folder: Path, options: ReadingOptions) -> Raw:
    """Read the file into ``raw``. Raises DataError."""
    text, encoding, notes = encodings.as_utf8(source, folder, options.encoding)
    raw = Raw(names=[], decisions=[encoding], notes=notes)
    delimiter = _delimiter(_start(text)[0], options.delimiter)
    raw.decisions.append(delimiter)
    if delimiter.value == blank_columns.DELIMITER:
        text = blank_columns.to_tabs(text, folder / "tabs")
    shape = _shape(text, _WRITTEN.get(str(delimiter.value), str(delimiter.value)), options, raw)
    check_size(0, len(shape.names))
    raw.names = shape.names
    try:
        _read(connection, text, shape)
    except duckdb.InvalidInputException:  # lines that end in several ways
        one_way = folder / "one-line-end"
        raw.notes += encodings.to_utf8(text, one_way, "utf-8", one_line_end=True)
        text = one_way
        _read(connection, text, shape)
    _collect_rejected(connection, text, raw)
    _check_whole(connection, text, shape, raw)
    _settle_last_column(connection, options, raw)
    footers.settle(connection, options, raw)
    return raw


def declared_delimiter(text: str) -> str | None:
    """The delimiter that the first line names, as in ``sep=;``, which spreadsheets read and write."""
    found = _DECLARED.match(text)
    return found[1] if found else None


def _start(text: Path) -> tuple[str, bool]:
    """The lines that the text starts with, and whether they are all."""
    with text.open(encoding="utf-8", newline="") as file:
        start = file.read(_SAMPLE)
        whole = not file.read(1)
    return start if whole else start[: max(start.rfind("\n"), start.rfind("\r")) + 1] or start, whole


def _shape(text: Path, delimiter: str, options: ReadingOptions, raw: Raw) -> _Shape:
    """Header and names, decided on the start of the text. Raises DataError."""
    start, whole = _start(text)
    found = _records(start, delimiter)
    named = declared_delimiter(start) is not None
    above = layout.top([[], *found[1:]] if named else found, options)
    raw.decisions += above.decisions
    rows = [record for record in found[above.skip :] if record]
    if above.names and not rows and whole:
        record_count.count(text, delimiter, 0, blank=False)  # which refuses a quotation without end, and says where
        raise DataError("The file has only a header and no data rows; choose a file with rows below its names.")
    names = _names(above.names, rows) if above.names else [f"Column {n}" for n in range(1, _width(rows) + 1)]
    return _Shape(delimiter, above.skip, names)


def _records(text: str, delimiter: str) -> list[Record]:
    csv.field_size_limit(_SAMPLE * 2)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    return [record for _, record in zip(range(_RECORDS), reader, strict=False)]


def _delimiter(text: str, asked: str | None) -> Decision:
    """The delimiter that gives the most constant number of fields."""
    if asked is not None:
        return Decision(field="delimiter", value=asked, reason="You chose it.", alternatives=_others(asked))
    if (named := declared_delimiter(text)) is not None:
        template = 'The first line of the file says "sep={named}"; it is no row of the table.'
        reason = template.format(named=named)
        return Decision(field="delimiter", value=named, reason=reason, alternatives=_others(named), told=True)
    constant = {delimiter: constancy(text, delimiter) for delimiter in DELIMITERS}
    best = max(DELIMITERS, key=lambda delimiter: constant[delimiter])
    share, fields = constant[best]
    if share < _CONSTANT and blank_columns.look_apart(text):
        reason = "Blanks set the same number of values apart in nearly all of the first rows."
        return Decision(field="delimiter", value=blank_columns.DELIMITER, reason=reason, alternatives=_others(" "))
    if share < _CONSTANT:
        reason = "No delimiter splits the rows into a constant number of fields, so each row is one cell."
        return Decision(field="delimiter", value="", reason=reason, alternatives=_others(""))
    template = "The {name} splits {share:.0%} of the first rows into {fields:,} fields."
    reason = template.format(name=_NAMES[best], share=share, fields=fields)
    return Decision(field="delimiter", value=best, reason=reason, alternatives=_others(best))


def _others(delimiter: str) -> tuple[str, ...]:
    return tuple(other for other in (*DELIMITERS, blank_columns.DELIMITER) if other != delimiter)


def constancy(text: str, delimiter: str) -> tuple[float, int]:
    """The share of rows with the commonest number of fields above one, and that number."""
    widths = Counter(len(record) for record in _records(text, delimiter) if record)
    fields, rows = max(((width, n) for width, n in widths.items() if width > 1), key=lambda x: x[1], default=(1, 0))
    return rows / max(1, widths.total()), fields


def _width(rows: list[Record]) -> int:
    return Counter(map(len, rows)).most_common(1)[0][0]


def _names(names: list[str], rows: list[Record]) -> list[str]:
    """The header, with an empty name for a last field that only the rows have. Raises DataError."""
    width = _width(rows) if rows else len(names)
    extra = [row for row in rows if len(row) == len(names) + 1]
    if width == len(names):
        return names
    if width == len(names) + 1 and not any(row[-1].strip() for row in extra):
        return [*names, ""]
    template = (
        "The header has {names} but the rows below it have {fields} (the first: {row}); give each "
        "column one name, or say that the first row is not a header."
    )
    row = ", ".join(next(row for row in rows if len(row) == width))[:100]
    raise DataError(
        template.format(
            names=format_count(len(names), "name", "names"), fields=format_count(width, "field", "fields"), row=row
        )
    )


def _read(connection: duckdb.DuckDBPyConnection, text: Path, shape: _Shape) -> None:
    for table in ("raw", "reject_errors", "reject_scans"):
        connection.execute(f"DROP TABLE IF EXISTS {table}")
    simple = record_count.are_simple(text)
    columns = ", ".join(f"'{column(place)}': 'VARCHAR'" for place in range(len(shape.names)))
    connection.execute(
        f"CREATE TABLE raw AS SELECT * FROM read_csv({quote(str(text))}, auto_detect=false, header=false, "
        f"skip={shape.skip}, delim={quote(shape.delimiter)}, quote='\"', escape='\"', columns={{{columns}}}, "
        f"max_line_size={MAX_LINE_BYTES}, parallel={simple}, store_rejects=true, rejects_limit=0)"
    )


def _collect_rejected(connection: duckdb.DuckDBPyConnection, text: Path, raw: Raw) -> None:
    """Fill in the rows that could not be read. Raises DataError where they are too many to go on."""
    read = _count(connection, "SELECT count(*) FROM raw")
    raw.num_rejected = _count(connection, "SELECT count(DISTINCT line_byte_position) FROM reject_errors")
    if not raw.num_rejected:
        return
    # DuckDB counts bytes from 1, and shows with a row the ends of blank lines above it.
    rejects = "SELECT *, ltrim(csv_line, chr(10) || chr(13)) AS row FROM reject_errors"
    found = connection.execute(
        "SELECT line_byte_position - 1 + first(length(csv_line) - length(row)), first(error_type::VARCHAR), "
        f"first(left(row, {SHOWN_CHARACTERS})), first(length(row) - length(replace(row, chr(10), ''))) "
        f"FROM ({rejects}) GROUP BY line_byte_position ORDER BY 1 LIMIT {SHOWN_REJECTED}"
    ).fetchall()
    lines = _lines(text, [position for position, *_ in found])
    for (_, kind, content, breaks), line in zip(found, lines, strict=True):
        if kind == "UNQUOTED VALUE" and breaks > 1:
            template = 'Line {line:,} opens a quotation mark (") that is never closed; close it or take it out.'
            raise DataError(template.format(line=line))
        raw.rejected.append(Rejected(line=line, reason=_WHY.get(kind, kind.lower()), text=content))
    if raw.num_rejected > read:
        template = (
            "{rejected:,} of {rows:,} rows do not have {fields:,} fields as expected (the first is line {line:,}: "
            "{text}); check the delimiter."
        )
        first = raw.rejected[0]
        rows = read + raw.num_rejected
        message = template.format(
            rejected=raw.num_rejected, rows=rows, fields=len(raw.names), line=first.line, text=first.text[:80]
        )
        raise DataError(message)


def _check_whole(connection: duckdb.DuckDBPyConnection, text: Path, shape: _Shape, raw: Raw) -> None:
    """Raise DataError unless every record of the text was read or rejected."""
    if record_count.are_simple(text):
        return
    written = record_count.count(text, shape.delimiter, shape.skip, blank=len(shape.names) == 1)
    arrived = _count(connection, "SELECT count(*) FROM raw") + raw.num_rejected
    if written != arrived:
        template = (
            "The file has {written:,} rows of which only {arrived:,} could be told apart; look for a quotation mark "
            '(") that is never closed or stands alone.'
        )
        raise DataError(template.format(written=written, arrived=arrived))


def _settle_last_column(connection: duckdb.DuckDBPyConnection, options: ReadingOptions, raw: Raw) -> None:
    """Drop a last column that has neither a name nor a value, as a delimiter at the end of each line makes it."""
    if len(raw.names) < 2 or raw.names[-1].strip():
        return
    last = column(len(raw.names) - 1)
    filled = _count(connection, f"SELECT count({last}) FROM raw")
    if filled:
        raw.notes.append(f"The last column has values ({filled:,}) but no name; it is kept.")
        return
    value, other = ("keep", "drop") if options.last_column == "keep" else ("drop", "keep")
    reason = "Each row ends with a delimiter, so the last column has neither a name nor a value."
    raw.decisions.append(Decision(field="last_column", value=value, reason=reason, alternatives=(other,)))
    if value == "drop":
        connection.execute(f"ALTER TABLE raw DROP COLUMN {last}")
        raw.names.pop()


def _lines(text: Path, positions: list[int]) -> list[int]:
    """The line of each of these ascending byte positions."""
    lines, line, at = [], 1, 0
    with text.open("rb") as file:
        for position in positions:
            while at < position and (chunk := file.read(min(1 << 22, position - at))):
                line += chunk.count(b"\n") or chunk.count(b"\r")
                at += len(chunk)
            lines.append(line)
    return lines


def _count(connection: duckdb.DuckDBPyConnection, query: str) -> int:
    row = connection.execute(query).fetchone()
    return int(row[0]) if row else 0
