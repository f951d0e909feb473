"""A table that many tests bring, read once."""

from __future__ import annotations

import functools
import tempfile
from pathlib import Path

from mtl_core.tables.dataset import Dataset
from mtl_core.tables.intake.uploads import take_in


def take_in_once(content: bytes, name: str, workspace: Path) -> Dataset:
    """``take_in`` into a workspace that is handed what an earlier reading of the same bytes left."""
    id, files = _read(content, name)
    home = workspace / "datasets" / id
    home.mkdir(parents=True, exist_ok=True)
    for file, body in files.items():
        (home / file).write_bytes(body)
    return take_in(content, name, workspace)


@functools.cache
def _read(content: bytes, name: str) -> tuple[str, dict[str, bytes]]:
    """The dataset's id and its files."""
    with tempfile.TemporaryDirectory() as folder:
        dataset = take_in(content, name, Path(folder))
        return dataset.id, {file.name: file.read_bytes() for file in dataset.folder.iterdir()}
