"""The log of each run, to read: every event in order, or a curve thinned out."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, Generic, NamedTuple, TypeVar

import sqlalchemy as sa
from sqlalchemy.engine import Row

from mtl_core.errors import StoreError
from mtl_core.records.events import EVENTS, Event, parse_event
from mtl_core.runs import schema, strict_json
from mtl_core.runs.database import Records
from mtl_core.runs.runs import require

_table = schema.events.c
E = TypeVar("E", bound=Event)


class Report(NamedTuple):
    """An event on its way into the log."""

    event: Event
    time: float


@dataclass(frozen=True)
class Entry(Generic[E]):
    """One entry of the log; ``seq`` gives the order, ``time`` (unix seconds) is for show."""

    seq: int
    event: E
    time: float


class EventRecords(Records):
    """Read the log of a run."""

    def events(
        self,
        run_id: str,
        after: int = 0,
        kinds: Collection[type[E]] | None = None,
        limit: int = 5000,
        owner: str = "local",
    ) -> list[Entry[E]]:
        """The events later than ``after``, of these kinds or of all, at most ``limit`` of them, in order."""
        named = EVENTS if kinds is None else [kind.kind for kind in kinds]
        wanted = sa.select(schema.events).where(_table.run_id == run_id, _table.seq > after, _table.kind.in_(named))
        return self._read(run_id, owner, wanted.order_by(_table.seq).limit(limit))

    def decimate(self, run_id: str, kind: type[E], max_points: int = 1000, owner: str = "local") -> list[Entry[E]]:
        """At most ``max_points`` (2 or more) events of that kind, evenly spread, the first and the last among them.

        The database picks them by place, so a log of a million events leaves it as a thousand.
        """
        place = sa.func.row_number().over(order_by=_table.seq) - 1
        count = sa.func.count().over()
        ranked = sa.select(_table.seq, place.label("place"), count.label("count")).where(
            _table.run_id == run_id, _table.kind == kind.kind
        )
        ranks = ranked.subquery()
        last = sa.func.nullif(ranks.c.count - 1, 0)
        bucket = (ranks.c.place * (max_points - 1)) // last
        before = ((ranks.c.place - 1) * (max_points - 1)) // last
        few = ranks.c.count <= max_points
        chosen = sa.select(ranks.c.seq).where(few | (ranks.c.place == 0) | (bucket > before))
        wanted = sa.select(schema.events).where(_table.run_id == run_id, _table.seq.in_(chosen))
        return self._read(run_id, owner, wanted.order_by(_table.seq))

    def _read(self, run_id: str, owner: str, wanted: sa.Select[Any]) -> list[Entry[Any]]:
        with self._database.read() as connection:
            require(connection, run_id, owner)
            return [_make_event(row) for row in connection.execute(wanted)]


def _make_event(row: Row[Any]) -> Entry[Any]:
    try:
        return Entry(row.seq, parse_event(row.kind, strict_json.from_text(row.body)), row.time)
    except ValueError as error:
        template = "Entry {seq} of the run's log cannot be read; it may be of a newer version of the program."
        raise StoreError(template.format(seq=row.seq)) from error
