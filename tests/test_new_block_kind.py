"""A kind of block that the product does not have, and a way of sharing made of it: a file in each room makes them, and
no other file is touched."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from tests.elsewhere import run_elsewhere
from tests.extended_house import extend_house, run_code, train

NEW = Path(__file__).parent / "new_kinds" / "residual"
ROOMS = {
    "plan_block.py": "mtl_core/plan/blocks",
    "builder.py": "mtl_core/networks/blocks",
    "settings.py": "mtl_core/experiment/sharing",
    "scheme.py": "mtl_core/plan/sharing",
}
DRAW = """
import json, sys
from mtl_core.plan import Plan
from pages.shared.components.diagram_boxes import boxes
from pages.shared.components.diagram_words import cards, table
from mtl_core.experiment import WAYS

plan = Plan.model_validate(json.load(open("bundle/manifest.json", encoding="utf-8"))["plan"])
box = next(box for box in boxes(plan) if box.id == "trunk_2")
print(json.dumps({
    "form": box.main.form,
    "label": box.main.label,
    "card": cards(plan)["trunk_2"],
    "row": next(row for row in table(plan) if row[0].startswith("Residual")),
    "menu": WAYS["residual"].title,
    "words": plan.sentence(),
}))
"""


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the sources with the new files, and a table."""
    house = tmp_path_factory.mktemp("house")
    extend_house(house, NEW, ROOMS, "residual.py")
    rng = np.random.default_rng(0)
    age = rng.normal(size=200)
    pd.DataFrame({"age": age, "size": 2 * age, "ill": np.where(age > 0, "yes", "no")}).to_csv(house / "t.csv")
    return house


@pytest.mark.engine
def test_new_block_goes_from_an_experiment_to_a_diagram_and_a_bundle_that_predicts(house: Path) -> None:
    settings = ["sharing.kind=residual", "sharing.layers=3", "sharing.narrow=5", "sharing.units=16"]
    chosen = [word for setting in [*settings, "training.epochs=3"] for word in ("--set", setting)]
    train(house, "--target", "ill", "--target", "size", *chosen)

    blocks = json.loads((house / "bundle" / "manifest.json").read_text("utf-8"))["plan"]["blocks"]
    assert [block["narrow"] for block in blocks if block["kind"] == "residual"] == [5, 5]

    drawn = run_code(house, DRAW)
    assert drawn.returncode == 0, drawn.stderr
    seen = json.loads(drawn.stdout)
    parameters = 16 * 5 + 5 + 5 * 16 + 16
    assert (seen["form"], seen["label"], seen["menu"]) == ("layer", "via 5", "Residual trunk")
    assert seen["card"]["title"] == "Residual layer 2 of all tasks"
    assert seen["card"]["lines"] == [
        "Adds to 16 values what a narrow layer of 5 units (SiLU) makes of them.",
        f"{parameters} parameters to learn.",
        "Used by all 2 tasks.",
    ]
    assert seen["row"] == ["Residual layer 2 of all tasks", "16", str(parameters), "ill, size"]
    assert "3 shared layers" in seen["words"]

    proven = run_elsewhere(house / "bundle", "verify.py")
    assert proven.returncode == 0, proven.stderr
    done = run_elsewhere(house / "bundle", "predict.py", str(house / "t.csv"), "--out", "answers.csv")
    assert done.returncode == 0, done.stderr
    assert len(pd.read_csv(house / "bundle" / "answers.csv")) == 200


def test_new_block_stands_in_its_own_files() -> None:
    assert sorted(path.name for path in NEW.glob("*.py")) == sorted(ROOMS)
