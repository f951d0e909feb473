"""Reports on their way to the store, kept in a file meanwhile, so that they outlive the process.

A checkpoint may be written just after an epoch was reported. Were the report lost with the process, the resumed run
would go on without it, and the log had a gap. The kernel keeps what was written when a process is killed, so there is
no fsync here.
"""

from __future__ import annotations

import errno
import json
import os
from contextlib import suppress
from io import FileIO
from pathlib import Path
from typing import Self

from mtl_core.records.events import parse_event
from mtl_core.runs import strict_json
from mtl_core.runs.events import Report


class Journal:
    """One line a report, with the number that it is to have in the log."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: FileIO | None = None
        self._is_whole = True  # whether the file ends with a whole line

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._file is not None:
            self._file.close()
        with suppress(OSError):  # an empty file that stays, or has gone with its folder, harms nobody
            if self._path.stat().st_size == 0:
                self._path.unlink()

    def write(self, seq: int, report: Report) -> None:
        """Keep a report. Raises OSError; the next report is then kept on a line of its own all the same."""
        text = json.dumps([seq, report.event.kind, strict_json.to_text(report.event.to_body()), report.time])
        file = self._open()
        line = b"".join((b"" if self._is_whole else b"\n", text.encode(), b"\n"))
        self._is_whole = False
        if file.write(line) < len(line):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(self._path))
        self._is_whole = True

    def read_left(self, after: int) -> list[Report]:
        """What an earlier process did not bring to the store, whose last event is ``after``.

        A line that is not whole is what the process was killed in; it is left out, and so is what cannot be read.
        Raises OSError.
        """
        if not self._path.exists():
            return []
        found = (_parse(line) for line in self._path.read_bytes().split(b"\n"))
        return [report for seq, report in filter(None, found) if seq > after]

    def clear(self) -> None:
        """Forget everything: it has arrived. Raises OSError."""
        if self._path.exists():
            self._open().truncate(0)
            self._is_whole = True

    def _open(self) -> FileIO:
        if self._file is None:
            self._file = FileIO(self._path, "a+")
            self._file.seek(max(0, self._path.stat().st_size - 1))
            self._is_whole = self._file.read() in (b"", b"\n")
        return self._file


def _parse(line: bytes) -> tuple[int, Report] | None:
    try:
        seq, kind, body, time = json.loads(line)
        return seq, Report(parse_event(kind, strict_json.from_text(body)), time)
    except (ValueError, KeyError):
        return None
