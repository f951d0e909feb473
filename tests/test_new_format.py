"""A format that the product does not have: one file makes it, and no other file is touched."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from tests.elsewhere import run_elsewhere
from tests.extended_house import extend_house, train

NEW = Path(__file__).parent / "new_kinds" / "format"


@pytest.mark.engine
def test_new_format_goes_into_the_bundle_the_card_and_the_command_line(tmp_path: Path) -> None:
    extend_house(tmp_path, NEW, {"labels.py": "mtl_core/exporting/members"}, "labels.py")
    x = np.random.default_rng(0).normal(size=100)
    pd.DataFrame({"x": x, "y": x > 0}).to_csv(tmp_path / "t.csv", index=False)
    train(tmp_path, "--target", "y", "--set", "training.epochs=1")
    assert (tmp_path / "bundle" / "labels.txt").read_bytes() == b"y\tbinary\n"
    assert "| labels.txt | the tasks by their names |" in (tmp_path / "bundle" / "README.md").read_text("utf-8")
    assert "labels: the tasks by their names" in " ".join(
        run_elsewhere(tmp_path, "-m", "mtl_core", "export", "--help").stdout.split()
    )
    written = run_elsewhere(tmp_path, "-m", "mtl_core", "export", "run", "--format", "labels", "--out", "labels.txt")
    assert written.returncode == 0, written.stderr
    assert "Proved: labels.txt" in written.stderr
