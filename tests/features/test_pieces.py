"""The pieces that a number is cut into: where they begin and end, and that nothing else has any."""

from __future__ import annotations

import json
from itertools import pairwise

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mtl_core.errors import DataError
from mtl_core.experiment import parse_experiment
from mtl_core.features.column_format import ColumnFormat
from mtl_core.features.columns.numeric import NumericColumn
from mtl_core.features.fit import fit
from mtl_core.features.learned_state import from_plain, to_plain
from mtl_core.features.pieces import most_pieces, quantile_edges
from mtl_core.features.space import ENCODERS

AS_WRITTEN = ColumnFormat()
MOST = 64


def in_pieces(cells: list[float]) -> NumericColumn:
    values = pd.Series(cells, dtype=float)
    return NumericColumn.fit("x", values, AS_WRITTEN).in_pieces(values, MOST)


def test_pieces_hold_as_many_rows_each() -> None:
    cells = np.random.default_rng(0).lognormal(size=800).tolist()
    column = in_pieces(cells)
    inside = column.encode(pd.Series(cells))[:, 0]
    counts = np.histogram(inside, column.edges)[0]
    assert len(counts) > 10
    assert counts.max() - counts.min() <= 4  # an edge has three digits, and may pass a row or two


def test_few_distinct_values_are_edges_themselves() -> None:
    column = in_pieces([1.0, 2.0, 4.0] * 30)
    assert column.edges == pytest.approx(np.unique(column.encode(pd.Series([1.0, 2.0, 4.0]))), abs=1e-3)


@pytest.mark.parametrize(
    "cells",
    [[], [np.nan] * 9, [5.0] * 99, [5.0, np.nan] * 50, [0.0, 1.0] * 50, [1.0, 2.0, 3.0], [0.0, 1e-300, 2e-300] * 50],
    ids=["none", "missing", "constant", "one value", "two values", "few rows", "one value for a network"],
)
def test_what_has_no_bends_to_follow_stays_one_value(cells: list[float]) -> None:
    if len(set(cells)) == 3 and max(cells) < 1e-200:
        assert in_pieces(cells).scale == 0
    assert in_pieces(cells).edges == ()


@given(st.lists(st.floats(), max_size=200).map(lambda cells: cells * 3))
@settings(max_examples=100, deadline=None)
def test_edges_ascend_within_the_training_rows_whatever_comes(cells: list[float]) -> None:
    column = in_pieces(cells)
    assert len(column.edges) != 1
    assert all(one < other for one, other in pairwise(column.edges))
    if column.edges:
        encoded = column.encode(pd.Series(cells))[:, 0]
        assert column.edges[0] >= encoded.min() - 1e-3  # edges have three digits
        assert column.edges[-1] <= encoded.max() + 1e-3
    assert from_plain(NumericColumn, json.loads(json.dumps(to_plain(column)))) == column


def test_values_are_the_same_with_pieces_and_without() -> None:
    cells = pd.Series([*range(50), np.nan], dtype=float)
    column = NumericColumn.fit("x", cells, AS_WRITTEN)
    np.testing.assert_array_equal(column.in_pieces(cells, MOST).encode(cells), column.encode(cells))


@pytest.mark.parametrize("kind", sorted(ENCODERS.keys() - {"pieces", "numeric"}))
def test_other_kinds_have_no_pieces(kind: str) -> None:
    cells = pd.Series([str(2000 + place) for place in range(60)], dtype=object)
    if kind == "yes_no":
        cells = pd.Series(["yes", "no"] * 30, dtype=object)
    column = ENCODERS[kind].fit("x", cells, AS_WRITTEN)
    assert column.in_pieces(cells, MOST) is column
    assert column.edges == ()


@pytest.mark.parametrize("edges", [[0.0], [0.0, 1.0], [0.0, 0.0, 1.0], [0.0, 2.0, 1.0]])
def test_damaged_edges_are_refused(edges: list[float]) -> None:
    plain = to_plain(NumericColumn.fit("x", pd.Series([1.0, 2.0, 3.0]), AS_WRITTEN))
    with pytest.raises(DataError, match=r'column "x" is damaged: the edges of its pieces do not ascend'):
        from_plain(NumericColumn, {**plain, "edges": edges})


@pytest.mark.parametrize(
    ("rows", "columns", "pieces"), [(400, 5, 10), (1_000, 5, 16), (3_000, 5, 40), (9_000, 5, 64), (9_000, 32, 32)]
)
def test_more_rows_make_more_pieces_as_far_as_a_network_can_take_them(rows: int, columns: int, pieces: int) -> None:
    values = np.random.default_rng(0).normal(size=rows)
    assert len(quantile_edges(values, most_pieces(columns))) == pieces + 1


def test_of_many_columns_each_has_some_pieces_and_none_has_many() -> None:
    assert [most_pieces(columns) for columns in (0, 1, 16, 64, 1_000)] == [64, 64, 64, 16, 16]


@pytest.mark.parametrize(("columns", "pieces"), [(1, 64), (32, 32)])
def test_a_table_gets_as_many_as_its_columns_leave_room_for(columns: int, pieces: int) -> None:
    names = [f"x{place}" for place in range(columns)]
    random = np.random.default_rng(0)
    frame = pd.DataFrame({name: random.normal(size=6_000) for name in [*names, "y"]})
    told = {name: {"kind": "numeric"} for name in frame}
    asked = {"columns": told, "tasks": [{"column": "y", "kind": "regression"}], "numbers": {"embedding": "piecewise"}}
    assert {len(column.edges) - 1 for column in fit(frame, parse_experiment(asked)).columns} == {pieces}
