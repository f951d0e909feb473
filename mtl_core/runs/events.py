"""The log of each run, to read: every event in order, or a curve thinned out; knows no meaning of a kind."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.engine import Row

from mtl_core.runs import schema, strict_json
from mtl_core.runs.database import Records
from mtl_core.runs.runs import require

_table = schema.events.c


class Report(NamedTuple):
    """An event on its way into the log."""

    kind: str
    body: dict[str, Any]
    time: float


@dataclass(frozen=True)
class Event:
    """One entry of the log; ``seq`` gives the order, ``time`` (unix seconds) is for show.

    A number in ``body`` that was not finite is None, and ``body["not_finite"]`` says which it was.
    """

    seq: int
    kind: str
    body: dict[str, Any]
    time: float


class EventRecords(Records):
    """Read the log of a run."""

    def events(
        self,
        run_id: str,
        after: int = 0,
        kinds: Collection[str] | None = None,
        limit: int = 5000,
        owner: str = "local",
    ) -> list[Event]:
        """The events later than ``after``, of these kinds or of all, at most ``limit`` of them, in order."""
        wanted = sa.select(schema.events).where(_table.run_id == run_id, _table.seq > after)
        if kinds is not None:
            wanted = wanted.where(_table.kind.in_(kinds))
        return self._read(run_id, owner, wanted.order_by(_table.seq).limit(limit))

    def decimate(self, run_id: str, kind: str, max_points: int = 1000, owner: str = "local") -> list[Event]:
        """At most ``max_points`` (2 or more) events of that kind, evenly spread, the first and the last among them.

        The database picks them by place, so a log of a million events leaves it as a thousand.
        """
        place = sa.func.row_number().over(order_by=_table.seq) - 1
        count = sa.func.count().over()
        ranked = sa.select(_table.seq, place.label("place"), count.label("count")).where(
            _table.run_id == run_id, _table.kind == kind
        )
        ranks = ranked.subquery()
        last = sa.func.nullif(ranks.c.count - 1, 0)
        bucket = (ranks.c.place * (max_points - 1)) // last
        before = ((ranks.c.place - 1) * (max_points - 1)) // last
        few = ranks.c.count <= max_points
        chosen = sa.select(ranks.c.seq).where(few | (ranks.c.place == 0) | (bucket > before))
        wanted = sa.select(schema.events).where(_table.run_id == run_id, _table.seq.in_(chosen))
        return self._read(run_id, owner, wanted.order_by(_table.seq))

    def _read(self, run_id: str, owner: str, wanted: sa.Select[Any]) -> list[Event]:
        with self._database.read() as connection:
            require(connection, run_id, owner)
            return [_make_event(row) for row in connection.execute(wanted)]


def _make_event(row: Row[Any]) -> Event:
    return Event(row.seq, row.kind, strict_json.from_text(row.body), row.time)
