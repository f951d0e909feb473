from __future__ import annotations

from itertools import pairwise

import pytest

from mtl_core.runs.store import Report


def curve(lease, count, kind="progress"):
    lease.append([Report(kind, {"epoch": number / 10}, 1000.0 + number) for number in range(count)])


def test_events_come_in_order_and_from_a_place(store, lease):
    lease.append([Report("phase", {"phase": "building"}, 5.0)])
    lease.append([Report("note", {"sentence": 'a "quoted" 句子'}, 4.0), Report("phase", {"phase": "training"}, 6.0)])
    events = store.events(lease.run.id)
    assert [event.seq for event in events] == [1, 2, 3]  # by sequence, whatever the clock said
    assert events[1].body == {"sentence": 'a "quoted" 句子'}
    assert [event.kind for event in store.events(lease.run.id, after=1)] == ["note", "phase"]
    assert [event.seq for event in store.events(lease.run.id, kinds=["phase"])] == [1, 3]
    assert [event.seq for event in store.events(lease.run.id, kinds=[])] == []
    assert [event.seq for event in store.events(lease.run.id, limit=2)] == [1, 2]


@pytest.mark.parametrize("count", [0, 1, 2, 9, 10, 11, 19, 20, 137])
def test_a_curve_is_thinned_out_evenly(store, lease, count):
    lease.append([Report("note", {}, 0.0)])
    curve(lease, count)
    found = [round(event.body["epoch"] * 10) for event in store.decimate(lease.run.id, "progress", 10)]
    if count <= 10:
        assert found == list(range(count))
        return
    assert (len(found), found[0], found[-1]) == (10, 0, count - 1)
    gaps = [later - earlier for earlier, later in pairwise(found)]
    assert max(gaps) - min(gaps) <= 1


def test_a_long_curve_leaves_the_database_short(store, lease):
    for _ in range(20):
        lease.append([Report("progress", {"epoch": 1.0}, 0.0)] * 1000)
    assert len(store.decimate(lease.run.id, "progress", 1000)) == 1000
