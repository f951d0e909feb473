"""Reading some bytes in this process, as the intake child would."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd
import pyarrow.parquet as pq
import pytest

from mtl_core.features.column_format import NOTHING_KNOWN, ColumnFormat
from mtl_core.tables.dataset import rename_columns
from mtl_core.tables.intake.reading import read
from mtl_core.tables.profile import ColumnProfile, Found, ReadingOptions


class Table(NamedTuple):
    """What was found, and the values."""

    found: Found
    frame: pd.DataFrame

    def column(self, name: str) -> ColumnProfile:
        return next(column for column in self.found.columns if column.name == name)

    def cells(self, name: str) -> list[Any]:
        """The values of that column, None where missing."""
        return [None if pd.isna(cell) else cell for cell in self.frame[name]]

    def decision(self, field: str) -> Any:
        return next((d.value for d in self.found.report.decisions if d.field == field), None)


Reading = Callable[..., Table]


@pytest.fixture
def reading(tmp_path: Path) -> Reading:
    def run(content: bytes | str, known: Mapping[str, ColumnFormat] = NOTHING_KNOWN, **options: Any) -> Table:
        source, target = tmp_path / "source", tmp_path / "table.parquet"
        source.write_bytes(content.encode() if isinstance(content, str) else content)
        found = read(source, target, ReadingOptions(**options), tmp_path, known)
        return Table(
            found, rename_columns(pq.read_table(target).to_pandas(), [column.name for column in found.columns])
        )

    return run
