"""A search on disk: one JSON file, written whole after each trial, from which the search goes on."""

from __future__ import annotations

from pathlib import Path

from pydantic import ValidationError

from mtl_core.errors import ExperimentError, StoreError
from mtl_core.experiment import Experiment, parse_experiment
from mtl_core.records.searches import Search
from mtl_core.temporary import replace

FILE = "search.json"
_UNREADABLE = (
    "The file {path} holds no search that can be gone on with; it may be damaged or of another version of the program. "
    "Delete it, or choose another folder."
)
_ANOTHER = (
    "The file {path} holds a search on another table or from other settings; delete it, or choose another folder."
)


def read(folder: Path) -> Search | None:
    """The search in that folder; None where there is none. Raises StoreError."""
    path = folder / FILE
    if not path.is_file():
        return None
    try:
        return Search.model_validate_json(path.read_bytes())
    except ValidationError as error:
        raise StoreError(_UNREADABLE.format(path=path)) from error


def begin(folder: Path, dataset_id: str, experiment: Experiment) -> Search:
    """The search in that folder, to go on with, or a new one. Raises StoreError, and ExperimentError where the folder
    holds a search for something else."""
    new = Search(dataset_id=dataset_id, experiment=experiment.model_dump(mode="json"))
    found = read(folder) or new
    if found.dataset_id != dataset_id or parse_experiment(found.experiment) != experiment:
        raise ExperimentError(_ANOTHER.format(path=folder / FILE))
    return found


def write(folder: Path, search: Search) -> None:
    """Keep the search. Raises OSError."""
    replace(folder / FILE, search.model_dump_json(indent=2).encode())
