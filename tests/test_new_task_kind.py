"""A kind of task that the product does not have: five files make it, and no other file is touched."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from tests.elsewhere import run_elsewhere
from tests.extended_house import extend_house, train

NEW = Path(__file__).parent / "new_kinds" / "count"
ROOMS = {
    "task_kind.py": "mtl_core/task_kinds",
    "target.py": "mtl_core/features/targets",
    "loss.py": "mtl_core/training/losses",
    "judge.py": "mtl_core/evaluation/judges",
    "column.py": "mtl_core/tables/labels/targets",
}


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the sources with the new kind's files, and a table of visits."""
    house = tmp_path_factory.mktemp("house")
    extend_house(house, NEW, ROOMS, "count.py")
    rng = np.random.default_rng(0)
    age = rng.normal(size=200)
    visits = rng.poisson(np.exp(0.5 + age))
    pd.DataFrame({"age": age, "visits": visits, "ill": np.where(visits > 1, "yes", "no")}).to_csv(house / "t.csv")
    return house


@pytest.mark.engine
def test_new_kind_goes_from_a_table_to_a_bundle_that_predicts(house: Path) -> None:
    targets = ["--target", "visits:count", "--target", "ill", "--set", "training.epochs=20"]
    train(house, *targets)
    metrics = json.loads((house / "run" / "metrics.json").read_text("utf-8"))
    assert list(metrics["test"]["visits"]) == ["deviance", "mae"]
    done = run_elsewhere(house / "bundle", "predict.py", str(house / "t.csv"), "--out", "answers.csv")
    assert done.returncode == 0, done.stderr
    answers = pd.read_csv(house / "bundle" / "answers.csv")["visits"]
    assert (answers > 0).all()
    assert "count" in (house / "bundle" / "README.md").read_text("utf-8")


def test_fault_of_the_new_kind_is_told(house: Path) -> None:
    done = run_elsewhere(house, "-m", "mtl_core", "train", "t.csv", "--target", "age:count", "--out", "none")
    assert done.returncode == 2
    assert done.stderr.splitlines()[-1] == 'Task "age" holds numbers that are no counts; choose number.'


def test_new_kind_stands_in_few_files() -> None:
    assert sorted(path.name for path in NEW.glob("*.py")) == sorted(ROOMS)
    assert len(ROOMS) <= 6
