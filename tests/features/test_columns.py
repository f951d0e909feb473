"""One contract for every column encoder, over nasty cells."""

import json
from datetime import datetime
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mtl_core.errors import DataError, ExperimentError
from mtl_core.features.column_encoder import ColumnEncoder
from mtl_core.features.column_format import ColumnFormat
from mtl_core.features.columns.category import CategoryColumn
from mtl_core.features.columns.date import DateColumn
from mtl_core.features.columns.numeric import NumericColumn
from mtl_core.features.columns.yes_no import YesNoColumn
from mtl_core.features.learned_state import from_plain, to_plain
from mtl_core.features.space import ENCODERS

AS_WRITTEN = ColumnFormat()
CELLS = st.one_of(
    st.none(),
    st.booleans(),
    st.floats(),
    st.integers(-(2**63), 2**63 - 1),
    st.text(max_size=5),
    st.sampled_from(["1e308", "-1e308", "inf", "nan", "yes", "No", "2020-02-29", "31/12/1999 23:59", "1.234,5", "٣"]),
    st.datetimes(datetime(1, 1, 1), datetime(9999, 12, 31)),
)
TYPED = st.one_of(
    st.lists(st.floats(), max_size=30),
    st.lists(st.floats(width=16), max_size=30),
    st.lists(st.sampled_from([0.0, 1e-320, -1e308, 1e308, float("inf"), float("nan")]), max_size=30),
    st.lists(st.sampled_from(["a", "b", "yes", "no", "1", None]), max_size=30),
    st.lists(CELLS, max_size=30),
)
KINDS = pytest.mark.parametrize("kind", sorted(ENCODERS.keys() - {"pieces"}))  # those need a pretrained encoder


def series(cells: list[Any]) -> "pd.Series[Any]":
    return pd.Series(cells, dtype=object) if not all(isinstance(cell, float) for cell in cells) else pd.Series(cells)


def fitted(kind: str, cells: "pd.Series[Any]") -> ColumnEncoder | None:
    """The encoder, or None where the cells are refused or tell nothing."""
    try:
        column = ENCODERS[kind].fit("x", cells, AS_WRITTEN)
    except ExperimentError:
        return None
    return column if column.numbers or column.vocabulary or column.length else None


@KINDS
@given(train=TYPED, later=TYPED)
@settings(max_examples=150, deadline=None)
def test_encoded_cells_are_finite_and_in_range_whatever_comes(kind: str, train: list[Any], later: list[Any]) -> None:
    column = fitted(kind, series(train))
    for cells in (series(train), series(later)) if column else ():
        encoded = column.encode(cells)
        if column.length:
            assert encoded.shape == (len(cells), column.length)
            assert ((encoded >= 0) & (encoded < column.tokens)).all()
        elif column.vocabulary:
            assert encoded.shape == (len(cells), 1)
            assert ((encoded >= 0) & (encoded < column.vocabulary)).all()
        else:
            assert encoded.shape == (len(cells), column.numbers)
            assert (np.abs(encoded.astype(np.float32)) <= 3).all()  # no NaN either


@KINDS
@given(train=TYPED)
@settings(max_examples=60, deadline=None)
def test_state_survives_json(kind: str, train: list[Any]) -> None:
    column = fitted(kind, series(train))
    if column is not None:
        text = json.dumps(to_plain(column), allow_nan=False)
        assert from_plain(type(column), json.loads(text)) == column


@KINDS
@pytest.mark.parametrize("cells", [[], [None] * 9, ["x"] * 9, [5.0] * 9], ids=["none", "missing", "text", "number"])
def test_column_that_tells_nothing_has_no_width(kind: str, cells: list[Any]) -> None:
    column = ENCODERS[kind].fit("x", series(cells), AS_WRITTEN)
    assert (column.numbers, column.vocabulary, column.length) == (0, 0, 0)


def test_number_is_scaled_by_median_and_quartiles_and_clipped_smoothly() -> None:
    column = NumericColumn.fit("x", pd.Series([0.0, 1.0, 2.0, 3.0, 4.0]), AS_WRITTEN)
    assert (column.center, column.scale, column.missing) == (2.0, 2.0, False)
    found = column.encode(pd.Series([2.0, 4.0, 1e9, -1e308, np.nan]))[:, 0]
    assert found == pytest.approx([0, 1 / np.sqrt(1 + 1 / 9), 3, -3, 0])


