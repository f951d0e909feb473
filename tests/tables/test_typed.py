"""Types of text columns: given only where no value is lost, and every doubt is said."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mtl_core.features.values import as_dates, as_labels, as_numbers


def csv(*cells: str, name: str = "x") -> str:
    quoted = ['"' + cell.replace('"', '""') + '"' if cell else "" for cell in cells]
    return "\n".join([f"{name};row", *(f"{cell};r{n}" for n, cell in enumerate(quoted))]) + "\n"


@pytest.mark.parametrize(
    ("cells", "storage", "values"),
    [
        (["1", "-2", "0"], "integer", [1, -2, 0]),
        (["1.0", "2.0", ""], "integer", [1, 2, None]),
        (["1.5", "-.5", "2"], "number", [1.5, -0.5, 2.0]),
        (["1e-05", "2.5E+10"], "number", [1e-5, 2.5e10]),
        (["9007199254740991", "1"], "integer", [9007199254740991, 1]),
        (["9007199254740993", "1"], "text", ["9007199254740993", "1"]),
        (["9007199254740993", ""], "text", ["9007199254740993", None]),
        (["18446744073709551615", "-1"], "text", ["18446744073709551615", "-1"]),
        (["00501", "10001"], "text", ["00501", "10001"]),
        (["1E5", "2E10"], "text", ["1E5", "2E10"]),
        (["+34600111222", "+4915112345"], "text", ["+34600111222", "+4915112345"]),
        (["+1", "-1"], "integer", [1, -1]),
        (["$1.50", "$2.00"], "text", ["$1.50", "$2.00"]),
        (["5%", "7%"], "text", ["5%", "7%"]),
        (["0x1F", "1_000"], "text", ["0x1F", "1_000"]),
        (["１２", "٣"], "integer", [12, 3]),
        (["−4", "5"], "integer", [-4, 5]),
        ([" 5", "6\u00a0"], "integer", [5, 6]),
        (["inf", "1", "-Infinity"], "number", [math.inf, 1.0, -math.inf]),
        (["1e400", "1"], "number", [math.inf, 1.0]),
        (["1e308", "1"], "number", [1e308, 1.0]),
        (["yes", "no"], "text", ["yes", "no"]),
        (["TRUE", "true"], "text", ["TRUE", "true"]),
        (["3 apples", "4"], "text", ["3 apples", "4"]),
        (["=cmd|x", "@SUM"], "text", ["=cmd|x", "@SUM"]),
        (["<b>x</b>", "../../etc"], "text", ["<b>x</b>", "../../etc"]),
        ([" yes", "yes\u200b", "e\u0301"], "text", ["yes", "yes", "é"]),
        (["01:30", "02:00"], "text", ["01:30", "02:00"]),
    ],
)
def test_a_column_keeps_its_values(reading, cells, storage, values):
    table = reading(csv(*cells))
    assert table.column("x").storage == storage
    assert table.cells("x") == values


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        (["00501", "1"], "Leading zeros, as in codes, are kept in 1 cell"),
        (["1E5", "2"], "article numbers (1)"),
        (["+346", "+347"], "telephone numbers"),
        (["9007199254740993", "2"], "would lose digits"),
        (["$1.50", "5%", "1,234"], "choose numeric to read them"),
        (["inf", "2", "3"], "Infinite numbers count as missing (1 cell)"),
        (["1e308", "2"], "too large for the network as they are (1 cell)"),
        ([" yes", "no", "é "], "made uniform (2 cells)"),
        (["１", "2"], "read as plain ones (1 cell)"),
        ([*map(str, range(40)), "abc"], 'Numbers: 40; other text: 1 (the first is "abc" in row 41)'),
        (["1.234", "2.500"], "Cells such as 1.234 are read as"),
        (["2024-01-01", "2024-02-30"] + ["2024-01-02"] * 20, "no existing day count as missing (1)"),
        (["2024-01-01T10:00+02:00", "2024-01-01T10:00Z"], "converted to UTC (2 cells)"),
        (["01/02/2024", "03/04/2024"], "Day and month could be exchanged"),
        (["2024-01-01", "13/01/2024", "01/13/2024"], "no one date format reads them all"),
    ],
)
def test_every_doubt_is_said(reading, cells, said):
    assert said in " ".join(reading(csv(*cells)).column("x").issues)


def test_a_choice_of_kind_reads_what_was_offered(reading):
    table = reading(csv("$1.50", "5%", "1,234"))
    np.testing.assert_array_equal(as_numbers(table.frame["x"]), [1.5, 5.0, 1234.0])


class TestDecimal:
    def test_a_comma_is_seen_and_can_be_overruled(self, reading):
        table = reading("a;b\n1.234,56;1.234\n2,5;2.500\n")
        assert table.decision("decimal") == ","
        assert table.cells("a") == [1234.56, 2.5]
        assert table.cells("b") == [1234.0, 2500.0]
        assert "read as 1234 (2)" in " ".join(table.column("b").issues)
        assert reading("a;b\n1,5;x\n2,5;y\n", decimal=".").cells("a") == ["1,5", "2,5"]

    def test_a_point_is_seen_and_can_be_overruled(self, reading):
        text = "a;b\n1.234;0.5\n2.500;1.5\n"
        table = reading(text)
        assert (table.decision("decimal"), table.cells("a")) == (".", [1.234, 2.5])
        assert reading("a;b\n1.234;x\n2.500;y\n", decimal=",").cells("a") == [1234, 2500]

    def test_clear_columns_of_both_kinds_are_each_read_as_written(self, reading):
        table = reading("a;b\n1,5;1.5\n2,5;2.5\n")
        assert table.cells("a") == table.cells("b") == [1.5, 2.5]

    def test_thousands_are_offered(self, reading):
        text = 'a;b\n"1,234";x\n"12";y\n'
        table = reading(text)
        assert table.decision("thousands") == ""
        assert table.cells("a") == ["1,234", "12"]
        assert reading(text, thousands=",").cells("a") == [1234, 12]


class TestMarkers:
    COUNTRIES = "country;age\nNA;34\nDE;NA\nFR;51\nNA;40\n"
    SEXES = "sex;age\nNA;34\nmale;NA\nfemale;51\n"

    def test_a_country_is_no_missing_value(self, reading):
        table = reading(self.COUNTRIES)
        assert table.cells("country") == ["NA", "DE", "FR", "NA"]
        assert table.cells("age") == [34, None, 51, 40]
        assert table.column("country").issues == ('"NA" (2) counts as a value, not as missing.',)
        assert table.column("age").issues == ('"NA" (1) counts as missing.',)

    def test_a_marker_used_among_the_numbers_is_one_among_words_too(self, reading):
        assert reading(self.SEXES).cells("sex") == [None, "male", "female"]
        assert reading(self.SEXES.replace(";NA", ";50")).cells("sex") == ["NA", "male", "female"]

    @pytest.mark.parametrize(
        ("choice", "sex", "age"),
        [
            ("in numbers", ["NA", "male", "female"], [34, None, 51]),
            ("everywhere", [None, "male", "female"], [34, None, 51]),
            ("nowhere", ["NA", "male", "female"], ["34", "NA", "51"]),
        ],
    )
    def test_the_decision_can_be_overruled(self, reading, choice, sex, age):
        table = reading(self.SEXES, missing_markers=choice)
        assert (table.cells("sex"), table.cells("age")) == (sex, age)
        assert table.decision("missing_markers") == choice

    @pytest.mark.parametrize("marker", ["NA", "n/a", "nan", "NULL", "None", "-", "?", "unknown", "#DIV/0!", "."])
    def test_among_numbers_each_is_missing(self, reading, marker):
        table = reading(csv("1", marker, "2.5"))
        assert table.cells("x") == [1.0, None, 2.5]
        assert table.column("x").missing == 1
        assert marker in table.column("x").issues[0]

    def test_words_of_markers_alone_stay_words(self, reading):
        assert reading(csv("None", "null")).cells("x") == ["None", "null"]


class TestDates:
    @pytest.mark.parametrize(
        ("cells", "days"),
        [
            (["2024-01-31", "0001-01-01"], ["2024-01-31", "0001-01-01"]),
            (["9999-12-31", ""], ["9999-12-31", None]),
            (["2024/01/31", "2024/02/01"], ["2024-01-31", "2024-02-01"]),
            (["01/02/2024", "13/02/2024"], ["2024-02-01", "2024-02-13"]),
            (["01/02/2024", "02/13/2024"], ["2024-01-02", "2024-02-13"]),
            (["31.01.2024 10:30", "1.2.2024"], ["2024-01-31T10:30", "2024-02-01"]),
            (["2024-01-31T10:30:15.25", "2024-01-31 23:00"], ["2024-01-31T10:30:15.25", "2024-01-31T23:00"]),
            (["2024-01-01T00:00+02:00", "2024-01-01T00:00Z"], ["2023-12-31T22:00", "2024-01-01"]),
            (["2024-01-31", "NA"], ["2024-01-31", None]),
        ],
    )
    def test_one_format_for_a_column(self, reading, cells, days):
        table = reading(csv(*cells))
        assert table.column("x").storage == "date"
        expected = np.array(["NaT" if day is None else day for day in days], dtype="datetime64[us]")
        np.testing.assert_array_equal(table.frame["x"].to_numpy("datetime64[us]"), expected)

    def test_month_first_can_be_chosen(self, reading):
        table = reading(csv("01/02/2024", "03/04/2024"))
        assert table.decision("day_first") is True
        assert str(table.frame["x"][0])[:10] == "2024-02-01"
        assert str(reading(csv("01/02/2024", "03/04/2024"), day_first=False).frame["x"][0])[:10] == "2024-01-02"

    @pytest.mark.parametrize(
        ("cells", "day_first", "choices"),
        [
            (["01/02/2024", "13/02/2024"], True, ()),
            (["01/02/2024", "02/13/2024"], False, ()),
            (["01/02/2024", "02/03/2024"], True, (False,)),
            (["2024-01-02", "2024-02-03"], None, None),
        ],
    )
    def test_the_order_of_day_and_month_is_on_record(self, reading, cells, day_first, choices):
        decisions = {d.field: d for d in reading(csv(*cells)).found.report.decisions}
        found = decisions.get("day_first")
        assert (found and found.value, found and found.alternatives) == (day_first, choices)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    cells=st.lists(
        st.one_of(
            st.integers().map(str),
            st.floats(allow_nan=False).map(repr),
            st.decimals(allow_nan=False, allow_infinity=False, places=3).map(str),
            st.from_regex(r"0\d{1,5}|\d{1,3}(\.\d{3}){1,2}|[1-9]E[1-9]|\$\d{1,3}|\d{1,2}%|\d,\d", fullmatch=True),
            st.dates().map(str),
            st.sampled_from(["NA", "null", "-", "yes", "no", "", "x y", "١٢", "2024-02-30", "inf"]),
        ),
        min_size=2,
        max_size=5,
    )
)
def test_no_value_is_changed(reading, cells):
    """Whatever the type, a cell reads as what was written, or is missing and counted."""
    table = reading(csv(*cells))
    column, stored = table.column("x"), table.frame["x"]
    written = pd.Series(cells, dtype="str")
    if column.storage == "text":
        assert list(as_labels(stored)) == list(as_labels(written))
    elif column.storage == "date":
        np.testing.assert_array_equal(as_dates(stored), as_dates(written))
    else:
        mark = table.decision("decimal") or "."
        finite = as_numbers(stored)
        np.testing.assert_array_equal(finite, as_numbers(written, decimal=mark))
    assert column.missing == stored.isna().sum()
