"""The runs that learn each task of a run alone, which belong to it and stand on no other page."""

from __future__ import annotations

from mtl_core.comparison import comparing
from mtl_core.experiment import Experiment
from mtl_core.runs.store import Comparison, Run, Wanted
from pages.shared import server
from pages.shared.session import notices

_PREFIX = "twins-"


def name_comparison(run: Run) -> str:
    """The id of the comparison that holds those of ``run``."""
    return f"{_PREFIX}{run.id}"


def are_twins(comparison: Comparison) -> bool:
    """Whether the runs of a comparison belong to a run."""
    return comparison.id.startswith(_PREFIX)


def find(run: Run) -> list[Run]:
    """Those of ``run``, in task order; none before they are asked for."""
    return [twin for _, twin in server.store().compared_runs(name_comparison(run))]


def start(run: Run) -> None:
    """Queue them, behind a person's own runs; a second click changes nothing."""
    entries = comparing.list_twins(Experiment.from_json(run.experiment))
    wanted = [Wanted(entry.group, entry.name, entry.experiment.to_json()) for entry in entries]
    notices.attempt(server.store().create_comparison, name_comparison(run), run.dataset_id, wanted)
