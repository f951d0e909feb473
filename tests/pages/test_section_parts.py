"""What sections of the pages hand on and say by values alone, without a page."""

from __future__ import annotations

import dataclasses
from typing import Any

import pandas as pd
import pytest

from mtl_core.experiment import Experiment
from mtl_core.records.events import BalanceEvent
from mtl_core.runs.store import Mark, Run, Store
from mtl_core.runs.workspace import Workspace
from mtl_core.tables.dataset import Dataset
from pages.build.sections import branching, conflict_card
from pages.results.sections import row_reasons, run_marks, table_rows, task_scores, trainings_beside
from pages.shared import draft_data
from tests.pages.conftest import TASKS, add_table


@pytest.mark.parametrize(
    ("metric", "value", "shown"),
    [
        ("auc", 0.12345, "0.123"),
        ("auc", 0.9999, "1"),
        ("mae", 0.00012345, "0.000123"),
        ("rmse", 12_345.6, "12,350"),
        ("r2", -0.0004, "0"),
        ("r2", -0.5, "-0.5"),
        ("mae", None, "–"),
    ],
)
def test_a_metric_without_a_unit_ends_at_its_thousandths(metric: str, value: float | None, shown: str) -> None:
    assert task_scores.format_value(metric, value) == shown


def test_a_mark_fills_its_three_cells() -> None:
    mark = Mark(starred=True, keywords="wide,\nslow", note="n" * 99)
    cells = run_marks.cells(mark)
    assert list(cells) == ["Starred", "Tags", "Note"]
    assert (cells["Starred"], cells["Tags"], len(cells["Note"])) == (True, "wide, slow", 60)
    assert run_marks.cells(Mark()) == {"Starred": False, "Tags": "", "Note": ""}


def test_the_cost_of_trainings_is_their_number_and_the_time_of_the_run(run: Run) -> None:
    assert trainings_beside.tell_cost(None, 1) == "1 training"
    assert trainings_beside.tell_cost(run, 3) == "3 trainings"  # it has not ended
    ended = dataclasses.replace(run, started=100.0, finished=110.0)
    assert trainings_beside.tell_cost(ended, 1) == "1 training, about 10 seconds at most"
    assert trainings_beside.tell_cost(ended, 30) == "30 trainings, about 5 minutes at most"
    assert trainings_beside.tell_time(ended, 3) == ", about 30 seconds at most"


def test_rows_are_told_by_number_and_their_first_inputs(run: Run) -> None:
    rows = table_rows.describe(run, [0, 4])
    assert list(rows) == ["Row", "size", "age", "town"]
    assert rows.to_numpy().tolist() == [[1, 0.25, 0.5, "here"], [5, 6.25, 2.5, "there"]]
    gone = dataclasses.replace(run, dataset_id="0" * 64)
    assert table_rows.describe(gone, [0, 4]).to_dict("list") == {"Row": [1, 5]}
    assert table_rows.tell_names(gone, [0, 4]) == ["", ""]
    assert table_rows.find_groups(run, pd.Index([0]).to_numpy()) is None


@pytest.fixture
def named(workspace: Workspace, store: Store) -> Run:
    """A run on a table whose rows have a name and a day, of which the first is missing."""
    days = pd.Series(pd.date_range("2024-01-01", periods=80)).dt.strftime("%Y-%m-%d")
    frame = pd.DataFrame(
        {
            "patient": [f"p-{row:03d}" for row in range(80)],
            "seen": days.where(days.index > 0),
            "ill": ["yes" if row % 3 else "no" for row in range(80)],
        }
    )
    dataset = add_table(workspace, store, frame)
    data = draft_data.with_tasks(draft_data.blank(dataset), TASKS[:1])
    return store.create_run(dataset.id, draft_data.to_text(data), "named", "named")


def test_a_row_is_named_by_its_identifiers(named: Run) -> None:
    assert table_rows.identifiers(Experiment.from_json(named.experiment)) == ["patient"]
    assert table_rows.tell_names(named, [3, 79]) == ["patient p-003", "patient p-079"]
    assert list(table_rows.describe(named, [3])) == ["Row", "patient", "seen"]


def test_a_row_of_the_table_is_what_a_form_would_hold(run: Run, named: Run) -> None:
    cells = row_reasons.table_cells(run, 4)
    assert cells == {"size": 6.25, "age": 2.5, "town": "there"}
    assert [type(cell) for cell in cells.values()] == [float, float, str]
    assert row_reasons.table_cells(named, 0) == {"seen": None}
    assert row_reasons.table_cells(named, 1) == {"seen": "2024-01-02 00:00:00"}


def told(epoch: int, *rows: tuple[float | None, ...]) -> BalanceEvent:
    return BalanceEvent(epoch=epoch, cosines=rows or None)


def test_the_pair_that_is_furthest_apart_is_of_the_last_comparison() -> None:
    first = told(1, (1, -0.9, 0), (-0.9, 1, 0), (0, 0, 1))
    last = told(2, (1, -0.3, -0.1), (-0.3, 1, -0.5), (-0.1, -0.5, 1))
    assert conflict_card.find_furthest_apart([first, last, told(3)]) == (1, 2)
    assert (
        conflict_card.find_furthest_apart([first, told(2, (1, None, -0.1), (None, 1, -0.2), (-0.1, -0.2, 1))]) is None
    )
    assert conflict_card.find_furthest_apart([told(3)]) is None
    assert conflict_card.find_furthest_apart([]) is None


@pytest.mark.parametrize(
    ("changes", "values", "together"),
    [
        ({"sharing.kind": "hard", "sharing.depth": 1}, {"t0": 1, "t1": 1}, True),
        ({"sharing.kind": "branching", "sharing.leaves": {"ill": 1, "cost": 2}}, {"t0": 1, "t1": 2}, False),
    ],
)
def test_branch_points_have_a_handle_each(
    table: Dataset, changes: dict[str, Any], values: dict[str, int], together: bool
) -> None:
    data = draft_data.change_fields(draft_data.with_tasks(draft_data.blank(table), TASKS), changes)
    experiment = draft_data.experiment(data)
    assert experiment is not None
    handles = branching.handles(experiment)
    assert handles is not None
    assert (handles.values, handles.together) == (values, together)
    assert ("moves all" in handles.hint) is together


def test_a_way_of_sharing_without_branch_points_has_no_handles(table: Dataset) -> None:
    data = draft_data.with_tasks(draft_data.blank(table), TASKS)
    experiment = draft_data.experiment(draft_data.change_fields(data, {"sharing.kind": "mmoe"}))
    assert experiment is not None
    assert branching.handles(experiment) is None
