"""Cards agree with the tables, and every table is either made by the script or kept as written."""

import json
import runpy
from pathlib import Path

import pandas as pd
import pytest

from mtl_core.experiment import Task

FOLDER = Path(__file__).parents[2] / "sample_data"
CARDS = json.loads((FOLDER / "cards.json").read_text("utf-8"))
WRITTEN = ["posts.csv", "chinese_posts.csv"]


def test_every_table_has_a_card() -> None:
    made = list(runpy.run_path(str(FOLDER / "make.py"))["TABLES"])
    assert [card["file"] for card in CARDS] == made + WRITTEN
    assert {path.name for path in FOLDER.glob("*.csv")} == {*made, *WRITTEN}


@pytest.mark.parametrize("card", CARDS, ids=[card["id"] for card in CARDS])
def test_card_names_columns_that_exist(card: dict[str, list[dict[str, str]]]) -> None:
    assert set(card) == {"id", "title", "sentence", "file", "tasks"}
    tasks = [Task.model_validate(task) for task in card["tasks"]]
    assert len(tasks) >= 2
    assert {task.column for task in tasks} < set(pd.read_csv(FOLDER / str(card["file"])).columns)
