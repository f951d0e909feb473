"""The runs of each owner: made, listed, renamed, resumed, deleted."""

from __future__ import annotations

import secrets
import time
from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Row

from mtl_core.errors import StoreError
from mtl_core.experiment import Experiment
from mtl_core.records.budget import Budget
from mtl_core.records.summary import RunSummary
from mtl_core.runs import datasets, numbers, schema
from mtl_core.runs.database import Records
from mtl_core.runs.states import HELD, State, move

_table = schema.runs.c

TWINS = "twins-"
"""How the id of a comparison begins whose runs learn each task of another run alone."""


@dataclass(frozen=True)
class Parent:
    """The run whose network another extends by a task; ``frozen``: all of that network stays as it is."""

    id: str
    frozen: bool


@dataclass(frozen=True)
class Run:
    """One training as the records know it; times in unix seconds, ``experiment`` is JSON text."""

    id: str
    number: int  # among the runs on its table
    name: str
    dataset_id: str
    experiment: str
    state: State
    phase: str
    sentence: str
    epoch: float
    epochs: int
    kept_epoch: int | None
    created: float
    started: float | None
    finished: float | None
    summary: RunSummary | None
    parent: Parent | None
    search: Budget | None  # how long it seeks better settings, where it does that
    heartbeat_age: float | None  # seconds since its worker was last heard of, for show only; None where none holds it


class RunRecords(Records):
    """Everything that a page does with runs."""

    def create_run(
        self,
        dataset_id: str,
        experiment_json: str,
        name: str,
        key: str,
        owner: str = "local",
        parent: Parent | None = None,
        twins: bool = False,
    ) -> Run:
        """Queue a new run. The same ``key`` again gives the same run, however many ask at once.

        ``twins``: each of its tasks is to be learnt alone once it has finished (``twins_wanted``).

        Raises StoreError where the table or the parent is gone, ExperimentError where the text is no experiment.
        """
        with self._database.write() as connection:
            known = select_runs().where(_table.owner == owner, _table.key == key)
            if (row := connection.execute(known).one_or_none()) is not None:
                return make_run(row)
            if parent is not None:
                require(connection, parent.id, owner)
            run = queue(connection, dataset_id, experiment_json, name, key, owner)
            if parent is not None:
                new = {"run_id": run.id, "parent_id": parent.id, "frozen": parent.frozen}
                connection.execute(schema.parents.insert().values(**new))
            if twins:
                connection.execute(schema.wanted_twins.insert().values(run_id=run.id))
            return replace(run, parent=parent)

    def twins_wanted(self, run_id: str) -> str | None:
        """The owner of a run that has finished and whose tasks were to be learnt alone after it; else None."""
        mine = sa.and_(_table.id == run_id, _table.state == "finished", _table.deleted.is_(None))
        wanted = sa.select(_table.owner).select_from(schema.runs.join(schema.wanted_twins)).where(mine)
        with self._database.read() as connection:
            return connection.scalar(wanted)

    def run(self, run_id: str, owner: str = "local") -> Run:
        """One run. Raises StoreError."""
        with self._database.read() as connection:
            return make_run(require(connection, run_id, owner))

    def runs(self, owner: str = "local", *, compared: bool = True) -> list[Run]:
        """All runs of the owner, the newest first; ``compared=False`` leaves those of comparisons out."""
        wanted = select_runs().where(_table.owner == owner, _table.deleted.is_(None))
        if not compared:
            wanted = wanted.where(~is_compared())
        with self._database.read() as connection:
            return [make_run(row) for row in connection.execute(wanted.order_by(_table.number.desc()))]

    def same_runs(self, dataset_id: str, experiments: Collection[str], owner: str = "local") -> list[Run]:
        """The owner's finished runs of one of these experiments (JSON text) on the table, the oldest first."""
        same = sa.and_(_table.dataset_id == dataset_id, _table.experiment.in_(experiments), _table.state == "finished")
        wanted = select_runs().where(_table.owner == owner, _table.deleted.is_(None), same)
        with self._database.read() as connection:
            return [make_run(row) for row in connection.execute(wanted.order_by(_table.number))]

    def rename_run(self, run_id: str, name: str, owner: str = "local") -> None:
        """Call the run ``name`` from now on."""
        with self._database.write() as connection:
            require(connection, run_id, owner)
            connection.execute(schema.runs.update().where(_table.id == run_id).values(name=name))

    def resume_run(self, run_id: str, owner: str = "local") -> None:
        """Queue an interrupted run again, at the end; its next worker goes on from the last checkpoint.

        A run that is queued or held already stays as it is; one that has ended is refused.
        """
        with self._database.write() as connection:
            row = require(connection, run_id, owner)
            if row.state not in ("queued", *HELD):
                queue_again(connection, run_id)

    def delete_run(self, run_id: str, owner: str = "local") -> None:
        """Put the run out of sight; its files go later. Refuses while a worker holds it."""
        with self._database.write() as connection:
            hide(connection, require(connection, run_id, owner))

    def restore_run(self, run_id: str, owner: str = "local") -> None:
        """Undo ``delete_run`` while the files are there. Raises StoreError."""
        with self._database.write() as connection:
            back = schema.runs.update().where(_table.id == run_id, _table.owner == owner).values(deleted=None)
            if connection.execute(back).rowcount == 0:
                raise StoreError("That run is gone for good; it was deleted too long ago to bring it back.")

    def purge_runs(self, grace: float) -> list[str]:
        """Forget runs that were deleted more than ``grace`` seconds ago and whose worker is gone; their ids.

        What stays is the id and the numbers, so that none is given twice.
        """
        now = time.time()
        with self._database.write() as connection:
            at_work = sa.exists().where(schema.workers.c.id == _table.worker_id)
            old = sa.select(_table.id, _table.owner, _table.number).where(_table.deleted < now - grace, ~at_work)
            gone = connection.execute(old).all()
            for row in gone:
                connection.execute(schema.runs.delete().where(_table.id == row.id))
                connection.execute(schema.tombstones.insert().values(**row._mapping, time=now))
            return [row.id for row in gone]

    def ahead(self, run_id: str, owner: str = "local") -> int:
        """How many trainings, anybody's, are at work or wait before this one; 0 where it does not wait."""
        with self._database.read() as connection:
            row = require(connection, run_id, owner)
            if row.state != "queued":
                return 0
            behind = connection.scalar(sa.select(is_compared()).where(_table.id == run_id))
            sooner = _table.ticket < row.ticket
            waits = sa.and_(_table.state == "queued", ~is_compared() | sooner if behind else ~is_compared() & sooner)
            before = sa.and_(_table.deleted.is_(None), waits | _table.state.in_(HELD))
            return connection.scalar(sa.select(sa.func.count()).select_from(schema.runs).where(before)) or 0


