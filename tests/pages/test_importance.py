"""The Evaluate page tells what the answers rest on."""

from __future__ import annotations

from mtl_core.records.importance import ColumnImportance, Importances, TaskImportance
from mtl_core.runs.results import IMPORTANCE
from mtl_core.runs.store import Run
from mtl_core.runs.workspace import Workspace
from tests.pages.conftest import Opener, words
from tests.pages.test_runs import finished

__all__ = ["finished"]

TITLE = "What the answers rest on"


def leave(workspace: Workspace, run: Run, *columns: tuple[str, float]) -> None:
    """Each input's fall for the second task, with an interval of half of it to each side."""
    told = tuple(ColumnImportance(column=name, fall=fall, low=fall / 2, high=fall * 1.5) for name, fall in columns)
    task = TaskImportance(id="t1", name="cost", metric="mae", columns=told)
    found = Importances(rows=16, repeats=5, tasks=(task,))
    (workspace.run(run.id) / IMPORTANCE).write_text(found.model_dump_json())


def shown(show: Opener, run: Run) -> str:
    app = show("results/evaluate.py", run=run.id)
    assert not app.exception
    return words(app)


def test_inputs_that_count_are_told_with_what_that_means(show: Opener, finished: Run, workspace: Workspace) -> None:
    leave(workspace, finished, ("size", 2.0), ("age", 0.0))
    said = shown(show, finished)
    assert TITLE in said
    assert '"cost" rests on "size". Of 1 other column nothing can be told from chance.' in said.replace("\\", "")
    assert "16 test rows, each column 5 times" in said


def test_names_are_text(show: Opener, finished: Run, workspace: Workspace) -> None:
    leave(workspace, finished, ("[x](http://evil)", 2.0), ("**b**", 1.0))
    said = shown(show, finished)
    assert "](http" not in said
    assert "**b**" not in said.replace("\\*", "")


def test_a_single_input_and_an_earlier_run_say_nothing(show: Opener, finished: Run, workspace: Workspace) -> None:
    assert TITLE not in shown(show, finished)
    leave(workspace, finished, ("size", 2.0))
    assert TITLE not in shown(show, finished)
