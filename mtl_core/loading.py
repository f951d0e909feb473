"""How large libraries are loaded: quickly, and without a word on stderr; it travels inside every exported bundle."""

from __future__ import annotations

import atexit
import gc
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def quiet() -> Iterator[None]:
    """Keep what TensorFlow's native code says while it is loaded from stderr, since nothing else silences it;
    ``pause_collecting``, too."""
    sys.stderr.flush()
    kept = os.dup(2)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, 2)
        with pause_collecting():
            yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
        os.close(nowhere)


@contextmanager
def pause_collecting() -> Iterator[None]:
    """Have the garbage collector rest while modules are loaded and not look at them until the end, since they stay.

    Of the 3.9 s of processor time of a process that loads TensorFlow alone it took 0.6 s then.
    """
    modules, collects = len(sys.modules), gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if len(sys.modules) > modules:
            gc.freeze()
            atexit.register(gc.unfreeze)  # or DuckDB says that it leaks
        if collects:
            gc.enable()
