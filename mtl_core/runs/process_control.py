"""Processes of this machine: whether one still lives, how to end it, what it may take.

A process is named by its pid *and* its start, because pids are used again: boot and clock tick on Linux, elsewhere the
second in which it began.
"""

from __future__ import annotations

import os
import signal
from contextlib import suppress
from pathlib import Path

import psutil

import mtl_core
from mtl_core.process_limits import bound
from mtl_core.temporary import boot

_PROC = Path("/proc")  # of Linux; psutil says what it can where there is none
_ENDED = (psutil.STATUS_ZOMBIE, psutil.STATUS_DEAD)
_KEPT_VARIABLES = ("PATH", "HOME", "LANG", "LC_ALL", "LC_CTYPE", "TZ", "TMPDIR", "LD_LIBRARY_PATH")


def start_of(pid: int) -> str | None:
    """When that process began, as text to compare; None where it is dead or a zombie."""
    return _start_in_proc(pid) if (_PROC / "self").exists() else _start_by_clock(pid)


def _start_in_proc(pid: int) -> str | None:
    try:
        stat = (_PROC / str(pid) / "stat").read_text(errors="replace")
    except (FileNotFoundError, ProcessLookupError):
        return None
    fields = stat.rpartition(")")[2].split()  # the name before it may hold anything
    state, ticks = fields[0], fields[19]
    return None if state in "ZX" else f"{boot()}:{ticks}"


def _start_by_clock(pid: int) -> str | None:
    try:
        process = psutil.Process(pid)
        return None if process.status() in _ENDED else f"{process.create_time():.0f}"
    except (psutil.NoSuchProcess, psutil.AccessDenied):  # one that may not even be looked at is none of ours
        return None


def alive(pid: int, start: str) -> bool:
    """Whether that very process still lives."""
    return start_of(pid) == start


def end(pid: int, start: str, number: signal.Signals = signal.SIGKILL) -> None:
    """Send that very process a signal; nothing happens where it is gone, or where its pid now names another."""
    with suppress(ProcessLookupError):
        if not hasattr(os, "pidfd_open"):  # of Linux; else the pid may name another after this very look
            if alive(pid, start):
                os.kill(pid, number)
            return
        handle = os.pidfd_open(pid)
        try:
            if alive(pid, start):
                signal.pidfd_send_signal(handle, number)
        finally:
            os.close(handle)


def environment(threads: int) -> dict[str, str]:
    """As little as a child that loads TensorFlow needs, and how many threads it may use."""
    kept = {name: value for name, value in os.environ.items() if name in _KEPT_VARIABLES or name.startswith("MTL_")}
    threaded = dict.fromkeys(("OMP_NUM_THREADS", "TF_NUM_INTRAOP_THREADS", "TF_NUM_INTEROP_THREADS"), str(threads))
    return kept | threaded | {"PYTHONPATH": str(Path(mtl_core.__file__).parents[1]), "TF_CPP_MIN_LOG_LEVEL": "3"}


def confine(memory: int, niceness: int = 19) -> None:
    """Make this process yield to others: nice, first to go when memory runs out, ``memory`` bytes of data,
    files for its owner alone.

    RLIMIT_DATA, since TensorFlow needs more address space than memory; where it does not count all memory
    (``process_limits.MEMORY_IS_BOUND``) there is no bound. Raising ``oom_score_adj`` is allowed to every user, but some
    containers mount /proc read-only, and macOS has none; then it stays as it is.
    """
    os.setpriority(os.PRIO_PROCESS, 0, niceness)
    os.umask(0o077)
    bound("RLIMIT_DATA", memory, memory)
    score = _PROC / "self" / "oom_score_adj"
    if os.access(score, os.W_OK):
        score.write_text("800")
