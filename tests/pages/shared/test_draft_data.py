"""The draft: an experiment that may lack its tasks."""

import json

import pandas as pd
import pytest

from mtl_core.errors import ExperimentError
from mtl_core.experiment import Task, TaskKind
from mtl_core.runs.store import Store
from mtl_core.runs.workspace import Workspace
from mtl_core.tables.dataset import Dataset
from mtl_core.tables.labels.proposal import TAGGING_ENCODER, task
from mtl_core.task_kinds import TASK_KINDS
from pages.shared import draft_data
from tests.pages.conftest import TASKS, add_table


def test_blank_draft_is_no_experiment_yet(table: Dataset) -> None:
    data = draft_data.blank(table)
    assert draft_data.experiment(data) is None
    assert draft_data.change_fields(data, {"training.epochs": 3}) == data


def test_a_task_that_stays_keeps_head_and_weight(table: Dataset) -> None:
    data = draft_data.with_tasks(draft_data.blank(table), TASKS)
    data = draft_data.change_fields(data, {"tasks.cost.head_depth": 3, "balancing.weights.cost": 2.0})
    data = draft_data.with_tasks(data, [Task(column="size", kind="regression"), TASKS[1]])
    assert [task["column"] for task in data["tasks"]] == ["size", "cost"]
    assert data["tasks"][1]["head_depth"] == 3
    assert data["balancing"]["weights"] == {"cost": 2.0}


def test_weight_leaves_with_its_task(table: Dataset) -> None:
    data = draft_data.change_fields(
        draft_data.with_tasks(draft_data.blank(table), TASKS), {"balancing.weights.cost": 0.0}
    )
    assert draft_data.with_tasks(data, TASKS[:1])["balancing"]["weights"] == {}
    assert draft_data.with_tasks(data, [])["tasks"] == []


def test_columns_change_with_and_without_tasks(table: Dataset) -> None:
    for data in (draft_data.blank(table), draft_data.with_tasks(draft_data.blank(table), TASKS)):
        assert draft_data.with_columns(data, {"size": {"use": False}})["columns"]["size"]["use"] is False


def test_what_does_not_fit_is_refused(table: Dataset) -> None:
    data = draft_data.with_tasks(draft_data.blank(table), TASKS)
    with pytest.raises(ExperimentError, match="depth"):
        draft_data.change_fields(data, {"sharing.depth": 99})


@pytest.mark.parametrize("kind", TASK_KINDS)
def test_the_kind_of_a_task_that_has_gone_is_refused(table: Dataset, kind: TaskKind) -> None:
    data = draft_data.with_tasks(draft_data.blank(table), TASKS[:1])
    with pytest.raises(ExperimentError, match=TASKS[1].column):
        draft_data.with_kind(data, TASKS[1].column, kind)


TAGGED = pd.DataFrame(
    {
        "note": [f"note {row} has words" for row in range(40)],
        "words": [f"from town {row} to Rome" if row % 2 else f"to place {row}" for row in range(40)],
        "slots": ["O B-start I-start O B-end" if row % 2 else "O B-end I-end" for row in range(40)],
    }
)


def test_picked_tags_know_their_text_and_are_read_both_ways(workspace: Workspace, store: Store) -> None:
    tagged = add_table(workspace, store, TAGGED)
    blank = draft_data.blank(tagged)
    assert [name for name, column in blank["columns"].items() if not column["use"]] == ["slots"]
    data = draft_data.with_tasks(blank, [task(tagged, "slots")])
    assert (data["tasks"][0]["tokens"], data["text"]["encoder"]) == ("words", TAGGING_ENCODER)
    other = draft_data.change_fields(data, {"text.encoder": "cnn"})
    assert draft_data.with_tasks(other, [task(tagged, "slots")])["text"]["encoder"] == "cnn"


def test_a_task_that_becomes_tags_gets_a_text(workspace: Workspace, store: Store) -> None:
    tagged = add_table(workspace, store, TAGGED)
    data = draft_data.with_tasks(draft_data.blank(tagged), [Task(column="slots", kind="multiclass")])
    data = draft_data.with_columns(data, {"note": {"kind": "text", "use": True}})
    data = draft_data.with_kind(data, "slots", "tags")
    assert (data["tasks"][0]["tokens"], data["text"]["encoder"]) == ("note", TAGGING_ENCODER)


def test_tags_without_a_text_are_refused(table: Dataset) -> None:
    data = draft_data.with_tasks(draft_data.blank(table), TASKS)
    with pytest.raises(ExperimentError, match='Task "ill" holds tags of tokens'):
        draft_data.with_kind(data, "ill", "tags")


def test_a_fresh_draft_has_all_columns_as_profiled_and_no_task(table: Dataset) -> None:
    data = draft_data.blank(table)
    assert list(data) == [
        *("version", "columns", "tasks", "split", "numbers", "text", "sharing", "balancing", "training"),
    ]
    kinds = {name: column["kind"] for name, column in data["columns"].items()}
    assert kinds == {"size": "numeric", "age": "numeric", "town": "category", "ill": "yes_no", "cost": "numeric"}
    assert (data["version"], data["tasks"]) == (1, [])
    assert (data["sharing"]["kind"], data["balancing"]["kind"]) == ("hard", "equal")
    assert draft_data.kind_of(data, "ill") == "yes_no"


def test_a_draft_is_kept_as_text_that_gives_it_back(table: Dataset) -> None:
    data = draft_data.with_tasks(draft_data.blank(table), TASKS)
    assert json.loads(draft_data.to_text(data)) == data
    assert draft_data.to_text({"tasks": "Łódź"}) == '{"tasks": "Łódź"}'


def test_a_number_as_a_task_answers_its_typical_value(table: Dataset) -> None:
    data = draft_data.with_tasks(draft_data.blank(table), [Task(column="cost", kind="multiclass")])
    changed = draft_data.with_kind(data, "cost", "regression")
    assert (changed["tasks"][0]["kind"], changed["tasks"][0]["answer"]) == ("regression", "median")
    back = draft_data.with_kind(changed, "cost", "multiclass")
    assert back["tasks"][0]["kind"] == "multiclass"


def test_other_tasks_deal_the_rows_by_themselves_again(table: Dataset) -> None:
    data = draft_data.with_tasks(draft_data.blank(table), TASKS)
    data = draft_data.change_fields(data, {"split.test": 0.3})
    data["split"]["tasks"] = [data["tasks"][0]]
    again = draft_data.with_tasks(data, TASKS)
    assert (again["split"]["tasks"], again["split"]["test"]) == ([], 0.3)


def test_columns_that_are_not_named_stay(table: Dataset) -> None:
    before = draft_data.blank(table)
    after = draft_data.with_columns(before, {"size": {"use": False}, "nowhere": {"use": False}})
    assert {name: column for name, column in after["columns"].items() if name != "size"} == {
        name: column for name, column in before["columns"].items() if name != "size"
    }
    assert before["columns"]["size"]["use"] is True
