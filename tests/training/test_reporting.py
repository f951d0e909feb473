from __future__ import annotations

from typing import Any

import pytest

from mtl_core.records.events import Event
from mtl_core.training import reporting
from mtl_core.training.progress import Progress
from mtl_core.training.reporting import Reporter


class Clock:
    """A time that stands still until told."""

    now = 100.0

    def perf_counter(self) -> float:
        return self.now


class Heard:
    def __init__(self) -> None:
        self.events: list[tuple[str, dict[str, Any]]] = []

    def report(self, event: Event) -> None:
        kind, body = event.kind, event.to_body()
        self.events.append((kind, body))

    def commands(self) -> tuple[()]:
        return ()


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(reporting, "time", clock)
    return clock


def moved(progress: Progress, step: int, totals: list[list[float]]) -> Progress:
    progress.step, progress.totals = step, totals
    return progress


def test_progress_tells_of_the_steps_since_the_last_time_and_not_too_often(clock: Clock) -> None:
    heard = Heard()
    progress = Progress.start([1.0, 3.0])
    reporter = Reporter({"t0": "mood", "t1": "age"}, 10, heard)
    reporter.begin(progress)
    clock.now += 0.5
    reporter.chunk(moved(progress, 2, [[8.0, 3.0], [4.0, 0.0], [2.0, 2.0]]))
    clock.now += 0.1
    reporter.chunk(moved(progress, 3, [[9.0, 3.0], [5.0, 0.0], [3.0, 3.0]]))
    clock.now += 0.3
    reporter.chunk(moved(progress, 6, [[12.0, 5.0], [8.0, 4.0], [8.0, 4.0]]))
    first, second = [body for _, body in heard.events]
    assert first == {
        "epoch": 0.2, "step": 2, "steps_per_epoch": 10, "train": {"t0": 2.0, "t1": None},
        "weights": {"t0": 0.5, "t1": 1.5}, "steps_per_second": pytest.approx(4.0),
    }  # fmt: skip
    assert second["train"] == {"t0": 1.0, "t1": 0.5}
    assert second["weights"] == {"t0": 0.5 * 6 / 4, "t1": 1.5 * 2 / 4}
    assert second["steps_per_second"] == pytest.approx(10.0)


def test_an_epoch_is_told_with_its_means_and_kept_in_the_history(clock: Clock) -> None:
    heard = Heard()
    progress = Progress.start([1.0, 1.0])
    reporter = Reporter({"t0": "mood", "t1": "age"}, 2, heard)
    clock.now += 3.0
    progress.close_epoch([0.5, None])
    reporter.epoch(progress, [[8.0, 1.0], [4.0, 2.0], [2.0, 2.0]], [0.5, None], 0.01)
    body = {
        "epoch": 1, "train": {"t0": 2.0, "t1": 0.5}, "validation": {"t0": 0.5, "t1": None},
        "weights": {"t0": 1.0, "t1": 1.0}, "learning_rate": 0.01, "seconds": 3.0, "best": {"t0": 1, "t1": None},
        "turned": {},
    }  # fmt: skip
    assert heard.events == [("epoch", body)]
    assert [event.to_body() for event in progress.history] == [body]