def test_number_that_is_mostly_the_same_is_scaled_by_its_deviation() -> None:
    cells = pd.Series([0.0] * 9 + [10.0])
    assert NumericColumn.fit("x", cells, AS_WRITTEN).scale == cells.std(ddof=0)


def test_infinity_is_missing_and_has_an_indicator_only_if_it_was_there_in_training() -> None:
    cells = pd.Series([1.0, 2.0, np.inf])
    assert NumericColumn.fit("x", cells, AS_WRITTEN).encode(cells)[:, 1].tolist() == [0, 0, 1]
    assert NumericColumn.fit("x", cells[:2], AS_WRITTEN).encode(cells).shape == (3, 1)


def test_constant_number_leaves_its_indicator_alone() -> None:
    column = NumericColumn.fit("x", pd.Series([7.0, 7.0, np.nan]), AS_WRITTEN)
    assert column.encode(pd.Series([7.0, 1e9, np.nan])).tolist() == [[0], [0], [1]]


def test_category_tells_missing_unseen_and_rare() -> None:
    column = CategoryColumn.fit("x", pd.Series(["b", "b", "b", "a", "a", "once", None]), AS_WRITTEN)
    assert column.labels == ("b", "a")
    assert column.encode(pd.Series(["a", "b", "new", "once", None, " a "]))[:, 0].tolist() == [3, 2, 1, 1, 0, 3]
    assert (column.vocabulary, column.embedding) == (4, 3)


def test_category_keeps_the_commonest_labels_up_to_a_limit() -> None:
    cells = pd.Series([f"l{place}" for place in range(1500) for _ in range(3 if place >= 1499 else 2)])
    column = CategoryColumn.fit("x", cells, AS_WRITTEN)
    assert (len(column.labels), column.labels[0], column.embedding) == (1000, "l1499", 16)


@pytest.mark.parametrize(
    ("train", "later", "expected"),
    [
        (["yes", "no", "Yes"], ["YES", "true", "n", "maybe", None], [1, 1, -1, 0, 0]),
        (["male", "female"], ["male", "female", "Male", None], [1, -1, 0, 0]),
        ([1.0, 0.0, 1.0], ["1", "0", 1, 2], [1, -1, 1, 0]),
        ([2.0, 1.0], ["2", "1.0", 1], [1, -1, -1]),
        ([True, False], ["true", "FALSE", True, "yes"], [1, -1, 1, 1]),
    ],
    ids=["words", "labels", "flags", "numbers", "truth"],
)
def test_yes_no_is_minus_one_or_one(train: list[Any], later: list[Any], expected: list[int]) -> None:
    column = YesNoColumn.fit("x", pd.Series(train), AS_WRITTEN)
    assert column.encode(pd.Series(later, dtype=object))[:, 0].tolist() == expected


def test_yes_no_of_three_labels_is_refused() -> None:
    with pytest.raises(ExperimentError, match=r'"x" cannot be read as yes-no: expected two values, received 3'):
        YesNoColumn.fit("x", pd.Series(["a", "b", "c"]), AS_WRITTEN)


def test_date_gives_only_what_varies() -> None:
    years = pd.Series(pd.to_datetime(["2000-01-01", "2001-01-01", "2002-01-01", "2003-01-01"]))
    days = pd.Series(pd.date_range("2024-01-01", periods=60, freq="D"))
    hours = pd.Series(pd.date_range("2024-01-01", periods=60, freq="h"))
    cycles = [DateColumn.fit("x", cells, AS_WRITTEN).cycles for cells in (years, days, hours)]
    assert cycles == [("weekday",), ("month", "weekday"), ("month", "weekday", "hour")]


def test_date_cycles_come_round() -> None:
    cells = pd.Series(pd.date_range("2024-01-01", "2024-12-31 23:00", freq="h"))
    column = DateColumn.fit("x", cells, AS_WRITTEN)
    later = pd.Series(["2023-01-01", "2023-12-31 23:59:59", "2024-07-02 12:00", None])
    year, month_sin, month_cos, _, _, hour_sin, hour_cos = column.encode(later).T
    assert [month_sin[0], month_cos[0]] == [0, 1]
    assert month_cos[1] == pytest.approx(1, abs=1e-3)
    assert month_cos[2] == pytest.approx(-1, abs=1e-3)
    assert [hour_sin[2], hour_cos[2]] == pytest.approx([0, -1])
    assert year[0] < year[1] < year[2]
    assert [part[3] for part in (year, month_sin, month_cos, hour_cos)] == [0, 0, 0, 0]


