"""Where a run keeps what its answers rest on."""

from __future__ import annotations

from pathlib import Path

from mtl_core.records.importance import Importances

IMPORTANCE = "importance.json"


def read_importances(folder: Path) -> Importances | None:
    """What the answers of the run in that folder rest on; None where it is not kept, as of an earlier version."""
    path = folder / IMPORTANCE
    return Importances.model_validate_json(path.read_bytes()) if path.is_file() else None
