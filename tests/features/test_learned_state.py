"""Whatever field of a learnt state is absurd though of the right type, reading it is refused in one sentence.

Fields and their classes are found by themselves.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from typing import Any

import pandas as pd
import pytest

from mtl_core.errors import DataError
from mtl_core.experiment import Experiment
from mtl_core.features.column_format import ColumnFormat
from mtl_core.features.fit import fit
from mtl_core.features.learned_state import LONGEST_TEXT, MOST_ITEMS
from mtl_core.features.space import FeatureSpace

ABSURD = {
    "str": "x" * (LONGEST_TEXT + 1),
    "str | None": "x" * (LONGEST_TEXT + 1),
    "tuple[str, ...]": ["x"] * (MOST_ITEMS + 1),
    "tuple[str, ...] | None": ["x"] * (MOST_ITEMS + 1),
    "tuple[float, ...]": [0.5] * (MOST_ITEMS + 1),
    "float": 10**400,
    "float | None": 10**400,
}
"""By a field's annotation, what no table can have taught; numbers of a whole kind are checked by what they mean."""
ODD_FORMATS: dict[str, list[Any]] = {
    "unit": ["x" * 41],
    "missing": [["x"] * 100, ["x" * 41]],
    "missing_numbers": [[1.0] * 21],
    "spellings": [["x"] * 1_001],
    "decimal": ["..", ""],
    "thousands": ["..", "."],
    "date": ["%x"],
    "storage": ["cells"],
}


def states(data: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[tuple[Any, ...], dict[str, Any]]]:
    """Every state of a space as plain data with its place, the formats within others included."""
    for group in ("columns", "targets", "left_out"):
        for place, state in enumerate(data[group]):
            yield (group, place), state
            yield from (((group, place, name), state[name]) for name in state if isinstance(state[name], dict))


def changed(data: dict[str, Any], path: tuple[Any, ...], value: Any) -> dict[str, Any]:
    """The data with another value at one place."""
    if not path:
        return value
    step, rest = path[0], path[1:]
    if isinstance(data, list):
        return [changed(item, rest, value) if place == step else item for place, item in enumerate(data)]
    return {**data, step: changed(data[step], rest, value)}


@pytest.fixture(scope="module")
def learnt(table: pd.DataFrame, experiment: Experiment) -> dict[str, Any]:
    return fit(table, experiment).to_dict()


def owner(space: FeatureSpace, path: tuple[Any, ...]) -> Any:
    """The state at that place."""
    found = getattr(space, path[0])[path[1]]
    return getattr(found, path[2]) if len(path) > 2 else found


def test_absurd_fields_are_refused(learnt: dict[str, Any]) -> None:
    space = FeatureSpace.from_dict(learnt)
    tried = set()
    for path, _ in states(learnt):
        for field in fields(owner(space, path)):
            if field.type in ABSURD:
                with pytest.raises(DataError) as refusal:
                    FeatureSpace.from_dict(changed(learnt, (*path, field.name), ABSURD[str(field.type)]))
                assert "\n" not in str(refusal.value)
                tried.add(field.name)
    assert {"unit", "missing", "missing_numbers", "spellings", "labels", "words", "classes", "mean"} <= tried


@pytest.mark.parametrize("field", [field.name for field in fields(ColumnFormat) if field.type != "bool"])
def test_absurd_formats_are_refused(field: str, learnt: dict[str, Any]) -> None:
    """Every field of a format that is no truth value is bounded by itself, long before the bounds of all states."""
    for path, state in states(learnt):
        if field in state:
            for value in ODD_FORMATS[field]:
                with pytest.raises(DataError):
                    FeatureSpace.from_dict(changed(learnt, (*path, field), value))
