"""Serving the pages: finds the server's script, in a checkout or in an installed package, and runs Streamlit on it."""

from __future__ import annotations

import importlib.util
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

from mtl_core.errors import MTLError

_BESIDE = Path(__file__).parents[2]
SCRIPTS = (_BESIDE / "app.py", _BESIDE / "mtl_studio" / "app.py")
"""Where the server's script may stand: beside this package in a checkout, in ``mtl_studio`` once installed."""

OWN_NAMES = ("localhost", "127.0.0.1", "::1")
"""What the server answers to unless told otherwise, as in .streamlit/config.toml."""

# One allocator for all threads and for Arrow too, and no docstrings: the server takes 16 MB less.
LEAN = {"MALLOC_ARENA_MAX": "1", "ARROW_DEFAULT_MEMORY_POOL": "system", "PYTHONOPTIMIZE": "2"}


def serve(address: str, port: int, hosts: Sequence[str] = ()) -> NoReturn:
    """Become the server of the pages, which answers to this machine's own names and to ``hosts``.

    Raises MTLError where the pages are not installed.
    """
    script = _script()
    options = [f"--server.address={address}", f"--server.port={port}"]
    options += [f"--server.allowedHosts={host}" for host in (*OWN_NAMES, *hosts)] if hosts else []
    command = [sys.executable, "-m", "streamlit", "run", str(script), *options]
    sys.stdout.flush()
    os.execve(sys.executable, command, _environment(script))


def _script() -> Path:
    found = next((script for script in SCRIPTS if script.is_file()), None)
    if found is None or importlib.util.find_spec("streamlit") is None:
        raise MTLError("The pages are not installed here; install the whole of MTL Studio: pip install mtl-studio.")
    return found


def _environment(script: Path) -> dict[str, str]:
    """This process's, and that the pages are imported from beside the script."""
    paths = [str(script.parent), *filter(None, [os.environ.get("PYTHONPATH")])]
    return {**LEAN, **os.environ, "PYTHONPATH": os.pathsep.join(paths)}
