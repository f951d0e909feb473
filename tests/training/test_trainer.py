from __future__ import annotations

import errno
import hashlib
import os
import re
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from mtl_core.errors import TrainingError
from mtl_core.records.commands import Command, PauseCommand, ResumeCommand, StepCommand, StopCommand, WeightsCommand
from mtl_core.records.events import EpochEvent, Event
from mtl_core.training import Outcome, Silent, Trainer, checkpoints, saving
from mtl_core.training.data import Arrays

pytestmark = pytest.mark.engine

Problems = Callable[..., Any]


class Listener:
    """Keeps events, and sends the commands that ``plan`` names after the event of that epoch or kind."""

    def __init__(self, plan: dict[int | str, Sequence[Command]] | None = None) -> None:
        self.plan = plan or {}
        self.events: list[tuple[str, dict[str, Any]]] = []
        self._waiting: list[Command] = list(self.plan.pop("start", ()))

    def report(self, event: Event) -> None:
        kind, body = event.kind, event.to_body()
        self.events.append((kind, body))
        self._waiting += self.plan.pop(body["epoch"] if kind == "epoch" else body.get("state", kind), ())

    def commands(self) -> Sequence[Command]:
        taken, self._waiting = self._waiting, []
        return taken

    def of(self, kind: str) -> list[dict[str, Any]]:
        return [body for found, body in self.events if found == kind]


def weights(**by_task: float) -> Command:
    return WeightsCommand(weights=by_task)


def hashed(trainer: Trainer) -> str:
    return hashlib.sha256(b"".join(weight.tobytes() for weight in trainer.model.get_weights())).hexdigest()


def train(case: Any, observer: Any = None, folder: Path | None = None) -> tuple[Outcome, str]:
    trainer = Trainer(case.plan, case.experiment, case.train, case.validation, folder)
    return trainer.run(observer or Silent()), hashed(trainer)


@pytest.fixture(scope="module")
def whole(problem: Problems) -> tuple[Outcome, str]:
    """The plain problem, trained without interruption."""
    return train(problem())


def without_time(history: Sequence[EpochEvent]) -> list[dict[str, Any]]:
    return [{name: value for name, value in event.to_body().items() if name != "seconds"} for event in history]


def test_it_learns_and_tells(problem: Problems) -> None:
    listener = Listener()
    outcome, _ = train(problem(training__epochs=25), listener)
    assert (outcome.epochs_done, outcome.stopped_by) == (25, "epochs")
    epochs = listener.of("epoch")
    assert [body["epoch"] for body in epochs] == list(range(1, 26))
    assert epochs == [event.to_body() for event in outcome.history]
    assert set(epochs[0]) == {"epoch", "train", "validation", "weights", "learning_rate", "seconds", "best", "turned"}
    assert all(loss < 0.9 for _, loss in outcome.best.values())  # guessing = 1
    assert all(epochs[-1]["train"][task] < epochs[0]["train"][task] for task in ("t0", "t1", "t2"))
    joint = [sum(body["validation"].values()) for body in epochs]
    assert outcome.kept_epoch == 1 + int(np.argmin(joint))
    for task, (epoch, loss) in outcome.best.items():
        assert loss == epochs[epoch - 1]["validation"][task] == min(body["validation"][task] for body in epochs)
        assert epochs[-1]["best"][task] == epoch
    first = listener.of("progress")[0]
    assert (first["epoch"], first["step"], first["steps_per_epoch"]) == (1 / 6, 1, 6)
    assert set(first) == {"epoch", "step", "steps_per_epoch", "train", "weights", "steps_per_second"}


def test_same_seed_same_numbers(problem: Problems, whole: tuple[Outcome, str]) -> None:
    again, other = (train(problem(training__seed=seed)) for seed in (0, 4))
    assert whole[1] == again[1] != other[1]
    assert without_time(whole[0].history) == without_time(again[0].history)


