"""What a finished run left behind: its evaluation and its files."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError

from mtl_core.errors import StoreError
from mtl_core.records.affinity import Affinities
from mtl_core.records.data_needs import DataNeeds
from mtl_core.records.examples import Examples
from mtl_core.records.history import History
from mtl_core.records.importance import Importances
from mtl_core.records.record import Record
from mtl_core.records.results import Evaluation
from mtl_core.records.verdicts import Sharings, Verdicts

EVALUATION, VERDICTS, IMPORTANCE, SHARING = "evaluation.json", "verdict.json", "importance.json", "sharing.json"
AFFINITY = "affinity.json"
HISTORY = "history.json"
ROWS = "rows.json"
"""What ``rows`` wrote, where it was asked to write it into the folder of a training."""
R = TypeVar("R", bound=Record)
_UNREADABLE = (
    "The file {name} of this run cannot be read; it may be damaged or of another version of the program. Train again."
)


def read(folder: Path) -> Evaluation | None:
    """The evaluation in a run's folder; None where there is none (yet). Raises StoreError."""
    return _load(folder / EVALUATION, Evaluation)


def read_verdicts(folder: Path) -> Verdicts | None:
    """How each task stands to guessing and to reference models; None where it is not told, as by a run of an earlier
    version. Raises StoreError."""
    return _load(folder / VERDICTS, Verdicts)


def read_sharing(folder: Path) -> Sharings | None:
    """What sharing did to the tasks of a run, as ``train --alone`` leaves it; None where it was not asked. Raises
    StoreError."""
    return _load(folder / SHARING, Sharings)


def read_importances(folder: Path) -> Importances | None:
    """What the answers of a run rest on; None where it is not told, as by a run of an earlier version. Raises
    StoreError."""
    return _load(folder / IMPORTANCE, Importances)


def read_affinities(folder: Path) -> Affinities | None:
    """Who helps whom among the tasks of a run; None where it was not measured, as of a single task, of tasks that share
    no weight, in fewer than 8 epochs, or by a run of an earlier version. Raises StoreError."""
    return _load(folder / AFFINITY, Affinities)


def read_data_needs(folder: Path) -> DataNeeds | None:
    """How little data is enough for the tasks of a training, as ``rows`` leaves it in its folder; None where it was not
    asked. Raises StoreError."""
    return _load(folder / ROWS, DataNeeds)


def read_examples(folder: Path) -> Examples | None:
    """The examples in a run's folder; None where there are none, as of a run of an earlier version. Raises
    StoreError."""
    return _load(folder / "examples.json", Examples)


def read_history(folder: Path) -> History:
    """How the training of the command line went that left this folder; nothing where it is not told, as by one of an
    earlier version. Raises StoreError."""
    return _load(folder / HISTORY, History) or History()


def _load(path: Path, kind: type[R]) -> R | None:
    if not path.is_file():
        return None
    try:
        return kind.model_validate_json(path.read_bytes())
    except ValidationError as error:
        raise StoreError(_UNREADABLE.format(name=path.name)) from error


_MANIFEST = "manifest.json"
EXAMPLE_ROWS = "expected.json"
"""The member of a bundle that holds rows of the table as they are."""


def purposes(bundle: Path) -> dict[str, str]:
    """What the files and folders of a bundle are for, by their names, as it says; of earlier versions, nothing."""
    with zipfile.ZipFile(bundle) as archive:
        held = archive.namelist()
        told = json.loads(archive.read(_MANIFEST)) if _MANIFEST in held else {}
    purposes = told.get("members", {})
    return {name: purpose for name, purpose in purposes.items() if any(path.startswith(name) for path in held)}


def num_example_rows(bundle: Path) -> int:
    """How many rows of the table a bundle holds as they are."""
    held = example_rows(bundle)
    return 0 if held is None else len(held["rows"])


def example_rows(bundle: Path) -> dict[str, Any] | None:
    """The rows of the table that a bundle holds as they are, under "rows", and their "columns"; None without any."""
    with zipfile.ZipFile(bundle) as archive:
        if EXAMPLE_ROWS not in archive.namelist():
            return None
        held: dict[str, Any] = json.loads(archive.read(EXAMPLE_ROWS))
        return held


def without_example_rows(bundle: Path) -> bytes:
    """The content of a bundle without the rows of the table; it predicts the same, but cannot prove it."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(bundle) as archive, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as copy:
        for entry in archive.infolist():
            if entry.filename != EXAMPLE_ROWS:
                copy.writestr(entry, archive.read(entry))
    return buffer.getvalue()


def fingerprint(path: Path) -> str:
    """The SHA-256 of a file's content, as 64 hexadecimal digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
