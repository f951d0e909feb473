"""A Parquet file into the table ``raw``; its types are kept where a network can use them."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from mtl_core.errors import DataError
from mtl_core.tables.limits import EXACT_INTEGER, MAX_LINE_BYTES
from mtl_core.tables.profile import ReadingOptions
from mtl_core.tables.readers.nested import skip_or_keep
from mtl_core.tables.readers.raw import Raw, check_size, column, quote

_INDEX = "__index_level_"
_WHOLE = ("TINYINT", "SMALLINT", "INTEGER", "UTINYINT", "USMALLINT", "UINTEGER")
_LARGE = ("BIGINT", "UBIGINT", "HUGEINT", "UHUGEINT")


def load(connection: duckdb.DuckDBPyConnection, source: Path, options: ReadingOptions) -> Raw:
    """Read the file into ``raw``. Raises DataError."""
    names = _names(source)
    raw = Raw(names=names)
    aliases = ", ".join(column(place) for place in range(len(names)))
    table = f"read_parquet({quote(str(source))}) AS t({aliases})"
    try:
        types = [row[1] for row in connection.execute(f"DESCRIBE SELECT * FROM {table}").fetchall()]
        chosen = ", ".join(f"{_expression(column(n), kind)} AS {column(n)}" for n, kind in enumerate(types))
        connection.execute(f"CREATE TABLE raw AS SELECT {chosen} FROM {table}")
        _large_as_text(connection, types, raw)
    except duckdb.OutOfMemoryException:
        raise
    except duckdb.Error as error:
        raise DataError(_DAMAGED) from error
    _check_cells(connection, types, raw)
    unusable = [n for n, kind in enumerate(types) if kind == "BLOB" or names[n].startswith(_INDEX)]
    nested = [n for n, kind in enumerate(types) if kind.endswith("]") or kind.startswith(("STRUCT", "MAP", "UNION"))]
    _note_unusable([names[n] for n in unusable], raw)
    skip_or_keep(connection, raw, nested, unusable, options)
    return raw


_DAMAGED = "The Parquet file is incomplete or damaged; write it again and choose it anew."


def _names(source: Path) -> list[str]:
    """The names of its columns, after a look at its size. Raises DataError."""
    try:
        with pq.ParquetFile(source) as file:
            names = list(file.schema_arrow.names)
            rows = file.metadata.num_rows
    except (pa.ArrowException, OSError, ValueError) as error:
        raise DataError(_DAMAGED) from error
    if not names or not rows:
        raise DataError("The Parquet file has no rows; choose a file with a table in it.")
    check_size(rows, len(names))
    return names


def _expression(name: str, kind: str) -> str:
    """SQL that turns a column of that database type into one that we store."""
    if kind in ("FLOAT", "DOUBLE") or kind.startswith("DECIMAL"):
        return f"nullif({name}::DOUBLE, 'nan'::DOUBLE)"
    if kind in _WHOLE:
        return f"{name}::BIGINT"
    if kind == "TIMESTAMP WITH TIME ZONE":
        return f"make_timestamp(epoch_us({name}))"
    if kind.startswith(("DATE", "TIMESTAMP")):
        return f"{name}::TIMESTAMP"
    if kind in ("BOOLEAN", *_LARGE):
        return name
    return "NULL::VARCHAR" if kind == "BLOB" else f"{name}::VARCHAR"


def _large_as_text(connection: duckdb.DuckDBPyConnection, types: list[str], raw: Raw) -> None:
    """Make whole numbers that a float64 cannot tell apart text; the others 64-bit integers."""
    for place, kind in enumerate(types):
        if kind in _LARGE:
            name = column(place)
            row = connection.execute(f"SELECT max(abs({name}::HUGEINT)) FROM raw").fetchone()
            large = row is not None and (row[0] or 0) > EXACT_INTEGER
            connection.execute(f"ALTER TABLE raw ALTER {name} TYPE {'VARCHAR' if large else 'BIGINT'}")


def _check_cells(connection: duckdb.DuckDBPyConnection, types: list[str], raw: Raw) -> None:
    """Raise DataError where a text is too long to work with."""
    for place, kind in enumerate(types):
        if kind in ("VARCHAR", "JSON"):
            row = connection.execute(f"SELECT max(strlen({column(place)})) FROM raw").fetchone()
            if row is not None and (row[0] or 0) > MAX_LINE_BYTES:
                template = 'Column "{name}" has a text of {size:,} bytes, expected at most {limit:,}; shorten it.'
                raise DataError(template.format(name=raw.names[place][:100], size=row[0], limit=MAX_LINE_BYTES))


def _note_unusable(names: list[str], raw: Raw) -> None:
    binary = [name for name in names if not name.startswith(_INDEX)]
    if binary:
        raw.notes.append(f"Columns of bytes cannot be used and were left out: {', '.join(binary)[:300]}.")
    if len(binary) < len(names):
        raw.notes.append("The row numbers that pandas keeps as an unnamed index were left out.")
