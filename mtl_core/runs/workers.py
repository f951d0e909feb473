"""Which worker processes there are, which of them may take which run, and which have died; starts none itself."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence, Set
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Row

from mtl_core.errors import BusyError, StoreError
from mtl_core.runs import process_control, runs, schema
from mtl_core.runs.database import Database, Records
from mtl_core.runs.leases import Lease
from mtl_core.runs.states import HELD, move
from mtl_core.temporary import machine

UNTOLD = 74  # how a worker ends that could not write down how its run ended; EX_IOERR of sysexits.h
BEGINS_FOR = 10.0  # seconds from a run's first start in which another process that loads TensorFlow would hold it up
HUNG_AFTER = 15.0  # seconds without a heartbeat; a dead process is found at once
_LONGEST_STEP = 2.0  # of our own clock between two looks: more means that we slept, not the worker
_workers, _runs = schema.workers.c, schema.runs.c


class Load(NamedTuple):
    """What there is to do on this machine and who is there to do it."""

    working: int
    beginning: int  # of those at work, the ones of a person without a first curve point or just started
    waiting_workers: int
    queued: int


class WorkerRecords(Records):
    """Enrol workers, let them claim runs, find those that died."""

    def __init__(self, database: Database, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__(database)
        self._clock = clock
        self._looked = clock()
        self._refused = False  # whether the last run that was to be taken could not be written
        self._still: dict[tuple[str, int], tuple[int, float]] = {}  # (run, lease) → heartbeat, seconds it stood still

    def enrol(self, worker_id: str, pid: int, pid_start: str) -> None:
        """Write a process of this machine down as a worker; only such may claim."""
        new = {"id": worker_id, "host": machine(), "pid": pid, "pid_start": pid_start}
        with self._database.write() as connection:
            connection.execute(schema.workers.insert().values(**new))

    def dismiss(self, worker_id: str) -> bool:
        """Strike a worker off that has claimed nothing, so that it never can; False where it has claimed."""
        with self._database.write() as connection:
            if connection.scalar(sa.select(_runs.id).where(_runs.worker_id == worker_id)) is not None:
                return False
            connection.execute(schema.workers.delete().where(_workers.id == worker_id))
            return True

    def claim(self, worker_id: str, slots: int = 1) -> Lease | None:
        """Take the first run in the queue, unless ``slots`` runs are at work on this machine already.

        None where there is nothing to take, or where the worker is not enrolled or has had its one run.
        """
        with self._database.read() as connection:  # asked often, so it must not take the write lock for nothing
            if _claimable(connection, worker_id, slots) is None:
                return None
        with self._database.write() as connection:
            run = _claimable(connection, worker_id, slots)
            if run is None:
                return None
            epoch, now = run.lease_epoch + 1, time.time()
            fresh = {"heartbeat_seq": run.heartbeat_seq + 1, "heartbeat_time": now, "started": run.started or now}
            move(connection, run.id, "starting", phase="preparing", worker_id=worker_id, lease_epoch=epoch, **fresh)
            connection.execute(schema.workers.update().where(_workers.id == worker_id).values(run_id=run.id))
            events = sa.select(sa.func.max(schema.events.c.seq)).where(schema.events.c.run_id == run.id)
            last_event = connection.scalar(events) or 0
            return Lease(self._database, runs.make_run(runs.require(connection, run.id, run.owner)), epoch, last_event)

    def load(self) -> Load:
        """What there is to do on this machine and who is there to do it."""
        host = machine()
        mine = sa.select(sa.func.count()).select_from(schema.workers).where(_workers.host == host)
        queued = sa.select(sa.func.count()).select_from(schema.runs).where(_is_queued())
        with self._database.read() as connection:
            working = connection.scalar(_count_held_on(host)) or 0
            beginning = connection.scalar(_count_held_on(host).where(_is_beginning(), ~runs.is_compared())) or 0
            waiting = connection.scalar(mine.where(_workers.run_id.is_(None))) or 0
            return Load(working, beginning, waiting, connection.scalar(queued) or 0)

    def sweep(self, why: Callable[[str], str] = lambda _: LOST) -> list[str]:
        """Find runs whose worker died, or was not heard of for 15 seconds, and mark them ``interrupted``; their ids.

        ``why`` says of a dead worker's id which sentence tells its end: LOST or NOT_WRITTEN.

        To be called about every half second. Time is counted by this process's own clock, so a change of the
        machine's clock interrupts nothing. A worker of this machine that hangs is ended, but not while its run cannot
        be taken from it: where the records cannot be written, no heart can beat, and the training goes on.
        """
        here = machine()
        with self._database.read() as connection:
            workers = {row.id: row for row in connection.execute(sa.select(schema.workers))}
            held = connection.execute(sa.select(schema.runs).where(_runs.state.in_(HELD))).all()
        dead = {
            row.id for row in workers.values() if row.host == here and not process_control.alive(row.pid, row.pid_start)
        }
        lost = [row for row in held if row.worker_id in dead or row.worker_id not in workers]
        hung = [row for row in self._standing(held) if row not in lost]
        if not (lost or hung or dead):
            return []
        if hung and self._refused:  # with the first write that is taken again, their time begins anew
            self._touch(hung)
            self._refused, self._still, hung = False, {}, []
        ends = [(row, why(row.worker_id)) for row in lost] + [(row, HUNG) for row in hung]
        here_hung = {row.id: workers[row.worker_id] for row in hung if workers[row.worker_id].host == here}
        try:
            taken = self._take_all(ends, dead)
        except BusyError:  # one that hangs may hold the lock
            if not here_hung:
                raise
            _end(here_hung.values())
            taken = self._take_all(ends, dead)
        except StoreError:
            self._refused = True
            raise
        _end(worker for run_id, worker in here_hung.items() if run_id in taken)
        return taken

    def _touch(self, seen: Sequence[Row[Any]]) -> None:
        """Write these runs as they are. Raises StoreError where nothing can be written."""
        mine = _runs.id.in_([row.id for row in seen])
        with self._database.write() as connection:
            connection.execute(schema.runs.update().where(mine).values(heartbeat_seq=_runs.heartbeat_seq))

    def _take_all(self, ends: Sequence[tuple[Row[Any], str]], dead: Set[str]) -> list[str]:
        """Take the runs that are still as they were seen, each with the sentence of its end, and strike their workers
        and the dead off; the runs' ids."""
        with self._database.write() as connection:
            taken = [row for row, why in ends if _take(connection, row, why)]
            gone = dead | {row.worker_id for row in taken}
            connection.execute(schema.workers.delete().where(_workers.id.in_(gone)))
        return [row.id for row in taken]

    def _standing(self, held: Sequence[Row[Any]]) -> list[Row[Any]]:
        """Those of the held runs whose heartbeat has stood still for too long."""
        now = self._clock()
        passed = min(now - self._looked, _LONGEST_STEP)
        self._looked = now
        still = {}
        for row in held:
            beat, seconds = self._still.get((row.id, row.lease_epoch), (row.heartbeat_seq, 0.0))
            same = beat == row.heartbeat_seq
            still[row.id, row.lease_epoch] = (row.heartbeat_seq, seconds + passed if same else 0.0)
        self._still = still
        return [row for row in held if still[row.id, row.lease_epoch][1] > HUNG_AFTER]


