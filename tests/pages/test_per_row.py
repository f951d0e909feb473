"""Evaluate, row by row: cells of a confusion matrix open their rows, groups of a column, mistakes together, names."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from mtl_core.records.verdicts import Difference, Rival, TaskVerdict, Verdicts
from mtl_core.runs.results import VERDICTS
from mtl_core.runs.store import Run
from mtl_core.runs.workspace import Workspace
from mtl_core.verdict.kept import SAMPLES, tabulate_samples
from mtl_core.verdict.samples import make_sample
from pages.results.sections import table_rows
from tests.pages.conftest import Opener, words
from tests.pages.kept_answers import leave_answers
from tests.pages.test_runs import finished

__all__ = ["finished"]
ROWS = 80


def leave_verdict(workspace: Workspace, run: Run) -> None:
    """Errors of "cost", which are large where the size is."""
    same = Difference(value=0.0, low=None, high=None, covers="rows", count=ROWS, telling=0)
    guessing = Rival(id="guessing", title="Guessing", value=1.0, difference=same)
    verdict = TaskVerdict(id="t1", name="cost", metric="mae", value=1.0, guessing=guessing)
    errors = (np.arange(ROWS) % 17) ** 2.0
    samples = tabulate_samples(
        np.arange(ROWS), None, {"t1": (np.arange(ROWS), make_sample("mae", errors, np.ones(ROWS)))}
    )
    folder = workspace.run(run.id)
    (folder / VERDICTS).write_text(Verdicts(tasks=(verdict,)).model_dump_json())
    samples.to_parquet(folder / SAMPLES)


def said(show: Opener, run: Run) -> str:
    return words(show("results/evaluate.py", run=run.id)).replace("\\", "")


def test_a_cell_opens_its_rows(show: Opener, finished: Run, workspace: Workspace) -> None:
    leave_answers(workspace, finished)
    app = show("results/evaluate.py", run=finished.id)
    cells = app.selectbox(key="evaluate_cell_0")
    assert cells.options[0].startswith("truly no, model says yes · ")
    count = int(cells.options[0].split(" · ")[1].split()[0])
    cells.select_index(0).run()
    assert not app.exception
    rows = next(frame.value for frame in app.dataframe if "Sure" in frame.value)
    assert len(rows) == min(count, table_rows.MOST)
    assert (rows["Sure"].diff().dropna() <= 0).all()
    assert rows["Row"].iloc[0] == ROWS  # the last row is the surest, and no yes
    assert {"size", "age", "town"} <= set(rows)


def test_groups_of_a_column_are_told(show: Opener, finished: Run, workspace: Workspace) -> None:
    leave_verdict(workspace, finished)
    app = show("results/evaluate.py", run=finished.id)
    assert "Worse for some?" in words(app)
    app.selectbox(key="evaluate_group").select("size").run()
    assert not app.exception
    told = words(app).replace("\\", "")
    assert "Worse than over all 80 rows" in told
    assert 'chance allows: "above ' in told
    app.selectbox(key="evaluate_group").select("town").run()
    assert not app.exception


def test_rows_wrong_in_several_tasks_are_told(show: Opener, finished: Run, workspace: Workspace) -> None:
    leave_answers(workspace, finished)
    app = show("results/evaluate.py", run=finished.id)
    assert "Wrong together" in words(app)
    assert "In 0 of 64 test rows with labels of two or more tasks, two or more are wrong" in words(app)


def test_an_earlier_run_says_nothing_of_it(show: Opener, finished: Run) -> None:
    told = said(show, finished)
    for title in ("Worse for some?", "Wrong together"):
        assert title not in told


def test_rows_are_named_by_what_names_them(
    finished: Run, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert table_rows.tell_names(finished, [3, 5]) == ["", ""]
    monkeypatch.setattr(table_rows, "identifiers", lambda _: ["town"])
    assert table_rows.tell_names(finished, [3, 5]) == ["town here", "town elsewhere"]
    rows = table_rows.describe(finished, [3, 5])
    assert rows["Row"].tolist() == [4, 6]
    assert isinstance(rows, pd.DataFrame)
