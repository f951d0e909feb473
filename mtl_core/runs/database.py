"""One database, SQLite or PostgreSQL, with the same two doors: ``read`` and ``write``.

All that differs between the two stands here. A write is alone on either: ``BEGIN IMMEDIATE`` takes SQLite's one write
lock, an advisory lock does the same on PostgreSQL. So what a write reads is still true when it writes, no row is lost,
and two workers can never claim one run.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.engine import URL, Connection, Engine
from sqlalchemy.pool import ConnectionPoolEntry

from mtl_core.disk import raise_refusals
from mtl_core.errors import BusyError, DamagedError, StoreError
from mtl_core.runs import numbers, schema

PATIENCE = 10.0  # seconds to wait for another's write
_LONGEST_PAUSE = 5.0  # seconds between two statements of a transaction; PostgreSQL ends one whose process hangs
_WRITE_LOCK = 0x4D544C  # any number that all of us share

_BUSY = "The records in {place} are busy: another process holds them; try again in a moment."
_FULL = "The disk that holds the records in {place} is full; free some space, then try again."
_READ_ONLY = "The records in {place} are read-only; make the file and its folder writable, then try again."
_FAILING = "The disk that holds the records in {place} reports a fault; check the disk, then try again."
_CLOSED = "The records in {place} cannot be opened; allow this program to read and write there, then try again."
_DAMAGED = "The records in {place} are damaged; list the runs again from their folders (python -m mtl_core recover)."
_LOST = "The records in {place} are gone; list the runs again from their folders (python -m mtl_core recover)."
_AWAY = 'The server of the records, {place}, cannot be reached ("{reason}"); start it, then try again.'
_UNUSABLE = 'The records in {place} cannot be used ("{reason}"); check that place, then try again.'
_SAID = (  # what the drivers say, in small letters, and what we make of it
    (("database is locked", "lock timeout"), _BUSY),
    (("disk is full", "no space left"), _FULL),
    (("readonly database",), _READ_ONLY),
    (("malformed", "not a database"), _DAMAGED),
    (("no such table",), _LOST),
    (("disk i/o error",), _FAILING),
    (("unable to open database file",), _CLOSED),
    (("connection", "could not translate host name"), _AWAY),
)
_KINDS = {_BUSY: BusyError, _DAMAGED: DamagedError, _LOST: DamagedError}


class Database:
    """The records at a URL. The first to come creates the tables. Raises StoreError."""

    def __init__(self, url: str) -> None:
        self.url = url
        parsed = _parse(url)
        self._is_sqlite = parsed.get_backend_name() == "sqlite"
        self._place = str(parsed.database) if self._is_sqlite else parsed.render_as_string(hide_password=True)
        with raise_refusals(StoreError):
            self._engine = _sqlite(parsed) if self._is_sqlite else _postgresql(parsed)
        try:
            self._create()
        except StoreError:
            self.close()
            raise

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A transaction that sees one state of the records. Raises StoreError."""
        with self._translate_errors(), self._engine.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """A transaction that writes, alone. Raises StoreError; then nothing was written."""
        with self._translate_errors(), self._engine.connect() as connection:
            connection = connection.execution_options(writes=True)
            with connection.begin():
                if not self._is_sqlite:
                    connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_WRITE_LOCK)))
                yield connection

    def check(self) -> None:
        """Raise StoreError where the file is damaged (SQLite; a PostgreSQL server looks after its own)."""
        if not self._is_sqlite:
            return
        with self.read() as connection:
            found = connection.exec_driver_sql("PRAGMA quick_check(1)").scalar_one()
        if found != "ok":
            raise DamagedError(_DAMAGED.format(place=self._place))

    def close(self) -> None:
        """Let go of all connections."""
        self._engine.dispose()

    def _create(self) -> None:
        with self.read() as connection:
            version = _version(connection)
        if version < schema.VERSION:
            with self.write() as connection:
                version = max(_version(connection), schema.VERSION)  # another may have come first
                schema.metadata.create_all(connection)  # all that an older version lacks is tables
                numbers.keep_earlier(connection)
                connection.execute(schema.versions.delete())
                connection.execute(schema.versions.insert().values(version=version))
        if version != schema.VERSION:
            template = (
                "The records in {place} are of version {found}, but this MTL Studio reads version {expected}; "
                "use the MTL Studio that wrote them, or another workspace."
            )
            raise StoreError(template.format(place=self._place, found=version, expected=schema.VERSION))

    @contextmanager
    def _translate_errors(self) -> Iterator[None]:
        """Turn what the driver says into a sentence. Programming errors pass through."""
        try:
            yield
        except (sa.exc.IntegrityError, sa.exc.ProgrammingError, sa.exc.DataError):
            raise
        except (sa.exc.DBAPIError, sa.exc.TimeoutError) as error:
            raise self._error(str(getattr(error, "orig", error))) from error

    def _error(self, reason: str) -> StoreError:
        heard = reason.lower()
        template = next((said for words, said in _SAID if any(each in heard for each in words)), _UNUSABLE)
        kind = _KINDS.get(template, StoreError) if self._is_sqlite or template is _BUSY else StoreError
        return kind(template.format(place=self._place, reason=" ".join(reason.split())[:200]))


