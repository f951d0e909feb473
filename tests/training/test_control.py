from __future__ import annotations

from typing import Any

import pytest

from mtl_core.records.commands import Command, PauseCommand, ResumeCommand, StepCommand, StopCommand, WeightsCommand
from mtl_core.records.events import Event
from mtl_core.training.control import Control
from mtl_core.training.progress import Progress


class Script:
    """Hands over commands and keeps events."""

    def __init__(self) -> None:
        self.waiting: list[Command] = []
        self.events: list[tuple[str, dict[str, Any]]] = []

    def report(self, event: Event) -> None:
        kind, body = event.kind, event.to_body()
        self.events.append((kind, body))

    def commands(self) -> list[Command]:
        taken, self.waiting = self.waiting, []
        return taken


@pytest.fixture
def script() -> Script:
    return Script()


@pytest.fixture
def progress() -> Progress:
    progress = Progress.start([1.0, 2.0])
    progress.epoch, progress.step = 3, 2
    return progress


@pytest.fixture
def control(progress: Progress, script: Script) -> Control:
    return Control(["t0", "t1"], progress, 8, script)


def test_weights_are_taken_and_told_as_the_person_set_them(
    control: Control, progress: Progress, script: Script
) -> None:
    script.waiting = [WeightsCommand(weights={"t1": 5}, turn=7)]
    assert control.take()
    assert progress.weights == [1.0, 5.0]
    told = {"epoch": 3.25, "from": {"t0": 1.0, "t1": 2.0}, "to": {"t0": 1.0, "t1": 5.0}, "turn": 7}
    assert script.events == [("weights", told)]
    assert not control.take()


@pytest.mark.parametrize("wanted", [{"t0": 0, "t1": 0}, {"t0": -1}, {"t0": float("nan")}, {"t1": float("inf")}])
def test_weights_that_cannot_be_are_refused_with_a_note(
    control: Control, progress: Progress, script: Script, wanted: dict[str, float]
) -> None:
    script.waiting = [WeightsCommand(weights=wanted)]
    assert not control.take()
    assert progress.weights == [1.0, 2.0]
    assert [kind for kind, _ in script.events] == ["note"]


def test_pause_and_resume(control: Control, script: Script) -> None:
    script.waiting = [PauseCommand()]
    control.take()
    assert control.paused
    script.waiting = [ResumeCommand()]
    control.take()
    assert not control.paused
    assert [body["state"] for _, body in script.events] == ["paused", "running"]
    assert script.events[0][1]["sentence"] == "Paused at epoch 3.2."


def test_step_trains_to_the_end_of_the_epoch_then_pauses(control: Control, progress: Progress, script: Script) -> None:
    script.waiting = [PauseCommand(), StepCommand()]
    control.take()
    assert not control.paused
    progress.step = 7
    control.take()
    assert not control.paused
    progress.epoch, progress.step = 4, 0
    control.take()
    assert control.paused
    script.waiting = [ResumeCommand()]
    control.take()
    assert not control.paused


def test_stop_ends_even_a_paused_training(control: Control, progress: Progress, script: Script) -> None:
    script.waiting = [PauseCommand(), StopCommand()]
    control.take()
    assert (control.paused, progress.stopped_by) == (False, "command")
