from __future__ import annotations

from itertools import pairwise

import pytest

from mtl_core.records.events import NoteEvent, PhaseEvent, ProgressEvent
from tests.told import told


def curve(lease, count, kind="progress"):
    lease.append([told(kind, {"epoch": number / 10}, 1000.0 + number) for number in range(count)])


def test_events_come_in_order_and_from_a_place(store, lease):
    lease.append([told("phase", {"phase": "building"}, 5.0)])
    lease.append([told("note", {"sentence": 'a "quoted" 句子'}, 4.0), told("phase", {"phase": "training"}, 6.0)])
    events = store.events(lease.run.id)
    assert [event.seq for event in events] == [1, 2, 3]  # by sequence, whatever the clock said
    assert events[1].event == NoteEvent(sentence='a "quoted" 句子')
    assert [entry.event.kind for entry in store.events(lease.run.id, after=1)] == ["note", "phase"]
    assert [entry.seq for entry in store.events(lease.run.id, kinds=[PhaseEvent])] == [1, 3]
    assert [entry.seq for entry in store.events(lease.run.id, kinds=[])] == []
    assert [entry.seq for entry in store.events(lease.run.id, limit=2)] == [1, 2]


@pytest.mark.parametrize("count", [0, 1, 2, 9, 10, 11, 19, 20, 137])
def test_a_curve_is_thinned_out_evenly(store, lease, count):
    lease.append([told("note", {}, 0.0)])
    curve(lease, count)
    found = [round(entry.event.epoch * 10) for entry in store.decimate(lease.run.id, ProgressEvent, 10)]
    if count <= 10:
        assert found == list(range(count))
        return
    assert (len(found), found[0], found[-1]) == (10, 0, count - 1)
    gaps = [later - earlier for earlier, later in pairwise(found)]
    assert max(gaps) - min(gaps) <= 1


def test_a_long_curve_leaves_the_database_short(store, lease):
    for _ in range(20):
        lease.append([told("progress", {"epoch": 1.0}, 0.0)] * 1000)
    assert len(store.decimate(lease.run.id, ProgressEvent, 1000)) == 1000
