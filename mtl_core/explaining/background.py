"""The rows that one row is compared with."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from mtl_core.runs.results import example_rows


def held_rows(bundle: Path) -> pd.DataFrame | None:
    """The rows of the table that a bundle holds to prove itself by, at most 32; None where they were left out."""
    held = example_rows(bundle)
    return None if held is None else pd.DataFrame(held["rows"], columns=held["columns"], dtype=object)
