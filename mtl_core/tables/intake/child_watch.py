"""Whether a child process gets on, told by what it did and never by the clock, and what it uses."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import psutil

_PROC = Path("/proc")
_WAITS_FOR_THE_MACHINE = "RDTt"  # for its turn on a processor, for a disk, or until whoever stopped it lets it go on


class Watch:
    """Looks at a child now and then. A child that others keep from running is slow, not stuck.

    Where the system shows no threads under /proc, no child is ever taken for stuck: a process that is kept from running
    cannot be told from one that does nothing.
    """

    def __init__(self, pid: int, patience: int) -> None:
        self._pid = pid
        self._tasks = _PROC / str(pid) / "task"
        self._patience = patience
        self._idle = 0
        self._ticks = -1

    def seconds(self) -> float:
        """The processor time that the child has used so far, all threads together; 0 once it has ended."""
        with suppress(psutil.NoSuchProcess):
            spent = psutil.Process(self._pid).cpu_times()
            return float(spent.user + spent.system)
        return 0.0

    def memory(self) -> int:
        """The bytes of memory that the child holds; 0 once it has ended."""
        with suppress(psutil.NoSuchProcess):
            return int(psutil.Process(self._pid).memory_info().rss)
        return 0

    def is_stuck(self) -> bool:
        """Whether all of the child slept at this look and at as many before it as ``patience`` says, and did nothing
        between them."""
        threads = list(_threads(self._tasks))
        ticks = sum(spent for _, spent in threads)
        idle = (
            bool(threads) and ticks == self._ticks and not any(state in _WAITS_FOR_THE_MACHINE for state, _ in threads)
        )
        self._idle = self._idle + 1 if idle else 0
        self._ticks = ticks
        return self._idle >= self._patience


def _threads(tasks: Path) -> Iterator[tuple[str, int]]:
    """The state of each thread, a letter, and the processor time it has used, in ticks of the system."""
    for stat in tasks.glob("*/stat"):
        try:
            fields = stat.read_text(errors="replace").rpartition(")")[2].split()  # before it a name of any signs
        except (FileNotFoundError, ProcessLookupError):  # it has just ended
            continue
        yield fields[0], int(fields[11]) + int(fields[12])