LOST = "The training process ended unexpectedly at epoch {epoch:.1f}; press Resume to go on from the last checkpoint."
NOT_WRITTEN = (
    "The training ended at epoch {epoch:.1f} or later and could not write down how, since the disk was full or the "
    "records could not be reached; press Resume to go on from the last checkpoint."
)
HUNG = "The training process gave no sign of life at epoch {epoch:.1f}; press Resume to go on from the last checkpoint."


def _end(workers: Iterable[Row[Any]]) -> None:
    for worker in workers:
        process_control.end(worker.pid, worker.pid_start)


def _take(connection: Connection, seen: Row[Any], template: str) -> bool:
    """Take the run from the worker that holds it, unless something happened since it was ``seen``."""
    unchanged = (_runs.id == seen.id) & (_runs.lease_epoch == seen.lease_epoch) & _runs.state.in_(HELD)
    if template is HUNG:
        unchanged &= _runs.heartbeat_seq == seen.heartbeat_seq
    row = connection.execute(sa.select(_runs.epoch).where(unchanged)).one_or_none()
    if row is None:
        return False
    move(connection, seen.id, "interrupted", template.format(epoch=row.epoch), lease_epoch=seen.lease_epoch + 1)
    return True


def _claimable(connection: Connection, worker_id: str, slots: int) -> Row[Any] | None:
    first = sa.select(schema.runs).where(_is_queued()).order_by(runs.is_compared(), _runs.ticket).limit(1)
    run = connection.execute(first).one_or_none()
    if run is None:  # first, since it is so nearly always
        return None
    worker = connection.execute(sa.select(schema.workers).where(_workers.id == worker_id)).one_or_none()
    if worker is None or worker.run_id is not None:
        return None
    return None if (connection.scalar(_count_held_on(worker.host)) or 0) >= slots else run


def _count_held_on(host: str) -> sa.Select[int]:
    """How many runs workers of that machine hold."""
    held = sa.select(sa.func.count()).select_from(schema.runs.join(schema.workers, _runs.worker_id == _workers.id))
    return held.where(_runs.state.in_(HELD), _workers.host == host)


def _is_beginning() -> sa.ColumnElement[bool]:
    """Whether a run has no first curve point, or was started a moment ago."""
    now = time.time()
    return sa.or_(_runs.epoch == 0, _runs.started.between(now - BEGINS_FOR, now))


def _is_queued() -> sa.ColumnElement[bool]:
    """Whether a run waits and may begin; those that learn a task alone go one at a time, so that the next run that a
    person starts finds a free slot."""
    other, places = schema.runs.alias().c, schema.compared_runs.c
    at_work = sa.and_(other.state.in_(HELD), other.owner == _runs.owner, other.id == places.run_id)
    twin_at_work = sa.exists().where(at_work, places.comparison_id.startswith(runs.TWINS))
    return sa.and_(_runs.state == "queued", _runs.deleted.is_(None), ~sa.and_(runs.is_twin(), twin_at_work))
