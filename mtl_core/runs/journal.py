"""Reports on their way to the store, kept in a file meanwhile, so that they outlive the process; knows no store.

A checkpoint may be written just after an epoch was reported. Were the report lost with the process, the resumed run
would go on without it, and the log had a gap. The kernel keeps what was written when a process is killed, so there is
no fsync here.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Self

from mtl_core.runs import plain
from mtl_core.runs.events import Report


class Journal:
    """One line a report, with the number that it is to have in the log."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file = path.open("a+b", buffering=0)
        self._file.seek(max(0, path.stat().st_size - 1))
        if self._file.read() not in (b"", b"\n"):
            self._file.write(b"\n")  # after half a line, so that the next one is whole

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()
        if self._path.stat().st_size == 0:
            self._path.unlink()

    def write(self, seq: int, report: Report) -> None:
        """Keep a report. Raises OSError."""
        line = json.dumps([seq, report.kind, plain.to_text(report.body), report.time])
        self._file.write(line.encode() + b"\n")

    def left(self, after: int) -> list[Report]:
        """What an earlier process did not bring to the store, whose last event is ``after``.

        A line that is not whole is what the process was killed in; it is left out.
        """
        self._file.seek(0)
        found = (_parsed(line) for line in self._file.read().split(b"\n"))
        return [report for seq, report in filter(None, found) if seq > after]

    def clear(self) -> None:
        """Forget everything: it has arrived."""
        self._file.truncate(0)


def _parsed(line: bytes) -> tuple[int, Report] | None:
    try:
        seq, kind, body, time = json.loads(line)
    except ValueError:
        return None
    return seq, Report(kind, plain.from_text(body), time)
