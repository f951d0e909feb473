"""All that the records hold of one run, as a file in the run's own folder, and the way back from there."""

from __future__ import annotations

import gzip
import json
import time
import zlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from mtl_core.runs import numbers, schema
from mtl_core.runs.database import Records
from mtl_core.runs.states import ENDS
from mtl_core.temporary import replace

FILE = "record.json.gz"
_RELISTED = "This run is listed again from its folder; press Resume to go on from the last checkpoint."
_TABLES = {"datasets", "runs", "parents", "compared_runs", "events"}
_OF_RUN = (schema.parents, schema.compared_runs, schema.searches, schema.events, schema.marks)
_UNREADABLE = (OSError, EOFError, zlib.error, ValueError)

Record = Mapping[str, Sequence[Mapping[str, Any]]]  # the rows by the name of their table


class KeptRecords(Records):
    """Give a run's record away, and take it back."""

    def record(self, run_id: str) -> Record:
        """All rows about that run."""
        with self._database.read() as connection:
            return rows(connection, run_id)

    def known_runs(self) -> set[str]:
        """The ids of all runs of all owners, deleted ones whose files are not yet gone too."""
        with self._database.read() as connection:
            return set(connection.scalars(sa.select(schema.runs.c.id)))

    def relist(self, record: Record) -> bool:
        """Write the rows down again; False where the run is known. A run that had not ended is interrupted then.

        No worker that held the run before can write to it afterwards: its lease is of another number.
        """
        (run,), runs = record["runs"], schema.runs.c
        with self._database.write() as connection:
            if connection.scalar(sa.select(runs.id).where(runs.id == run["id"])) is not None:
                return False
            taken = set(connection.scalars(sa.select(runs.number).where(runs.owner == run["owner"])))
            place = run["number"] if run["number"] not in taken else max(taken) + 1
            fresh = {"number": place, "key": None, "worker_id": None, "lease_epoch": int(time.time())}
            if run["state"] not in ENDS:
                fresh |= {"state": "interrupted", "sentence": _RELISTED, "finished": time.time()}
            _insert(connection, schema.datasets, _without_known(connection, record["datasets"]))
            _insert(connection, schema.runs, [{**run, **fresh}])
            for table in _OF_RUN:
                _insert(connection, table, record.get(table.name, ()))
            numbers.give(connection, run["id"], run["owner"], record["datasets"][0]["name"], number(record))
        return True


def rows(connection: Connection, run_id: str) -> Record:
    """All rows about that run."""
    runs, datasets = schema.runs.c, schema.datasets.c
    (run,) = _plain(connection, sa.select(schema.runs).where(runs.id == run_id))
    mine = sa.and_(datasets.id == run["dataset_id"], datasets.owner == run["owner"])
    of_run = {table.name: _plain(connection, sa.select(table).where(table.c.run_id == run_id)) for table in _OF_RUN}
    shown = _plain(connection, sa.select(schema.numbers).where(schema.numbers.c.run_id == run_id))
    tables = _plain(connection, sa.select(schema.datasets).where(mine))
    return {"datasets": tables, "runs": [run], "numbers": shown, **of_run}


def number(record: Record) -> int:
    """The run's number among those on its table; in records of versions that numbered all tables together, that one."""
    (kept,) = record.get("numbers") or record["runs"]
    return int(kept["number"])


def write(folder: Path, record: Record) -> None:
    """Keep the record in the run's folder. Raises OSError."""
    replace(folder / FILE, gzip.compress(json.dumps(record, allow_nan=False).encode(), mtime=0))


def read(folder: Path) -> Record | None:
    """The record that is kept in the folder; None where there is none, or none that can be read."""
    try:
        found: Record = json.loads(gzip.decompress((folder / FILE).read_bytes()))
        whole = found.keys() >= _TABLES and len(found["runs"]) == len(found["datasets"]) == 1
    except (*_UNREADABLE, AttributeError, TypeError):
        return None
    return found if whole else None


def _plain(connection: Connection, wanted: sa.Select[Any]) -> list[dict[str, Any]]:
    return [dict(row._mapping) for row in connection.execute(wanted)]


def _insert(connection: Connection, table: sa.Table, found: Sequence[Mapping[str, Any]]) -> None:
    if found:
        connection.execute(table.insert(), [dict(row) for row in found])


def _without_known(connection: Connection, found: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    datasets = schema.datasets.c
    known = {(row.owner, row.id) for row in connection.execute(sa.select(datasets.owner, datasets.id))}
    return [row for row in found if (row["owner"], row["id"]) not in known]
