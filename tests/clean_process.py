"""A bundle in clean processes that know nothing of the project."""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from pathlib import Path

from tests.elsewhere import run_elsewhere


def run_in_clean_process(bundle: Path, home: Path, *commands: Sequence[str]) -> None:
    """Unpack the bundle in ``home`` and run its scripts there, each of which must succeed."""
    with zipfile.ZipFile(bundle) as archive:
        archive.extractall(home)
    for command in commands:
        done = run_elsewhere(home, *command)
        assert done.returncode == 0, done.stderr
