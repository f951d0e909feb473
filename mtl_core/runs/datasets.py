"""Which tables each owner has; the tables themselves lie in the workspace, and nothing here opens them."""

from __future__ import annotations

import time
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Row

from mtl_core.errors import StoreError
from mtl_core.runs import schema
from mtl_core.runs.database import Records

_table = schema.datasets.c


@dataclass(frozen=True)
class DatasetRow:
    """A table as the lists show it; times in unix seconds."""

    id: str
    name: str
    rows: int
    columns: int
    added: float
    used: float


class DatasetRecords(Records):
    """Add and list tables."""

    def add_dataset(self, dataset_id: str, name: str, rows: int, columns: int, owner: str = "local") -> None:
        """Write the table down; one that is known already comes to the top of the list."""
        now = time.time()
        with self._database.write() as connection:
            again = sa.update(schema.datasets).where(_mine(dataset_id, owner)).values(used=now, deleted=None)
            if connection.execute(again).rowcount == 0:
                new = {"id": dataset_id, "owner": owner, "name": name, "rows": rows, "columns": columns}
                connection.execute(schema.datasets.insert().values(**new, added=now, used=now))

    def dataset_rows(self, owner: str = "local") -> list[DatasetRow]:
        """The owner's tables, the last used first."""
        wanted = sa.select(schema.datasets).where(_table.owner == owner, _table.deleted.is_(None))
        with self._database.read() as connection:
            return [_make_row(row) for row in connection.execute(wanted.order_by(_table.used.desc(), _table.id))]


def require(connection: Connection, dataset_id: str, owner: str) -> Row[tuple[object, ...]]:
    """The record of a table that is there. Raises StoreError."""
    wanted = sa.select(schema.datasets).where(_mine(dataset_id, owner), _table.deleted.is_(None))
    row = connection.execute(wanted).one_or_none()
    if row is None:
        raise StoreError("That table is not there; it may have been deleted. Choose or upload another one.")
    return row


def _mine(dataset_id: str, owner: str) -> sa.ColumnElement[bool]:
    return sa.and_(_table.id == dataset_id, _table.owner == owner)


def _make_row(row: Row[tuple[object, ...]]) -> DatasetRow:
    return DatasetRow(row.id, row.name, row.rows, row.columns, row.added, row.used)
