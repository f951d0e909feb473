"""The page that adds a task to a finished run, and what Evaluate then says of the tasks that were there."""

from __future__ import annotations

import json

import pytest

from mtl_core.experiment import Experiment
from mtl_core.records.summary import RunSummary
from mtl_core.runs.store import Run, Store
from mtl_core.runs.workspace import Workspace
from mtl_core.tables.dataset import Dataset
from pages.shared import draft_data
from tests.claiming import claim_run
from tests.pages.conftest import TASKS, Opener, words
from tests.pages.test_runs import judgement, trained


def finished(store: Store, workspace: Workspace, run: Run, tasks: list[dict[str, object]]) -> Run:
    """The run, ended, with a model and that evaluation."""
    held = claim_run(store, run.id)
    trained(held)
    folder = workspace.run(run.id)
    folder.mkdir(parents=True)
    (folder / "bundle.zip").touch()
    (folder / "evaluation.json").write_text(json.dumps({"rows": 16, "tasks": tasks}))
    held.finish("finished", "Finished.", RunSummary(kept_epoch=3))
    return store.run(run.id)


def settings(table: Dataset, **unused: bool) -> Experiment:
    data = draft_data.with_tasks(draft_data.blank(table), TASKS)
    changed = draft_data.with_columns(data, {name: {"use": False} for name in unused})
    made = draft_data.experiment(draft_data.change_fields(changed, {"sharing.kind": "adapters"}))
    assert made is not None
    return made


JUDGED = judgement("cost", kind="regression", headline="mae", metrics={"mae": 2.0}, baseline={"mae": 4.0})


def test_a_column_that_was_left_out_can_be_added(
    show: Opener, store: Store, workspace: Workspace, table: Dataset
) -> None:
    queued = store.create_run(table.id, settings(table, town=True).to_json(), "small", "key")
    parent = finished(store, workspace, queued, [JUDGED])
    app = show("results/extend.py", run=parent.id)
    assert app.selectbox(key="extend_column").options == ["town"]
    assert "It has 3 different labels" in words(app)
    app.select_slider(key="extend_rank").set_value(8).run()
    app.number_input(key="extend_epochs").set_value(7).run()
    app.button(key="extend_start").click().run()
    assert not app.exception
    [child, _] = store.runs()
    assert child.parent is not None
    assert (child.name, child.parent.id, child.parent.frozen) == ("small + town", parent.id, True)
    made = Experiment.from_json(child.experiment)
    assert made.task_names == ("ill", "cost", "town")
    assert (made.training.epochs, made.sharing.rank_of("town"), made.sharing.rank_of("ill")) == (7, 8, 16)


def test_without_a_column_left_the_page_says_how_to_get_one(
    show: Opener, store: Store, workspace: Workspace, table: Dataset, run: Run
) -> None:
    app = show("results/extend.py", run=finished(store, workspace, run, [JUDGED]).id)
    assert "Every column of this table is an input or a task" in words(app)
    assert app.button(key="to_data")


@pytest.mark.parametrize(
    ("mae", "sentence"),
    [(2.0, "cost: exactly the numbers of run 1"), (1.5, "got better: 2 in run 1, now 1"), (3.0, "got worse")],
)
def test_evaluate_says_what_became_of_the_others(
    show: Opener, store: Store, workspace: Workspace, table: Dataset, mae: float, sentence: str
) -> None:
    before = settings(table, town=True)
    queued = store.create_run(table.id, before.to_json(), "small", "key")
    parent = finished(store, workspace, queued, [JUDGED])
    extended = show("results/extend.py", run=parent.id)
    extended.button(key="extend_start").click().run()
    [child, _] = store.runs()
    now = {**JUDGED, "metrics": {"mae": mae}}
    town = judgement("town", kind="multiclass", headline="accuracy", metrics={"accuracy": 0.5}, baseline={})
    app = show("results/evaluate.py", run=finished(store, workspace, child, [now, town]).id)
    assert sentence in words(app)
