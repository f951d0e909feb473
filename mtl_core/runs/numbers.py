"""The number of each run among the runs on its table, as people see it: "wine.csv, run 3" is one run alone."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from mtl_core.runs import schema

_table, _runs, _datasets = schema.numbers.c, schema.runs.c, schema.datasets.c


def give(connection: Connection, run_id: str, owner: str, table_name: str, wanted: int | None = None) -> None:
    """Give a new run the number that is wanted where no other has it, else the one after the last."""
    mine = sa.and_(_table.owner == owner, _table.table_name == table_name)
    taken = set(connection.scalars(sa.select(_table.number).where(mine, _table.run_id != run_id)))
    number = max(taken, default=0) + 1 if wanted is None or wanted in taken else wanted
    connection.execute(schema.numbers.delete().where(_table.run_id == run_id))
    connection.execute(schema.numbers.insert().values(run_id=run_id, owner=owner, table_name=table_name, number=number))


def keep_earlier(connection: Connection) -> None:
    """Runs of versions that numbered all tables together keep their numbers, since people have written them down."""
    joined = schema.runs.join(schema.datasets).outerjoin(schema.numbers, _table.run_id == _runs.id)
    earlier = sa.select(_runs.id, _runs.owner, _datasets.name, _runs.number).select_from(joined)
    new = earlier.where(_table.run_id.is_(None))
    connection.execute(schema.numbers.insert().from_select(["run_id", "owner", "table_name", "number"], new))
