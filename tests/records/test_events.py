"""Every kind of event and command, from a worker through the store to whoever reads it, and what earlier versions
wrote."""

from __future__ import annotations

import json
import math
import os
from pathlib import Path
from typing import Any

import pytest

from mtl_core.errors import StoreError
from mtl_core.experiment import Experiment
from mtl_core.plan import View
from mtl_core.records.commands import COMMANDS, parse_command
from mtl_core.records.events import EVENTS, Event, ProgressEvent, parse_event
from mtl_core.runs import process_control
from mtl_core.runs.events import Report
from mtl_core.runs.leases import Lease
from mtl_core.runs.store import Store

VIEW = View(
    id="gates", kind="bars", title="Gates", unit="share", rows=("A",), columns=("x", "y"), values=((0.5, None),)
)
BY_TASK = {"t0": 0.5, "t1": None}
FILLED: dict[str, dict[str, Any]] = {
    "phase": {"phase": "training"},
    "state": {"state": "paused", "sentence": "Paused."},
    "note": {"epoch": 1.5, "sentence": "句子"},
    "progress": {
        **{"epoch": 1.5, "step": 15, "steps_per_epoch": 10, "steps_per_second": 2.5},
        **{"train": BY_TASK, "weights": BY_TASK},
    },
    "epoch": {
        **{"epoch": 2, "train": BY_TASK, "validation": BY_TASK, "weights": BY_TASK},
        **{"learning_rate": 0.1, "seconds": 1.5, "best": {"t0": 2, "t1": None}, "turned": {"t0": 1}},
    },
    "balance": {
        **{"epoch": 2, "method": "upgrad", "weights": BY_TASK, "gradients": "exact", "compared": 3},
        **{"cosines": [[1.0, -0.5], [-0.5, 1.0]], "conflicts": [[False, True], [True, False]], "conflict_rate": 1.0},
        **{"sizes": BY_TASK, "size_ratio": 2.0, "unanswered": 1, "stationary": 2},
        "lowest": {"trunk_1": {"tasks": ["t0", "t1"], "cosine": -0.5}, "inputs": None},
    },
    "views": {"epoch": 2, "kept": True, "views": [VIEW.model_dump(mode="json")]},
    "weights": {"epoch": 1.5, "from": {"t0": 1.0}, "to": {"t0": 2.0}, "turn": 7},
}
ORDERS: dict[str, dict[str, Any]] = {"weights": {"weights": {"t0": 2.0}, "turn": 7}}


@pytest.fixture
def lease(store: Store) -> Lease:
    """A run in the hands of this process."""
    store.add_dataset("ab" * 16, "t.csv", 10, 2)
    columns = {"x": {"kind": "numeric"}, "y": {"kind": "yes_no"}}
    experiment = Experiment.model_validate({"columns": columns, "tasks": [{"column": "y", "kind": "binary"}]})
    store.create_run("ab" * 16, experiment.to_json(), "run", "key")
    start = process_control.start_of(os.getpid())
    assert start is not None
    store.enrol("worker", os.getpid(), start)
    held = store.claim("worker", 1)
    assert held is not None
    return held


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(f"sqlite:///{tmp_path / 'records.db'}")


def test_an_example_stands_here_for_every_kind() -> None:
    assert set(FILLED) == set(EVENTS)
    for kind, body in FILLED.items():
        known = {field.alias or name for name, field in EVENTS[kind].model_fields.items()} - {"epoch"}
        assert known == set(body) - {"epoch"}, kind


@pytest.mark.parametrize("kind", EVENTS)
def test_event_comes_back_as_it_was_told(kind: str, store: Store, lease: Lease) -> None:
    event = parse_event(kind, FILLED[kind])
    assert json.loads(json.dumps(event.to_body())) | FILLED[kind] == event.to_body()  # by the names that stay
    lease.append([Report(event, 1.0)])
    [entry] = store.events(lease.run.id)
    assert entry.event == event
    assert type(entry.event) is EVENTS[kind]
    assert store.decimate(lease.run.id, EVENTS[kind]) == store.events(lease.run.id, kinds=[EVENTS[kind]]) == [entry]


@pytest.mark.parametrize("kind", COMMANDS)
def test_command_comes_to_the_worker_as_it_was_given(kind: str, store: Store, lease: Lease) -> None:
    command = parse_command(kind, ORDERS.get(kind, {}))
    store.send(lease.run.id, command)
    assert lease.take_commands() == [command]
    assert type(command) is COMMANDS[kind]


def test_number_that_is_not_finite_is_none_to_whoever_reads(store: Store, lease: Lease) -> None:
    lease.append([Report(ProgressEvent(epoch=0.5, train={"t0": math.nan, "t1": 0.5}), 1.0)])
    assert store.events(lease.run.id)[0].event == ProgressEvent(epoch=0.5, train={"t0": None, "t1": 0.5})


EARLIER: list[tuple[str, dict[str, Any]]] = [
    (
        "balance",
        {"epoch": 1, "weights": {"t0": 1.0}, "conflicts": [[0.0, 0.25], [None, 0]], "blocks": {"x": 0.5}},
    ),
    ("balance", {"epoch": 1, "weights": {"t0": 1.0}, "compared": 0, "cosines": None, "sizes": None, "lowest": None}),
    ("progress", {"epoch": 0.1, "train": {"t0": None}, "not_finite": {"train.t0": "nan"}}),
    ("weights", {"epoch": 0.1, "from": {"t0": 1}, "to": {"t0": 2}}),
]


@pytest.mark.parametrize(("kind", "body"), EARLIER)
def test_what_earlier_versions_wrote_can_be_read(kind: str, body: dict[str, Any]) -> None:
    assert isinstance(parse_event(kind, body), Event)


def test_entry_that_cannot_be_read_is_told(store: Store, lease: Lease) -> None:
    broken = parse_event("phase", {"phase": "training"}).model_copy(update={"phase": "dreaming"})
    lease.append([Report(broken, 1.0)])
    with pytest.raises(StoreError, match="Entry 1 of the run's log cannot be read"):
        store.events(lease.run.id)
