from __future__ import annotations

DATASET = "ab" * 16


def names(store, owner="local"):
    return [row.name for row in store.dataset_rows(owner)]


def test_the_last_used_comes_first(store):
    store.add_dataset("cd" * 16, "health", 9, 3)
    assert names(store) == ["health", "wine"]
    store.add_dataset(DATASET, "wine", 100, 5)
    assert names(store) == ["wine", "health"]


def test_adding_again_keeps_name_and_day(store):
    (before,) = store.dataset_rows()
    store.add_dataset(DATASET, "another name", 7, 2)
    (row,) = store.dataset_rows()
    assert (row.id, row.name, row.rows, row.columns) == (DATASET, "wine", 100, 5)
    assert row.added == before.added
    assert row.used >= before.used


def test_owners_see_their_own_tables_only(store):
    assert names(store, "other") == []
    store.add_dataset(DATASET, "same content", 100, 5, owner="other")
    assert (names(store), names(store, "other")) == (["wine"], ["same content"])
