"""Ctrl-C that cannot be lost: Python drops it where it comes while garbage is collected, so it is asked for again."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager

_came = threading.Event()


@contextmanager
def listening() -> Iterator[None]:
    """Raise KeyboardInterrupt where Ctrl-C comes, and remember that it came; only where Python would do the former."""
    _came.clear()
    if threading.current_thread() is not threading.main_thread() or (
        signal.getsignal(signal.SIGINT) is not signal.default_int_handler
    ):
        yield
        return
    signal.signal(signal.SIGINT, _interrupt)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, signal.default_int_handler)


def check() -> None:
    """Raise KeyboardInterrupt if Ctrl-C came."""
    if _came.is_set():
        raise KeyboardInterrupt


def _interrupt(*_: object) -> None:
    _came.set()
    raise KeyboardInterrupt
