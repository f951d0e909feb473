"""What stands against training, or should be known before, is mended at a press beside it."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from mtl_core.experiment import Task
from mtl_core.runs.store import Store
from mtl_core.runs.workspace import Workspace
from tests.pages.conftest import Opener, add_table, drafted, kept, small_frame


def remedied(show: Opener, page: str, label: str) -> AppTest:
    """Press the button of that label, which stands by the only finding that offers it."""
    app = show(page)
    (button,) = [button for button in app.button if button.label == label]
    button.click().run()
    assert not app.exception
    assert not app.error
    assert label not in [button.label for button in app.button]
    return app


def around(block: Any, element: Any) -> Any:
    """The innermost container in ``block`` that holds the element."""
    for child in block.children.values():
        if child is element:
            return block
        if hasattr(child, "children") and (found := around(child, element)):
            return found
    return None


def test_rows_in_the_order_of_a_date_are_split_by_time_at_a_press(
    show: Opener, store: Store, workspace: Workspace
) -> None:
    days = pd.date_range("2024-01-01", periods=80).strftime("%Y-%m-%d")
    table = add_table(workspace, store, small_frame().assign(day=days), "days.csv")
    drafted(store, table, Task(column="cost", kind="regression"))
    app = show("build/tasks.py")
    (warning,) = [warning for warning in app.warning if "look ordered by" in warning.value]
    assert [button.label for button in around(app.main, warning).button] == ["Split by time"]
    remedied(show, "build/tasks.py", "Split by time")
    assert (kept(store)["split"]["by"], kept(store)["split"]["column"]) == ("time", "day")


def test_numbers_that_stand_for_missing_values_are_counted_so_at_a_press(
    show: Opener, store: Store, workspace: Workspace
) -> None:
    frame = small_frame()
    table = add_table(workspace, store, frame.assign(size=frame["size"].where(frame.index > 2, -9_999)), "holes.csv")
    drafted(store, table, Task(column="cost", kind="regression"))
    remedied(show, "build/tasks.py", "Count it as missing")
    assert kept(store)["columns"]["size"]["missing"] == [-9_999]


@pytest.mark.parametrize("page", ["build/tasks.py", "build/train.py"])
@pytest.mark.parametrize(
    ("column", "kind", "label", "field", "value"),
    [
        ("town", "binary", "Predict classes", "tasks", ["multiclass", "regression"]),
        ("town", "regression", "Predict classes", "tasks", ["multiclass", "regression"]),
        ("same", "multiclass", "Do not predict it", "tasks", ["regression"]),
    ],
)
def test_what_stands_against_training_is_mended_where_it_is_said(
    show: Opener,
    store: Store,
    workspace: Workspace,
    page: str,
    column: str,
    kind: Any,
    label: str,
    field: str,
    value: Any,
) -> None:
    table = add_table(workspace, store, small_frame().assign(same="a"), "same.csv")
    drafted(store, table, Task(column=column, kind=kind), Task(column="cost", kind="regression"))
    remedied(show, page, label)
    assert [task["kind"] for task in kept(store)[field]] == value


def test_a_button_beside_a_finding_is_of_that_finding_alone(show: Opener, store: Store, workspace: Workspace) -> None:
    """The next one moves up to its place, and must not take a press that was still under way."""
    frame = small_frame()
    table = add_table(workspace, store, frame.assign(width=frame["size"] * 3), "twins.csv")  # either gives cost away
    drafted(store, table, Task(column="cost", kind="regression"))
    app = show("build/tasks.py")
    first, second = [button for button in app.button if button.label == "Leave this column out"]
    first.click().run()
    assert [button.key for button in app.button if button.label == "Leave this column out"] == [second.key]
