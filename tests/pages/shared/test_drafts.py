"""The draft: an experiment that may lack its tasks."""

import pytest

from mtl_core.errors import ExperimentError
from mtl_core.experiment import Task
from mtl_core.tables.dataset import Dataset
from pages.shared import drafts
from tests.pages.conftest import TASKS


def test_blank_draft_is_no_experiment_yet(table: Dataset) -> None:
    data = drafts.blank(table)
    assert drafts.experiment(data) is None
    assert drafts.changed(data, {"training.epochs": 3}) == data


def test_a_task_that_stays_keeps_head_and_weight(table: Dataset) -> None:
    data = drafts.with_tasks(drafts.blank(table), TASKS)
    data = drafts.changed(data, {"tasks.cost.head_depth": 3, "balancing.weights.cost": 2.0})
    data = drafts.with_tasks(data, [Task(column="size", kind="regression"), TASKS[1]])
    assert [task["column"] for task in data["tasks"]] == ["size", "cost"]
    assert data["tasks"][1]["head_depth"] == 3
    assert data["balancing"]["weights"] == {"cost": 2.0}


def test_weight_leaves_with_its_task(table: Dataset) -> None:
    data = drafts.changed(drafts.with_tasks(drafts.blank(table), TASKS), {"balancing.weights.cost": 0.0})
    assert drafts.with_tasks(data, TASKS[:1])["balancing"]["weights"] == {}
    assert drafts.with_tasks(data, [])["tasks"] == []


def test_columns_change_with_and_without_tasks(table: Dataset) -> None:
    for data in (drafts.blank(table), drafts.with_tasks(drafts.blank(table), TASKS)):
        assert drafts.with_columns(data, {"size": {"use": False}})["columns"]["size"]["use"] is False


def test_what_does_not_fit_is_refused(table: Dataset) -> None:
    data = drafts.with_tasks(drafts.blank(table), TASKS)
    with pytest.raises(ExperimentError, match="depth"):
        drafts.changed(data, {"sharing.depth": 99})
