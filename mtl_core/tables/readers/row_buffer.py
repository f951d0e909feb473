"""Rows that are made one by one, on their way into a database table of text."""

from __future__ import annotations

from collections.abc import Sequence

import duckdb
import pyarrow as pa

from mtl_core.errors import DataError
from mtl_core.tables.readers.raw import Raw, check_size, column

_BATCH = 20_000  # rows
_BATCH_CHARACTERS = 50_000_000


class RowBuffer:
    """Fills the table of that name, whose columns are c0, c1, …; ``raw`` knows the rows that cannot be read."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, table: str, width: int, raw: Raw) -> None:
        self._connection, self._table, self._raw = connection, table, raw
        self._schema = pa.schema([(column(place), pa.string()) for place in range(width)])
        self._rows: list[Sequence[str | None]] = []
        self._waiting = 0  # characters
        self.count = 0
        columns = ", ".join(f"{column(place)} VARCHAR" for place in range(width))
        connection.execute(f"CREATE TABLE {table} ({columns})")

    def add(self, row: Sequence[str | None]) -> None:
        """Append a row. Raises DataError where the table gets too large."""
        self._rows.append(row)
        self.count += 1
        self._waiting += sum(len(cell) for cell in row if cell)
        if len(self._rows) == _BATCH or self._waiting > _BATCH_CHARACTERS:
            self.flush()

    def flush(self) -> None:
        """Put what waits into the table; to be called after the last row."""
        check_size(self.count, len(self._schema))
        if self._rows:
            cells = [pa.array(cells, pa.string()) for cells in zip(*self._rows, strict=True)]
            self._connection.register("arrived", pa.table(cells, schema=self._schema))
            self._connection.execute(f"INSERT INTO {self._table} SELECT * FROM arrived")
            self._connection.unregister("arrived")
        self._rows, self._waiting = [], 0

    def require_rows(self, what: str) -> None:
        """Raise DataError where every row was rejected, with the first."""
        if not self.count and self._raw.rejected:
            first = self._raw.rejected[0]
            template = "No {what} can be read (the first stands at {line:,}: {reason}); correct the file."
            raise DataError(template.format(what=what, line=first.line, reason=first.reason))
