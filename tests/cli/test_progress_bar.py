"""The bar of a training: what it shows on stderr, and what it keeps of what it was told."""

from __future__ import annotations

import pytest

from mtl_core.cli.progress_bar import ProgressBar
from mtl_core.errors import TrainingError
from mtl_core.records.events import EpochEvent, NoteEvent, PhaseEvent, ProgressEvent, StateEvent


def test_epochs_and_notes_are_kept_in_their_order(capsys: pytest.CaptureFixture[str]) -> None:
    epochs = [EpochEvent(epoch=number, validation={"t0": 1 / number}) for number in (1, 2)]
    note = NoteEvent(epoch=1.0, sentence="Column \x1b[1mx is not used.")
    with ProgressBar(2) as progress:
        for event in (PhaseEvent(phase="training"), epochs[0], note, epochs[1]):
            progress.report(event)
        assert (progress.epochs, progress.notes) == (epochs, [note])
        assert list(progress.commands()) == []
    told = capsys.readouterr()
    assert told.out == ""
    assert "Column \ufffd[1mx is not used." in told.err
    assert "2.0/2 epochs" in told.err.splitlines()[-1]


def test_the_bar_goes_on_and_never_back(capsys: pytest.CaptureFixture[str]) -> None:
    with ProgressBar(4) as progress:
        progress.report(ProgressEvent(epoch=2.5))
        progress.report(EpochEvent(epoch=2))
        progress.report(ProgressEvent(epoch=1.0))
    assert "2.5/4 epochs" in capsys.readouterr().err.splitlines()[-1]


def test_the_phase_stands_before_the_bar(capsys: pytest.CaptureFixture[str]) -> None:
    with ProgressBar(4) as progress:
        progress.report(PhaseEvent(phase="evaluating"))
    shown = capsys.readouterr().err
    assert "preparing   0%" in shown
    assert "evaluating   0%" in shown.splitlines()[-1]


def test_a_training_that_waits_for_a_person_ends_with_its_sentence() -> None:
    with ProgressBar(4) as progress:
        progress.report(StateEvent(state="running", sentence="It goes on."))
        with pytest.raises(TrainingError, match="The loss grows"):
            progress.report(StateEvent(state="paused", sentence="The loss grows beyond bounds."))
