"""Check that this bundle predicts here what it predicted where it was made: python verify.py"""

from __future__ import annotations

import json
import runpy
import sys
from pathlib import Path
from typing import Any

import pandas as pd

HERE = Path(__file__).resolve().parent
TOLERANCE = 1e-5  # of probabilities, and of numbers relative to their size


def difference(expected: Any, found: Any) -> float:
    """How far two answers are apart: numbers relative to their size, labels 0 or infinity."""
    if isinstance(expected, float):
        return abs(expected - float(found)) / max(1.0, abs(expected))
    return 0.0 if expected == found else float("inf")


def main() -> int:
    """Print how many rows agree; 0 if all do, 1 if not, 2 if there are none to compare with."""
    if not (HERE / "expected.json").is_file():
        print("There is nothing to compare with: this bundle was given away without example rows (expected.json).")
        return 2
    proof = json.loads((HERE / "expected.json").read_text(encoding="utf-8"))
    found = runpy.run_path(str(HERE / "predict.py"))["predict"](
        pd.DataFrame(proof["rows"], columns=proof["columns"], dtype=object)
    )
    rows = [
        max(map(difference, expected, row))
        for expected, row in zip(proof["predictions"], found.itertuples(index=False, name=None), strict=True)
    ]
    same = sum(worst <= TOLERANCE for worst in rows)
    print(f"verified: {same}/{len(rows)} predictions identical (max diff {max(rows, default=0.0):.0e})")
    return 0 if same == len(rows) and list(found.columns) == proof["answers"] else 1


if __name__ == "__main__":
    sys.exit(main())
