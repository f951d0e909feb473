"""The twins of a run: trainings of each of its tasks alone, beside which it is seen whether sharing helped."""

from __future__ import annotations

from mtl_core.comparison import comparing
from mtl_core.experiment import Experiment
from mtl_core.runs.environment import whole_number
from mtl_core.runs.runs import TWINS
from mtl_core.runs.store import Run, Store, Wanted


def most_seconds() -> int:
    """How long twins may take together that nobody pressed for: MTL_TWIN_SECONDS (60), 0 for none. Raises StoreError
    where that is no number."""
    return whole_number("MTL_TWIN_SECONDS", 60, 0)


def name_comparison(run_id: str) -> str:
    """The id of the comparison that holds the twins of a run."""
    return f"{TWINS}{run_id}"


def estimate_seconds(run: Run, trainings: int) -> float | None:
    """How long so many trainings take if each takes as long as ``run``; None before it has ended."""
    return trainings * (run.finished - run.started) if run.started and run.finished else None


def queue(store: Store, run: Run, owner: str = "local") -> None:
    """Queue the twins of a run, behind its owner's other runs; the second time changes nothing. Raises StoreError."""
    entries = comparing.list_twins(Experiment.from_json(run.experiment))
    wanted = [Wanted(entry.group, entry.name, entry.experiment.to_json()) for entry in entries]
    store.create_comparison(name_comparison(run.id), run.dataset_id, wanted, owner)


def queue_wanted(store: Store, run_id: str) -> None:
    """Queue the twins of a run that has finished, where they were wanted with it and will not take too long.

    Raises StoreError.
    """
    owner = store.twins_wanted(run_id)
    if owner is None:
        return
    run = store.run(run_id, owner)
    experiment = Experiment.from_json(run.experiment)
    seconds = estimate_seconds(run, len(experiment.tasks))
    if experiment.split.test and seconds is not None and seconds <= most_seconds():
        queue(store, run, owner)
