"""One file into a typed Parquet table with all that is known of it; runs inside the intake child, or in a test."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path

import duckdb
import pandas as pd

from mtl_core.errors import DataError
from mtl_core.features.column_format import NOTHING_KNOWN, ColumnFormat
from mtl_core.tables.columns import cell_counts, profiling, types
from mtl_core.tables.columns.macros import MACROS
from mtl_core.tables.columns.profiling import Stored
from mtl_core.tables.columns.types import Typed
from mtl_core.tables.labels import label_shapes, proposal
from mtl_core.tables.profile import Decision, Format, Found, ReadingOptions, ReadingReport, Storage
from mtl_core.tables.readers import (
    archive,
    column_names,
    conll,
    delimited,
    file_format,
    jsonlines,
    parquet,
    text_lines,
    workbook,
)
from mtl_core.tables.readers.raw import Raw, check_size, column, connect, quote

_LOOKED_AT = 10_000  # characters of a cell
_CELLS = 20_000  # of text that show whether they hold several labels
_TYPES: dict[Storage, str] = {"integer": "number", "number": "number", "boolean": "boolean", "date": "date"}
_STORED: dict[str, Storage] = {"BIGINT": "integer", "DOUBLE": "number", "BOOLEAN": "boolean", "TIMESTAMP": "date"}


def read(
    source: Path,
    target: Path,
    options: ReadingOptions,
    scratch: Path,
    known: Mapping[str, ColumnFormat] = NOTHING_KNOWN,
) -> Found:
    """Read the file and write its table to ``target``, whose columns are c0, c1, …. Raises DataError.

    ``scratch`` is a folder for what is needed meanwhile; ``known`` says of rows to predict how the training's file
    wrote the columns of these names.
    """
    format = file_format.detect(source, options.format)
    with connect(scratch) as connection:
        for macro in MACROS:
            connection.execute(macro)
        raw = _load(connection, source, scratch, options, str(format.value))
        rows = int(connection.execute("SELECT count(*) FROM raw").fetchall()[0][0])
        if not rows:
            raise DataError("The file has no rows that can be read; choose a file with a table in it.")
        check_size(rows, len(raw.names))
        used, renamed, alike = column_names.usable(raw.names)
        before = {place: known[name] for place, name in enumerate(used) if name in known}
        typing, decisions = _type_columns(connection, options, len(used), rows, before)
        _write(connection, target, typing)
        stored = [Stored(n, name, typing[n].storage, typing[n].issues, typing[n].format) for n, name in enumerate(used)]
        table = f"read_parquet({quote(str(target))})"
        columns = label_shapes.note_shapes(
            profiling.profile(connection, table, rows, stored), _texts(connection, table, stored)
        )
    report = ReadingReport(
        options=options,
        decisions=(format, *raw.decisions, *decisions),
        rows=rows,
        rejected=tuple(raw.rejected),
        num_rejected=raw.num_rejected,
        renamed=renamed,
        notes=(*raw.notes, *alike),
    )
    proposals = proposal.propose(columns, rows)
    return Found(format=_format(format), rows=rows, columns=columns, report=report, proposals=proposals)


def _load(
    connection: duckdb.DuckDBPyConnection, source: Path, scratch: Path, options: ReadingOptions, format: str
) -> Raw:
    if format == "parquet":
        return parquet.load(connection, source, options)
    if format == "xlsx":
        return workbook.load(connection, source, options)
    if format == "zip":
        return archive.load(connection, source, scratch, options, partial(_load_member, connection))
    of_text = {"json": jsonlines.load, "lines": text_lines.load, "conll": conll.load, "csv": delimited.load}
    return of_text[format](connection, source, scratch, options)


def _load_member(connection: duckdb.DuckDBPyConnection, source: Path, scratch: Path, options: ReadingOptions) -> Raw:
    """One file of an archive."""
    format = file_format.detect(source, None)
    if format.value == "zip":
        raise DataError("The archive holds another archive; unpack that and choose what is in it.")
    return _load(connection, source, scratch, options, str(format.value))


def _type_columns(
    connection: duckdb.DuckDBPyConnection,
    options: ReadingOptions,
    width: int,
    rows: int,
    known: Mapping[int, ColumnFormat],
) -> tuple[dict[int, Typed], list[Decision]]:
    """How each column is stored; those that came with a type keep it."""
    kinds = [row[1] for row in connection.execute("DESCRIBE raw").fetchall()]
    texts = [place for place in range(width) if kinds[place] == "VARCHAR"]
    typing, decisions = types.decide(connection, cell_counts.look(connection, texts, rows), options, rows, known)
    for place in range(width):
        if place not in typing:
            storage = _STORED[kinds[place]]
            typing[place] = Typed(column(place), storage, format=ColumnFormat(_TYPES[storage]))
    return typing, decisions


def _write(connection: duckdb.DuckDBPyConnection, target: Path, typing: dict[int, Typed]) -> None:
    chosen = ", ".join(f"{typing[place].expression} AS {column(place)}" for place in sorted(typing))
    connection.execute(f"COPY (SELECT {chosen} FROM raw) TO {quote(str(target))} (FORMAT parquet, COMPRESSION zstd)")
    connection.execute("DROP TABLE raw")


def _texts(connection: duckdb.DuckDBPyConnection, table: str, columns: Sequence[Stored]) -> pd.DataFrame:
    """The first rows of the columns that hold text, very long cells cut, under their names."""
    texts = [item for item in columns if item.storage == "text"]
    if not texts:
        return pd.DataFrame()
    chosen = ", ".join(f"left({column(item.place)}, {_LOOKED_AT})" for item in texts)
    rows = connection.execute(f"SELECT {chosen} FROM {table} LIMIT {max(100, _CELLS // len(texts))}").fetchall()
    return pd.DataFrame(rows, columns=[item.name for item in texts], dtype="str")


def _format(decision: Decision) -> Format:
    return ReadingOptions.model_validate({"format": decision.value}).format or "csv"
