from __future__ import annotations

import threading

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mtl_core.errors import StoreError
from mtl_core.runs import drafts
from mtl_core.runs.store import Store

ID = "w" * 22


def test_there_is_none_at_first(store):
    assert store.draft(ID) is None
    assert store.undo(ID) is None


def test_save_undo_redo(store):
    first = store.save_draft(ID, "d1", None, 0)
    assert (first.experiment_json, first.version, first.can_undo, first.can_redo) == (None, 1, False, False)
    second = store.save_draft(ID, "d2", "{}", first.version)
    assert second.can_undo
    back = store.undo(ID)
    assert (back.dataset_id, back.experiment_json, back.can_redo) == ("d1", None, True)
    assert store.redo(ID).dataset_id == "d2"
    assert store.redo(ID).version == 4  # nothing to redo: nothing changes


def test_a_new_step_drops_what_was_undone(store):
    store.save_draft(ID, "d", "1", 0)
    store.save_draft(ID, "d", "2", 1)
    back = store.undo(ID)
    new = store.save_draft(ID, "d", "3", back.version)
    assert (new.experiment_json, new.can_undo, new.can_redo) == ("3", True, False)
    assert store.undo(ID).experiment_json == "1"


def test_a_stale_version_is_refused(store):
    store.save_draft(ID, "d", "1", 0)
    with pytest.raises(StoreError, match="changed elsewhere"):
        store.save_draft(ID, "d", "2", 0)
    assert store.draft(ID).experiment_json == "1"


def test_owners_have_their_own(store):
    store.save_draft(ID, "d", "mine", 0)
    assert store.draft(ID, "other") is None
    store.save_draft(ID, "d", "yours", 0, owner="other")
    assert store.draft(ID).experiment_json == "mine"


def test_of_many_that_save_at_once_one_wins(store):
    store.save_draft(ID, "d", "0", 0)
    outcomes = []

    def save(number):
        try:
            outcomes.append(store.save_draft(ID, "d", str(number), 1).experiment_json)
        except StoreError:
            outcomes.append(None)

    threads = [threading.Thread(target=save, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    winners = [outcome for outcome in outcomes if outcome is not None]
    assert winners == [store.draft(ID).experiment_json]
    assert len(outcomes) == 8


def test_old_steps_are_forgotten(store, monkeypatch):
    monkeypatch.setattr(drafts, "UNDO_STEPS", 3)
    version = 0
    for number in range(9):
        version = store.save_draft(ID, "d", str(number), version).version
    steps = []
    while store.draft(ID).can_undo:
        steps.append(store.undo(ID).experiment_json)
    assert steps == ["7", "6", "5"]


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(moves=st.lists(st.sampled_from(["save", "undo", "redo"]), max_size=12))
def test_it_behaves_as_a_list_with_a_cursor(moves, tmp_path_factory):
    store = Store(f"sqlite:///{tmp_path_factory.mktemp('draft') / 'records.db'}")
    steps, place, version = [], -1, 0
    for number, move in enumerate(moves):
        if move == "save":
            steps, place = [*steps[: place + 1], str(number)], place + 1
            store.save_draft(ID, "d", str(number), version)
        elif move == "undo":
            store.undo(ID)
            place = place if place < 1 else place - 1
        else:
            store.redo(ID)
            place = min(place + 1, len(steps) - 1)
        draft = store.draft(ID)
        assert (draft is None) == (not steps)
        if draft:
            version = draft.version
            assert draft.experiment_json == steps[place]
            assert (draft.can_undo, draft.can_redo) == (place > 0, place < len(steps) - 1)
    store.close()
