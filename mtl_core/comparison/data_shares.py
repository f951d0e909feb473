"""The trainings that show how little data is enough: together and alone, from shares of the training rows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from mtl_core.comparison import twins
from mtl_core.comparison.comparing import MOST_SEEDS, TOGETHER, Entry, list_twins
from mtl_core.errors import ExperimentError
from mtl_core.experiment import Experiment
from mtl_core.runs.runs import TWINS
from mtl_core.runs.store import Run, Store

SHARES = (0.1, 0.25, 0.5, 1.0)
"""Of the training rows; each lies within the next."""


def require_shares(experiment: Experiment) -> None:
    """Refuse what cannot be set beside each task alone on test rows. Raises ExperimentError."""
    if len(experiment.tasks) < 2 or not experiment.split.test:
        template = (
            "Together and alone are compared with shares of the training rows on test rows, which takes two tasks or "
            "more and split.test above 0, but the number of tasks is {tasks} and split.test is {test:g}."
        )
        raise ExperimentError(template.format(tasks=len(experiment.tasks), test=experiment.split.test))


def list_trainings(experiment: Experiment, seeds: Sequence[int], shares: Iterable[float] = SHARES) -> tuple[Entry, ...]:
    """All tasks together, and each alone, from each share with each of 1 to 10 seeds. Raises ExperimentError."""
    require_shares(experiment)
    if not 1 <= len(seeds) <= MOST_SEEDS:
        template = "Expected 1 to {most} seeds to compare, received {count}; choose fewer or more."
        raise ExperimentError(template.format(most=MOST_SEEDS, count=len(seeds)))
    changed = [
        experiment.with_changes({"training.seed": seed, "split.train_share": share})
        for seed in seeds
        for share in shares
    ]
    return tuple(entry for one in changed for entry in (Entry(TOGETHER, one), *list_twins(one)))


def name_comparison(run_id: str) -> str:
    """The id of the comparison that holds those of a run, with its seed."""
    return f"{TWINS}{run_id}-rows"


def name_more_seeds(run_id: str) -> str:
    """The id of the comparison that holds those of a run with further seeds."""
    return f"{TWINS}{run_id}-rows-seeds"


def list_comparisons(run_id: str) -> tuple[str, ...]:
    """The ids of all comparisons that tell of it, those with all rows among them."""
    whole = (twins.name_comparison(run_id), twins.name_more_seeds(run_id))
    return (*whole, name_comparison(run_id), name_more_seeds(run_id))


def list_first(run: Run) -> tuple[Entry, ...]:
    """The trainings from fewer than all rows, with the seed of the run; all rows the run and its twins have."""
    experiment = Experiment.from_json(run.experiment)
    return list_trainings(experiment, [experiment.training.seed], SHARES[:-1])


def list_more_seeds(run: Run) -> tuple[Entry, ...]:
    """Those from fewer than all rows with so many further seeds that there are ``twins.SEEDS``."""
    experiment = Experiment.from_json(run.experiment)
    first = experiment.training.seed
    return list_trainings(experiment, range(first + 1, first + twins.SEEDS), SHARES[:-1])


def list_missing_seeds(store: Store, run: Run) -> tuple[Entry, ...]:
    """What ``queue_more_seeds`` would queue: those, and the trainings from all rows where nobody asked for them yet."""
    whole = () if store.compared_runs(twins.name_more_seeds(run.id)) else twins.list_more_seeds(run)
    return (*whole, *list_more_seeds(run))


def queue(store: Store, run: Run, owner: str = "local") -> None:
    """Queue them, and the run's twins where they are not yet, behind the owner's other runs; the second time changes
    nothing. Raises StoreError."""
    twins.queue(store, run, owner)
    twins.queue_entries(store, name_comparison(run.id), run, list_first(run), owner)


def queue_more_seeds(store: Store, run: Run, owner: str = "local") -> None:
    """Queue the same with further seeds. Raises StoreError."""
    twins.queue_more_seeds(store, run, owner)
    twins.queue_entries(store, name_more_seeds(run.id), run, list_more_seeds(run), owner)
