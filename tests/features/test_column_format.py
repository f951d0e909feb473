"""How a column's cells are written: what its format makes of them, and how it says so."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

from mtl_core.errors import DataError
from mtl_core.features.column_format import AS_WRITTEN, MOST_SPELLINGS, ColumnFormat


def texts(*cells: str | None) -> pd.Series[Any]:
    return pd.Series(cells, dtype=object)


@pytest.mark.parametrize(
    ("format", "style"),
    [
        (ColumnFormat(), (".", ",")),
        (ColumnFormat(decimal=","), (",", ".")),
        (ColumnFormat(thousands=" "), (".", " ")),
        (ColumnFormat(decimal=",", thousands=""), (",", "")),
        (ColumnFormat(decimal="'"), ("'", "")),
    ],
)
def test_the_sign_between_thousands_is_the_one_that_is_not_decimal(
    format: ColumnFormat, style: tuple[str, str]
) -> None:
    assert format.style == style


@pytest.mark.parametrize(
    ("format", "told"),
    [
        (ColumnFormat(), 'decimal sign ".", thousands sign ",", words such as NA mean missing'),
        (
            ColumnFormat(decimal=",", thousands="", unit="kg", missing_numbers=(-999.0, 1.5)),
            'decimal sign ",", unit "kg" left out, -999 means missing, 1.5 means missing, '
            "words such as NA mean missing",
        ),
    ],
)
def test_how_numbers_are_read_is_told(format: ColumnFormat, told: str) -> None:
    assert format.describe_numbers() == told
    assert ColumnFormat(**{**vars(format), "storage": "number"}).describe_labels() == told


@pytest.mark.parametrize(
    ("format", "told"),
    [
        (ColumnFormat(), "as DD/MM/YYYY where day and month could be exchanged, words such as NA mean missing"),
        (
            ColumnFormat(day_first=False),
            "as MM/DD/YYYY where day and month could be exchanged, words such as NA mean missing",
        ),
        (ColumnFormat(date="%Y-%m-%d", day_first=False), "as YYYY-MM-DD, words such as NA mean missing"),
    ],
)
def test_how_dates_are_read_is_told(format: ColumnFormat, told: str) -> None:
    assert format.describe_dates() == told
    assert ColumnFormat(**{**vars(format), "storage": "date"}).describe_labels() == told


@pytest.mark.parametrize(
    ("format", "told"),
    [
        (ColumnFormat(), "as written"),
        (ColumnFormat(storage="boolean"), "words for yes and no in any case"),
        (ColumnFormat(missing=("na",)), 'as written, "na" means missing'),
        (
            ColumnFormat(missing=("na", "-"), spellings=("Rome",)),
            'as written, labels that differ in capitals alone as one, "na", "-" mean missing',
        ),
    ],
)
def test_how_labels_are_read_is_told(format: ColumnFormat, told: str) -> None:
    assert format.describe_labels() == told


def test_numbers_that_mean_missing_are_missing_and_no_fault() -> None:
    format = ColumnFormat(missing_numbers=(-999.0,))
    cells = texts("1", "-999", "-999.0", "many", "NA", " ", None)
    assert np.isnan(format.numbers(cells)).tolist() == [False, True, True, True, True, True, True]
    assert format.unread_numbers(cells).tolist() == [False, False, False, True, False, False, False]
    stored = pd.Series([1.0, -999.0], index=[7, 8])
    assert format.convert(stored).isna().to_dict() == {7: False, 8: True}
    assert AS_WRITTEN.convert(stored) is stored


def test_words_for_missing_of_a_column_say_nothing() -> None:
    format = ColumnFormat(missing=("keine", "x"))
    assert format.labels(texts("Keine", "X", "xx", None)).tolist() == [None, None, "xx", None]
    assert ColumnFormat(storage="number", missing=("x",)).unread_labels(texts("X", "y", "3")).tolist() == [
        False,
        True,
        False,
    ]
    assert AS_WRITTEN.unread_labels(texts("NA", "anything")).tolist() == [False, False]


def test_labels_that_differ_in_capitals_alone_are_one_where_that_is_asked() -> None:
    format = ColumnFormat(spellings=("Rome", "Oslo"))
    assert format.labels(texts("ROME", "rome", "Lima", None)).tolist() == ["Rome", "Rome", "Lima", None]
    assert format.convert(pd.Series(["ROME", "oslo"], index=[3, 4])).to_dict() == {3: "Rome", 4: "Oslo"}
    assert AS_WRITTEN.labels(texts("ROME", "rome")).tolist() == ["ROME", "rome"]
    words = ColumnFormat(spellings=("yes", "no"))
    assert words.labels(texts("Y", "TRUE", "n", "maybe")).tolist() == ["yes", "yes", "no", "maybe"]


@pytest.mark.parametrize(
    ("cells", "storage"),
    [
        (pd.Series([True, False]), "boolean"),
        (pd.Series([1, 2]), "number"),
        (pd.Series([1.5, np.nan]), "number"),
        (pd.Series(["1", "2"], dtype=object), "text"),
        (pd.to_datetime(pd.Series(["2024-01-01"])), "date"),
        (pd.Series([None, None], dtype=object), "text"),
    ],
)
def test_a_format_learns_of_which_type_cells_are(cells: pd.Series[Any], storage: str) -> None:
    assert AS_WRITTEN.learn(cells).storage == storage


def test_a_date_format_is_learnt_of_texts_alone_and_stays_where_it_is_known() -> None:
    cells = texts("31.12.2024", "01.02.2024")
    assert AS_WRITTEN.learn(cells).date is None
    assert AS_WRITTEN.learn(cells, dates=True).date == "%d.%m.%Y"
    assert ColumnFormat(date="%m.%d.%Y").learn(cells, dates=True).date == "%m.%d.%Y"
    assert AS_WRITTEN.learn(pd.to_datetime(cells, format="%d.%m.%Y"), dates=True).date is None


def test_typed_labels_are_the_same_when_they_come_as_text() -> None:
    number, truth, date = (ColumnFormat(storage=storage) for storage in ("number", "boolean", "date"))
    assert number.labels(texts("1,000", "2.0", "x")).tolist() == ["1000", "2", None]
    assert truth.labels(texts("yes", "F", "x")).tolist() == ["True", "False", None]
    assert date.labels(texts("31/12/2024", "x")).tolist() == ["2024-12-31", None]
    assert truth.numbers(texts("yes", "no", "x"))[:2].tolist() == [1, 0]


@pytest.mark.parametrize(
    "broken",
    [
        {"decimal": ""},
        {"decimal": ".."},
        {"decimal": ",", "thousands": ","},
        {"thousands": ", "},
        {"storage": "image"},
        {"date": "%y-%m"},
        {"unit": "x" * 41},
        {"missing": ("x" * 41,)},
        {"missing": ("x",) * 1_000},
        {"missing_numbers": tuple(range(21))},
        {"spellings": ("x",) * (MOST_SPELLINGS + 1)},
    ],
)
def test_a_format_that_no_table_can_have_is_refused(broken: dict[str, Any]) -> None:
    with pytest.raises(DataError, match="A column's format "):
        ColumnFormat(**broken)


def test_a_format_at_its_limits_is_fine() -> None:
    limits = ColumnFormat(unit="x" * 40, missing_numbers=tuple(range(20)), spellings=("x",) * MOST_SPELLINGS)
    assert len(limits.missing_numbers) == 20
