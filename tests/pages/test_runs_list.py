"""The list of runs: what stands in it, and what can be done with one run or several."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from mtl_core.experiment import Experiment
from mtl_core.records.metrics import TITLES
from mtl_core.records.summary import RunSummary
from mtl_core.runs import kept_record
from mtl_core.runs.runs import Run
from mtl_core.runs.store import Mark, Store
from mtl_core.runs.workspace import Workspace
from pages.shared import draft_data
from tests.claiming import claim_run
from tests.pages.conftest import Opener, W
from tests.pages.test_runs import finished, trained
from tests.verdict.test_sharing import leave

__all__ = ["finished"]


AUC = "ill: Area under the ROC curve, test"


def test_runs_without_results_leave_cells_empty(show: Opener, store: Store, finished: Run) -> None:
    store.create_run(finished.dataset_id, finished.experiment, "second", "another key")
    assert show("results/runs.py").dataframe[0].value[AUC].tolist() == ["", "0.79 ★"]


def test_runs_are_listed_with_their_best(show: Opener, finished: Run) -> None:
    app = show("results/runs.py")
    table = app.dataframe[0].value
    assert table["State"].tolist() == ["Finished"]
    assert table[AUC].tolist() == ["0.79 ★"]
    app.session_state["runs_compared"] = True
    app.run()
    assert app.dataframe[0].value[AUC].tolist() == ["0.79"]  # no method is to be chosen by its test rows


def scored(store: Store, like: Run, name: str, *, task: str = "ill", **score: Any) -> Run:
    """One more finished run of the same settings, of which only the score differs."""
    made = store.create_run(like.dataset_id, like.experiment, name, name)
    held = claim_run(store, name)
    trained(held)
    held.finish("finished", "Finished.", RunSummary(tasks=({"id": "t0", "name": task, **score},), kept_epoch=3))
    return made


@pytest.mark.parametrize(
    ("metric", "value", "baseline", "shown"),
    [
        ("auc", 0.4, 0.5, "0.4, worse than guessing"),
        ("auc", 0.5, 0.5, "0.5"),
        ("auc", 0.6, None, "0.6"),
        ("auc", 0.6, 0.5, "0.6 ★"),
        ("mae", 5.0, 4.0, "5, worse than guessing"),
        ("mae", 3.0, 4.0, "3 ★"),
        ("mae", 12_345.678, 20_000.0, "12,350 ★"),
    ],
)
def test_no_star_stands_on_a_score_that_is_no_better_than_guessing(
    show: Opener, store: Store, run: Run, metric: str, value: float, baseline: float | None, shown: str
) -> None:
    store.delete_run(run.id)
    scored(store, run, "only", metric=metric, value=value, baseline=baseline)
    table = show("results/runs.py").dataframe[0].value
    (column,) = [name for name in table.columns if name.startswith("ill: ")]
    assert column == f"ill: {TITLES[metric]}, test"
    assert table[column].tolist() == [shown]


def test_a_task_that_is_called_like_a_column_of_the_list_covers_none(show: Opener, store: Store, run: Run) -> None:
    store.delete_run(run.id)
    scored(store, run, "only", task="State", metric="accuracy", value=0.9, baseline=0.5)
    assert show("results/runs.py").dataframe[0].value["State"].tolist() == ["Finished"]


def choose(app: AppTest, row: int) -> None:
    """Tick a row of the list of runs, as a browser tells it."""
    app.session_state[app.dataframe[0].key] = {"selection": {"rows": [row], "columns": [], "cells": []}}
    app.run()
    assert not app.exception


def test_deleted_run_comes_back(show: Opener, store: Store, finished: Run) -> None:
    app = show("results/runs.py", run=finished.id)
    choose(app, 0)
    app.button(key="runs_delete").click().run()
    assert not app.exception
    assert store.runs() == []
    app.button(key="runs_undo").click().run()
    assert [run.id for run in store.runs()] == [finished.id]


def test_deleting_a_run_leaves_no_other_chosen(show: Opener, store: Store, finished: Run) -> None:
    """Nor does any other change of the rows: a tick means a run, not a place in the list."""
    scored(store, finished, "second", metric="auc", value=0.6, baseline=0.5)
    app = show("results/runs.py")
    choose(app, 0)
    app.button(key="runs_delete").click().run()
    assert [run.id for run in store.runs()] == [finished.id]
    assert all(button.key != "runs_delete" for button in app.button)
    choose(app, 0)
    assert app.text_input[0].value == finished.name
    store.create_run(finished.dataset_id, finished.experiment, "third", "third")
    app.run()
    assert all(button.key != "runs_delete" for button in app.button)


def test_restoring_a_run_makes_its_settings_the_draft(
    show: Opener, store: Store, draft: Experiment, finished: Run
) -> None:
    current = store.draft(W)
    assert current is not None
    other = draft_data.change_fields(json.loads(current.experiment_json or ""), {"sharing.depth": 7})
    store.save_draft(W, current.dataset_id, draft_data.to_text(other), current.version)
    app = show()
    app.button(key=f"start_run_{finished.id}").click().run()
    assert not app.exception
    kept = store.draft(W)
    assert kept is not None
    assert json.loads(kept.experiment_json or "")["sharing"]["depth"] == draft.sharing.depth
    assert app.query_params["run"] == finished.id


def choose_all(app: AppTest, rows: int) -> None:
    app.session_state[app.dataframe[0].key] = {"selection": {"rows": list(range(rows)), "columns": [], "cells": []}}
    app.run()
    assert not app.exception


def test_several_runs_show_in_what_they_differ_and_are_deleted_together(
    show: Opener, store: Store, finished: Run
) -> None:
    changed = Experiment.from_json(finished.experiment).with_changes({"training.seed": 7, "sharing.kind": "mmoe"})
    other = store.create_run(finished.dataset_id, changed.to_json(), "other", "other")
    claim_run(store, "other").finish("finished", "Finished.", RunSummary(kept_epoch=3))
    app = show("results/runs.py")
    choose_all(app, 2)
    found = app.dataframe[1].value.set_index("Setting")
    assert found.loc["training.seed"].tolist() == ["7", "0"]
    assert found.loc["sharing.kind"].tolist() == ["mmoe", "hard"]
    assert "training.epochs" not in found.index
    assert any("keep answers to no task" in caption.value for caption in app.caption)  # which would say what is better
    app.button(key="runs_delete").click().run()
    assert store.runs() == []
    app.button(key="runs_undo").click().run()
    assert {run.id for run in store.runs()} == {finished.id, other.id}


def test_the_curves_of_several_runs_lie_over_each_other(show: Opener, store: Store, finished: Run) -> None:
    untold = store.create_run(finished.dataset_id, finished.experiment, "untold", "untold")
    app = show("results/runs.py")
    choose_all(app, 2)
    told = "\n".join(caption.value for caption in app.caption)
    assert f"Least losses on validation rows, where guessing is 1\\: ill 0\\.333 in Run {finished.number}" in told
    assert f"Run {untold.number}" not in told


def test_star_tags_and_note_stay_with_their_run(
    show: Opener, store: Store, workspace: Workspace, finished: Run
) -> None:
    app = show("results/runs.py")
    assert not {"Starred", "Tags", "Note"} & set(app.dataframe[0].value.columns)
    choose(app, 0)
    app.text_input(key=f"runs_tags_{finished.id}").input(" draft, <b>slide</b> 3 ")
    app.toggle(key=f"runs_starred_{finished.id}").set_value(True)
    app.text_area(key=f"runs_note_{finished.id}").input("The first that holds.")
    app.run()
    assert store.marks() == {finished.id: Mark(True, "draft, <b>slide</b> 3", "The first that holds.")}
    assert app.dataframe[0].value["Tags"].tolist() == ["draft, <b>slide</b> 3"]
    store.create_run(finished.dataset_id, finished.experiment, "second", "another key")
    app = show("results/runs.py")
    app.toggle(key="runs_starred").set_value(True).run()
    assert app.dataframe[0].value["Name"].tolist() == [finished.name]
    kept = kept_record.read(workspace.run(finished.id))  # so that it is not lost with the records
    assert kept is not None
    assert [row["note"] for row in kept["marks"]] == ["The first that holds."]


def test_runs_of_other_tables_are_shown_when_asked_for(
    show: Opener, store: Store, draft: object, finished: Run
) -> None:
    other = "e" * 64
    store.add_dataset(other, "other.csv", 10, 2)
    changed = Experiment.from_json(finished.experiment).with_changes({"training.seed": 7})
    far = store.create_run(other, changed.to_json(), "elsewhere", "elsewhere")
    held = claim_run(store, "elsewhere")
    score = {"id": "t0", "name": "cost", "metric": "mae", "value": 2.0, "baseline": 9.0}
    held.finish("finished", "Finished.", RunSummary(tasks=(score,), kept_epoch=3))
    app = show("results/runs.py")
    assert app.dataframe[0].value["Name"].tolist() == [finished.name]
    app.toggle(key="runs_all").set_value(True).run()
    both = app.dataframe[0].value
    assert both["Name"].tolist() == ["elsewhere", finished.name]
    assert both["Run"].tolist() == [far.number, finished.number] == [1, 1]
    assert [name for name in both.columns if name.endswith(", test")] == [AUC]  # the columns of the current table
    choose_all(app, 2)
    assert app.dataframe[1].value.columns.tolist() == ["Setting", "other.csv 1", "small.csv 1"]
    store.delete_run(finished.id)
    app = show("results/runs.py")
    assert "cost: Mean absolute error, test" in app.dataframe[0].value.columns  # no run on the current table


@pytest.mark.parametrize(("factor", "stars"), [(1.5, 1), (1.0, 0)])
def test_star_stands_on_what_is_better_by_more_than_chance(
    show: Opener, store: Store, workspace: Workspace, run: Run, factor: float, stars: int
) -> None:
    store.delete_run(run.id)
    loss = np.random.default_rng(0).gamma(2, 1, 60)
    for name, losses in (("one", loss), ("two", factor * loss[::-1] if factor == 1 else factor * loss)):
        made = scored(store, run, name, metric="mae", value=float(losses.mean()), baseline=99.0)
        leave(workspace.run(made.id), {"ill": losses}, np.arange(60))
    app = show("results/runs.py")
    table = app.dataframe[0].value
    (column,) = [name for name in table.columns if name.startswith("ill: ")]
    assert sum("★" in cell for cell in table[column]) == stars
    choose_all(app, 2)
    told = "\n".join(element.value for element in app.markdown)
    assert ("is better than" in told) == bool(stars)
    assert ("no difference between" in told) != bool(stars)
