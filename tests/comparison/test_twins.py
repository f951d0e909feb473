"""Twins that follow a run by themselves: when they are queued, and when not."""

from __future__ import annotations

import secrets

import pytest

from mtl_core.comparison import twins
from mtl_core.experiment import Experiment
from mtl_core.records.summary import RunSummary
from mtl_core.runs.states import State
from mtl_core.runs.store import Parent, Run, Store
from tests.claiming import claim_run
from tests.comparison.wine_record import DATASET, EXPERIMENT


def ended(store: Store, state: State = "finished", experiment: Experiment = EXPERIMENT, *, wanted: bool = True) -> Run:
    """A run that came to its end, with twins wanted or not."""
    run = store.create_run(DATASET, experiment.to_json(), "wine", secrets.token_hex(8), twins=wanted)
    held = claim_run(store)
    held.update(state="running")
    held.finish(state)
    return store.run(run.id)


def followed(store: Store, run: Run) -> list[str]:
    """The names of the twins that follow the run."""
    twins.queue_wanted(store, run.id)
    return [twin.name for _, twin in store.compared_runs(twins.name_comparison(run.id))]


def test_a_run_that_wanted_them_is_followed_once(store: Store) -> None:
    run = ended(store)
    assert followed(store, run) == ["y alone, seed 0", "z alone, seed 0"]
    assert len(followed(store, run)) == 2
    assert [own.id for own in store.runs(compared=False)] == [run.id]


@pytest.mark.parametrize("state", ["stopped", "failed", "interrupted"])
def test_a_run_that_did_not_finish_is_not_followed(store: Store, state: State) -> None:
    assert followed(store, ended(store, state)) == []


def test_who_wants_none_gets_none(store: Store) -> None:
    assert followed(store, ended(store, wanted=False)) == []


def test_a_deleted_run_is_not_followed(store: Store) -> None:
    run = ended(store)
    store.delete_run(run.id)
    assert followed(store, run) == []


def test_trainings_that_would_take_long_are_left_to_a_press(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    run = ended(store)
    monkeypatch.setattr(twins, "estimate_seconds", lambda run, trainings: 30.5 * trainings)
    assert followed(store, run) == []
    monkeypatch.setenv("MTL_TWIN_SECONDS", "61")
    assert len(followed(store, run)) == 2


def test_without_test_rows_or_other_tasks_there_is_nothing_to_judge(store: Store) -> None:
    assert followed(store, ended(store, experiment=EXPERIMENT.with_changes({"split.test": 0.0}))) == []
    alone = EXPERIMENT.model_copy(update={"tasks": EXPERIMENT.tasks[:1]})
    assert followed(store, ended(store, experiment=alone)) == []


def test_they_are_coming_from_the_end_of_the_run_to_their_own(store: Store) -> None:
    run = ended(store)
    assert twins.are_coming(store, run)
    twins.queue_wanted(store, run.id)
    for _ in range(2):
        assert twins.are_coming(store, run)
        held = claim_run(store)
        held.update(state="running")
        held.finish("finished")
    assert not twins.are_coming(store, run)
    assert not twins.are_coming(store, ended(store, wanted=False))


def test_a_run_that_adds_a_task_has_nothing_alone_to_stand_beside(store: Store) -> None:
    run = ended(store)
    twins.queue_wanted(store, run.id)
    for _ in range(2):
        held = claim_run(store)
        held.update(state="running")
        held.finish("finished")
    assert set(twins.find_alone(store, run)) == {"y", "z"}
    added = store.create_run(DATASET, EXPERIMENT.to_json(), "more", "more", parent=Parent(run.id, frozen=True))
    assert twins.find_alone(store, added) == {}


def test_the_cost_is_that_of_as_many_runs_as_long_as_this_one(store: Store) -> None:
    run = ended(store)
    assert run.started is not None
    assert run.finished is not None
    assert twins.estimate_seconds(run, 3) == pytest.approx(3 * (run.finished - run.started))
    waits = store.create_run(DATASET, EXPERIMENT.to_json(), "wine", "waits")
    assert twins.estimate_seconds(waits, 3) is None


def test_further_seeds_are_those_after_the_runs_own(store: Store) -> None:
    run = ended(store, experiment=EXPERIMENT.with_changes({"training.seed": 7}), wanted=False)
    twins.queue_more_seeds(store, run)
    queued = store.compared_runs(twins.name_more_seeds(run.id))
    found = [(Experiment.from_json(each.experiment).task_names, each.name.split(", seed ")[1]) for _, each in queued]
    assert found == [(tasks, str(seed)) for seed in (8, 9) for tasks in (("y", "z"), ("y",), ("z",))]
    assert twins.name_more_seeds(run.id) != twins.name_comparison(run.id)


def measured(task: str, value: float) -> RunSummary:
    return RunSummary.model_validate({"test": {task: {"mae": value}}})


def test_trainings_are_grouped_by_their_seed_where_there_is_one_together() -> None:
    entries = twins.list_further_seeds(EXPERIMENT, 3)  # together, y alone and z alone, with seeds 1 and 2
    done = [(entry, measured("y", place)) for place, entry in enumerate(entries)]
    first, second = twins.group_by_seed(done)
    assert (first.together, dict(first.alone)) == (done[0][1], {"y": done[1][1], "z": done[2][1]})
    assert (second.together, dict(second.alone)) == (done[3][1], {"y": done[4][1], "z": done[5][1]})
    (second,) = twins.group_by_seed([done[1], done[3], done[5]])
    assert (second.together, dict(second.alone)) == (done[3][1], {"z": done[5][1]})


def test_what_has_not_finished_tells_nothing_of_its_seed(store: Store) -> None:
    run = ended(store, wanted=False)
    twins.queue_more_seeds(store, run)
    held = claim_run(store)
    held.update(state="running")
    held.finish("finished", summary=RunSummary(seconds=1.5))
    (seed,) = twins.gather_seeds(store.compared_runs(twins.name_more_seeds(run.id)))
    assert (seed.together.seconds, seed.alone) == (1.5, {})