def _version(connection: Connection) -> int:
    """The version of the records; 0 where there are none yet."""
    if not sa.inspect(connection).has_table(schema.versions.name):
        return 0
    return connection.scalar(sa.select(schema.versions.c.version)) or 0


class Records:
    """What all groups of records share: the database."""

    def __init__(self, database: Database) -> None:
        self._database = database


def file_of(url: str) -> Path | None:
    """The SQLite file that holds the records; None where a server does. Raises StoreError."""
    parsed = _parse(url)
    return Path(str(parsed.database)) if parsed.get_backend_name() == "sqlite" else None


def _parse(url: str) -> URL:
    try:
        parsed = sa.make_url(url)
    except sa.exc.ArgumentError as error:
        template = "The address of the records cannot be read; expected {example}, received another form."
        raise StoreError(template.format(example="sqlite:///… or postgresql://…")) from error
    if parsed.get_backend_name() in ("postgres", "postgresql"):
        return parsed.set(drivername="postgresql+psycopg")
    if parsed.get_backend_name() == "sqlite" and parsed.database not in (None, "", ":memory:"):
        return parsed
    template = "The address of the records must begin with sqlite:///PATH or postgresql://, received {kind}."
    raise StoreError(template.format(kind=parsed.drivername))


def _sqlite(url: URL) -> Engine:
    path = Path(str(url.database))
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    engine = sa.create_engine(url)

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, record: ConnectionPoolEntry) -> None:
        connection.isolation_level = None  # transactions begin where we say so
        for pragma in (
            f"busy_timeout={PATIENCE * 1000:.0f}",
            "journal_mode=WAL",
            "synchronous=FULL",
            "foreign_keys=ON",
            "secure_delete=ON",
        ):
            connection.execute(f"PRAGMA {pragma}")
        record.info["file"] = path.stat().st_ino

    @event.listens_for(engine, "checkout")
    def require_the_same(_: object, record: ConnectionPoolEntry, __: object) -> None:
        """Connect anew where the file was replaced; what went into the old one would be lost with this process."""
        if not path.exists() or path.stat().st_ino != record.info["file"]:
            raise sa.exc.DisconnectionError

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get("writes", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


def _postgresql(url: URL) -> Engine:
    limits = f"-c lock_timeout={PATIENCE * 1000:.0f} -c idle_in_transaction_session_timeout={_LONGEST_PAUSE * 1000:.0f}"
    return sa.create_engine(url, pool_pre_ping=True, connect_args={"options": limits, "connect_timeout": 10})
