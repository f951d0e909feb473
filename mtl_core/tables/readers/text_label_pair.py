"""Texts, one a line, and a file with as many rows of labels, side by side into ``raw``."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import duckdb

from mtl_core.errors import DataError
from mtl_core.tables.profile import Decision, ReadingOptions
from mtl_core.tables.readers import header
from mtl_core.tables.readers.raw import Raw, column
from mtl_core.tables.readers.text_lines import LABEL, TEXT
from mtl_core.wording import format_count

_LOOKED_AT = 1_000  # rows

Reader = Callable[[Path, Path, ReadingOptions], Raw]
"""Reads the file at a path, with a folder to work in, into ``raw``."""


@dataclass
class _Side:
    """One of the two files, read into a database table of its own."""

    name: str
    path: Path
    table: str
    raw: Raw
    rows: int
    characters: float  # in a cell of the first column, on average

    @property
    def header(self) -> bool | None:
        """Whether its first row was taken for names; None where that was no question."""
        return next((bool(item.value) for item in self.raw.decisions if item.field == "header"), None)


def load(connection: duckdb.DuckDBPyConnection, files: dict[str, Path], read: Reader) -> Raw | None:
    """Read the two files of these names into ``raw``; None where neither is a single column. Raises DataError."""
    sides = [_side(connection, name, path, read) for name, path in files.items()]
    if not any(len(item.raw.names) == 1 for item in sides):
        return None
    sides.sort(key=lambda item: (len(item.raw.names), -item.characters))
    texts, labels = sides
    if texts.rows != labels.rows:
        texts, labels = _match(connection, read, texts, labels)
    names = [_name(texts, TEXT), *([_name(labels, LABEL)] if len(labels.raw.names) == 1 else labels.raw.names)]
    cells = [f"{item.table}.{column(place)}" for item in (texts, labels) for place in range(len(item.raw.names))]
    chosen = ", ".join(f"{cell} AS {column(place)}" for place, cell in enumerate(cells))
    connection.execute(f"CREATE TABLE raw AS SELECT {chosen} FROM {texts.table} POSITIONAL JOIN {labels.table}")
    template = "Both files have {rows}, so each row of {labels} belongs to the line of {texts} beside it."
    rows = format_count(texts.rows, "row", "rows")
    reason = template.format(rows=rows, labels=labels.name, texts=texts.name)
    decision = Decision(field="member", value=f"{texts.name} + {labels.name}", reason=reason)
    return Raw(names=names, decisions=[decision], notes=[*texts.raw.notes, *labels.raw.notes])


def _side(
    connection: duckdb.DuckDBPyConnection, name: str, path: Path, read: Reader, header: bool | None = None
) -> _Side:
    """Read one file. Raises DataError, also where a line of it cannot be read."""
    raw = read(path, path.parent, ReadingOptions(header=header))
    name = name.rpartition("/")[2]
    if raw.num_rejected:
        first = raw.rejected[0]
        template = 'Line {line:,} of "{name}" cannot be read ({reason}), so the labels would slip; correct it.'
        raise DataError(template.format(line=first.line, name=name, reason=first.reason))
    table = path.parent.name
    connection.execute(f"DROP TABLE IF EXISTS {table}")
    connection.execute(f"ALTER TABLE raw RENAME TO {table}")
    ((rows, characters),) = connection.execute(f"SELECT count(*), avg(length(c0)) FROM {table}").fetchall()
    return _Side(name, path, table, raw, rows, characters or 0.0)


def _match(connection: duckdb.DuckDBPyConnection, read: Reader, texts: _Side, labels: _Side) -> tuple[_Side, _Side]:
    """Both with as many rows, blank lines at an end and a mistaken header put right. Raises DataError."""
    for longer, shorter in ((texts, labels), (labels, texts)):
        blank = f"SELECT bool_and(coalesce(trim(c0), '') = '') FROM {longer.table} WHERE rowid >= {shorter.rows}"
        if len(longer.raw.names) == 1 and connection.execute(blank).fetchall() == [(True,)]:
            connection.execute(f"DELETE FROM {longer.table} WHERE rowid >= {shorter.rows}")
            return replace(texts, rows=shorter.rows), replace(labels, rows=shorter.rows)
    if labels.rows - texts.rows == _count_missed(connection, labels):
        return texts, _side(connection, labels.name, labels.path, read, header=not labels.header)
    if texts.rows - labels.rows == _count_missed(connection, texts):
        return _side(connection, texts.name, texts.path, read, header=not texts.header), labels
    template = '"{texts}" has {lines} and "{labels}" has {rows}; expected as many labels as texts.'
    lines, rows = format_count(texts.rows, "text", "texts"), format_count(labels.rows, "row", "rows")
    message = template.format(texts=texts.name, lines=lines, labels=labels.name, rows=rows)
    raise DataError(message)


def _count_missed(connection: duckdb.DuckDBPyConnection, side: _Side) -> int:
    """The rows that it has too many if the other decision about its header is right; 0 where that cannot be."""
    if side.header is None:
        return 0
    first = connection.execute(f"SELECT * FROM {side.table} ORDER BY rowid LIMIT {_LOOKED_AT}").fetchall()
    rows = [[cell or "" for cell in row] for row in first]
    if side.header:
        return -header.in_doubt([side.raw.names, *rows])
    return int(header.in_doubt(rows) and _could_be_names(rows))


def _could_be_names(rows: Sequence[Sequence[str]]) -> bool:
    """Whether the first row holds a word in each cell, shorter than all below it."""
    below = list(zip(*rows[1:], strict=True))
    return bool(below) and all(
        len(cell.split()) == 1 and len(cell) < min(map(len, cells)) for cell, cells in zip(rows[0], below, strict=True)
    )


def _name(side: _Side, otherwise: str) -> str:
    """The name of a single column."""
    return side.raw.names[0] if side.header else otherwise
