"""Memory that training takes on a large table: 1 million rows × 50 inputs, two tasks."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
import pandas as pd

from benchmarks.report import largest_child, publish, table

_ROWS, _INPUTS = 1_000_000, 50


def main() -> None:
    """Measure the command line from the file to the bundle and publish."""
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "large.parquet"
        _write(source)
        command = [sys.executable, "-m", "mtl_core", "train", str(source), "--target", "risk:binary"]
        command += ["--target", "cost:regression", "--set", "training.epochs=2", "--set", "training.batch_size=1024"]
        subprocess.run([*command, "--out", str(Path(folder) / "out")], check=True)
    peak = largest_child()
    row = (f"{_ROWS:,} rows × {_INPUTS} inputs, 2 tasks, 2 epochs", f"{peak:.2f} GB", "≤ 4 GB")
    text = table(("what", "largest process", "goal"), [row])
    publish("memory", "Memory", text)


def _write(path: Path) -> None:
    random = np.random.default_rng(0)
    frame = pd.DataFrame({f"x{number}": random.normal(size=_ROWS).round(4) for number in range(_INPUTS)})
    signal = frame["x0"] - frame["x1"] * frame["x2"]
    frame["risk"] = np.where(signal + random.normal(size=_ROWS) > 1, "yes", "no")
    frame["cost"] = (10 * signal + random.normal(size=_ROWS)).round(3)
    frame.to_parquet(path, index=False)


if __name__ == "__main__":
    main()