def test_dates_of_all_years_have_a_place() -> None:
    cells = pd.Series(["0001-01-01", "1969-12-31", "9999-12-31 23:59"])
    year = DateColumn.fit("x", cells, AS_WRITTEN).encode(cells)[:, 0]
    assert year[0] < year[1] < year[2]


@pytest.mark.parametrize("broken", [{"scale": float("nan")}, {"scale": "1"}, {"extra": 1}, {"missing": 1}])
def test_damaged_state_is_refused(broken: dict[str, Any]) -> None:
    state = to_plain(NumericColumn.fit("x", pd.Series([1.0, 2.0]), AS_WRITTEN))
    with pytest.raises(DataError, match="NumericColumn must hold name, format, center, scale, missing"):
        from_plain(NumericColumn, {**state, **broken})


@pytest.mark.parametrize(
    "broken", [{"decimal": ""}, {"decimal": ",", "thousands": ","}, {"date": "%Y%Y"}, {"storage": "pickle"}]
)
def test_impossible_format_is_refused(broken: dict[str, str]) -> None:
    with pytest.raises(DataError, match="must have two different marks and a known date format"):
        ColumnFormat(**broken)


def test_label_that_stands_twice_in_a_state_is_refused() -> None:
    with pytest.raises(DataError, match='column "x" is damaged'):
        CategoryColumn("x", AS_WRITTEN, ("a", "a"))


def held(*cells: Any) -> "pd.Series[Any]":
    return pd.Series(list(cells), dtype=object)


@pytest.mark.parametrize(
    ("kind", "train", "later", "unread"),
    [
        ("numeric", ["1", "2.5", "NA"], ["3", "abc", "n.a.", "k.A.", None, " ", "-"], [1]),
        ("numeric", [1.0, 2.5], ["3", "abc", None], [1]),
        ("date", ["2024-01-31", "2024-02-01"], ["2024-02-30", "2024-01-01", "soon", "unknown", ""], [0, 2]),
        ("yes_no", ["yes", "no", "no"], ["YES", "maybe", "NA", None], [1]),
        ("yes_no", [True, False], ["true", "maybe", "?"], [1]),
        ("category", [1, 2, 2, 1], ["1", "abc", "NA", "7"], [1]),
        ("category", ["a", "b", "a", "b"], ["a", "abc", "NA", "7"], []),
        ("text", ["some words", "more words"], ["abc", "NA", "7"], []),
    ],
)
def test_a_cell_that_is_not_read_is_told_from_one_that_is_missing(
    kind: str, train: list[Any], later: list[Any], unread: list[int]
) -> None:
    column = ENCODERS[kind].fit("x", held(*train), AS_WRITTEN)
    assert list(np.flatnonzero(column.unread(held(*later)))) == unread


def test_labels_that_training_did_not_show_are_unseen() -> None:
    column = CategoryColumn.fit("x", held("a", "b", "a", "b", "rare"), AS_WRITTEN)
    assert list(column.unseen(held("a", "violet", None, "rare"))) == [False, True, False, True]


def test_numbers_and_dates_beyond_the_training_rows_are_out_of_range() -> None:
    numbers = NumericColumn.fit("x", held("1", "5", None), AS_WRITTEN)
    assert list(numbers.out_of_range(held("0.9", "1", "5", "5.1", "abc", None))) == [
        True,
        False,
        False,
        True,
        False,
        False,
    ]
    days = DateColumn.fit("x", held("2024-01-31", "2024-03-01"), AS_WRITTEN)
    assert list(days.out_of_range(held("2024-01-30", "2024-01-31", "2025-01-01", None))) == [True, False, True, False]


@KINDS
@given(train=TYPED, later=TYPED)
@settings(max_examples=60, deadline=None)
def test_what_is_said_of_cells_has_a_value_per_row_and_no_contradiction(
    kind: str, train: list[Any], later: list[Any]
) -> None:
    column = fitted(kind, series(train))
    if column is not None:
        rows = series(later)
        unread, unseen, beyond = column.unread(rows), column.unseen(rows), column.out_of_range(rows)
        assert unread.shape == unseen.shape == beyond.shape == (len(rows),)
        assert not (unread & (unseen | beyond)).any()
        assert not column.out_of_range(series(train)).any()


