"""Cells as JSON can hold them."""

from __future__ import annotations

import datetime
import json

import numpy as np
import pandas as pd
import pytest

from mtl_core.exporting.cells import as_json, as_json_rows


@pytest.mark.parametrize(
    ("cell", "held"),
    [
        ("text", "text"),
        (np.int64(3), 3),
        (np.float32(0.5), 0.5),
        (True, True),
        (np.bool_(False), False),
        (None, None),
        (np.nan, None),
        (pd.NA, None),
        (pd.NaT, None),
        (np.inf, None),
        (-np.inf, None),
        (np.float32("inf"), None),
        (pd.Timestamp("2024-02-29"), "2024-02-29 00:00:00"),
        (pd.Timestamp("2024-02-29 10:30"), "2024-02-29 10:30:00"),
        (np.datetime64("2024-02-29"), "2024-02-29 00:00:00"),
        (datetime.date(2024, 2, 29), "2024-02-29 00:00:00"),
        (datetime.timedelta(days=1), "1 day, 0:00:00"),
    ],
)
def test_each_cell_is_a_text_a_number_true_false_or_nothing(cell: object, held: object) -> None:
    frame = pd.DataFrame({"x": pd.Series([cell], dtype=object)})
    found = as_json(frame)["x"][0]
    assert found == held
    assert type(found) is type(held)
    assert as_json_rows(frame) == [[held]]
    assert json.loads(json.dumps(as_json_rows(frame), allow_nan=False)) == [[held]]


def test_rows_keep_columns_that_bear_one_name() -> None:
    frame = pd.DataFrame([[1, "a", 2.5], [2, "b", np.nan]], columns=["x", "y", "x"])
    assert as_json_rows(frame) == [[1, "a", 2.5], [2, "b", None]]
