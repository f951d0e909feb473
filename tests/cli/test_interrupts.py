"""Ctrl-C reaches a training even where Python dropped it."""

from __future__ import annotations

import signal
import sys
from collections.abc import Iterator

import pytest

from mtl_core.cli import interrupts
from mtl_core.cli.progress_bar import ProgressBar


class Dropping:
    """Something at whose end Ctrl-C comes, where Python only tells of exceptions."""

    def __del__(self) -> None:
        signal.raise_signal(signal.SIGINT)


@pytest.fixture(autouse=True)
def plain_handler() -> Iterator[None]:
    """Ctrl-C as Python hears it, however the tests were started."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


def test_ctrl_c_that_was_dropped_ends_a_training_at_its_next_look(monkeypatch: pytest.MonkeyPatch) -> None:
    dropped: list[object] = []
    monkeypatch.setattr(sys, "unraisablehook", lambda told: dropped.append(told.exc_type))
    with interrupts.listening(), ProgressBar(1) as progress:
        assert list(progress.commands()) == []
        Dropping()
        assert dropped == [KeyboardInterrupt]
        with pytest.raises(KeyboardInterrupt):
            progress.commands()


def test_ctrl_c_comes_at_once_and_only_while_it_is_listened_to() -> None:
    with pytest.raises(KeyboardInterrupt), interrupts.listening():
        signal.raise_signal(signal.SIGINT)
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
    with interrupts.listening():
        interrupts.check()  # what came before is over


def test_who_ignores_ctrl_c_goes_on_doing_so() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with interrupts.listening():
        signal.raise_signal(signal.SIGINT)
        interrupts.check()
    assert signal.getsignal(signal.SIGINT) is signal.SIG_IGN
