"""A search with real networks: judged by validation rows, and its best settings set beside the person's own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from mtl_core.experiment import Column, Experiment, Split, Task, Training
from mtl_core.records.budget import Budget
from mtl_core.records.commands import Command, PauseCommand, StopCommand
from mtl_core.records.events import EpochEvent, Event, NoteEvent, PhaseEvent
from mtl_core.records.searches import Search
from mtl_core.records.summary import RunSummary
from mtl_core.search import kept
from mtl_core.search.watching import Watch
from mtl_core.tables.intake.uploads import take_in
from mtl_core.training.observer import Silent
from mtl_core.workflow import searching

pytestmark = pytest.mark.engine

ROWS, TESTED = 120, 24
EXPERIMENT = Experiment(
    columns={"day": Column(kind="date"), **{name: Column(kind="numeric") for name in ("x", "y", "z")}},
    tasks=(Task(column="y", kind="regression"), Task(column="z", kind="regression")),
    split=Split(test=TESTED / ROWS, validation=0.2, by="time", column="day"),
    training=Training(epochs=2),
)


def table() -> pd.DataFrame:
    x = np.random.default_rng(0).normal(size=ROWS).round(3)
    days = np.datetime64("2024-01-01") + np.arange(ROWS)
    return pd.DataFrame({"day": days.astype(str), "x": x, "y": 3 * x, "z": 100 - x})


@contextmanager
def follow(sentence: str) -> Iterator[Silent]:
    yield Silent()


def search(frame: pd.DataFrame, folder: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Search, Experiment]:
    """The trials on that table, and the settings that would be trained in the end."""
    left: list[Experiment] = []

    def run(dataset: Path, experiment: Experiment, *_: Any) -> RunSummary:
        return RunSummary(stopped_by="epochs")

    monkeypatch.setattr(searching, "run", run)
    dataset = take_in(frame.to_csv(index=False).encode(), "made.csv", folder / "workspace")
    audience = searching.Audience(follow, lambda search: None, lambda _, experiment, __: left.append(experiment))
    found = searching.search(dataset.folder, EXPERIMENT, folder / "search", Budget(trials=3), audience)
    return found, left[-1]


def test_labels_of_test_rows_decide_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    frame, other = table(), table()
    other.loc[ROWS - TESTED :, ["y", "z"]] = other.loc[ROWS - TESTED :, ["y", "z"]].to_numpy()[::-1] + 7
    found, best = search(frame, tmp_path / "a", monkeypatch)
    again, best_again = search(other, tmp_path / "b", monkeypatch)
    assert found.dataset_id != again.dataset_id
    assert best == best_again
    assert [trial.drawn for trial in found.trials] == [trial.drawn for trial in again.trials]
    assert [trial.curve for trial in found.trials] == [trial.curve for trial in again.trials]

    other.loc[: ROWS // 2, "y"] += 100  # labels of rows that are learnt from do decide
    third, _ = search(other, tmp_path / "c", monkeypatch)
    assert third.trials[0].curve != found.trials[0].curve


class Person:
    """Follows a search, and ends it once so many trainings have begun."""

    def __init__(self, patience: int) -> None:
        self.heard: list[Event] = []
        self._patience = patience

    @property
    def sentences(self) -> list[str]:
        """What was said so far."""
        return [event.sentence for event in self.heard if isinstance(event, NoteEvent)]

    def report(self, event: Event) -> None:
        self.heard.append(event)

    def commands(self) -> Sequence[Command]:
        begun = sum(said.startswith("Trial") and ":" in said for said in self.sentences)
        return [PauseCommand(), *([StopCommand()] if begun >= self._patience else [])]


@pytest.mark.parametrize(("patience", "trials"), [(9, 3), (2, 1)])
def test_a_search_is_a_run_that_a_person_follows_and_may_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, patience: int, trials: int
) -> None:
    """Nothing is trained here: a trial's loss is its learning rate."""

    def learn(_: Any, tried: Experiment, __: Any, watch: Watch) -> None:
        watch.report(PhaseEvent(phase="training"))
        watch.report(EpochEvent(epoch=1, validation={"t0": tried.training.learning_rate, "t1": None}))
        assert all(isinstance(command, StopCommand) for command in watch.commands())

    def run(dataset: Path, experiment: Experiment, folder: Path, _: Any) -> RunSummary:
        return RunSummary(stopped_by="epochs", kept_epoch=1 if folder.name == searching.OWN else 2)

    monkeypatch.setattr(searching, "learn", learn)
    monkeypatch.setattr(searching, "run", run)
    dataset = take_in(table().to_csv(index=False).encode(), "made.csv", tmp_path / "workspace")
    person, folder = Person(patience), tmp_path / "search"
    asked = EXPERIMENT.with_changes({"training.learning_rate": 0.03})
    summary = searching.search_for(dataset.folder, asked, folder, person, Budget(trials=3))
    found = kept.read(folder)
    assert found is not None
    assert len(found.trials) == trials
    assert person.sentences[:2] == ["Trial 1: your own settings", "Trial 1 loses 0.03."]
    assert {event.kind for event in person.heard} == {"note", "phase"}  # the curves of many trainings are none
    assert summary == (
        RunSummary(stopped_by="command") if trials == 1 else RunSummary(stopped_by="epochs", kept_epoch=2)
    )
