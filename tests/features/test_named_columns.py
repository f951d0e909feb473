"""A table that lacks columns is refused with their names, and with those that may be meant."""

from __future__ import annotations

import pandas as pd
import pytest

from mtl_core.errors import DataError
from mtl_core.features.named_columns import cells, require


def refused(found: list[str], names: list[str]) -> str:
    with pytest.raises(DataError) as caught:
        require(pd.DataFrame(columns=found), names)
    return str(caught.value)


def test_a_table_that_has_all_is_fine() -> None:
    frame = pd.DataFrame({"a": [1], "b": [2]})
    require(frame, ["b", "a"])
    require(frame, [])
    assert cells(frame, "b").tolist() == [2]


@pytest.mark.parametrize(
    ("found", "names", "told"),
    [
        (
            ["a", "b"],
            ["a", "size"],
            'Column "size" is missing from this table, which has "a", "b"; add it, empty if it is unknown.',
        ),
        (
            [],
            ["size"],
            'Column "size" is missing from this table, which has no columns; add it, empty if it is unknown.',
        ),
        (
            ["Living Area", "b"],
            ["living_area"],
            'Column "living_area" (is it "Living Area"?) is missing from this table, which has "Living Area", "b"; add '
            "it, empty if it is unknown.",
        ),
        (
            ["b"],
            ["a", "size", "b"],
            'Columns "a", "size" are missing from this table, which has "b"; add them, empty if unknown.',
        ),
    ],
)
def test_what_is_missing_is_named(found: list[str], names: list[str], told: str) -> None:
    assert refused(found, names) == told


def test_a_column_that_is_asked_for_itself_is_not_meant() -> None:
    assert "is it" not in refused(["size_1", "x"], ["size_1", "size_2"])
    assert '"size_2" (is it "size_1"?)' in refused(["size_1", "x"], ["size_2"])


@pytest.mark.parametrize(("count", "more"), [(20, ""), (23, " and 3 more")])
def test_twenty_columns_are_named_at_most(count: int, more: str) -> None:
    names, found = ([f"{letter}{place:02}" for place in range(count)] for letter in ("missing", "had"))
    told = refused(found, names)
    assert f'"missing19"{more} are missing from this table' in told
    assert told.endswith('"had19"; add them, empty if unknown.')
