from __future__ import annotations

import pytest

from mtl_core.errors import StoreError

DATASET = "ab" * 16


def names(store, owner="local"):
    return [row.name for row in store.dataset_rows(owner)]


def test_the_last_used_comes_first(store):
    store.add_dataset("cd" * 16, "health", 9, 3)
    assert names(store) == ["health", "wine"]
    store.touch_dataset(DATASET)
    assert names(store) == ["wine", "health"]


def test_adding_again_keeps_the_given_name(store):
    store.rename_dataset(DATASET, "my wine")
    store.add_dataset(DATASET, "wine", 100, 5)
    assert names(store) == ["my wine"]
    row = store.dataset_row(DATASET)
    assert (row.id, row.rows, row.columns) == (DATASET, 100, 5)


def test_owners_see_their_own_tables_only(store):
    assert names(store, "other") == []
    with pytest.raises(StoreError, match="is not there"):
        store.rename_dataset(DATASET, "stolen", owner="other")
    store.add_dataset(DATASET, "same content", 100, 5, owner="other")
    store.remove_dataset(DATASET, owner="other")
    assert names(store) == ["wine"]
    assert store.purge_datasets(grace=-1) == []  # its files are still somebody's


def test_a_used_table_is_not_removed(store, queue):
    queue()
    with pytest.raises(StoreError, match='Table "wine" is used by a run; delete that run first'):
        store.remove_dataset(DATASET)
    queue()
    with pytest.raises(StoreError, match='Table "wine" is used by 2 runs'):
        store.remove_dataset(DATASET)
    assert names(store) == ["wine"]


def test_a_table_of_a_deleted_run_stays_until_the_run_is_gone(store, queue):
    store.delete_run(queue().id)
    with pytest.raises(StoreError, match="used by a run"):
        store.remove_dataset(DATASET)
    store.purge_runs(grace=-1)
    store.remove_dataset(DATASET)


def test_removal_can_be_undone_until_the_files_go(store):
    store.remove_dataset(DATASET)
    assert names(store) == []
    assert store.purge_datasets(grace=60) == []
    store.restore_dataset(DATASET)
    assert names(store) == ["wine"]
    store.remove_dataset(DATASET)
    assert store.purge_datasets(grace=-1) == [DATASET]
    with pytest.raises(StoreError, match="gone for good"):
        store.restore_dataset(DATASET)


def test_a_removed_table_comes_back_by_uploading_it_again(store):
    store.remove_dataset(DATASET)
    store.add_dataset(DATASET, "wine", 100, 5)
    assert names(store) == ["wine"]
    assert store.purge_datasets(grace=-1) == []