def test_states_of_before_ranges_were_learnt_still_load() -> None:
    state = to_plain(NumericColumn.fit("x", held("1", "5"), AS_WRITTEN))
    old = {name: value for name, value in state.items() if name not in ("low", "high")}
    column = from_plain(NumericColumn, old)
    assert not column.out_of_range(held("9")).any()


@pytest.mark.parametrize(
    ("kind", "train", "seen", "typical"),
    [
        ("numeric", [1, 2007, 2.5], "1 to 2007", 2.5),
        ("numeric", [True, True, False], "0 to 1", True),
        ("numeric", [False, True, False], "0 to 1", False),
        ("date", ["2024-01-01", "2024-02-29", "2025-12-31"], "2024-01-01 to 2025-12-31", pd.Timestamp("2024-02-29")),
        ("date", ["1969-07-20", "1999-12-31", "2000-01-01"], "1969-07-20 to 2000-01-01", pd.Timestamp("1999-12-31")),
        ("category", ["b", "a", "b", "a", "b"], "b, a", "b"),
        ("category", [f"c{n}" for n in range(8) for _ in "ab"], "c0, c1, c2, c3, c4, c5, c6, c7", "c0"),
        (
            "category",
            [f"c{n}" for n in range(9) for _ in "ab"],
            "c0, c1, c2, c3, c4, c5, c6, c7 … (9 in all)",
            "c0",
        ),
        ("yes_no", ["yes", "no", "yes"], "words for yes and no", "yes"),
        ("yes_no", ["m", "f", "m"], "f, m", "m"),
        ("yes_no", ["m", "f"], "f, m", "f"),
    ],
)
def test_what_training_rows_showed_is_told_in_a_few_words(kind: str, train: list[Any], seen: str, typical: Any) -> None:
    column = ENCODERS[kind].fit("x", held(*train), AS_WRITTEN)
    assert (column.seen, column.typical) == (seen, typical)


def test_of_missing_cells_alone_nothing_is_told() -> None:
    for kind in ("numeric", "date"):
        column = ENCODERS[kind].fit("x", held(None, None), AS_WRITTEN)
        assert column.seen == ""
        assert not column.out_of_range(held("1", "2024-01-01")).any()
    assert CategoryColumn.fit("x", held("a", "b"), AS_WRITTEN).typical is None  # each stands once


@pytest.mark.parametrize(
    ("kind", "train", "told"),
    [
        ("numeric", ["1", "2"], 'decimal sign ".", thousands sign ",", words such as NA mean missing'),
        ("date", ["2024-01-01", "2024-01-02"], "as YYYY-MM-DD, words such as NA mean missing"),
        ("yes_no", ["yes", "no"], "any word for yes or no, in any case"),
        ("yes_no", ["m", "f"], "as written"),
        ("category", ["a", "b"], "as written"),
        ("category", [1, 2], 'decimal sign ".", thousands sign ",", words such as NA mean missing'),
    ],
)
def test_how_cells_are_read_is_told(kind: str, train: list[Any], told: str) -> None:
    assert ENCODERS[kind].fit("x", held(*train), AS_WRITTEN).told == told


@pytest.mark.parametrize(("labels", "vocabulary", "length"), [(2, 4, 3), (10, 12, 6), (58, 60, 16), (500, 502, 16)])
def test_a_label_has_a_vector_that_grows_with_their_number_up_to_16(labels: int, vocabulary: int, length: int) -> None:
    column = CategoryColumn.fit("x", held(*[f"c{n}" for n in range(labels) for _ in "ab"]), AS_WRITTEN)
    assert (column.vocabulary, column.embedding) == (vocabulary, length)


@pytest.mark.parametrize("kind", ["numeric", "date"])
def test_texts_become_what_the_kind_asks_for_and_typed_cells_stay(kind: str) -> None:
    cells = pd.Series(["2024-01-02", "5", None], index=[4, 5, 6], dtype="str")
    found = ENCODERS[kind].convert(cells, ColumnFormat(date="%Y-%m-%d"))
    known = {"numeric": [5], "date": [4]}[kind]
    assert found.dropna().index.tolist() == known
    assert found.index.tolist() == [4, 5, 6]
    assert pd.api.types.is_numeric_dtype(found) if kind == "numeric" else pd.api.types.is_datetime64_dtype(found)
    numbers = pd.Series([1.0, 2.0])
    assert ENCODERS[kind].convert(numbers, AS_WRITTEN) is numbers
