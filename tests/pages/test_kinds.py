"""Tasks of several labels and of tags on the pages: joined, given their text, and judged label by label."""

from __future__ import annotations

import json
import os
from typing import Any

import pandas as pd
import pytest

from mtl_core.experiment import Task
from mtl_core.records.summary import RunSummary
from mtl_core.runs import process_control
from mtl_core.runs.leases import Lease
from mtl_core.runs.store import Store
from mtl_core.runs.workspace import Workspace
from mtl_core.tables.dataset import Dataset
from mtl_core.tables.labels.proposal import join_columns, task
from pages.shared import draft_data
from tests.pages.conftest import Opener, W, add_table, words

ROWS = 60


def frame() -> pd.DataFrame:
    """A text with tags, another text, and two yes-no columns with cells missing."""
    return pd.DataFrame(
        {
            "note": [f"a long note {row} about nothing in particular" for row in range(ROWS)],
            "asked": [f"from town {row} to Rome" if row % 2 else f"to place {row}" for row in range(ROWS)],
            "slots": ["O B-start I-start O B-end" if row % 2 else "O B-end I-end" for row in range(ROWS)],
            "hot": pd.Series(["yes", "no", "no"] * (ROWS // 3)).where(pd.Series(range(ROWS)) % 7 > 0),
            "wet": ["no", "yes", "no", "no"] * (ROWS // 4),
        }
    )


@pytest.fixture
def many(workspace: Workspace, store: Store) -> Dataset:
    """The table, as the current draft without tasks."""
    found = add_table(workspace, store, frame(), "many.csv")
    store.save_draft(W, found.id, draft_data.to_text(draft_data.blank(found)), 0)
    return found


def kept(store: Store) -> draft_data.Data:
    draft = store.draft(W)
    assert draft is not None
    data: draft_data.Data = json.loads(draft.experiment_json or "")
    return data


def test_yes_no_columns_are_joined_as_one_task(show: Opener, store: Store, many: Dataset) -> None:
    before = draft_data.with_tasks(draft_data.blank(many), [Task(column="hot", kind="binary")])
    store.save_draft(W, many.id, draft_data.to_text(before), 1)
    app = show("build/tasks.py")
    app.multiselect(key="tasks_join_columns").set_value(["hot", "wet"]).run()
    assert app.button(key="tasks_join_done").disabled  # it has no name yet
    app.text_input(key="tasks_join_name").set_value("weather").run()
    app.button(key="tasks_join_done").click().run()
    assert not app.exception
    (made,) = kept(store)["tasks"]
    assert (made["column"], made["kind"], made["columns"]) == ("weather", "multilabel", ["hot", "wet"])
    assert "Joins hot and wet" in words(app)
    assert "All 60 rows have a label" in words(app)  # of one column at least


@pytest.mark.parametrize("name", ["wet", "slots"])
def test_a_joined_task_has_a_name_of_its_own(show: Opener, store: Store, many: Dataset, name: str) -> None:
    before = kept(store)
    app = show("build/tasks.py")
    app.multiselect(key="tasks_join_columns").set_value(["hot", "wet"]).run()
    app.text_input(key="tasks_join_name").set_value(name).run()
    app.button(key="tasks_join_done").click().run()
    assert not app.exception
    assert "has the name of another column" in words(app)
    assert kept(store) == before


def test_tags_can_be_for_another_text(show: Opener, store: Store, many: Dataset) -> None:
    data = draft_data.with_tasks(draft_data.blank(many), [task(many, "slots")])
    data = draft_data.with_columns(data, {"note": {"kind": "text", "use": True}})
    store.save_draft(W, many.id, draft_data.to_text(data), 1)
    app = show("build/tasks.py")
    assert "a tag for each token of" in words(app)
    chosen = app.selectbox(key="tasks_tokens_0")
    assert (chosen.value, chosen.options) == ("asked", ["note", "asked"])
    chosen.select("note").run()
    assert not app.exception
    assert kept(store)["tasks"][0]["tokens"] == "note"
    assert r"row 1 has 3 tags for the 8 tokens" in words(app)


def test_a_task_can_become_tags_and_is_refused_without_a_text(show: Opener, store: Store, draft: object) -> None:
    app = show("build/tasks.py")
    app.get("segmented_control")[0].set_value("tags").run()
    assert not app.exception
    assert "holds tags of tokens" in words(app)
    assert kept(store)["tasks"][0]["kind"] == "binary"


def lease(store: Store) -> Lease:
    """The queued run in the hands of this process."""
    start = process_control.start_of(os.getpid())
    assert start is not None
    store.enrol("worker", os.getpid(), start)
    held = store.claim("worker", 2)
    assert held is not None
    return held


def judgement(name: str, **more: Any) -> dict[str, Any]:
    base = {"name": name, "rows": 16, "notes": [], "confusion": None, "roc": None, "scatter": None}
    label = {"rows": 4, "precision": 0.5, "recall": None, "f1": 0.25}
    labels = [{"label": text, **label} for text in ("hot", "<b>wet</b>")]
    return {**base, "baseline_rule": "Always none.", "sentence": "All right for half.", "labels": labels, **more}


def test_each_label_is_judged_and_tags_are_shown_in_their_text(
    show: Opener, store: Store, workspace: Workspace, many: Dataset
) -> None:
    tasks = [join_columns(many, "weather", ["hot", "wet"]), task(many, "slots")]
    experiment = draft_data.experiment(draft_data.with_tasks(draft_data.blank(many), tasks))
    assert experiment is not None
    run = store.create_run(many.id, experiment.to_json(), "many", "key")
    folder = workspace.run(run.id)
    folder.mkdir(parents=True)
    sets = {"micro_f1": 0.75, "macro_f1": 0.5, "subset_accuracy": 0.5, "label_accuracy": 0.8, "macro_auc": None}
    tags = {"entity_f1": 0.875, "entity_precision": 1.0, "entity_recall": 0.5, "token_accuracy": 0.9}
    judged = [
        judgement("weather", id="t0", kind="multilabel", headline="micro_f1", metrics=sets, baseline=sets),
        judgement("slots", id="t1", kind="tags", headline="entity_f1", metrics=tags, baseline=tags),
    ]
    (folder / "evaluation.json").write_text(json.dumps({"rows": 16, "tasks": judged}))
    of_tags = {"given": "O B-end O", "true": "O B-end I-end", "sure": None, "shares": []}
    answers = {
        "t0": {"given": "hot", "true": "hot", "sure": None, "shares": []},
        "t1": {**of_tags, "tokens": ["to", "<i>New</i>", "York"]},
    }
    row = {"position": 0, "cells": {}, "texts": [], "answers": answers}
    (folder / "examples.json").write_text(json.dumps({"rows": [row], "mistakes": {"t0": [], "t1": [0]}, "drawn": [0]}))
    held = lease(store)
    held.finish("finished", "Finished.", RunSummary(kept_epoch=1))
    app = show("results/evaluate.py", run=run.id)
    tables = [frame.value for frame in app.dataframe]
    assert [list(table["Label"]) for table in tables if "Label" in table] == [["hot", "<b>wet</b>"]] * 2
    assert any("F1 over all labels together" in list(table.get("Metric", [])) for table in tables)
    assert any("F1 of whole entities" in list(table.get("Metric", [])) for table in tables)
    drawn = "".join(str(html.value) for html in app.html)
    assert "&lt;i&gt;New&lt;/i&gt;<small>end ✗</small>" in drawn
    assert "&lt;i&gt;New&lt;/i&gt; York<small>end ✗</small>" in drawn
    assert "<i>New" not in drawn
    assert "told by one of them only" in drawn
