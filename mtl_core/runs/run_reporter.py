"""The way between a training and the store: takes its reports there in batches and brings the orders back."""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence
from typing import Any

from mtl_core.errors import StoreError
from mtl_core.records.commands import Command, StopCommand
from mtl_core.records.events import EpochEvent, Event, PhaseEvent, ProgressEvent, StateEvent
from mtl_core.runs.events import Report
from mtl_core.runs.journal import Journal
from mtl_core.runs.leases import Lease, LeaseError

PULSE = 0.15  # seconds between two looks for orders
REST = 0.05  # seconds at least between two trips with reports
BEAT = 2.0  # seconds between two heartbeats while there is nothing to report
_PATIENCE = 60.0  # seconds without a word from a training before its heart stops
_LONG_PATIENCE = 1800.0  # the same for reading, compiling, evaluating and exporting, which report nothing meanwhile
_BEFORE_TRAINING = ("preparing", "building")


class EndedError(Exception):
    """This process was asked to end: leave the training where its last checkpoint is."""


class RunReporter:
    """A training's observer. A thread does the carrying, so a slow disk never holds the training up.

    Where the store cannot be written the reports wait for it; ``journal`` keeps them for the run's next worker should
    this one be killed meanwhile. The heart beats only while the training gives signs of life, so a training that hangs
    is found.
    """

    def __init__(self, lease: Lease, journal: Journal) -> None:
        self._lease = lease
        self._journal = journal
        self._inherited = self._read_left()
        self._last_seq = lease.last_event + len(self._inherited)
        self._lock = threading.Lock()
        self._reports: list[Report] = []
        self._fields: dict[str, Any] = {}
        self._commands: list[Command] = []
        self._patience = _LONG_PATIENCE
        self._sign_of_life = self._last_trip = time.monotonic()
        self.stop_asked = False  # whether the person told the training to end
        self._refusal: LeaseError | None = None
        self._ended = False
        self._stirred = threading.Event()  # by a report, which after a rest goes at once
        self._closing = threading.Event()
        self._thread = threading.Thread(target=self._live, name="courier", daemon=True)

    def __enter__(self) -> RunReporter:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._closing.set()
        self._stirred.set()
        self._thread.join()

    # --- what the training calls ---------------------------------------------------------------------------------

    def report(self, event: Event) -> None:
        """Take an event along. Raises LeaseError or EndedError where the training must be left."""
        self._live_on()
        report = Report(event, time.time())
        with self._lock:
            self._last_seq += 1
            self._keep(report)
            self._reports.append(report)
            self._fields |= self._note_fields(event)
        self._stirred.set()

    def commands(self) -> Sequence[Command]:
        """The orders that came since the last call. Raises LeaseError or EndedError as above."""
        self._live_on()
        with self._lock:
            commands, self._commands = self._commands, []
        self.stop_asked |= any(isinstance(command, StopCommand) for command in commands)
        return commands

    # --- what the process calls ----------------------------------------------------------------------------------

    def end(self) -> None:
        """Make the training's next call raise EndedError; safe within a signal handler."""
        self._ended = True

    def deliver(self) -> None:
        """Take everything to the store now. Raises StoreError; then it is all still here."""
        if self._inherited:
            self._lease.restore(self._inherited)
            self._inherited = []
        with self._lock:
            reports, fields = list(self._reports), dict(self._fields)
        self._lease.append(reports, **fields)
        with self._lock:
            del self._reports[: len(reports)]
            self._fields = {name: value for name, value in self._fields.items() if fields.get(name) != value}
            if not self._reports:
                self._clear()
        self._last_trip = time.monotonic()

    # --- within --------------------------------------------------------------------------------------------------

    def _live_on(self) -> None:
        if self._refusal is not None:
            raise self._refusal
        if self._ended:
            raise EndedError
        self._sign_of_life = time.monotonic()

    def _read_left(self) -> list[Report]:
        try:
            return self._journal.read_left(self._lease.last_event)
        except OSError as error:
            print(f"What was reported last before cannot be read: {error}", flush=True)
            return []

    def _keep(self, report: Report) -> None:
        try:
            self._journal.write(self._last_seq, report)
        except OSError as error:  # a full disk, say: the store is asked all the same
            print(f"A report could not be kept on its way: {error}", flush=True)

    def _clear(self) -> None:
        try:
            self._journal.clear()
        except OSError as error:  # its lines carry numbers: what has arrived is not read again
            print(f"The reports that have arrived cannot be cleared away: {error}", flush=True)

    def _note_fields(self, event: Event) -> dict[str, Any]:
        """What an event says about the run itself."""
        match event:
            case StateEvent(state=state, sentence=sentence):
                return {"state": state, "sentence": sentence}
            case PhaseEvent(phase=phase):
                self._patience = _LONG_PATIENCE
                return {"phase": phase} | ({} if phase in _BEFORE_TRAINING else {"state": "running", "sentence": ""})
            case ProgressEvent(epoch=epoch):
                self._patience = _PATIENCE
                return {"epoch": epoch}
            case EpochEvent(epoch=epoch):
                return {"epoch": epoch}
        return {}

    def _live(self) -> None:
        while not self._closing.is_set():
            if self._stirred.wait(PULSE):
                self._stirred.clear()
                self._closing.wait(self._last_trip + REST - time.monotonic())
            try:
                self._trip()
            except LeaseError as error:
                self._refusal = error
                return
            except StoreError as error:
                print(f"The store cannot be reached, the reports wait: {error}", flush=True)

    def _trip(self) -> None:
        now = time.monotonic()
        if now - self._sign_of_life > self._patience:
            return
        if self._inherited or self._reports or self._fields or now - self._last_trip > BEAT:
            self.deliver()
        taken = self._lease.take_commands()
        with self._lock:
            self._commands += taken
