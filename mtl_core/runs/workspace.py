"""The folder that holds datasets, runs and logs, and the names within it."""

from __future__ import annotations

import os
import re
import shutil
import time
from contextlib import suppress
from pathlib import Path

from mtl_core import temporary
from mtl_core.errors import StoreError
from mtl_core.runs import process_control
from mtl_core.temporary import beside

_ID = re.compile(r"[0-9a-f]{16,64}")
_A_WEEK = 7 * 24 * 3600.0  # seconds; no file takes so long to write


class Workspace:
    """``root/datasets/<id>``, ``root/runs/<id>`` and ``root/logs``. Names are ids that we made, never a person's text.

    A file or folder that is being written has a name of ``mtl_core.temporary`` and is renamed when it is complete.
    """

    def __init__(self, root: Path) -> None:
        self.root = root.absolute()

    @classmethod
    def from_environment(cls) -> Workspace:
        """The folder named by MTL_WORKSPACE, else ``workspace`` below the current one."""
        return cls(Path(os.environ.get("MTL_WORKSPACE") or "workspace"))

    @property
    def database_url(self) -> str:
        """MTL_DATABASE_URL, else an SQLite file in this folder."""
        return os.environ.get("MTL_DATABASE_URL") or f"sqlite:///{self.root / 'records.db'}"

    @property
    def logs(self) -> Path:
        """Where workers write before they have a run."""
        return self.root / "logs"

    def dataset(self, dataset_id: str) -> Path:
        """The folder of that dataset. Raises StoreError for what is no id."""
        return self.root / "datasets" / _require_id(dataset_id)

    def run(self, run_id: str) -> Path:
        """The folder of that run: checkpoints/, bundle.zip, evaluation.json, examples.json, predictions.parquet,
        log.txt."""
        return self.root / "runs" / _require_id(run_id)

    def create(self) -> None:
        """Make the folders, readable for their owner alone."""
        for folder in (self.root, self.root / "datasets", self.root / "runs", self.logs):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)

    def remove(self, folder: Path) -> None:
        """Delete a folder of this workspace: first out of sight by one rename, then file by file."""
        trash = beside(folder)
        try:
            folder.rename(trash)
        except FileNotFoundError:
            return
        shutil.rmtree(trash)

    def tidy(self) -> None:
        """Delete what dead processes left half-written, and empty logs.

        A process of another machine may be at work: what it writes is left for a week.
        """
        for path in list(self.root.rglob(".tmp-*")):
            with suppress(FileNotFoundError):  # within one that was just deleted, or deleted by another server
                if _is_left_over(path):
                    shutil.rmtree(path) if path.is_dir() else path.unlink()
        for log in self.logs.glob("*.log"):
            if log.stat().st_size == 0:
                log.unlink()


def _is_left_over(path: Path) -> bool:
    """Whether nobody writes that file or folder any more. Raises FileNotFoundError."""
    of, us = temporary.writer(path.name), temporary.here()
    if of is None or of.machine != us.machine:
        return time.time() - path.stat().st_mtime > _A_WEEK
    return of.boot != us.boot or process_control.start_of(of.pid) is None


def _require_id(name: str) -> str:
    if not _ID.fullmatch(name):
        template = 'There is no folder for "{name}": expected an id of 16 to 64 hexadecimal digits.'
        raise StoreError(template.format(name=name[:80]))
    return name
