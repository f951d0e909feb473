"""Values: one reading of a cell, whatever it is stored as."""

from __future__ import annotations

import math
import subprocess
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtl_core.features import values
from mtl_core.features.date_words import in_digits
from mtl_core.features.numerals import unit_form
from mtl_core.features.spellings import yes_no_pair


def text(*cells: str | None) -> pd.Series:
    return pd.Series(list(cells), dtype="str")


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        ("1", 1.0),
        (" -2.5 ", -2.5),
        ("1e3", 1000.0),
        ("1,234.5", 1234.5),
        ("00501", 501.0),
        ("１２", 12.0),
        ("٣", 3.0),
        ("−4", -4.0),
        ("$1.50", 1.5),
        ("-€2", -2.0),
        ("3 €", 3.0),
        ("5 %", 5.0),
        (".5", 0.5),
        ("12,34", math.nan),
        ("0x1F", math.nan),
        ("1_000", math.nan),
        ("inf", math.nan),
        ("1e400", math.nan),
        ("", math.nan),
        ("%", math.nan),
        ("yes", math.nan),
    ],
)
def test_text_as_a_number(cell: str, number: float) -> None:
    np.testing.assert_equal(values.as_numbers(text(cell)), [number])


def test_decimal_comma() -> None:
    cells = text("1.234,56", "1,5", "1.5", None)
    np.testing.assert_equal(values.as_numbers(cells, decimal=","), [1234.56, 1.5, math.nan, math.nan])
    np.testing.assert_equal(values.as_numbers(text("1 234,5", "1\u202f234"), ",", " "), [1234.5, 1234.0])


@pytest.mark.parametrize(
    "series",
    [
        pd.Series([1, 0, 1]),
        pd.Series([1.0, 0.0, 1.0], dtype="float32"),
        pd.Series([True, False, True]),
        pd.Series([1, 0, 1], dtype="Int64"),
        pd.Series(["1", "0", "1"]),
        pd.Series([1, "0", 1.0], dtype=object),
    ],
)
def test_every_storage_gives_the_same(series: pd.Series) -> None:
    np.testing.assert_equal(values.as_numbers(series), [1.0, 0.0, 1.0])
    np.testing.assert_equal(values.as_yes_no(series), [1.0, 0.0, 1.0])
    if series.dtype != bool:
        assert list(values.as_labels(series)) == ["1", "0", "1"]


def test_missing_stays_missing() -> None:
    for series in (pd.Series([1, None], dtype="Int64"), pd.Series([math.nan, 1.0]), text(None, "1"), text("", "1")):
        assert sorted(values.as_labels(series), key=str) == ["1", None]
        assert np.isnan(values.as_numbers(series)).sum() == 1
        assert np.isnan(values.as_yes_no(series)).sum() == 1
    assert np.isnat(values.as_dates(text(None, "", "soon"))).all()


def test_infinity_is_no_number_to_learn_from() -> None:
    np.testing.assert_equal(values.as_numbers(pd.Series([math.inf, -math.inf, 1e308])), [math.nan, math.nan, 1e308])


def test_reading_leaves_the_column_untouched() -> None:
    series = pd.Series([math.inf, 1.0])
    values.as_numbers(series)
    assert series[0] == math.inf


def test_labels() -> None:
    cells = text(" yes", "yes\u200b", "e\u0301", "00501", "1.0", "NA")
    assert list(values.as_labels(cells)) == ["yes", "yes", "é", "00501", "1.0", "NA"]
    assert list(values.as_labels(pd.Series([0.5, 2.0, 1e22]))) == ["0.5", "2", "1e+22"]
    assert list(values.as_labels(pd.Series([True, False]))) == ["True", "False"]
    days = pd.Series(pd.to_datetime(["2024-01-31", "2024-01-31 10:30"], format="ISO8601"))
    assert list(values.as_labels(days)) == ["2024-01-31", "2024-01-31 10:30:00"]


@given(st.integers())
def test_an_integer_labels_as_itself(number: int) -> None:
    assert list(values.as_labels(pd.Series([number], dtype=object))) == [str(number)]


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_written_number_reads_back(number: float) -> None:
    assert values.as_numbers(text(repr(number)))[0] == number
    assert float(values.as_labels(pd.Series([number]))[0]) == number


@given(st.text())
def test_any_text_has_a_reading(cell: str) -> None:
    series = pd.Series([cell], dtype=object)
    for read in (values.as_numbers, values.as_labels, values.as_yes_no, values.as_dates):
        assert len(read(series)) == 1


def test_dates() -> None:
    cells = text("2024-02-29", "2024-02-30", "2024-02-29T10:30:00.25Z", "2024-02-29 10:30+02:00", "0001-01-01")
    expected = ["2024-02-29", "NaT", "2024-02-29T10:30:00.250000", "2024-02-29T08:30", "0001-01-01"]
    np.testing.assert_equal(values.as_dates(cells), np.array(expected, dtype="datetime64[us]"))


def test_one_date_format_for_a_column() -> None:
    assert values.date_format(text("01/02/2024", "13/02/2024")) == "%d/%m/%Y"
    assert values.date_format(text("01/02/2024", "02/13/2024")) == "%m/%d/%Y"
    assert str(values.as_dates(text("01/02/2024", "13/02/2024"))[0])[:10] == "2024-02-01"
    assert str(values.as_dates(text("01/02/2024"), "%m/%d/%Y")[0])[:10] == "2024-01-02"


