"""``expected.json``: rows with the predictions made where the bundle was made, for ``verify.py`` to make again."""

from __future__ import annotations

import json
from collections.abc import Mapping

from mtl_core.exporting.cells import as_json_rows
from mtl_core.exporting.members.member import Export, Member
from mtl_core.runs.results import EXAMPLE_ROWS


class ExampleRows(Member):
    """Rows of the table as they are, and the answers about them."""

    name = EXAMPLE_ROWS
    purpose = "rows of the table, and what the network answered about them"
    rank = 4

    def write(self, export: Export) -> Mapping[str, bytes]:
        """Columns, rows, and the columns and rows of the answers."""
        predictions = export.trained.predict(export.rows)
        content = {
            "columns": list(export.rows.columns),
            "rows": export.rows.to_numpy().tolist(),
            "answers": list(predictions.columns),
            "predictions": as_json_rows(predictions),
        }
        return {self.name: json.dumps(content, ensure_ascii=False, allow_nan=False).encode()}


MEMBER = ExampleRows()
