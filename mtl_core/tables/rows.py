"""The rows of a file to predict from: all of them, typed, with how the file was read."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq

from mtl_core.errors import DataError
from mtl_core.tables.dataset import rename_columns
from mtl_core.tables.profile import Found
from mtl_core.wording import format_count


@dataclass(frozen=True)
class Rows:
    """Typed columns under their names, one row for each of the file, and all that is known of them."""

    frame: pd.DataFrame
    found: Found


def rows(table: Path, found: Found) -> Rows:
    """What was read into the Parquet file ``table``. Raises DataError where a row could not be read: each gets its
    prediction, so none may be left out."""
    report = found.report
    if report.num_rejected:
        first = report.rejected[0]
        template = "The file has {rows} that cannot be read (the first at line {line:,}: {reason}); correct it first."
        count = format_count(report.num_rejected, "row", "rows")
        raise DataError(template.format(rows=count, line=first.line, reason=first.reason))
    return Rows(rename_columns(pq.read_table(table).to_pandas(), [column.name for column in found.columns]), found)
