"""A way of sharing that the product does not have: two files make it, and no other file is touched."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from tests.extended_house import extend_house, run_code, train

NEW = Path(__file__).parent / "new_kinds" / "funnel"
ROOMS = {"settings.py": "mtl_core/experiment/sharing", "scheme.py": "mtl_core/plan/sharing"}
DRAW = """
import json
from mtl_core.experiment import WAYS
from mtl_core.plan import Plan
from pages.shared.components.diagram_boxes import boxes

plan = Plan.model_validate(json.load(open("bundle/manifest.json", encoding="utf-8"))["plan"])
print(json.dumps({"menu": list(WAYS)[-1], "boxes": [box.id for box in boxes(plan)], "words": plan.sentence()}))
"""


@pytest.mark.engine
def test_new_way_goes_from_the_command_line_to_a_diagram_and_a_bundle(tmp_path: Path) -> None:
    extend_house(tmp_path, NEW, ROOMS, "funnel.py")
    x = np.random.default_rng(0).normal(size=100)
    pd.DataFrame({"x": x, "far": 2 * x, "up": x > 0}).to_csv(tmp_path / "t.csv", index=False)
    settings = ["sharing.kind=funnel", "sharing.layers=3", "sharing.units=32", "sharing.last=2", "training.epochs=1"]
    train(tmp_path, "--target", "far", "--target", "up", *(word for each in settings for word in ("--set", each)))

    blocks = json.loads((tmp_path / "bundle" / "manifest.json").read_text("utf-8"))["plan"]["blocks"]
    assert [block["units"] for block in blocks if block["role"] == "trunk"] == [32, 8, 2]
    drawn = run_code(tmp_path, DRAW)
    assert drawn.returncode == 0, drawn.stderr
    seen = json.loads(drawn.stdout)
    assert seen["menu"] == "funnel"
    assert {"trunk_1", "trunk_2", "trunk_3"} <= set(seen["boxes"])
    assert "3 shared layers" in seen["words"]


def test_new_way_stands_in_its_own_files() -> None:
    assert sorted(path.name for path in NEW.glob("*.py")) == sorted(ROOMS)
