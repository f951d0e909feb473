"""A balancing method that the product does not have: two files make it, and no other file is touched."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from tests.elsewhere import run_elsewhere
from tests.extended_house import extend_house, run_code

NEW = Path(__file__).parent / "new_kinds" / "q_fair"
ROOMS = {"settings.py": "mtl_core/experiment/balancing", "method.py": "mtl_core/balancing"}
MENUS = """
import json
from mtl_core.errors import ExperimentError
from mtl_core.experiment import BALANCING, parse_experiment
from pages.build.sections.balancing import _sections

draft = {"columns": {"y": {"kind": "numeric"}}, "tasks": [{"column": "y", "kind": "regression"}]}
experiment = parse_experiment({**draft, "balancing": {"kind": "q_fair", "power": 2}})
chosen = experiment.balancing
seen = {"order": list(BALANCING), "fields": chosen.particular(), "power": chosen.power}
seen["entry"] = _sections()["Research"]["q_fair"]
try:
    experiment.with_changes({"balancing.kind": "none"})
except ExperimentError as error:
    seen["fault"] = str(error)
print(json.dumps(seen))
"""


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the sources with the new method's files, and a table."""
    house = tmp_path_factory.mktemp("house")
    extend_house(house, NEW, ROOMS, "q_fair.py")
    x = np.random.default_rng(0).normal(size=100)
    pd.DataFrame({"x": x, "far": 2 * x, "up": x > 0}).to_csv(house / "t.csv", index=False)
    return house


@pytest.mark.engine
def test_new_method_trains_beside_the_others_at_the_command_line(house: Path) -> None:
    targets = ["--target", "far", "--target", "up", "--set", "training.epochs=1", "--set", "sharing.units=8"]
    targets += ["--set", "numbers.linear=false"]  # which would say all of this by itself, whatever the method
    methods = ["--methods", "q_fair", "--seeds", "1", "--out", "c.json"]
    compared = run_elsewhere(house, "-m", "mtl_core", "compare", "t.csv", *targets, *methods)
    assert compared.returncode == 0, compared.stderr
    assert "Larger losses count more" in compared.stdout
    validated = {found["group"]: found["validation"] for found in json.loads((house / "c.json").read_text())["runs"]}
    assert validated["q_fair"] != validated["equal"]


def test_new_method_stands_in_the_menus_where_it_says(house: Path) -> None:
    listed = run_code(house, MENUS)
    assert listed.returncode == 0, listed.stderr
    seen = json.loads(listed.stdout)
    assert seen["order"][seen["order"].index("q_fair") - 1] == "famo"
    assert seen["entry"][0] == "Larger losses count more"
    assert (seen["fields"], seen["power"]) == (["power"], 2)
    assert seen["fault"].startswith('balancing.kind: "none" is not known; expected one of equal, ')
    assert "q_fair" in seen["fault"]


def test_new_method_stands_in_its_own_files() -> None:
    assert sorted(path.name for path in NEW.glob("*.py")) == sorted(ROOMS)
