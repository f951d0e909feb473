"""Processes of this machine: whether one still lives, how to end it, what it may take; knows no runs and no store.

A process is named by its pid *and* its start (boot and clock tick), because pids are used again.
"""

from __future__ import annotations

import os
import resource
import signal
from pathlib import Path

import mtl_core
from mtl_core.temporary import boot

_KEPT_VARIABLES = ("PATH", "HOME", "LANG", "LC_ALL", "LC_CTYPE", "TZ", "TMPDIR", "LD_LIBRARY_PATH")


def start_of(pid: int) -> str | None:
    """When that process began, as text to compare; None where it is dead or a zombie."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text(errors="replace")
    except (FileNotFoundError, ProcessLookupError):
        return None
    fields = stat.rpartition(")")[2].split()  # the name before it may hold anything
    state, ticks = fields[0], fields[19]
    return None if state in "ZX" else f"{boot()}:{ticks}"


def alive(pid: int, start: str) -> bool:
    """Whether that very process still lives."""
    return start_of(pid) == start


def end(pid: int, start: str, number: signal.Signals = signal.SIGKILL) -> None:
    """Send that very process a signal; nothing happens where it is gone, or where its pid now names another."""
    try:
        handle = os.pidfd_open(pid)
    except ProcessLookupError:
        return
    try:
        if alive(pid, start):
            signal.pidfd_send_signal(handle, number)
    except ProcessLookupError:
        return
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

    RLIMIT_DATA, since TensorFlow needs more address space than memory. Raising ``oom_score_adj`` is allowed to every
    user, but some containers mount /proc read-only; then it stays as it is.
    """
    os.setpriority(os.PRIO_PROCESS, 0, niceness)
    os.umask(0o077)
    hard = resource.getrlimit(resource.RLIMIT_DATA)[1]
    limit = memory if hard == resource.RLIM_INFINITY else min(memory, hard)
    resource.setrlimit(resource.RLIMIT_DATA, (limit, hard))
    score = Path("/proc/self/oom_score_adj")
    if os.access(score, os.W_OK):
        score.write_text("800")
