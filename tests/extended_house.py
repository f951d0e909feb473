"""A copy of the product's sources with files that it does not have, and its command line run there."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Mapping
from pathlib import Path

from tests.elsewhere import run_elsewhere

ROOT = Path(__file__).parent.parent


def extend_house(house: Path, new: Path, rooms: Mapping[str, str], name: str) -> None:
    """Copy the sources to ``house``, and each file of ``new`` into its room there, called ``name``."""
    for room in ("mtl_core", "pages"):
        shutil.copytree(ROOT / room, house / room)
    for file, room in rooms.items():
        shutil.copy(new / file, house / room / name)


def run_code(folder: Path, code: str) -> subprocess.CompletedProcess[str]:
    """Run Python code in ``folder``, with the modules there."""
    environment = {**os.environ, "PYTHONPATH": str(folder)}
    command = [sys.executable, "-c", code]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)


def train(house: Path, *words: str) -> None:
    """Train on t.csv, leave the run in the folder "run", and unpack its bundle in the folder "bundle"."""
    trained = run_elsewhere(house, "-m", "mtl_core", "train", "t.csv", *words, "--out", "run")
    assert trained.returncode == 0, trained.stderr
    with zipfile.ZipFile(house / "run" / "bundle.zip") as bundle:
        bundle.extractall(house / "bundle")
