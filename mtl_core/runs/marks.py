"""What people put to their runs: a star, tags and a note."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa

from mtl_core.runs import runs, schema
from mtl_core.runs.database import Records

_table = schema.marks.c


@dataclass(frozen=True)
class Mark:
    """A star, keywords ("tags") set apart by commas, and a note of any length."""

    starred: bool = False
    keywords: str = ""
    note: str = ""


class MarkRecords(Records):
    """Write marks down and list them."""

    def mark_run(self, run_id: str, mark: Mark, owner: str = "local") -> None:
        """Put the mark to the run instead of the one that it had. Raises StoreError."""
        with self._database.write() as connection:
            runs.require(connection, run_id, owner)
            connection.execute(schema.marks.delete().where(_table.run_id == run_id))
            if mark != Mark():
                new = {"run_id": run_id, "starred": mark.starred, "keywords": mark.keywords, "note": mark.note}
                connection.execute(schema.marks.insert().values(**new))

    def marks(self, owner: str = "local") -> dict[str, Mark]:
        """By run those of the owner's that have one."""
        wanted = sa.select(schema.marks).select_from(schema.marks.join(schema.runs)).where(schema.runs.c.owner == owner)
        with self._database.read() as connection:
            return {row.run_id: Mark(row.starred, row.keywords, row.note) for row in connection.execute(wanted)}
