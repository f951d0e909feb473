"""A curve has turned where validation rows get worse while training rows still get better."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from mtl_core.records.events import EpochEvent
from mtl_core.training.progress import Progress
from mtl_core.training.reporting import Reporter
from mtl_core.training.turning import find_turned
from tests.training.test_reporting import Heard

FALLING = [1 - epoch / 50 for epoch in range(1, 41)]
TURNING = [1 - epoch / 20 for epoch in range(1, 11)] + [0.5 + epoch / 50 for epoch in range(1, 31)]  # best: epoch 10


def history(train: Sequence[float | None], validation: Sequence[float | None]) -> list[EpochEvent]:
    """The epoch events of one task."""
    found: list[EpochEvent] = []
    for epoch, (fit, held) in enumerate(zip(train, validation, strict=True), 1):
        known = [(loss, place) for place, loss in enumerate(validation[:epoch], 1) if loss is not None]
        best = min(known)[1] if known else None
        event = EpochEvent(epoch=epoch, train={"t0": fit}, validation={"t0": held}, best={"t0": best})
        found.append(event.model_copy(update={"turned": find_turned([*found, event])}))
    return found


def first(found: list[EpochEvent]) -> tuple[int, int] | None:
    """The first epoch that tells of it, and the epoch that it names."""
    return next(((event.epoch, event.turned["t0"]) for event in found if event.turned), None)


def test_it_is_told_from_ten_epochs_after_the_best() -> None:
    found = history(FALLING, TURNING)
    assert first(found) == (20, 10)
    assert found[-1].turned == {"t0": 10}


@pytest.mark.parametrize(
    ("train", "validation"),
    [
        (FALLING, FALLING),  # both fall
        (TURNING, TURNING),  # training rows get worse, too: that is no learning by heart
        (FALLING, [*TURNING[:10], *[0.51, 0.5] * 15]),  # as good as the best but for noise
        (FALLING, [None] * 40),  # no validation rows
        ([None] * 40, TURNING),
    ],
)
def test_what_is_no_learning_by_heart(train: list[float | None], validation: list[float | None]) -> None:
    assert first(history(train, validation)) is None


def test_it_is_over_with_a_better_epoch() -> None:
    found = history([*FALLING, 0.1], [*TURNING, 0.3])
    assert (found[-2].turned, found[-1].turned) == ({"t0": 10}, {})


def test_the_feed_says_it_once() -> None:
    heard = Heard()
    progress = Progress.start([1.0])
    reporter = Reporter({"t0": "mood"}, 1, heard)
    for fit, held in zip(FALLING, TURNING, strict=True):
        progress.close_epoch([held])
        reporter.epoch(progress, [[fit], [1.0], [1.0]], [held], 0.01)
    [note] = [body for kind, body in heard.events if kind == "note"]
    assert note["epoch"] == 20
    assert note["sentence"].startswith('Task "mood" is learning by heart since epoch 10: ')
