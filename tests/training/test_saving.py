"""When checkpoints are due, by a clock that the test turns."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest
import tensorflow as tf

from mtl_core.training import saving
from mtl_core.training.checkpoints import Checkpoints
from mtl_core.training.progress import Progress
from mtl_core.training.saving import Saver
from mtl_core.training.snapshot import Snapshot
from mtl_core.training.state import State

pytestmark = pytest.mark.engine


class Clock:
    """Seconds that pass when somebody lets them."""

    def __init__(self) -> None:
        self.now = 1000.0

    def monotonic(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(saving, "time", SimpleNamespace(monotonic=clock.monotonic))
    return clock


def waits(clock: Clock, saver: Saver) -> float:
    """Seconds of training until the next checkpoint is due."""
    began = clock.now
    while not saver.due:
        clock.now += 0.25
    return clock.now - began


@pytest.mark.parametrize(("took", "wait"), [(0.0, 2.0), (0.2, 4.0), (1.0, 10.0), (30.0, 10.0)])
def test_however_long_saving_takes_a_kill_costs_ten_seconds_of_training(
    tmp_path: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch, took: float, wait: float
) -> None:
    def slowly(*_: object) -> None:
        clock.now += took

    monkeypatch.setattr(Checkpoints, "save", slowly)
    saver = Saver(tmp_path, "run")
    assert waits(clock, saver) == 2
    saver.save(Snapshot(State(*[tf.zeros(1)] * len(State._fields)), (), Progress.start([1.0])))
    assert waits(clock, saver) == pytest.approx(wait, abs=0.25)  # by steps of that length


def test_without_a_folder_nothing_is_due(clock: Clock) -> None:
    saver = Saver(None, "run")
    clock.now += 1e6
    assert not saver.due
