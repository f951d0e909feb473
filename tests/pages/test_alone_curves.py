"""The curves of the tasks learnt alone, which lie behind those of a run on the Train page."""

from __future__ import annotations

import pytest

from mtl_core.comparison import twins
from mtl_core.experiment import Experiment
from mtl_core.runs.events import EventRecords
from mtl_core.runs.runs import Run
from mtl_core.runs.store import Store
from pages.shared.components.curves import Curve, Points
from tests.claiming import claim_run
from tests.pages.conftest import Opener
from tests.told import told


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> list[Curve]:
    """All that the page draws."""
    lines: list[Curve] = []
    monkeypatch.setattr("pages.build.sections.live_run.curves", lambda given, **_: lines.extend(given))
    return lines


def learn(store: Store, *losses: float, tasks: int = 1) -> None:
    """The next run of the queue, from its first epoch to its end."""
    held = claim_run(store)
    by_epoch = [{f"t{slot}": loss for slot in range(tasks)} for loss in losses]
    reports = [
        told("epoch", {"epoch": epoch, "train": {}, "validation": each}, float(epoch))
        for epoch, each in enumerate(by_epoch, 1)
    ]
    held.append(reports, state="running", phase="training", epoch=float(len(losses)))
    held.finish("finished")


def alone(lines: list[Curve]) -> dict[str, Points]:
    """What lies behind the last two curves."""
    return {line.name: line.alone for line in lines[-2:]}


def test_twins_lie_behind_their_run_as_they_finish(show: Opener, store: Store, run: Run, drawn: list[Curve]) -> None:
    learn(store, 0.9, 0.8, tasks=2)
    twins.queue(store, store.run(run.id))
    show("build/train.py", run=run.id)
    assert alone(drawn) == {"ill": (), "cost": ()}
    learn(store, 0.7, 0.6)
    show("build/train.py", run=run.id)
    assert alone(drawn) == {"ill": [(1, 0.7), (2, 0.6)], "cost": ()}
    learn(store, 0.5)
    show("build/train.py", run=run.id)
    assert alone(drawn) == {"ill": [(1, 0.7), (2, 0.6)], "cost": [(1, 0.5)]}


def test_a_new_run_has_those_of_an_earlier_one_whose_tasks_alone_are_the_same(
    show: Opener, store: Store, run: Run, drawn: list[Curve]
) -> None:
    learn(store, 0.9, tasks=2)
    twins.queue(store, store.run(run.id))
    learn(store, 0.7)
    learn(store, 0.5)
    experiment = Experiment.from_json(run.experiment)
    for path, value, same in (("balancing.kind", "upgrad", True), ("training.seed", "7", False)):
        text = experiment.with_changes({path: value}).to_json()
        other = store.create_run(run.dataset_id, text, "again", path)
        show("build/train.py", run=other.id)
        assert alone(drawn) == ({"ill": [(1, 0.7)], "cost": [(1, 0.5)]} if same else {"ill": (), "cost": ()})


def test_the_log_of_a_twin_is_read_once(
    show: Opener, store: Store, run: Run, drawn: list[Curve], monkeypatch: pytest.MonkeyPatch
) -> None:
    learn(store, 0.9, tasks=2)
    twins.queue(store, store.run(run.id))
    learn(store, 0.7)
    learn(store, 0.5)
    read: list[str] = []
    plain = EventRecords.decimate

    def noted(records: EventRecords, run_id: str, *rest: object, **named: object) -> object:
        read.append(run_id)
        return plain(records, run_id, *rest, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(EventRecords, "decimate", noted)
    show("build/train.py", run=run.id)
    show("build/train.py", run=run.id)
    alone_ids = [twin.id for _, twin in store.compared_runs(twins.name_comparison(run.id))]
    assert [read.count(twin) for twin in alone_ids] == [1, 1]
    assert read.count(run.id) > 2
