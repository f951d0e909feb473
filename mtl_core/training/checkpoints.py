"""Checkpoint files that survive a kill, a full disk or a damaged block; it knows arrays, not what they mean."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping
from pathlib import Path

import numpy as np
from pydantic import BaseModel, Field, TypeAdapter, ValidationError

from mtl_core.temporary import replace, write_whole

_KEPT = 2
_INDEX = "latest.json"


class _Entry(BaseModel):
    """One finished checkpoint."""

    file: str = Field(pattern=r"^\d{8}\.npz$")
    sha256: str


_ENTRIES = TypeAdapter(list[_Entry])


class Checkpoints:
    """The newest two checkpoints of one run, in a folder of their own; ``latest.json`` lists them, newest first."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        self._index = folder / _INDEX
        self._entries, self._damaged = self._list()

    def save(self, arrays: Mapping[str, np.ndarray]) -> None:
        """Add a checkpoint; until this returns, the earlier ones stay in force. Raises OSError."""
        self.folder.mkdir(exist_ok=True)
        number = int(self._entries[0].file[:8]) + 1 if self._entries else 1
        path = self.folder / f"{number:08d}.npz"
        write_whole(path, lambda file: np.savez(file, allow_pickle=False, **arrays))
        digest = _digest(path)
        entries = [_Entry(file=path.name, sha256=digest), *self._entries][:_KEPT]
        replace(self._index, _ENTRIES.dump_json(entries))
        self._entries, self._damaged = entries, 0
        _sync_folder(self.folder)
        self._remove_others()

    def load(self) -> tuple[dict[str, np.ndarray] | None, int]:
        """The newest undamaged checkpoint, if any, and how many newer ones are damaged."""
        for newer, entry in enumerate(self._entries):
            path = self.folder / entry.file
            if path.is_file() and _digest(path) == entry.sha256:
                with np.load(path, allow_pickle=False) as arrays:
                    return dict(arrays), newer
        return None, len(self._entries) + self._damaged

    def _list(self) -> tuple[list[_Entry], int]:
        """The checkpoints by the index; if that is damaged, none, and one counts as damaged."""
        if not self._index.is_file():
            return [], 0
        try:
            return _ENTRIES.validate_json(self._index.read_bytes()), 0
        except ValidationError:
            return [], 1

    def _remove_others(self) -> None:
        """Remove older checkpoints and what a kill left behind."""
        kept = {_INDEX, *(entry.file for entry in self._entries)}
        for path in self.folder.iterdir():
            if path.name not in kept:
                path.unlink(missing_ok=True)


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
