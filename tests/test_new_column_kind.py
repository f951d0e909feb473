"""A kind of column that the product does not have: three files make it, and no other file is touched."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from tests.elsewhere import run_elsewhere
from tests.extended_house import extend_house, run_code, train

NEW = Path(__file__).parent / "new_kinds" / "duration"
ROOMS = {
    "column_kind.py": "mtl_core/column_kinds",
    "encoder.py": "mtl_core/features/columns",
    "table_column.py": "mtl_core/tables/column_kinds",
}


def written(minutes: int) -> str:
    return f"{minutes} min" if minutes % 2 else f"{minutes // 60}:{minutes % 60:02}:00"


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the sources with the new kind's files, and a table of journeys."""
    house = tmp_path_factory.mktemp("house")
    extend_house(house, NEW, ROOMS, "duration.py")
    rng = np.random.default_rng(0)
    minutes = rng.integers(5, 300, 200)
    frame = pd.DataFrame(
        {
            "time": [written(int(each)) for each in minutes],
            "size": rng.normal(size=200),
            "far": np.where(minutes > 90, "yes", "no"),
        }
    )
    frame.to_csv(house / "t.csv", index=False)
    return house


@pytest.mark.engine
def test_new_kind_goes_from_a_table_to_a_bundle_that_predicts(house: Path) -> None:
    target = ["--target", "far", "--set", "training.epochs=30", "--set", "sharing.units=16"]
    train(house, *target)
    columns = json.loads((house / "run" / "experiment.json").read_text("utf-8"))["columns"]
    assert columns["time"]["kind"] == "duration"
    assert json.loads((house / "run" / "metrics.json").read_text("utf-8"))["test"]["far"]["auc"] > 0.9
    later = pd.DataFrame({"time": ["4:50:00", "290 min", "6 min", "soon"], "size": [0.0, 0.0, 0.0, 0.0]})
    later.to_csv(house / "later.csv", index=False)
    done = run_elsewhere(house / "bundle", "predict.py", str(house / "later.csv"), "--out", "answers.csv")
    assert done.returncode == 0, done.stderr
    answers = pd.read_csv(house / "bundle" / "answers.csv")
    assert answers["far"][:3].tolist() == ["yes", "yes", "no"]
    assert answers["far:yes"][0] == pytest.approx(answers["far:yes"][1])  # the same time, written in two ways
    assert 'time: "soon" in row 4 cannot be read as a duration and counts as missing.' in done.stderr
    assert "H:MM:SS, or a number of s, min or h" in (house / "bundle" / "README.md").read_text("utf-8")


def test_cells_that_are_none_are_told_of(house: Path) -> None:
    lines = (house / "t.csv").read_text("utf-8").splitlines()
    (house / "odd.csv").write_text("\n".join([*lines, "a while,0.5,yes"]), "utf-8")
    code = (
        "from pathlib import Path\n"
        "from mtl_core.tables.checks.experiment_checks import check\n"
        "from mtl_core.tables.intake.uploads import take_in\n"
        "from mtl_core.tables.labels.proposal import draft, task\n"
        "dataset = take_in(Path('odd.csv'), 'odd.csv', Path('w'))\n"
        "print(*(f.sentence for f in check(dataset, draft(dataset, [task(dataset, 'far')]))), sep='\\n')\n"
    )
    done = run_code(house, code)
    assert done.returncode == 0, done.stderr
    assert 'Column "time": 1 of 201 cells cannot be read as a duration' in done.stdout


def test_new_kind_stands_in_few_files() -> None:
    assert sorted(path.name for path in NEW.glob("*.py")) == sorted(ROOMS)
    assert len(ROOMS) <= 6
