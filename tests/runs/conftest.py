"""A store on each of the two databases, and what most tests of it begin with."""

from __future__ import annotations

import os
import secrets
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from mtl_core.experiment import Experiment
from mtl_core.runs import process_control
from mtl_core.runs.leases import Lease
from mtl_core.runs.store import Run, Store

DATASET = "ab" * 16
BINARIES = sorted(Path("/usr/lib/postgresql").glob("*/bin"))


class Clock:
    """A clock that a test moves by hand."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    """A real PostgreSQL server of our own, on a socket in a temporary folder; its URL but for the role's name."""
    if not BINARIES:
        pytest.skip("PostgreSQL is not installed here; apt-get install postgresql brings it.")
    as_root = os.geteuid() == 0
    user = ["runuser", "-u", "postgres", "--"] if as_root else []
    folder = Path(tempfile.mkdtemp(prefix="mtl-pg-"))
    if as_root:
        shutil.chown(folder, "postgres", "postgres")
    data, binaries = folder / "data", BINARIES[-1]
    initdb = [binaries / "initdb", "-D", data, "--no-sync", "-U", "admin", "-A", "trust", "-E", "UTF8", "--locale=C"]
    subprocess.run([*user, *map(str, initdb)], check=True, capture_output=True, cwd="/")
    options = ["-c", f"unix_socket_directories={folder}", "-c", "listen_addresses=", "-c", "fsync=off"]
    with (folder / "log").open("wb") as log:
        server = subprocess.Popen(
            [*user, str(binaries / "postgres"), "-D", str(data), *options], stdout=log, stderr=log, cwd="/"
        )
    try:
        wait_until(lambda: (folder / ".s.PGSQL.5432").exists() and b"ready to accept" in (folder / "log").read_bytes())
        yield f"postgresql://{{}}@/postgres?host={folder}"
    finally:
        pid = (data / "postmaster.pid").read_text().split()[0]
        subprocess.run([*user, "kill", "-QUIT", pid], check=True, cwd="/")
        server.wait()
        shutil.rmtree(folder)


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where an empty store may live: each test runs on both databases."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'records.db'}"
    server: str = request.getfixturevalue("postgresql")
    name = f"t{secrets.token_hex(8)}"
    engine = sa.create_engine(server.format("admin").replace("postgresql:", "postgresql+psycopg:"))
    with engine.begin() as connection:  # a role with a schema of its name sees that schema alone
        connection.execute(sa.text(f"CREATE ROLE {name} LOGIN"))
        connection.execute(sa.text(f"CREATE SCHEMA AUTHORIZATION {name}"))
    engine.dispose()
    return server.format(name)


@pytest.fixture
def clock() -> Clock:
    """The clock by which the store counts how long a heart stands still."""
    return Clock()


@pytest.fixture
def store(url: str, clock: Clock) -> Iterator[Store]:
    """An open store with one table in it."""
    opened = Store(url, clock)
    opened.add_dataset(DATASET, "wine", 100, 5)
    yield opened
    opened.close()


@pytest.fixture
def text() -> str:
    """An experiment as JSON text."""
    return experiment_text()


@pytest.fixture
def queue(store: Store, text: str) -> Callable[..., Run]:
    """Queue a run."""
    return lambda owner="local": store.create_run(DATASET, text, "a run", secrets.token_hex(8), owner)


@pytest.fixture
def enrol(store: Store) -> Callable[..., str]:
    """Enrol this process as one more worker."""

    def enrol(pid: int | None = None, start: str | None = None) -> str:
        worker_id, pid = secrets.token_hex(8), os.getpid() if pid is None else pid
        store.enrol(worker_id, pid, process_control.start_of(pid) or "" if start is None else start)
        return worker_id

    return enrol


@pytest.fixture
def lease(store: Store, queue: Callable[..., Run], enrol: Callable[..., str]) -> Lease:
    """A run that a worker holds."""
    queue()
    return claimed(store, enrol())


@pytest.fixture
def eventually() -> Callable[[Callable[[], object]], None]:
    """Wait until something holds."""
    return wait_until


@pytest.fixture
def claim() -> Callable[..., Lease]:
    """Claim a run that must be there."""
    return claimed


def claimed(store: Store, worker_id: str, slots: int = 9) -> Lease:
    lease = store.claim(worker_id, slots)
    assert lease is not None
    return lease


def wait_until(holds: Callable[[], object], most: float = 300.0) -> None:
    deadline = time.monotonic() + most
    while not holds():
        assert time.monotonic() < deadline, "it never came to be"
        time.sleep(0.02)


def experiment_text(epochs: int = 7, *columns: str) -> str:
    return Experiment.model_validate(
        {
            "columns": {name: {"kind": "numeric"} for name in ("x", "y", *columns)},
            "tasks": [{"column": "y", "kind": "regression"}],
            "training": {"epochs": epochs},
        }
    ).to_json()


@pytest.fixture
def experiment() -> Callable[..., str]:
    """An experiment as JSON text, of so many epochs and with these columns too."""
    return experiment_text
