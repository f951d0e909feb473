"""One warm process that predicts with finished runs, asked from the web process.

The process starts when it is first wanted, answers one order at a time, keeps the network of the last order loaded,
and ends by itself when it has nothing to do for a while or when the web process is gone.
"""

from __future__ import annotations

import logging
import os
import select
import subprocess
import sys
import tempfile
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path

import pandas as pd
from pydantic import BaseModel, ConfigDict

from mtl_core.disk import raise_refusals
from mtl_core.errors import DataError, MTLError
from mtl_core.records.examples import Example
from mtl_core.records.explanations import Explanation
from mtl_core.runs import process_control
from mtl_core.runs.workspace import Workspace
from mtl_core.tables.intake.child_watch import Watch
from mtl_core.tables.limits import IDLE_LOOKS
from mtl_core.temporary import prefix

SECONDS = 600.0  # of processor time for one order, all threads together, the loading of TensorFlow included
IDLE = 600.0  # seconds without an order after which the process ends by itself
MOST_ROWS = 200_000  # of a table to predict from
_PATIENCE = 30.0  # seconds to wait for another person's order
_LARGEST = 64 * 2**20  # bytes of an answer
_BETWEEN_LOOKS = 1.0  # seconds between two looks at the process
_TOO_LONG = (
    "Predicting took more than {seconds:,.0f} seconds of processor time and was stopped; try fewer or shorter rows."
)
_STUCK = "Predicting came to a standstill and was stopped; try once more."
_TOO_LARGE = "The answer is too large to be shown; try fewer or shorter rows."
_log = logging.getLogger(__name__)


class Order(BaseModel):
    """Predict with the network in ``bundle``: one row given as ``cells`` (or ``explain`` the answers about it), or the
    table at ``table``, whose answers go to ``answers`` as Parquet. With neither, the network is only loaded."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    bundle: Path
    cells: dict[str, str | float | bool | None] | None = None
    explain: bool = False
    table: Path | None = None
    name: str = ""  # of the table, as the person sees it
    answers: Path | None = None


class Reply(BaseModel):
    """What came of an order: the row as an ``Example`` and what should be known of its answers, a sentence each; or the
    sentence that says why not."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    sentence: str = ""
    row: Example | None = None
    explanation: Explanation | None = None
    remarks: tuple[str, ...] = ()


class Predictor:
    """Asks the one predictor process of this server; ``program`` is what Python runs as it."""

    def __init__(
        self,
        workspace: Workspace,
        program: Sequence[str] = ("-m", "mtl_core.processes.predictor"),
        seconds: float = SECONDS,
        patience: int = IDLE_LOOKS,
    ) -> None:
        self._workspace = workspace
        self._program = program
        self._seconds = seconds
        self._patience = patience
        self._child: subprocess.Popen[bytes] | None = None
        self._turn = threading.Lock()

    def warm(self, bundle: Path) -> None:
        """Load TensorFlow and that network in the background, unless the process is at work or loaded already."""
        if not self._turn.locked():
            threading.Thread(target=self._load, args=(bundle,), name="warms the predictor", daemon=True).start()

    @raise_refusals(DataError)
    def row(self, bundle: Path, cells: Mapping[str, str | float | bool | None]) -> tuple[Example, tuple[str, ...]]:
        """The answers about one row, its texts read word by word, and what should be known of them, a sentence each.
        Raises DataError."""
        reply = self._ask(Order(bundle=bundle, cells=dict(cells)))
        assert reply.row is not None
        return reply.row, reply.remarks

    @raise_refusals(DataError)
    def explain(self, bundle: Path, cells: Mapping[str, str | float | bool | None]) -> Explanation:
        """The reasons of the answers about one row. Raises DataError."""
        reply = self._ask(Order(bundle=bundle, cells=dict(cells), explain=True))
        assert reply.explanation is not None
        return reply.explanation

    @raise_refusals(DataError)
    def table(self, bundle: Path, content: bytes, name: str) -> tuple[pd.DataFrame, tuple[str, ...]]:
        """The answers about each row of a file, in order, and what should be known of them. Raises DataError."""
        with tempfile.TemporaryDirectory(prefix=prefix(), dir=self._workspace.root) as folder:
            table, answers = Path(folder) / "table", Path(folder) / "answers.parquet"
            table.write_bytes(content)
            reply = self._ask(Order(bundle=bundle, table=table, name=name, answers=answers))
            return pd.read_parquet(answers), reply.remarks

    def close(self) -> None:
        """End the process."""
        with self._turn:
            self._end()

    def _load(self, bundle: Path) -> None:
        try:
            self._ask(Order(bundle=bundle))
        except MTLError as error:  # whoever predicts next is told
            _log.warning("The predictor could not be made ready: %s", error)

    def _ask(self, order: Order) -> Reply:
        if not self._turn.acquire(timeout=_PATIENCE):
            raise DataError("Another prediction is under way; try again in a moment.")
        try:
            reply = Reply.model_validate_json(self._exchange(order.model_dump_json().encode() + b"\n"))
        finally:
            self._turn.release()
        if reply.sentence:
            raise DataError(reply.sentence)
        return reply

    def _exchange(self, line: bytes) -> bytes:
        """The line that answers; a process that had just ended, having had nothing to do, is started anew."""
        for _ in range(2):
            child = self._running()
            assert child.stdin is not None
            try:
                child.stdin.write(line)
                child.stdin.flush()
                answer = self._line(child)
            except BrokenPipeError:
                answer = b""
            if answer:
                return answer
            if child.wait():
                break
        self._end()
        raise DataError("The prediction ended unexpectedly, perhaps for want of memory; try fewer or shorter rows.")

    def _line(self, child: subprocess.Popen[bytes]) -> bytes:
        """What the process says up to a line's end; empty if it ends without."""
        assert child.stdout is not None
        found, watch = bytearray(), Watch(child.pid, self._patience)
        begun = watch.seconds()
        while not found.endswith(b"\n"):
            if select.select([child.stdout], [], [], _BETWEEN_LOOKS)[0]:
                part = os.read(child.stdout.fileno(), 2**16)
                if not part:
                    return b""
                found += part
                if len(found) > _LARGEST:
                    raise self._tell_end(_TOO_LARGE)
            elif watch.is_stuck():
                raise self._tell_end(_STUCK)
            elif watch.seconds() - begun > self._seconds:
                raise self._tell_end(_TOO_LONG.format(seconds=self._seconds))
        return bytes(found)

    def _tell_end(self, sentence: str) -> DataError:
        """End the process, and say why."""
        self._end()
        return DataError(sentence)

    def _running(self) -> subprocess.Popen[bytes]:
        """The process, started if there is none."""
        if self._child is not None and self._child.poll() is None:
            return self._child
        self._end()
        with (self._workspace.logs / "predictor.log").open("wb") as log:
            self._child = subprocess.Popen(
                [sys.executable, "-P", *self._program, "--idle", str(IDLE)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                cwd=self._workspace.root,
                env=process_control.environment(max(1, os.cpu_count() or 1)),
                start_new_session=True,
                close_fds=True,
            )
        return self._child

    def _end(self) -> None:
        child, self._child = self._child, None
        if child is not None:
            child.kill()
            child.communicate()
