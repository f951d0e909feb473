"""The numbers of runs: 1, 2, 3 on each table, and none given twice."""

from __future__ import annotations

import secrets

import pytest

from mtl_core.errors import StoreError
from mtl_core.records.commands import StopCommand
from mtl_core.runs import schema
from mtl_core.runs.store import Store

OTHER, AGAIN = "cd" * 16, "ef" * 16


@pytest.fixture
def on(store, text):
    """Queue a run on a table."""
    store.add_dataset(OTHER, "posts", 10, 2)
    store.add_dataset(AGAIN, "wine", 101, 5)
    return lambda table: store.create_run(table, text, "a run", secrets.token_hex(8))


def test_runs_of_each_table_count_from_one(store, queue, on):
    made = [queue(), on(OTHER), queue(), on(OTHER)]
    assert [run.number for run in made] == [1, 1, 2, 2]
    assert store.runs() == made[::-1]  # newest first, whatever the table
    store.send(made[3].id, StopCommand())
    with pytest.raises(StoreError, match="Run 2 is stopped"):
        store.resume_run(made[3].id)


def test_a_table_that_was_read_anew_goes_on_counting(queue, on):
    """It bears the same name, so that "wine 2" would be two runs."""
    assert [queue().number, on(AGAIN).number, queue().number] == [1, 2, 3]


def test_the_number_of_a_run_that_is_gone_is_not_given_again(store, queue):
    gone = queue()
    store.delete_run(gone.id)
    assert store.purge_runs(-1.0) == [gone.id]
    assert queue().number == 2


def test_runs_listed_again_have_the_numbers_that_they_had(store, queue, on):
    runs = [queue(), on(OTHER), queue()]
    records = [store.record(run.id) for run in runs]
    for run in runs:
        store.delete_run(run.id)
    store.purge_runs(-1.0)
    new = queue()
    assert all(store.relist(record) for record in records)
    assert [store.run(run.id).number for run in (*runs, new)] == [1, 1, 2, 3]


def test_a_run_whose_number_another_has_by_now_gets_the_next(store, queue):
    run = queue()
    record = store.record(run.id)
    store.delete_run(run.id)
    store.purge_runs(-1.0)
    with store._database.write() as connection:  # as where all records were lost
        connection.execute(schema.numbers.delete())
    assert queue().number == 1
    assert store.relist(record)
    assert store.run(run.id).number == 2


def test_runs_of_an_earlier_version_keep_the_numbers_that_people_know(store, queue, on):
    known = {run.id: place for place, run in enumerate((queue(), on(OTHER), queue()), 1)}
    old = [{**store.record(run_id), "numbers": []} for run_id in known]
    with store._database.write() as connection:
        schema.numbers.drop(connection)
        connection.execute(schema.versions.update().values(version=6))
    again = Store(store.url)
    assert {run.id: run.number for run in again.runs()} == known
    again.close()
    assert [queue().number, on(OTHER).number] == [4, 3]
    for record, run_id in zip(old, known, strict=True):
        store.delete_run(run_id)
        store.purge_runs(-1.0)
        assert store.relist(record)
    assert {run_id: store.run(run_id).number for run_id in known} == known
