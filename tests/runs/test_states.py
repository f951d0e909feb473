from __future__ import annotations

from contextlib import suppress

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mtl_core.errors import StoreError
from mtl_core.records.commands import StopCommand
from mtl_core.runs import numbers, schema
from mtl_core.runs.leases import LeaseError
from mtl_core.runs.states import ENDS, HELD, STATES, TRANSITIONS, move
from mtl_core.runs.store import Store

DATASET = "ab" * 16


def test_the_table_names_every_state_and_every_state_can_be_reached():
    assert set(TRANSITIONS) == set(STATES)
    reached = {"queued"}
    for _ in STATES:
        reached |= {later for state in reached for later in TRANSITIONS[state]}
    assert reached == set(STATES)


@given(st.lists(st.sampled_from(STATES), max_size=20))
def test_a_run_moves_along_the_table_only(wishes):
    engine = sa.create_engine("sqlite://")
    with engine.begin() as connection:
        schema.metadata.create_all(connection)
        new = {"id": "r", "owner": "local", "number": 1, "name": "", "dataset_id": "d", "experiment": "", "epochs": 1}
        connection.execute(schema.runs.insert().values(**new, state="queued", created=0.0, ticket=1))
        numbers.give(connection, "r", "local", "wine.csv")
        state = "queued"
        for wish in wishes:
            connection.execute(schema.commands.insert().values(run_id="r", kind="pause", body="{}"))
            before = connection.execute(sa.select(schema.runs)).one()
            if wish == state or wish in TRANSITIONS[state]:
                move(connection, "r", wish, "why")
                state = wish
            else:
                with pytest.raises(StoreError, match=f"is {state}, so it cannot become {wish}"):
                    move(connection, "r", wish, "why")
                assert connection.execute(sa.select(schema.runs)).one() == before
            row = connection.execute(sa.select(schema.runs)).one()
            assert row.state == state
            if wish == state and state in ENDS:
                assert row.finished is not None
                assert connection.scalar(sa.select(sa.func.count()).select_from(schema.commands)) == 0
    engine.dispose()


DEEDS = ["claim", "run", "pause", "stop", "finish", "fail", "die", "resume", "delete", "restore", "old"]


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(deeds=st.lists(st.sampled_from(DEEDS), max_size=15))
def test_whatever_people_and_workers_do_the_table_holds(deeds, tmp_path_factory, text):
    store = Store(f"sqlite:///{tmp_path_factory.mktemp('states') / 'records.db'}")
    store.add_dataset(DATASET, "wine", 1, 1)
    run_id = store.create_run(DATASET, text, "", "key").id
    leases, states = [], ["queued"]
    for number, deed in enumerate(deeds):
        with suppress(StoreError):  # a deed that does not fit the state
            _do(deed, store, run_id, leases, f"w{number}")
        with store._database.read() as connection:
            row = connection.execute(sa.select(schema.runs)).one()
        if row.state != states[-1]:
            assert row.state in TRANSITIONS[states[-1]]
            states.append(row.state)
        assert row.lease_epoch >= len(leases)
        for old in leases[:-1] if row.state in HELD else leases:
            with pytest.raises(LeaseError):
                old.beat()
    store.close()


def _do(deed, store, run_id, leases, worker_id):
    held = leases[-1] if leases else None
    if deed == "claim":
        store.enrol(worker_id, 1, "not this process")
        lease = store.claim(worker_id)
        leases += [lease] if lease else []
    elif deed == "die":
        store.sweep()  # no worker here is a living process
    elif deed in ("resume", "delete", "restore"):
        {"resume": store.resume_run, "delete": store.delete_run, "restore": store.restore_run}[deed](run_id)
    elif deed == "stop":
        store.send(run_id, StopCommand())
    elif held and deed in ("run", "pause"):
        held.update(state="running" if deed == "run" else "paused")
    elif held and deed in ("finish", "fail"):
        held.finish("finished" if deed == "finish" else "failed")
    elif deed == "old" and len(leases) > 1:
        leases[0].finish("finished")
