"""Evaluate: the threshold of a yes-no task, what it comes to, the proposal, and a press that keeps it."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from mtl_core.errors import StoreError
from mtl_core.runs.kept_answers import TEST, VALIDATION
from mtl_core.runs.store import Run
from mtl_core.runs.thresholds import BUNDLE, read_space
from mtl_core.runs.workspace import Workspace
from tests.pages.conftest import Opener, words
from tests.pages.kept_answers import leave_answers
from tests.pages.test_runs import finished

__all__ = ["finished"]
TITLE = "From which probability on it says yes"


def widget(app: AppTest, kind: str, ending: str = "") -> Any:
    found = [one for one in app.get(kind) if str(one.key).startswith("evaluate_threshold_0_")]
    return next(one for one in found if one.key.endswith(ending) and (ending or one.key.count("_") == 3))


def opened(show: Opener, run: Run) -> AppTest:
    return show("results/evaluate.py", run=run.id)


def said(app: AppTest) -> str:
    return words(app).replace("\\", "")


def test_slider_tells_what_comes_of_it_and_a_press_keeps_it(show: Opener, finished: Run, workspace: Workspace) -> None:
    leave_answers(workspace, finished)
    folder, rows = workspace.run(finished.id), pd.read_parquet(workspace.run(finished.id) / TEST)
    rows = rows[rows["ill (true)"].notna()]
    app = opened(show, finished)
    assert TITLE in said(app)
    assert "In force now: “yes” from 0.5 on" in said(app)
    widget(app, "slider").set_value(0.3).run()
    assert not app.exception
    truly, above = rows["ill (true)"] == "yes", rows["ill:yes"] >= np.float32(0.3)
    counts = f'Finds {(truly & above).sum()} of {truly.sum()} "yes", with {(~truly & above).sum()} false alarms'
    assert counts in said(app)
    assert "At 0.3 the errors on the test rows cost" in said(app)
    assert read_space(folder / BUNDLE).targets[0].threshold == 0.5
    widget(app, "button", "_keep").click().run()
    assert not app.exception
    assert "The model says “yes” from 0.3 on." in [success.value.replace("\\", "") for success in app.success]
    assert "In force now: “yes” from 0.3 on" in said(app)
    assert read_space(folder / BUNDLE).targets[0].threshold == 0.3
    kept = pd.read_parquet(folder / VALIDATION)
    assert (kept["ill"] == np.where(kept["ill:yes"] >= np.float32(0.3), "yes", "no")).all()
    assert widget(opened(show, finished), "slider").value == 0.3


def test_proposal_follows_the_costs_and_never_the_test_rows(show: Opener, finished: Run, workspace: Workspace) -> None:
    leave_answers(workspace, finished)
    app = opened(show, finished)
    widget(app, "number_input", "_missed").set_value(50.0).run()
    proposal = next(line for line in said(app).split("\n") if line.startswith("Cheapest on"))
    widget(app, "button", "_propose").click().run()
    assert not app.exception
    assert f"**{widget(app, 'slider').value:.3g}**" in proposal
    folder = workspace.run(finished.id)
    told = pd.read_parquet(folder / TEST)
    told["ill (true)"] = np.random.default_rng(0).permutation(told["ill (true)"])
    told.to_parquet(folder / TEST)
    again = opened(show, finished)
    widget(again, "number_input", "_missed").set_value(50.0).run()
    assert proposal in said(again)


def test_without_validation_rows_nothing_is_proposed(show: Opener, finished: Run, workspace: Workspace) -> None:
    leave_answers(workspace, finished)
    (workspace.run(finished.id) / VALIDATION).unlink()
    app = opened(show, finished)
    assert "No threshold is proposed" in said(app)
    assert widget(app, "button", "_propose").disabled


def test_a_run_that_keeps_no_answers_has_no_slider(show: Opener, finished: Run) -> None:
    assert TITLE not in said(opened(show, finished))


def test_a_refusal_is_told(show: Opener, finished: Run, workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    leave_answers(workspace, finished)

    def refuse(*_: object) -> None:
        raise StoreError("The disk is *full*.")

    monkeypatch.setattr("pages.results.sections.threshold.choose_threshold", refuse)
    app = opened(show, finished)
    widget(app, "slider").set_value(0.3).run()
    widget(app, "button", "_keep").click().run()
    assert not app.exception
    assert [error.value for error in app.error] == ["The disk is \\*full\\*\\."]
