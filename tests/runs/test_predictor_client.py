"""The one warm process that predicts: kept, replaced, stopped, and its faults told in a sentence."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from mtl_core.errors import DataError
from mtl_core.runs import predictor_client, process_control
from mtl_core.runs.predictor_client import Predictor
from mtl_core.runs.workspace import Workspace
from mtl_core.tables.intake.child_watch import Watch

TOY = Path(__file__).parent / "toy_predictor.py"
CELLS = {"x": 1.0}


@pytest.fixture
def make(workspace: Workspace) -> Iterator[Callable[..., Predictor]]:
    made: list[Predictor] = []

    def predictor(seconds: float = 60.0, patience: int = 60) -> Predictor:
        made.append(Predictor(workspace, (str(TOY),), seconds, patience))
        return made[-1]

    yield predictor
    for each in made:
        each.close()


def test_process_is_kept_for_the_next_order(make: Callable[..., Predictor]) -> None:
    predictor = make()
    first, second = (predictor.row(Path("fine"), CELLS)[0].position for _ in range(2))
    assert first == second
    assert predictor.table(Path("fine"), b"abc", "t.csv")[0]["size"].tolist() == [3]


def test_refusal_is_told_and_the_process_stays(make: Callable[..., Predictor]) -> None:
    predictor = make()
    pid = predictor.row(Path("fine"), CELLS)[0].position
    with pytest.raises(DataError, match='Column "x" is missing'):
        predictor.row(Path("refuses"), CELLS)
    assert predictor.row(Path("fine"), CELLS)[0].position == pid


def test_death_is_told_and_the_next_order_has_a_new_process(make: Callable[..., Predictor]) -> None:
    predictor = make()
    pid = predictor.row(Path("fine"), CELLS)[0].position
    with pytest.raises(DataError, match="ended unexpectedly"):
        predictor.row(Path("dies"), CELLS)
    assert predictor.row(Path("fine"), CELLS)[0].position != pid


def test_one_that_left_for_want_of_work_is_started_again(make: Callable[..., Predictor]) -> None:
    assert make().row(Path("leaves"), CELLS)[0].position > 0


def test_order_that_computes_too_long_is_stopped(make: Callable[..., Predictor]) -> None:
    with pytest.raises(DataError, match="more than 1 seconds of processor time"):
        make(seconds=1.0).row(Path("computes"), CELLS)


def test_order_that_does_nothing_is_stopped(make: Callable[..., Predictor]) -> None:
    with pytest.raises(DataError, match="standstill"):
        make(patience=2).row(Path("hangs"), CELLS)


def test_order_on_a_busy_machine_is_waited_for(make: Callable[..., Predictor]) -> None:
    """A process that others keep from running has no processor time to show, and yet is not stuck."""
    predictor = make(seconds=5.0, patience=2)
    pid = predictor.row(Path("fine"), CELLS)[0].position
    looks = iter(range(6))
    is_stuck = Watch.is_stuck

    def look(watch: Watch) -> bool:
        if next(looks, None) is None:
            os.kill(pid, signal.SIGCONT)
        return is_stuck(watch)

    os.kill(pid, signal.SIGSTOP)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Watch, "is_stuck", look)
        assert predictor.row(Path("fine"), CELLS)[0].position == pid


def test_reasons_are_asked_for_by_themselves(make: Callable[..., Predictor]) -> None:
    found = make().explain(Path("fine"), CELLS)
    assert (found.background, found.exact, found.answers) == (3, True, ())


def test_an_answer_beyond_all_measure_is_stopped(
    make: Callable[..., Predictor], monkeypatch: pytest.MonkeyPatch
) -> None:
    predictor = make()
    pid = predictor.row(Path("fine"), CELLS)[0].position
    monkeypatch.setattr(predictor_client, "_LARGEST", 900)
    with pytest.raises(DataError, match="The answer is too large to be shown; try fewer or shorter rows"):
        predictor.row(Path("talks"), CELLS)
    assert predictor.row(Path("fine"), CELLS)[0].position != pid


def test_who_waits_too_long_for_another_is_told(
    make: Callable[..., Predictor], monkeypatch: pytest.MonkeyPatch
) -> None:
    predictor = make()
    monkeypatch.setattr(predictor_client, "_PATIENCE", 0.01)
    with predictor._turn, pytest.raises(DataError, match="Another prediction is under way; try again in a moment"):
        predictor.row(Path("fine"), CELLS)
    assert predictor.row(Path("fine"), CELLS)[0].position > 0


def test_a_warming_that_fails_is_left_to_whoever_predicts(
    make: Callable[..., Predictor], caplog: pytest.LogCaptureFixture, eventually: Callable[..., None]
) -> None:
    make().warm(Path("refuses"))
    eventually(lambda: 'The predictor could not be made ready: Column "x" is missing.' in caplog.text)


def test_nothing_is_left_behind(make: Callable[..., Predictor], workspace: Workspace) -> None:
    predictor = make()
    pid = int(predictor.table(Path("fine"), b"abc", "t.csv")[0]["pid"][0])
    assert not list(workspace.root.glob(".tmp-*"))
    predictor.close()
    assert process_control.start_of(pid) is None


def test_warming_leaves_the_process_ready(make: Callable[..., Predictor]) -> None:
    predictor = make(5.0)
    predictor.warm(Path("fine"))
    predictor.warm(Path("fine"))
    assert predictor.row(Path("fine"), CELLS)[0].position > 0
