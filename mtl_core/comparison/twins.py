"""The twins of a run: trainings of each of its tasks alone, beside which it is seen whether sharing helped."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from mtl_core.comparison import comparing
from mtl_core.comparison.comparing import TOGETHER, Done, Entry
from mtl_core.experiment import Experiment
from mtl_core.records.summary import RunSummary
from mtl_core.runs.environment import whole_number
from mtl_core.runs.runs import TWINS
from mtl_core.runs.states import ACTIVE
from mtl_core.runs.store import Run, Store, Wanted
from mtl_core.verdict.sharing_over_seeds import SeedRuns

SEEDS = 3
"""How many seeds a run and its twins have once more are asked for."""


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
    queue_entries(
        store, name_comparison(run.id), run, comparing.list_twins(Experiment.from_json(run.experiment)), owner
    )


def find_alone(store: Store, run: Run, owner: str = "local") -> dict[str, Run]:
    """By task the finished run that learnt it alone, with the same rows, budget, width and seed: the twin of ``run``,
    or another run of the very same experiment, such as the twin of a run that differs in its balancing alone.

    None for a run that adds a task to another's network, or that seeks settings: it trains for longer than a twin.
    Raises StoreError.
    """
    if run.parent is not None or run.search is not None:
        return {}
    wanted = _list_experiments(run.experiment)
    twins = [twin for _, twin in store.compared_runs(name_comparison(run.id), owner) if twin.state == "finished"]
    found = [*store.same_runs(run.dataset_id, wanted, owner), *twins]  # its own come last, and stay
    return {Experiment.from_json(twin.experiment).task_names[0]: twin for twin in found}


@lru_cache(maxsize=16)
def _list_experiments(experiment: str) -> tuple[str, ...]:
    """The experiments of the twins of a run, as JSON text."""
    return tuple(entry.experiment.to_json() for entry in comparing.list_twins(Experiment.from_json(experiment)))


def are_coming(store: Store, run: Run, owner: str = "local") -> bool:
    """Whether twins of the run are at work or wait, or will by themselves, as a worker queues them when the run has
    finished. Raises StoreError."""
    twins = store.compared_runs(name_comparison(run.id), owner)
    if twins:
        return any(twin.state in ACTIVE for _, twin in twins)
    return store.twins_wanted(run.id) == owner and _are_due(run)


def name_more_seeds(run_id: str) -> str:
    """The id of the comparison that holds a run and its twins with further seeds."""
    return f"{TWINS}{run_id}-seeds"


def list_more_seeds(run: Run) -> tuple[Entry, ...]:
    """The run again, and its twins, with so many further seeds that there are SEEDS."""
    return list_further_seeds(Experiment.from_json(run.experiment), SEEDS)


def list_further_seeds(experiment: Experiment, seeds: int) -> tuple[Entry, ...]:
    """The experiment and its twins with the seeds after its own, so many that there are ``seeds`` in all."""
    first = experiment.training.seed
    again = [experiment.with_changes({"training.seed": seed}) for seed in range(first + 1, first + seeds)]
    return tuple(entry for one in again for entry in (Entry(TOGETHER, one), *comparing.list_twins(one)))


def queue_more_seeds(store: Store, run: Run, owner: str = "local") -> None:
    """Queue them as ``queue`` does the twins. Raises StoreError."""
    queue_entries(store, name_more_seeds(run.id), run, list_more_seeds(run), owner)


def gather_seeds(members: Iterable[tuple[str, Run]]) -> list[SeedRuns]:
    """What those of them that have finished came to, seed by seed, where the run together has."""
    return group_by_seed(
        (Entry(group, Experiment.from_json(run.experiment)), run.summary)
        for group, run in members
        if run.state == "finished" and run.summary is not None
    )


def group_by_seed(done: Iterable[Done]) -> list[SeedRuns]:
    """What trainings together and alone came to, seed by seed, where there is one together."""
    together: dict[int, RunSummary] = {}
    alone: dict[int, dict[str, RunSummary]] = {}
    for entry, summary in done:
        if entry.group == TOGETHER:
            together[entry.seed] = summary
        else:
            alone.setdefault(entry.seed, {})[entry.experiment.task_names[0]] = summary
    return [SeedRuns(summary, alone.get(seed, {})) for seed, summary in together.items()]


def queue_entries(store: Store, comparison_id: str, run: Run, entries: Iterable[Entry], owner: str) -> None:
    """Queue trainings that belong to a run as a comparison of that id. Raises StoreError."""
    wanted = [Wanted(entry.group, entry.name, entry.experiment.to_json()) for entry in entries]
    store.create_comparison(comparison_id, run.dataset_id, wanted, owner)


def queue_wanted(store: Store, run_id: str) -> None:
    """Queue the twins of a run that has finished, where they were wanted with it and will not take too long.

    Raises StoreError.
    """
    owner = store.twins_wanted(run_id)
    if owner is None:
        return
    run = store.run(run_id, owner)
    if _are_due(run):
        queue(store, run, owner)


def _are_due(run: Run) -> bool:
    """Whether twins that were wanted with the run tell something, and will not take too long."""
    experiment = Experiment.from_json(run.experiment)
    seconds = estimate_seconds(run, len(experiment.tasks))
    several = len(experiment.tasks) > 1
    return several and bool(experiment.split.test) and seconds is not None and seconds <= most_seconds()
