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
    """Add, list, rename and remove tables."""

    def add_dataset(self, dataset_id: str, name: str, rows: int, columns: int, owner: str = "local") -> None:
        """Write the table down; one that is known already comes to the top of the list and back from removal."""
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

    def dataset_row(self, dataset_id: str, owner: str = "local") -> DatasetRow:
        """One table. Raises StoreError."""
        with self._database.read() as connection:
            return _make_row(require(connection, dataset_id, owner))

    def touch_dataset(self, dataset_id: str, owner: str = "local") -> None:
        """Bring the table to the top of the list."""
        self._change(dataset_id, owner, used=time.time())

    def rename_dataset(self, dataset_id: str, name: str, owner: str = "local") -> None:
        """Call the table ``name`` from now on."""
        self._change(dataset_id, owner, name=name)

    def remove_dataset(self, dataset_id: str, owner: str = "local") -> None:
        """Take the table off the list; its files go later. Refuses where runs use it."""
        with self._database.write() as connection:
            row = require(connection, dataset_id, owner)
            users = sa.select(sa.func.count()).where(
                schema.runs.c.owner == owner, schema.runs.c.dataset_id == dataset_id
            )
            count = connection.scalar(users) or 0
            if count:
                one = 'Table "{name}" is used by a run; delete that run first, then the table.'
                many = 'Table "{name}" is used by {count} runs; delete those runs first, then the table.'
                raise StoreError((one if count == 1 else many).format(name=row.name, count=count))
            connection.execute(schema.datasets.update().where(_mine(dataset_id, owner)).values(deleted=time.time()))

    def restore_dataset(self, dataset_id: str, owner: str = "local") -> None:
        """Undo ``remove_dataset`` while the files are there. Raises StoreError."""
        with self._database.write() as connection:
            back = schema.datasets.update().where(_mine(dataset_id, owner)).values(deleted=None)
            if connection.execute(back).rowcount == 0:
                raise StoreError("The table is gone for good; upload it again.")

    def purge_datasets(self, grace: float) -> list[str]:
        """Forget tables that were removed more than ``grace`` seconds ago; the ids whose files nobody needs now."""
        with self._database.write() as connection:
            old = sa.and_(_table.deleted < time.time() - grace, ~_is_used())
            gone = {row.id for row in connection.execute(sa.select(_table.id).where(old))}
            connection.execute(schema.datasets.delete().where(old))
            kept = connection.scalars(sa.select(_table.id).where(_table.id.in_(gone)))
            return sorted(gone - set(kept))

    def _change(self, dataset_id: str, owner: str, **fields: object) -> None:
        with self._database.write() as connection:
            require(connection, dataset_id, owner)
            connection.execute(schema.datasets.update().where(_mine(dataset_id, owner)).values(**fields))


def require(connection: Connection, dataset_id: str, owner: str) -> Row[tuple[object, ...]]:
    """The record of a table that is there. Raises StoreError."""
    wanted = sa.select(schema.datasets).where(_mine(dataset_id, owner), _table.deleted.is_(None))
    row = connection.execute(wanted).one_or_none()
    if row is None:
        raise StoreError("That table is not there; it may have been deleted. Choose or upload another one.")
    return row


def _mine(dataset_id: str, owner: str) -> sa.ColumnElement[bool]:
    return sa.and_(_table.id == dataset_id, _table.owner == owner)


def _is_used() -> sa.ColumnElement[bool]:
    return sa.exists().where(schema.runs.c.owner == _table.owner, schema.runs.c.dataset_id == _table.id)


def _make_row(row: Row[tuple[object, ...]]) -> DatasetRow:
    return DatasetRow(row.id, row.name, row.rows, row.columns, row.added, row.used)