def test_the_model_holds_the_kept_epoch(problem: Problems) -> None:
    """The run that ends with the kept epoch ends with the kept weights."""
    case = problem(training__epochs=12, training__learning_rate=0.2, training__schedule="constant")
    outcome, found = train(case)
    assert outcome.kept_epoch < 12
    nothing = {name: values[:0] for name, values in case.train.inputs.items()}
    bare = Arrays(nothing, *(tuple(array[:0] for array in group) for group in (case.train.values, case.train.mask)))
    trainer = Trainer(
        case.plan, case.experiment.with_changes({"training.epochs": outcome.kept_epoch}), case.train, bare
    )
    assert trainer.run(Silent()).kept_epoch == outcome.kept_epoch
    assert hashed(trainer) == found


def test_patience_ends_training(problem: Problems) -> None:
    listener = Listener()
    outcome, _ = train(problem(training__epochs=500, training__patience=3, training__learning_rate=0.05), listener)
    assert outcome.stopped_by == "patience"
    said = f"Training ends: for 3 epochs none was better for all tasks together than epoch {outcome.kept_epoch}."
    assert listener.of("note")[-1] == {"epoch": float(outcome.epochs_done), "sentence": said}
    assert outcome.epochs_done == 3 + outcome.kept_epoch


def test_without_validation_rows_the_last_epoch_is_kept(problem: Problems) -> None:
    outcome, _ = train(problem(held=0, training__patience=1))
    assert (outcome.kept_epoch, outcome.epochs_done, outcome.best) == (5, 5, {})
    assert outcome.history[-1].validation == {"t0": None, "t1": None, "t2": None}


def test_weights_moved_while_training_reach_it_and_are_told(problem: Problems, whole: tuple[Outcome, str]) -> None:
    listener = Listener({2: [weights(t0=4, t2=0)]})
    _, moved = train(problem(), listener)
    assert listener.of("weights") == [
        {"epoch": 2.0, "from": {"t0": 1.0, "t1": 1.0, "t2": 1.0}, "to": {"t0": 4.0, "t1": 1.0, "t2": 0.0}, "turn": None}
    ]
    in_force = [body["weights"] for body in listener.of("epoch")]
    assert in_force[1] == {"t0": 1.0, "t1": 1.0, "t2": 1.0}
    assert in_force[2] == pytest.approx({"t0": 2.4, "t1": 0.6, "t2": 0.0})
    assert moved != whole[1]


def test_weights_of_the_experiment_are_scaled_to_their_number(problem: Problems, whole: tuple[Outcome, str]) -> None:
    one = problem(**{"balancing__weights.y0": 2, "balancing__weights.y1": 2, "balancing__weights.y2": 2})
    outcome, found = train(one)
    assert outcome.history[0].weights == {"t0": 1.0, "t1": 1.0, "t2": 1.0}
    assert found == whole[1]


def test_pause_resume_and_step_change_no_bit(problem: Problems, whole: tuple[Outcome, str]) -> None:
    class Patient(Listener):
        """Resumes whatever is paused."""

        def commands(self) -> Sequence[Command]:
            paused = self.events and self.events[-1][1].get("state") == "paused"
            return super().commands() or ([ResumeCommand()] if paused else [])

    patient = Patient({"start": [PauseCommand()], "paused": [StepCommand()], 3: [PauseCommand()]})
    outcome, found = train(problem(), patient)
    assert outcome.stopped_by == "epochs"
    told = [
        body["epoch"] if kind == "epoch" else body["state"]
        for kind, body in patient.events
        if kind in ("epoch", "state")
    ]
    assert told == ["paused", "running", 1, "paused", "running", 2, 3, "paused", "running", 4, 5]
    assert found == whole[1]


def test_stop_keeps_the_best_so_far(problem: Problems) -> None:
    outcome, _ = train(problem(training__epochs=50), Listener({3: [StopCommand()]}))
    assert (outcome.stopped_by, outcome.epochs_done) == ("command", 3)
    assert 1 <= outcome.kept_epoch <= 3


