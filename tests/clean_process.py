"""A bundle in clean processes that know nothing of the project."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from collections.abc import Sequence
from pathlib import Path


def run_in_clean_process(bundle: Path, home: Path, *commands: Sequence[str]) -> None:
    """Unpack the bundle in ``home`` and run its scripts there, each of which must succeed."""
    with zipfile.ZipFile(bundle) as archive:
        archive.extractall(home)
    for command in commands:
        isolated = [sys.executable, "-I", *command]
        environment = {"PATH": "/usr/bin:/bin"}
        done = subprocess.run(isolated, cwd=home, env=environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
