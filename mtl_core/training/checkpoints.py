"""Checkpoint files that survive a kill, a full disk or a damaged block; it knows arrays, not what they mean."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import numpy as np

_KEPT = 2
_LATEST = "latest.json"


class _Entry(NamedTuple):
    """One finished checkpoint."""

    file: str
    sha256: str


class Checkpoints:
    """The newest two checkpoints of one run, in a folder of their own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        self._entries = self._read_latest()

    def save(self, arrays: Mapping[str, np.ndarray]) -> None:
        """Add a checkpoint; until this returns, the earlier ones stay in force. Raises OSError."""
        number = int(self._entries[0].file.split(".")[0]) + 1 if self._entries else 1
        path = self.folder / f"{number:08d}.npz"
        temporary = path.with_suffix(".tmp")
        try:
            with temporary.open("wb+") as file:
                np.savez(file, allow_pickle=False, **arrays)
                _sync(file.fileno())
                file.seek(0)
                digest = hashlib.file_digest(file, "sha256").hexdigest()
            temporary.replace(path)
            self._write_latest([_Entry(path.name, digest), *self._entries][:_KEPT])
        finally:
            temporary.unlink(missing_ok=True)
        self._remove_others()

    def load(self) -> tuple[dict[str, np.ndarray] | None, int]:
        """The newest undamaged checkpoint, if any, and how many newer ones are damaged."""
        for damaged, entry in enumerate(self._entries):
            path = self.folder / entry.file
            if path.is_file() and _digest(path) == entry.sha256:
                with np.load(path, allow_pickle=False) as arrays:
                    return dict(arrays), damaged
        return None, len(self._entries)

    def _read_latest(self) -> list[_Entry]:
        path = self.folder / _LATEST
        if not path.is_file():
            return []
        return [_Entry(**entry) for entry in json.loads(path.read_text(encoding="utf-8"))]

    def _write_latest(self, entries: list[_Entry]) -> None:
        path = self.folder / _LATEST
        temporary = path.with_suffix(".tmp")
        with temporary.open("w", encoding="utf-8") as file:
            json.dump([entry._asdict() for entry in entries], file)
            file.flush()
            _sync(file.fileno())
        temporary.replace(path)
        self._entries = entries
        _sync_folder(self.folder)

    def _remove_others(self) -> None:
        """Remove older checkpoints and what a kill left behind."""
        kept = {_LATEST, *(entry.file for entry in self._entries)}
        for path in self.folder.iterdir():
            if path.name not in kept:
                path.unlink(missing_ok=True)


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _sync(descriptor: int) -> None:
    os.fsync(descriptor)


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        _sync(descriptor)
    finally:
        os.close(descriptor)