def test_stop_before_the_first_epoch_keeps_what_is_there(problem: Problems) -> None:
    outcome, _ = train(problem(), Listener({"start": [StopCommand()]}))
    assert (outcome.kept_epoch, outcome.epochs_done, outcome.stopped_by) == (0, 0, "command")


def test_divergence_ends_in_a_sentence_with_advice_and_finite_weights(problem: Problems, tmp_path: Path) -> None:
    case = problem(kinds=("regression",), training__learning_rate=10, training__epochs=400, training__patience=0)
    big = Arrays(case.train.inputs, (case.train.values[0] * np.float32(1e18),), case.train.mask)
    trainer = Trainer(case.plan, case.experiment, big, case.validation, tmp_path, np.array([1.0]))
    with pytest.raises(TrainingError, match=r'diverged in epoch \d+: .* task "y0" .* learning rate 10 .* try 1\.$'):
        trainer.run(Silent())
    assert all(np.isfinite(weight).all() for weight in trainer.model.get_weights())
    saved, _ = checkpoints.Checkpoints(tmp_path).load()
    assert saved is not None
    assert all(np.isfinite(array).all() for name, array in saved.items() if name.startswith(("state", "kept")))


def test_a_finished_run_is_not_trained_again(problem: Problems, tmp_path: Path) -> None:
    first, found = train(problem(), None, tmp_path)
    listener = Listener()
    assert train(problem(), listener, tmp_path) == (first, found)
    assert listener.of("epoch") == []
    assert [note for note in listener.of("note") if "Training ends" in note["sentence"]] == []


def interrupted(case: Any, folder: Path, epoch: int) -> None:
    """Train until after ``epoch``, then break off as a kill would, the last checkpoint being of that moment."""

    class Killed(BaseException):
        pass

    class Killer(Listener):
        def commands(self) -> Sequence[Command]:
            if self.of("epoch") and self.of("epoch")[-1]["epoch"] == epoch:
                raise Killed
            return ()

    with pytest.raises(Killed):
        train(case, Killer(), folder)