def test_a_date_that_can_be_read_both_ways_is_read_as_asked() -> None:
    both = text("01/02/2024")
    assert values.as_dates(both)[0] == np.datetime64("2024-02-01")
    assert values.as_dates(both, day_first=False)[0] == np.datetime64("2024-01-02")
    assert values.date_format(text("2024-02-01"), day_first=False) == "%Y-%m-%d"
    assert values.date_format(text("13/02/2024"), day_first=False) == "%d/%m/%Y"


def test_typed_dates_keep_the_moment() -> None:
    zoned = pd.Series(pd.to_datetime(["2024-01-01T00:00+02:00"], utc=True))
    assert str(values.as_dates(zoned)[0]) == "2023-12-31T22:00:00.000000"
    assert np.isnan(values.as_numbers(zoned)).all()
    assert np.isnat(values.as_dates(pd.Series([20240101]))).all()


def test_labels_in_the_order_a_person_expects() -> None:
    assert values.in_order(["yes", "no"]) == ["no", "yes"]
    assert values.in_order(["False", "True"]) == ["False", "True"]
    assert values.in_order(["是", "否"]) == ["否", "是"]
    assert values.in_order(["10", "9", "2"]) == ["2", "9", "10"]
    assert values.in_order(["b", "a", "b"]) == ["a", "b"]


def test_the_files_travel_alone(tmp_path: Path) -> None:
    room = tmp_path / "mtl_core" / "features"
    room.mkdir(parents=True)
    for name in ("values.py", "date_words.py", "numerals.py", "spellings.py"):
        (room / name).write_text((Path(values.__file__).parent / name).read_text())
    program = (
        "import sys, mtl_core.features.values; assert 'pydantic' not in sys.modules and 'duckdb' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", program], cwd=tmp_path, check=True)


@pytest.mark.parametrize(
    ("written", "digits"),
    [
        ("13.2.24", "13.2.2024"),
        ("31/12/69", "31/12/1969"),
        ("31-12-68 10:30", "31-12-2068 10:30"),
        ("1 Sept. 2024", "2024-9-1"),
        ("Mon, 2nd of June 99", "1999-6-2"),
        ("December 31, 2024 10:30:15", "2024-12-31 10:30:15"),
        ("2024年1月2日", "2024-1-2"),
        ("March 2024", "2024-3-1"),
        ("Dec-99", "1999-12-1"),
        ("1/1/2024 1:05 PM", "1/1/2024 13:05"),
        ("2024-01-02 12 a.m.", "2024-01-02 0:00"),
        ("2024-01-02 12:30:15 pm", "2024-01-02 12:30:15"),
        ("Jan 5 2024 3:07 pm", "2024-1-5 15:07"),
        ("2024-01-02", "2024-01-02"),
        ("5 apples 2024", "5 apples 2024"),
        ("13 PM", "13 PM"),
        ("~1 Jan 2024", "~1 Jan 2024"),
        (f"1 January 2024{' ' * 47}", f"1 January 2024{' ' * 47}"),
    ],
)
def test_dates_in_words_and_short_ones_become_digits(written: str, digits: str) -> None:
    assert in_digits(written) == digits


@pytest.mark.parametrize(
    ("words", "pair"),
    [
        ({"yes", "no"}, ("yes", "no")),
        ({"1", "0"}, ("1", "0")),
        ({"y", "n"}, ("y", "n")),
        ({"yes", "no", "y", "n"}, ("yes", "no")),
        ({"true", "false", "1", "0"}, ("true", "false")),
        ({"是", "否"}, ("是", "否")),
        ({"yes"}, None),
        ({"yes", "0"}, None),
        ({"yes", "no", "maybe"}, None),
        ({"1", "0", "y", "n"}, None),
    ],
)
def test_words_for_yes_and_no_are_a_pair(words: set[str], pair: tuple[str, str] | None) -> None:
    assert yes_no_pair(words) == pair


@pytest.mark.parametrize(
    ("unit", "form"), [("Stars", "star"), ("star", "star"), ("kg.", "kg"), ("s", "s"), ("ms", "ms"), ("ＫＭ", "km")]
)
def test_units_are_equal_whatever_their_capitals_plural_and_points(unit: str, form: str) -> None:
    assert unit_form(unit) == form


@pytest.mark.parametrize(
    ("cell", "unit", "number"),
    [
        ("3 stars", "star", 3),
        ("3 apples", "star", math.nan),
        ("3", "star", 3),
        ("(1,200)", None, -1200),
        ("1,200-", None, -1200),
        ("-(5)", None, math.nan),
        ("(5", None, math.nan),
        ("- 5", None, -5),
        ("US$ 5", "US$", 5),
        ("1.5e3 kg", "kg", 1500),
        ("1,23,456", "", 123456),
        ("1.", None, 1),
        ("1. floor", None, 1),
        ("1.txt", None, math.nan),  # a name
        ("1,txt", "txt", math.nan),
        ("1.5e-05", None, 1.5e-5),
        ("1.e-05 m", None, 1e-5),
        ("1" + "0" * 50, None, 1e50),
        ("1" + "0" * 36 + " kg", "kg", 1e36),
        ("1" + "0" * 38 + " kg", "kg", math.nan),  # with all that stands around it longer than a number is
    ],
)
def test_what_stands_around_the_digits_is_taken_into_account(cell: str, unit: str | None, number: float) -> None:
    np.testing.assert_equal(values.as_numbers(text(cell), unit=unit), [number])
