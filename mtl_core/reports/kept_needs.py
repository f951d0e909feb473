"""How little data is enough for a network, as ``rows`` left it in the network's folder, as far as it is about it."""

from __future__ import annotations

from pathlib import Path

from mtl_core.experiment import Experiment
from mtl_core.experiment.differences import find_differences
from mtl_core.records.data_needs import DataNeeds
from mtl_core.runs.results import ROWS, read_data_needs
from mtl_core.wording import list_names

_OTHER = "{file} of this folder is about another table or other tasks than the network, so it is left out."
_DIFFERS = "How little data is enough was tried with other settings than the network has: {paths}."
_NAMED = 3


def read_needs(folder: Path, table: str, experiment: Experiment) -> tuple[DataNeeds | None, tuple[str, ...]]:
    """What is told of the tasks of the ``experiment`` on the table of that id, if anything, and what should be known
    of it. Raises StoreError."""
    found = read_data_needs(folder)
    if found is None:
        return None, ()
    known = tuple(need for need in found.tasks if need.task in experiment.task_names)
    if not known or found.table not in (None, table):
        return None, (_OTHER.format(file=ROWS),)
    return found.model_copy(update={"tasks": known}), _tell_differences(found, experiment)


def _tell_differences(found: DataNeeds, experiment: Experiment) -> tuple[str, ...]:
    if found.experiment is None:
        return ()
    paths = list(find_differences([Experiment.from_json(found.experiment), experiment]))
    more = [f"{len(paths) - _NAMED:,} more"] if len(paths) > _NAMED else []
    return (_DIFFERS.format(paths=list_names(paths[:_NAMED] + more)),) if paths else ()
