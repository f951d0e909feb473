"""Runs of one comparison: queued together, found again in groups, stopped and deleted together."""

from __future__ import annotations

import pytest

from mtl_core.errors import ExperimentError, StoreError
from mtl_core.records.budget import Budget
from mtl_core.runs.runs import TWINS
from mtl_core.runs.store import Wanted

DATASET = "ab" * 16


@pytest.fixture
def wanted(text):
    return [Wanted(group, f"{group} {seed}", text) for seed in (0, 1) for group in ("equal", "upgrad")]


def test_runs_of_a_comparison_wait_in_their_order(store, queue, wanted):
    other = queue()
    store.create_comparison("one", DATASET, wanted)
    found = store.compared_runs("one")
    assert [(group, run.name, run.state) for group, run in found] == [
        ("equal", "equal 0", "queued"),
        ("upgrad", "upgrad 0", "queued"),
        ("equal", "equal 1", "queued"),
        ("upgrad", "upgrad 1", "queued"),
    ]
    assert [store.ahead(run.id) for _, run in found] == [1, 2, 3, 4]
    assert [run.id for run in store.runs(compared=False)] == [other.id]
    assert len(store.runs()) == 5
    assert store.compared_runs("two") == []


def test_a_search_waits_behind_other_runs_and_knows_its_budget(store, queue, text, enrol, claim):
    budget = Budget(trials=20, minutes=1.5)
    store.create_comparison("one", DATASET, [Wanted("search", "Better settings", text, budget)])
    other = queue()
    [(group, run)] = store.compared_runs("one")
    assert (group, run.search, store.run(other.id).search) == ("search", budget, None)
    assert store.ahead(run.id) == 1
    assert claim(store, enrol()).run.id == other.id
    assert claim(store, enrol(), 2).run.search == budget


def test_the_same_id_again_changes_nothing(store, wanted):
    store.create_comparison("one", DATASET, wanted)
    store.create_comparison("one", DATASET, wanted)
    assert len(store.runs()) == 4


def test_all_are_queued_or_none(store, wanted):
    with pytest.raises(ExperimentError):
        store.create_comparison("one", DATASET, [*wanted, Wanted("bad", "bad", "{}")])
    with pytest.raises(StoreError, match="table is not there"):
        store.create_comparison("one", "cd" * 16, wanted)
    assert store.runs() == []
    assert store.comparisons() == []


def test_comparisons_are_listed_with_how_far_they_are(store, wanted, enrol, claim):
    store.create_comparison("one", DATASET, wanted[:2])
    store.create_comparison("two", DATASET, wanted)
    claim(store, enrol()).finish("finished", "Done.")
    assert [(found.id, found.dataset_id, found.runs, found.ended) for found in store.comparisons()] == [
        ("two", DATASET, 4, 0),
        ("one", DATASET, 2, 1),
    ]


def test_stopping_empties_the_queue_and_tells_those_at_work(store, queue, wanted, enrol, claim):
    store.create_comparison("one", DATASET, wanted)
    held = claim(store, enrol())
    other = queue()
    store.stop_comparison("one")
    assert [run.state for _, run in store.compared_runs("one")] == ["starting", "stopped", "stopped", "stopped"]
    assert [command.kind for command in held.take_commands()] == ["stop"]
    assert store.run(other.id).state == "queued"


def test_other_runs_go_first(store, queue, wanted, enrol, claim):
    store.create_comparison("one", DATASET, wanted[:2])
    other = queue()
    compared = [run for _, run in store.compared_runs("one")]
    assert [store.ahead(run.id) for run in (other, *compared)] == [0, 1, 2]
    assert [claim(store, enrol()).run.id for _ in range(3)] == [other.id, *(run.id for run in compared)]


def test_deleting_takes_all_or_none(store, wanted, enrol, claim):
    store.create_comparison("one", DATASET, wanted)
    held = claim(store, enrol())
    with pytest.raises(StoreError, match="stop it first"):
        store.delete_comparison("one")
    assert len(store.compared_runs("one")) == 4
    held.finish("stopped", "Stopped.")
    store.delete_comparison("one")
    assert store.compared_runs("one") == []
    assert store.comparisons() == []


def test_owners_see_their_own_comparisons_only(store, wanted):
    store.create_comparison("one", DATASET, wanted)
    assert store.comparisons("other") == []
    assert store.compared_runs("one", "other") == []
    store.stop_comparison("one", "other")
    assert {run.state for _, run in store.compared_runs("one")} == {"queued"}


def test_twins_leave_a_slot_to_the_next_run(store, queue, wanted, enrol, claim):
    """One at a time, though there are slots; other comparisons take all of them."""
    store.create_comparison(f"{TWINS}one", DATASET, wanted[:2])
    store.create_comparison(f"{TWINS}two", DATASET, wanted[:2])
    first = claim(store, enrol(), slots=3)
    assert store.load().queued == 0
    assert store.claim(enrol(), slots=3) is None
    own = queue()
    assert claim(store, enrol(), slots=3).run.id == own.id
    store.create_comparison("methods", DATASET, wanted[:1])
    assert claim(store, enrol(), slots=3).run.name == "equal 0"
    first.finish("finished")
    assert claim(store, enrol(), slots=3).run.name == "upgrad 0"


def test_a_twin_that_begins_keeps_no_spare_from_getting_warm(store, queue, wanted, enrol, claim):
    """A person waits for the first point of their own runs alone."""
    store.create_comparison(f"{TWINS}one", DATASET, wanted[:1])
    claim(store, enrol(), slots=2)
    assert store.load()[:2] == (1, 0)
    queue()
    claim(store, enrol(), slots=2)
    assert store.load()[:2] == (2, 1)


def test_twins_of_others_hold_up_nobody(store, wanted, enrol, claim):
    store.add_dataset(DATASET, "wine", 1, 2, "other")
    store.create_comparison(f"{TWINS}one", DATASET, wanted[:1])
    store.create_comparison(f"{TWINS}two", DATASET, wanted[:1], "other")
    assert {claim(store, enrol(), slots=2).run.id for _ in range(2)} == {run.id for run in store.runs()} | {
        run.id for run in store.runs("other")
    }


def test_what_was_interrupted_goes_on_and_what_ended_stays(store, wanted, enrol, claim):
    store.create_comparison("one", DATASET, wanted[:3])
    claim(store, enrol()).finish("interrupted", "Lost.")
    claim(store, enrol()).finish("failed", "Broke.")
    store.resume_comparison("one", "other")
    assert [run.state for _, run in store.compared_runs("one")] == ["interrupted", "failed", "queued"]
    store.resume_comparison("one")
    assert [run.state for _, run in store.compared_runs("one")] == ["queued", "failed", "queued"]
    assert claim(store, enrol()).run.name == "equal 1"  # those that were interrupted go to the end of the queue
