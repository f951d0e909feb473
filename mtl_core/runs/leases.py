"""A worker's hold on one run: all that it writes goes through here and is refused once the run was taken from it."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from mtl_core.errors import StoreError
from mtl_core.records.commands import Command, parse_command
from mtl_core.records.events import EpochEvent, ProgressEvent
from mtl_core.records.summary import RunSummary
from mtl_core.runs import kept_record, schema, strict_json
from mtl_core.runs.database import Database
from mtl_core.runs.events import Report
from mtl_core.runs.runs import Run
from mtl_core.runs.states import HELD, State, move

_CURVES = (ProgressEvent, EpochEvent)
_runs, _events = schema.runs.c, schema.events.c


class LeaseError(StoreError):
    """The run was taken from this worker; it must write no more."""


class Lease:
    """The hold of one worker on ``run``, numbered ``epoch``: each claim and each sweep of a run raises the number.

    Every write beats the heart, too. ``append`` may be repeated after a failed commit with the same reports (and
    later ones behind them): those that had arrived are not written twice.
    """

    def __init__(self, database: Database, run: Run, epoch: int, last_event: int) -> None:
        self.run = run
        self.epoch = epoch
        self._database = database
        self.last_event = last_event
        self._is_first_curve = True

    def append(self, reports: Sequence[Report], **fields: Any) -> None:
        """Write events and set fields (``state``, ``sentence``, ``phase``, ``epoch``, ``kept_epoch``) at once.

        The first point of a curve cuts off what an earlier worker wrote beyond it: that part is trained again from
        the checkpoint. Raises LeaseError.
        """
        begun = next((report.event.epoch for report in reports if isinstance(report.event, _CURVES)), None)
        with self._database.write() as connection:
            self._require(connection)
            if self._is_first_curve and begun is not None:
                mine = _events.run_id == self.run.id
                lost = sa.and_(mine, _events.seq <= self.last_event, _events.epoch >= begun)
                connection.execute(schema.events.delete().where(lost))
            self._insert(connection, reports)
            self._set(connection, fields)
        self.last_event += len(reports)
        self._is_first_curve &= begun is None

    def restore(self, reports: Sequence[Report]) -> None:
        """Write events that an earlier worker of this run had no time for. Raises LeaseError."""
        with self._database.write() as connection:
            self._require(connection)
            self._insert(connection, reports)
        self.last_event += len(reports)

    def update(self, **fields: Any) -> None:
        """Set fields of the run. Raises LeaseError."""
        self.append((), **fields)

    def beat(self) -> None:
        """Say that this worker lives. Raises LeaseError."""
        self.append(())

    def take_commands(self) -> list[Command]:
        """The orders since the last time, each given once; one that is not known is told and passed over.

        Raises LeaseError.
        """
        mine = schema.commands.c.run_id == self.run.id
        with self._database.read() as connection:
            if connection.scalar(sa.select(schema.commands.c.id).where(mine).limit(1)) is None:
                return []
        with self._database.write() as connection:
            self._require(connection)
            rows = connection.execute(sa.select(schema.commands).where(mine).order_by(schema.commands.c.id)).all()
            connection.execute(schema.commands.delete().where(mine))
        return [command for row in rows if (command := _known_command(row)) is not None]

    def record(self) -> kept_record.Record:
        """All that the records hold of the run."""
        with self._database.read() as connection:
            return kept_record.rows(connection, self.run.id)

    def finish(self, state: State, sentence: str = "", summary: RunSummary | None = None) -> None:
        """End the run; the same end twice is the same as once. Raises LeaseError."""
        fields: dict[str, Any] = {"summary": summary.model_dump_json()} if summary else {}
        if summary and summary.kept_epoch is not None:
            fields["kept_epoch"] = summary.kept_epoch
        with self._database.write() as connection:
            self._require(connection, (*HELD, state))
            move(connection, self.run.id, state, sentence, **fields)

    def _require(self, connection: Connection, states: Sequence[State] = HELD) -> None:
        mine = sa.and_(_runs.id == self.run.id, _runs.lease_epoch == self.epoch, _runs.state.in_(states))
        if connection.scalar(sa.select(_runs.id).where(mine)) is None:
            template = "Run {number} was taken from this worker, which must write no more."
            raise LeaseError(template.format(number=self.run.number))

    def _insert(self, connection: Connection, reports: Sequence[Report]) -> None:
        mine = _events.run_id == self.run.id
        written = connection.scalar(sa.select(sa.func.max(_events.seq)).where(mine)) or 0
        rows = [
            {
                "run_id": self.run.id,
                "seq": seq,
                "kind": report.event.kind,
                "epoch": report.event.epoch,
                "body": strict_json.to_text(report.event.to_body()),
                "time": report.time,
            }
            for seq, report in enumerate(reports, self.last_event + 1)
            if seq > written
        ]
        if rows:
            connection.execute(schema.events.insert(), rows)

    def _set(self, connection: Connection, fields: dict[str, Any]) -> None:
        fields = {**fields, "heartbeat_seq": _runs.heartbeat_seq + 1, "heartbeat_time": time.time()}
        if "state" in fields:
            move(connection, self.run.id, fields.pop("state"), fields.pop("sentence", ""), **fields)
        else:
            connection.execute(schema.runs.update().where(_runs.id == self.run.id).values(**fields))


def _known_command(row: sa.Row[Any]) -> Command | None:
    """The command of a row; None, and a line in the run's log, where another version of the program gave it."""
    try:
        return parse_command(row.kind, strict_json.from_text(row.body))
    except (KeyError, ValueError):
        print(f"An order of kind {row.kind!r} is not known here and was passed over.", flush=True)
        return None
