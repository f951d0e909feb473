"""The trainings that show how little data is enough: which they are, and in which comparisons they lie."""

from __future__ import annotations

import pytest

from mtl_core.comparison import data_shares
from mtl_core.comparison.comparing import SINGLE, TOGETHER
from mtl_core.comparison.data_shares import SHARES, list_trainings
from mtl_core.errors import ExperimentError
from mtl_core.runs.store import Run, Store
from tests.comparison.wine_record import DATASET, EXPERIMENT


@pytest.fixture
def run(store: Store) -> Run:
    seeded = EXPERIMENT.with_changes({"training.seed": 4})
    return store.create_run(DATASET, seeded.to_json(), "wine", "key")


def members(store: Store, comparison: str) -> list[tuple[str, tuple[str, ...], int, float]]:
    """Of each training its group, its tasks, its seed and its share of the training rows."""
    found = []
    for group, member in store.compared_runs(comparison):
        one = EXPERIMENT.from_json(member.experiment)
        found.append((group, one.task_names, one.training.seed, one.split.train_share))
    return found


def test_all_together_and_each_alone_learn_from_each_share_with_each_seed() -> None:
    found = list_trainings(EXPERIMENT, [3, 5])
    assert [(entry.group, entry.experiment.task_names) for entry in found[:3]] == [
        (TOGETHER, ("y", "z")),
        (SINGLE, ("y",)),
        (SINGLE, ("z",)),
    ]
    assert [(entry.seed, entry.experiment.split.train_share) for entry in found[::3]] == [
        (seed, share) for seed in (3, 5) for share in SHARES
    ]
    assert len(found) == 2 * len(SHARES) * 3
    assert (*sorted(set(SHARES)),) == SHARES
    assert SHARES[-1] == 1


@pytest.mark.parametrize("seeds", [[], list(range(11))])
def test_one_to_ten_seeds_can_be_asked_for(seeds: list[int]) -> None:
    with pytest.raises(ExperimentError, match=f"Expected 1 to 10 seeds to compare, received {len(seeds)}"):
        list_trainings(EXPERIMENT, seeds)
    assert len(list_trainings(EXPERIMENT, range(10), [0.5])) == 30


def test_one_task_or_no_test_rows_cannot_be_set_beside_each_other() -> None:
    alone = EXPERIMENT.model_copy(update={"tasks": EXPERIMENT.tasks[:1]})
    for experiment, received in (
        (alone, "tasks is 1 and split.test is 0.2"),
        (EXPERIMENT.with_changes({"split.test": 0}), "tasks is 2 and split.test is 0."),
    ):
        with pytest.raises(ExperimentError, match=received):
            list_trainings(experiment, [0])


def test_shares_are_queued_with_the_seed_of_the_run_and_its_twins_once(store: Store, run: Run) -> None:
    for _ in range(2):
        data_shares.queue(store, run)
    whole, _, fewer, _ = data_shares.list_comparisons(run.id)
    assert members(store, whole) == [(SINGLE, ("y",), 4, 1.0), (SINGLE, ("z",), 4, 1.0)]
    assert members(store, fewer) == [
        (group, tasks, 4, share)
        for share in SHARES[:-1]
        for group, tasks in ((TOGETHER, ("y", "z")), (SINGLE, ("y",)), (SINGLE, ("z",)))
    ]


def test_further_seeds_are_those_after_the_one_of_the_run(store: Store, run: Run) -> None:
    missing = data_shares.list_missing_seeds(store, run)
    data_shares.queue_more_seeds(store, run)
    _, whole, _, fewer = data_shares.list_comparisons(run.id)
    assert {(seed, share) for _, _, seed, share in members(store, whole)} == {(5, 1.0), (6, 1.0)}
    assert {(seed, share) for _, _, seed, share in members(store, fewer)} == {
        (seed, share) for seed in (5, 6) for share in SHARES[:-1]
    }
    queued = len(members(store, whole)) + len(members(store, fewer))
    assert len(missing) == queued == 2 * 3 * len(SHARES)
    assert len(data_shares.list_missing_seeds(store, run)) == len(members(store, fewer))


def test_each_of_the_four_comparisons_has_a_name_of_its_own(run: Run) -> None:
    assert len(set(data_shares.list_comparisons(run.id))) == 4
