"""What a new table starts with, by a rule of its rows: the same on the pages and on the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from mtl_core.experiment import Experiment, HardSharing, Numbers
from mtl_core.experiment.first_settings import ENOUGH_ROWS, FEW_ROWS, MEMBERS, first_settings
from mtl_core.preparation.experiment_request import request_experiment
from mtl_core.tables.dataset import Dataset
from mtl_core.tables.intake.uploads import take_in
from mtl_core.tables.labels.proposal import draft, task
from pages.shared import draft_data

SMALL, LARGE = 60, FEW_ROWS + 1


@pytest.fixture(scope="module", params=[SMALL, LARGE])
def dataset(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    rows = "".join(f"{row % 7},{row % 3},{'ab'[row % 2]}\n" for row in range(request.param))
    return take_in(f"size,price,sort\n{rows}".encode(), "table.csv", tmp_path_factory.mktemp("workspace"))


def test_few_rows_are_learnt_by_many_members() -> None:
    found = [first_settings(rows)["sharing"]["members"] for rows in (1, FEW_ROWS, FEW_ROWS + 1, 10**7)]
    assert found == [MEMBERS, MEMBERS, 1, 1]


def test_dropout_of_a_new_table_may_fall() -> None:
    assert [first_settings(rows)["sharing"]["adapt_dropout"] for rows in (1, 10**7)] == [True, True]


def test_numbers_of_enough_rows_enter_in_pieces() -> None:
    found = [first_settings(rows)["numbers"]["embedding"] for rows in (1, ENOUGH_ROWS - 1, ENOUGH_ROWS, 10**7)]
    assert found == ["none", "none", "piecewise", "piecewise"]


def test_pages_and_command_line_start_alike(dataset: Dataset) -> None:
    asked = request_experiment(dataset, ["price", "sort"], [], None, [])
    tasks = [task(dataset, name) for name in ("price", "sort")]
    drawn = draft_data.experiment(draft_data.with_tasks(draft_data.blank(dataset), tasks))
    assert asked == drawn == draft(dataset, tasks)
    assert asked.sharing == HardSharing(**first_settings(dataset.rows)["sharing"])
    assert asked.numbers == Numbers(**first_settings(dataset.rows)["numbers"])
    assert asked.text.linear is first_settings(dataset.rows)["text"]["linear"] is True


def test_a_file_has_the_last_word_and_the_rule_fills_the_rest(dataset: Dataset, tmp_path: Path) -> None:
    def members(sharing: dict[str, object]) -> int:
        path = tmp_path / "settings.json"
        path.write_text(json.dumps({"sharing": sharing}), encoding="utf-8")
        return request_experiment(dataset, ["sort"], [], path, []).sharing.members

    assert members({"members": 3}) == 3
    assert members({"kind": "mmoe"}) == first_settings(dataset.rows)["sharing"]["members"]


def test_an_experiment_that_says_nothing_is_read_as_it_was(dataset: Dataset, tmp_path: Path) -> None:
    """Experiments of the time before the rule had one network, and of numbers nothing but their values."""
    stored = request_experiment(dataset, ["sort"], [], None, []).model_dump(mode="json")
    stored["sharing"] = {"kind": "hard"}
    del stored["numbers"], stored["text"]
    assert Experiment.model_validate(stored).sharing.members == 1
    assert Experiment.model_validate(stored).numbers == Numbers(embedding="none", linear=False)
    assert not Experiment.model_validate(stored).text.linear
    path = tmp_path / "experiment.json"
    path.write_text(json.dumps(stored), encoding="utf-8")
    assert request_experiment(dataset, [], [], path, []).sharing.members == 1
