"""A format that the product does not have: one file makes it, and no other file is touched."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

ROOT = Path(__file__).parent.parent
NEW = ROOT / "tests" / "new_kinds" / "format" / "labels.py"


def run(house: Path, *words: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(house), "TF_CPP_MIN_LOG_LEVEL": "3"}
    command = [sys.executable, "-m", "mtl_core", *words]
    return subprocess.run(command, cwd=house, env=environment, capture_output=True, text=True, check=False)


@pytest.mark.engine
def test_new_format_goes_into_the_bundle_the_card_and_the_command_line(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "mtl_core", tmp_path / "mtl_core", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(NEW, tmp_path / "mtl_core" / "exporting" / "members")
    x = np.random.default_rng(0).normal(size=100)
    pd.DataFrame({"x": x, "y": x > 0}).to_csv(tmp_path / "t.csv", index=False)
    trained = run(tmp_path, "train", "t.csv", "--target", "y", "--set", "training.epochs=1", "--out", "run")
    assert trained.returncode == 0, trained.stderr
    with zipfile.ZipFile(tmp_path / "run" / "bundle.zip") as bundle:
        assert bundle.read("labels.txt") == b"y\tbinary\n"
        assert "| labels.txt | the tasks by their names |" in bundle.read("README.md").decode()
    assert "labels: the tasks by their names" in " ".join(run(tmp_path, "export", "--help").stdout.split())
    written = run(tmp_path, "export", "run", "--format", "labels", "--out", "labels.txt")
    assert written.returncode == 0, written.stderr
    assert "Proved: labels.txt" in written.stderr
