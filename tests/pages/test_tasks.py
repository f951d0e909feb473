"""The Tasks page: what is predicted, of which kind, and which rows judge."""

from __future__ import annotations

from mtl_core.experiment import Experiment
from mtl_core.runs.store import Store
from mtl_core.runs.workspace import Workspace
from mtl_core.tables.dataset import Dataset
from pages.shared import draft_data
from tests.pages.conftest import Opener, W, add_table, kept, small_frame, words


def test_picking_columns_makes_tasks(show: Opener, store: Store, table: Dataset) -> None:
    store.save_draft(W, table.id, draft_data.to_text(draft_data.blank(table)), 0)
    app = show("build/tasks.py")
    app.get("pills")[0].set_value(["ill", "cost"]).run()
    assert not app.exception
    tasks = kept(store)["tasks"]
    assert [(task["column"], task["kind"]) for task in tasks] == [("ill", "binary"), ("cost", "regression")]
    assert "64 of 80 rows have a label" in words(app)


def test_columns_that_cannot_be_predicted_are_named_with_the_reason(
    show: Opener, store: Store, workspace: Workspace
) -> None:
    frame = small_frame(500).assign(none=None, same="a", many=[f"place{row % 220}" for row in range(500)])
    table = add_table(workspace, store, frame, "odd.csv")
    data = draft_data.blank(table)
    store.save_draft(W, table.id, draft_data.to_text(data), 0)
    said = words(show("build/tasks.py")).replace("\\", "")
    assert '"none": every cell is empty; "same": every cell that is filled holds "a"; "many": it has 220 ' in said
    data["columns"]["many"]["kind"] = "identifier"
    store.save_draft(W, table.id, draft_data.to_text(data), 1)
    assert '"many": it is an identifier.' in words(show("build/tasks.py")).replace("\\", "")


def test_weight_and_kind_reach_the_draft(show: Opener, store: Store, draft: Experiment) -> None:
    app = show("build/tasks.py")
    app.select_slider(key="tasks_weight_1").set_value(2.0).run()
    app.get("segmented_control")[1].set_value("multiclass").run()
    assert not app.exception
    assert kept(store)["balancing"]["weights"] == {"cost": 2.0}
    assert kept(store)["tasks"][1]["kind"] == "multiclass"


def test_split_by_time_takes_a_column_with_it(show: Opener, store: Store, draft: Experiment) -> None:
    app = show("build/tasks.py")
    control = next(one for one in app.get("segmented_control") if one.key == "split_by")
    control.set_value("time").run()
    assert not app.exception
    assert kept(store)["split"]["by"] == "time"
    assert kept(store)["split"]["column"] in ("size", "age")


def test_how_targets_go_together_is_told_of_two_or_more(show: Opener, store: Store, draft: Experiment) -> None:
    app = show("build/tasks.py")
    assert not app.exception
    assert 'targets go together: at most 0.00 of 1, "ill" and "cost"' in words(app).replace("\\", "")
    app.get("pills")[0].set_value(["ill"]).run()
    assert "targets go together" not in words(app)


def test_how_the_rows_are_dealt_is_told_before_a_training(show: Opener, draft: Experiment) -> None:
    said = words(show("build/tasks.py")).replace("\\", "")
    assert "rows to learn from, " in said
    assert "rows repeat an earlier row exactly; copies are dealt together" in said
