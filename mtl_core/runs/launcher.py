"""The local launcher: keeps enough worker processes on this machine for the queue, and clears up after them."""

from __future__ import annotations

import logging
import os
import secrets
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from contextlib import suppress
from itertools import chain, repeat
from pathlib import Path

from mtl_core.disk import raise_refusals
from mtl_core.errors import StoreError
from mtl_core.runs import kept_record, process_control
from mtl_core.runs.environment import whole_number
from mtl_core.runs.store import Store
from mtl_core.runs.workers import LOST, NOT_WRITTEN, UNTOLD
from mtl_core.runs.workspace import Workspace

PULSE = 0.5  # seconds between two looks
GRACE = 45.0  # seconds in which a deletion can be undone
_DYING = 5.0  # seconds in which the threads of a process that ends are gone, too
_LONGEST_REST = 60.0  # seconds between two tries to start a worker that cannot
_log = logging.getLogger(__name__)


class LocalLauncher:
    """Starts workers for queued runs, at most ``slots`` at work at once, and keeps ``spares`` warm ones waiting.

    Everything it needs to know stands in the store, so after a restart of the web process the new launcher goes on
    with the workers of the old one. ``slots`` and ``spares`` come from MTL_SLOTS (2) and MTL_SPARES (1) unless given;
    ``program`` is what Python runs as a worker.
    """

    def __init__(
        self,
        store: Store,
        workspace: Workspace,
        slots: int | None = None,
        spares: int | None = None,
        program: Sequence[str] = ("-m", "mtl_core.processes.worker"),
    ) -> None:
        self.slots = whole_number("MTL_SLOTS", 2, 1) if slots is None else slots
        self.spares = whole_number("MTL_SPARES", 1, 0) if spares is None else spares
        self.problem: str | None = None  # why no worker can be started, for the page
        self._store = store
        self._workspace = workspace
        self._program = program
        self._children: dict[str, subprocess.Popen[bytes]] = {}
        self._failures = 0
        self._rests_until = 0.0
        self._closing = threading.Event()
        self._thread = threading.Thread(target=self._live, name="launcher", daemon=True)
        workspace.create()

    def start(self) -> None:
        """Look after the queue from now on, in a thread of its own. Raises StoreError where the records are damaged."""
        self._store.check()
        self._thread.start()

    def close(self) -> None:
        """Stop looking and end the spares; workers that have a run go on."""
        self._closing.set()
        if self._thread.is_alive():
            self._thread.join()
        ended = []
        for worker_id, child in self._children.items():
            if self._store.dismiss(worker_id):
                child.terminate()
                ended.append(child)
            else:
                threading.Thread(target=child.wait, name=f"waits for {worker_id}", daemon=True).start()
        for child in ended:
            child.wait()
        self._children.clear()

    def tick(self) -> None:
        """One look: bury the dead, start who is missing, delete what was deleted long enough ago."""
        self._store.sweep(self._end_of)  # first: a worker that dies after it counts as waiting until it is buried
        self._reap()
        load = self._store.load()
        if load.working:
            self._failures, self.problem = 0, None
        # A spare that loads TensorFlow would hold up a run that has just begun: its first curve point, and the end of
        # a short one.
        wanted = max(0 if load.beginning else self.spares, min(load.queued, self.slots - load.working))
        if time.monotonic() >= self._rests_until:
            for _ in range(wanted - load.waiting_workers):
                self._start_worker()
        for run_id in self._store.purge_runs(GRACE):
            self._workspace.remove(self._workspace.run(run_id))

    def _live(self) -> None:
        trouble = None
        for deed in chain([self._workspace.tidy, self._keep_records], repeat(self.tick)):
            if self._closing.wait(PULSE):
                return
            try:
                with raise_refusals(StoreError):
                    deed()
            except StoreError as error:  # the disk or the database; both may come back
                if str(error) != trouble:
                    _log.warning("The launcher could not do its work and tries again: %s", error)
                self.problem = trouble = str(error)
            else:
                self.problem = None if self.problem == trouble else self.problem
                trouble = None

    def _keep_records(self) -> None:
        """Give runs of an earlier version, whose workers did not, a copy of their record in their folder."""
        for run_id in self._store.known_runs():
            folder = self._workspace.run(run_id)
            if folder.is_dir() and not (folder / kept_record.FILE).exists():
                kept_record.write(folder, self._store.record(run_id))

    def _end_of(self, worker_id: str) -> str:
        """What to say of a worker that died with its run."""
        child = self._children.get(worker_id)
        if child is None:
            return LOST
        try:
            return NOT_WRITTEN if child.wait(_DYING) == UNTOLD else LOST
        except subprocess.TimeoutExpired:
            return LOST

    def _start_worker(self) -> None:
        worker_id = secrets.token_hex(16)
        arguments = ["--worker", worker_id, "--launcher", str(os.getpid()), "--slots", str(self.slots)]
        with self._log_path(worker_id).open("wb") as log:
            child = subprocess.Popen(
                [sys.executable, "-P", *self._program, *arguments],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd=self._workspace.root,
                env=self._environment(),
                start_new_session=True,
                close_fds=True,
            )
        self._children[worker_id] = child
        started = process_control.start_of(child.pid)
        if started is None:
            return
        try:
            self._store.enrol(worker_id, child.pid, started)
        except StoreError:
            child.terminate()
            raise

    def _reap(self) -> None:
        """Bury the children that ended, so that none stays a zombie; rest a while where they cannot even start."""
        for worker_id, child in list(self._children.items()):
            if not _has_ended(child):
                continue
            del self._children[worker_id]
            log = self._log_path(worker_id)
            if self._store.dismiss(worker_id) and child.returncode:
                self._failures += 1
                self._rests_until = time.monotonic() + min(2.0**self._failures, _LONGEST_REST)
                template = 'The training process cannot start ("{reason}"); its log is {log}.'
                self.problem = template.format(reason=_last_line(log), log=log)
                _log.error(self.problem)
            else:
                log.unlink(missing_ok=True)  # what it said about its run stands in the run's own log

    def _log_path(self, worker_id: str) -> Path:
        return self._workspace.logs / f"{worker_id}.log"

    def _environment(self) -> dict[str, str]:
        """As little as a worker needs, and as many threads as leave each slot its share of the processors."""
        return process_control.environment(max(1, (os.cpu_count() or 1) // self.slots)) | {
            "MTL_WORKSPACE": str(self._workspace.root),
            "MTL_DATABASE_URL": self._store.url,
        }


def _has_ended(child: subprocess.Popen[bytes]) -> bool:
    """Whether a process has ended; one that is dead but for its threads, which the records no longer count, is waited
    for, or another would be started in its place."""
    if child.poll() is None and process_control.start_of(child.pid) is None:
        with suppress(subprocess.TimeoutExpired):
            child.wait(_DYING)
    return child.poll() is not None


def _last_line(log: Path) -> str:
    lines = log.read_text(errors="replace").split("\n")
    return next((line.strip()[:200] for line in reversed(lines) if line.strip()), "it said nothing")