@pytest.fixture
def always_saving(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(saving, "_SECONDS", 0.0)
    monkeypatch.setattr(saving, "_SHARE", 1e9)


@pytest.mark.usefixtures("always_saving")
def test_resume_is_bit_exact_and_says_so(problem: Problems, tmp_path: Path, whole: tuple[Outcome, str]) -> None:
    interrupted(problem(), tmp_path, 2)
    listener = Listener()
    outcome, found = train(problem(), listener, tmp_path)
    assert found == whole[1]
    assert without_time(outcome.history) == without_time(whole[0].history)
    assert [body["epoch"] for body in listener.of("epoch")] == [3, 4, 5]
    assert listener.of("note") == [
        {"epoch": 2.0, "sentence": "Training goes on in epoch 3, from its last checkpoint."},
        {"epoch": 5.0, "sentence": "Training ends: all 5 epochs are done."},
    ]


@pytest.mark.usefixtures("always_saving")
def test_dropout_that_has_fallen_goes_on_from_where_it_was(problem: Problems, tmp_path: Path) -> None:
    case = problem(sharing__dropout=0.4, sharing__adapt_dropout=True)
    listener = Listener()
    _, whole = train(case, listener)
    sentences = [note["sentence"] for note in listener.of("note")]
    [said] = [sentence for sentence in sentences if sentence.startswith("Dropout ")]
    assert re.fullmatch(r"Dropout fell as far as validation rows allowed, from 40% to [12]\d%\.|.* to 3\d%\.", said)
    interrupted(case, tmp_path, 2)
    again = Listener()
    assert train(case, again, tmp_path)[1] == whole
    assert said in [note["sentence"] for note in again.of("note")]
    fixed = Listener()
    assert train(problem(sharing__dropout=0.4), fixed)[1] != whole
    assert not [note for note in fixed.of("note") if note["sentence"].startswith("Dropout ")]


@pytest.mark.usefixtures("always_saving")
def test_a_damaged_newest_checkpoint_is_told_and_costs_no_bit(
    problem: Problems, tmp_path: Path, whole: tuple[Outcome, str]
) -> None:
    interrupted(problem(), tmp_path, 3)
    newest = sorted(tmp_path.glob("*.npz"))[-1]
    newest.write_bytes(newest.read_bytes()[:-100])
    listener = Listener()
    _, found = train(problem(), listener, tmp_path)
    assert "damaged" in listener.of("note")[0]["sentence"]
    assert found == whole[1]


@pytest.mark.usefixtures("always_saving")
def test_checkpoints_of_another_experiment_are_refused(problem: Problems, tmp_path: Path) -> None:
    interrupted(problem(), tmp_path, 1)
    with pytest.raises(TrainingError, match="another experiment"):
        train(problem(training__learning_rate=0.02), None, tmp_path)


def test_a_full_disk_pauses_until_there_is_room(
    problem: Problems, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, always_saving: None, whole: tuple[Outcome, str]
) -> None:
    full = [True]
    monkeypatch.setattr(checkpoints.os, "fsync", lambda _: _raise_if(full[0]))

    class Tidy(Listener):
        def report(self, event: Event) -> None:
            super().report(event)
            if event.to_body().get("state") == "paused":
                full[0] = False

    listener = Tidy({"paused": [ResumeCommand()]})
    _, found = train(problem(), listener, tmp_path)
    [paused, running] = listener.of("state")
    assert paused["sentence"].startswith(
        "The checkpoint could not be written (No space left on device); make room for 1 MB"
    )
    assert running["state"] == "running"
    assert found == whole[1]


def test_a_stop_ends_the_training_though_nothing_can_be_saved(
    problem: Problems, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, always_saving: None
) -> None:
    """Also one that waits for room; and of the last state, the person is told that it is not saved."""
    monkeypatch.setattr(checkpoints.os, "fsync", lambda _: _raise_if(True))
    listener = Listener({"paused": [StopCommand()]})
    outcome, _ = train(problem(), listener, tmp_path)
    assert outcome.stopped_by == "command"
    assert [body["state"] for body in listener.of("state")] == ["paused"]
    assert listener.of("note")[-1]["sentence"].startswith(
        "The last state could not be saved. The checkpoint could not be written (No space left on device); make room"
    )


def test_what_no_room_mends_is_told_for_what_it_is(
    problem: Problems, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, always_saving: None
) -> None:
    monkeypatch.setattr(checkpoints.os, "fsync", lambda _: _raise_if(True, errno.EIO))
    listener = Listener({"paused": [StopCommand()]})
    train(problem(), listener, tmp_path)
    assert "The disk reports a fault" in listener.of("state")[0]["sentence"]


@pytest.mark.parametrize("kind", ["epoch", "paused"])
def test_a_training_without_its_folder_ends(problem: Problems, tmp_path: Path, always_saving: None, kind: str) -> None:
    """While it trains, and while it stands still: nobody could ever go on from there."""
    folder = tmp_path / "run" / "checkpoints"
    folder.mkdir(parents=True)

    class Deleting(Listener):
        def report(self, event: Event) -> None:
            found, body = event.kind, event.to_body()
            super().report(event)
            if kind in (found, body.get("state")):
                shutil.rmtree(tmp_path / "run", ignore_errors=True)

    with pytest.raises(FileNotFoundError):
        train(problem(), Deleting({"start": [PauseCommand()]} if kind == "paused" else {}), folder)


def _raise_if(fails: bool, code: int = errno.ENOSPC) -> None:
    if fails:
        raise OSError(code, os.strerror(code))
