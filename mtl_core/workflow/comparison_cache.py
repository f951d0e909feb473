"""What a comparison has done so far, in a folder beside the file that it is to leave.

Each run has a place named by table and experiment, so whatever command asks for that run again finds it.
"""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Collection
from pathlib import Path

from mtl_core.experiment import Experiment
from mtl_core.records.summary import RunSummary
from mtl_core.temporary import replace


class ComparisonCache:
    """The runs on the table ``dataset_id`` whose comparison goes to the file ``out``. Its methods raise OSError."""

    def __init__(self, out: Path, dataset_id: str) -> None:
        self._folder = out.with_name(f"{out.name}.part")
        self._dataset_id = dataset_id

    def summary(self, experiment: Experiment) -> RunSummary | None:
        """What the run came to; None if it has not ended yet."""
        path = self._summary(experiment)
        if not path.exists():
            return None
        return RunSummary.model_validate_json(path.read_bytes())

    def folder(self, experiment: Experiment) -> Path:
        """Where the run may leave its checkpoints and files until it has ended."""
        path = self._folder / self._name(experiment)
        path.mkdir(parents=True, exist_ok=True)
        return path

    def keep(self, experiment: Experiment, summary: RunSummary, left: Collection[str] = ()) -> None:
        """Note what the run came to, and remove what it left in its folder but the files ``left``."""
        replace(self._summary(experiment), summary.model_dump_json().encode())
        for path in self.folder(experiment).iterdir():
            if path.is_dir():
                shutil.rmtree(path)
            elif path.name not in left:
                path.unlink()

    def clear(self) -> None:
        """Forget all runs: their comparison is written."""
        shutil.rmtree(self._folder, ignore_errors=True)

    def _summary(self, experiment: Experiment) -> Path:
        return self._folder / f"{self._name(experiment)}.json"

    def _name(self, experiment: Experiment) -> str:
        return hashlib.sha256(f"{self._dataset_id} {experiment.to_json()}".encode()).hexdigest()[:32]