def is_compared() -> sa.ColumnElement[bool]:
    """Whether a run is one of a comparison: such wait until no other run does, since they are many."""
    return _table.id.in_(sa.select(schema.compared_runs.c.run_id))


def is_twin() -> sa.ColumnElement[bool]:
    """Whether a run learns a task of another run alone."""
    places = schema.compared_runs.c
    return _table.id.in_(sa.select(places.run_id).where(places.comparison_id.startswith(TWINS)))


def queue(connection: Connection, dataset_id: str, experiment_json: str, name: str, key: str, owner: str) -> Run:
    """A new run at the end of the queue. Raises StoreError and ExperimentError."""
    epochs = Experiment.from_json(experiment_json).training.epochs
    table = datasets.require(connection, dataset_id, owner)
    run_id = secrets.token_hex(16)
    new = {"id": run_id, "owner": owner, "key": key, "name": name, "dataset_id": dataset_id}
    place = {"number": _next_place(connection, owner), "ticket": _next_ticket(connection)}
    connection.execute(
        schema.runs.insert().values(
            **new, **place, experiment=experiment_json, epochs=epochs, state="queued", created=time.time()
        )
    )
    numbers.give(connection, run_id, owner, str(table.name))
    return make_run(require(connection, run_id, owner))


def queue_again(connection: Connection, run_id: str) -> None:
    """Put an interrupted run at the end of the queue. Refuses one that has ended."""
    move(connection, run_id, "queued", ticket=_next_ticket(connection))


def hide(connection: Connection, run: Row[Any]) -> None:
    """Put the run of that record out of sight, unless a worker holds it."""
    if run.state in HELD:
        template = "Run {number} is {state}; stop it first, then delete it."
        raise StoreError(template.format(number=run.number, state=run.state))
    connection.execute(schema.runs.update().where(_table.id == run.id).values(deleted=time.time(), key=None))


def select_runs(*besides: sa.ColumnElement[Any]) -> sa.Select[Any]:
    """The records of runs as ``make_run`` needs them."""
    parents, searches = schema.parents.c, schema.searches.c
    sought = searches.run_id.label("searches"), searches.trials, searches.minutes
    plain = [column for column in _table if column is not _table.number]
    chosen = sa.select(*plain, schema.numbers.c.number, parents.parent_id, parents.frozen, *sought, *besides)
    numbered = schema.runs.join(schema.numbers, schema.numbers.c.run_id == _table.id)
    return chosen.select_from(numbered.outerjoin(schema.parents).outerjoin(schema.searches))


def require(connection: Connection, run_id: str, owner: str) -> Row[tuple[object, ...]]:
    """The record of a run of that owner. Raises StoreError."""
    wanted = select_runs().where(_table.id == run_id, _table.owner == owner, _table.deleted.is_(None))
    row = connection.execute(wanted).one_or_none()
    if row is None:
        raise StoreError("That run is not there; it may have been deleted. Choose another one from the list of runs.")
    return row


def make_run(row: Row[tuple[object, ...]]) -> Run:
    """A record as a value."""
    held = row.state in HELD and row.heartbeat_time is not None
    return Run(
        **{name: row._mapping[name] for name in _PLAIN_FIELDS},
        parent=None if row.parent_id is None else Parent(row.parent_id, row.frozen),
        search=None if row.searches is None else Budget(row.trials, row.minutes),
        summary=None if row.summary is None else RunSummary.model_validate_json(row.summary),
        heartbeat_age=max(0.0, time.time() - row.heartbeat_time) if held else None,
    )


_MADE_FIELDS = {"summary", "parent", "search", "heartbeat_age"}
_PLAIN_FIELDS = [name for name in Run.__dataclass_fields__ if name not in _MADE_FIELDS]


def _next_place(connection: Connection, owner: str) -> int:
    taken = [
        connection.scalar(sa.select(sa.func.max(table.c.number)).where(table.c.owner == owner))
        for table in (schema.runs, schema.tombstones)
    ]
    return max(number or 0 for number in taken) + 1


def _next_ticket(connection: Connection) -> int:
    return (connection.scalar(sa.select(sa.func.max(_table.ticket))) or 0) + 1
