"""Types of text columns: given only where no value is lost, and every doubt is said."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mtl_core.errors import DataError
from mtl_core.features.values import as_dates, as_labels, as_numbers
from tests.tables.columns.one_column import csv


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
        (["$1.50", "5%", "1,234"], 'different units, "$" (1), "%" (1), and stay text'),
        (["2WD", "4WD"], 'Numbers with "WD"; choose numeric'),
        (["1.5 kg", "2 kg", "300", "4 KG"], 'The unit "kg" is left out of the numbers (3); 1 cell without it'),
        (["(1)", "(2)"], "Every cell is a number in parentheses"),
        (["(1)", "2"], "in parentheses are read as negative, as accounts write them (1 cell)"),
        (["1,5", "1.5"], "no one way of writing decimals and thousands reads them all"),
        (["950", "1,200"], "Cells such as 1,234 are read as 1234 (1)"),
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
    table = reading(csv("2WD", "4WD", "2WD"))
    np.testing.assert_array_equal(table.column("x").format.numbers(table.frame["x"]), [2.0, 4.0, 2.0])


STYLES = [
    (["950", "1,200", "12,500"], [950, 1200, 12500]),
    (["1,200", "22,750"], [1200, 22750]),
    (["-1,200.5", "12.25"], [-1200.5, 12.25]),
    (["1,234,567", "1"], [1234567, 1]),
    (["1,00,000", "12,34,567.5"], [100000, 1234567.5]),
    (["1.234.567", "1"], [1234567, 1]),
    (["1.234,5", "12"], [1234.5, 12]),
    (["22 750,00", "-3 440,00", "100,00"], [22750, -3440, 100]),
    (["22\u00a0750,00", "0,5"], [22750, 0.5]),
    (["22\u202f750,00", "0,5"], [22750, 0.5]),
    (["22\u2009750.25", "0.5"], [22750.25, 0.5]),
    (["1'234.50", "12"], [1234.5, 12]),
    (["1’234,50", "12"], [1234.5, 12]),
    (["1e-05", "2.5E+10"], [1e-5, 2.5e10]),
    (["−4", "5"], [-4, 5]),
    (["4-", "5"], [-4, 5]),
    (["(1.42)", "3.10"], [-1.42, 3.1]),
    (["($1,042)", "$3", "$4.5"], [-1042, 3, 4.5]),
    (["84.4%", "4.0 %", "5%"], [84.4, 4, 5]),
    (["$22,750.00", "$-3,440.00", "-$1"], [22750, -3440, -1]),
    (["12,50 €", "3 €", "1.000 €"], [12.5, 3, 1000]),
    (["EUR 5", "EUR 7.5", "EUR 9"], [5, 7.5, 9]),
    (["5 USD", "7.5 USD", "9 USD"], [5, 7.5, 9]),
    (["120 kr", "1 200 kr", "9 kr"], [120, 1200, 9]),
    (["12,50 zł", "1 zł", "3 zł"], [12.5, 1, 3]),
    (["Rs. 500", "Rs. 700", "Rs. 1,000"], [500, 700, 1000]),
    (["8.44 kg", "0.4 kg", "4 Kg"], [8.44, 0.4, 4]),
    (["12 °C", "-3 °C", "4.5 °C"], [12, -3, 4.5]),
    (["5 km/h", "7 km/h", "9km/h"], [5, 7, 9]),
    (["5 m²", "7 m²", "9 m2"], [5, 7, 9]),
    (["1 star", "2 stars", "5 stars"], [1, 2, 5]),
    (["１２", "٣"], [12, 3]),
    (["＄５", "＄７", "$9"], [5, 7, 9]),
    (["1.5", "k.A.", "n/d", "-", "Keine Angabe", "2"], [1.5, None, None, None, None, 2]),
]


@pytest.mark.parametrize(("cells", "numbers"), STYLES)
def test_database_and_bundle_read_numbers_alike(reading, cells, numbers):
    """Both sides of one reading: what is stored, and what the column's format makes of the very same cells."""
    table = reading(csv(*cells))
    column = table.column("x")
    expected = [math.nan if number is None else number for number in numbers]
    assert column.storage in ("integer", "number")
    np.testing.assert_array_equal(table.frame["x"].to_numpy(np.float64, na_value=np.nan), expected)
    written = pd.Series(cells, dtype="str")
    np.testing.assert_array_equal(column.format.numbers(written), expected)
    assert not column.format.unread_numbers(written).any()


@pytest.mark.parametrize(
    "cells",
    [["5 kg", "300 g", "7 kg"], ["T1", "T2", "T3"], ["1.2.3", "4.5.6"], ["1-2", "3-4"], ["1st", "2nd"], ["A", "5 B"]],
)
def test_what_is_no_one_quantity_stays_text(reading, cells):
    table = reading(csv(*cells))
    assert table.column("x").storage == "text"
    assert table.cells("x") == cells


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

    def test_thousands_are_seen_and_can_be_overruled(self, reading):
        text = 'a;b\n"1,234";x\n"12";y\n'
        table = reading(text)
        assert table.decision("thousands") == ","
        assert table.cells("a") == [1234, 12]
        assert reading(text, thousands="").cells("a") == [1.234, 12]
        assert reading(text, decimal=",").cells("a") == [1.234, 12]
        assert reading(text, thousands=",").cells("a") == [1234, 12]
        assert reading("a;b\n1.234;x\n2.500;y\n", thousands=".").cells("a") == [1234, 2500]

    def test_one_sign_cannot_be_both(self, reading):
        with pytest.raises(DataError, match="choose two different ones"):
            reading("a;b\n1.234;x\n", decimal=".", thousands=".")

    def test_the_table_decides_where_a_column_does_not(self, reading):
        table = reading("a;b\n1,234;0,5\n2,500;1,5\n")
        assert table.cells("a") == [1.234, 2.5]
        assert "read as 1.234, one and a bit (2)" in " ".join(table.column("a").issues)


class TestNewRows:
    """Rows to predict are read by the style of their own file, and in doubt by that of the training's file."""

    def learnt(self, reading, text):
        return {column.name: column.format for column in reading(text).found.columns}

    @pytest.mark.parametrize(
        ("before", "now", "read"),
        [
            ("a;b\n0,5;1\n1,25;x\n", "a;b\n0.844;x\n0.04;y\n", [0.844, 0.04]),
            ("a;b\n0,5;1\n1,25;x\n", "a;b\n1.234;x\n", [1234]),
            ("a;b\n0,5;1\n1,25;x\n", "a;b\n1,234;x\n", [1.234]),
            ("a;b\n0,5;1,5\n1,25;2,5\n", "a;b\n1.234;1.5\n", [1.234]),
            ("a;b\n0,5;1.5\n1,25;2.5\n", "a;b\n1.234;1.5\n", [1234]),
            ("a;b\n0.5;1\n1.25;x\n", "a;b\n1,234;x\n", [1234]),
            ("a;b\n0.5;1\n1.25;x\n", "a;b\n0,5;x\n22 750,5;y\n", [0.5, 22750.5]),
            ("a;b\n0,5;1\n1,25;x\n", "a;b\n0.844;x\nabc;y\n1.5;z\n", [0.844, None, 1.5]),
            ("a;b\n5 kg;1\n6 kg;x\n7 kg;x\n", "a;b\n8 kg;x\n9;y\n8.5 Kg;z\n", [8, 9, 8.5]),
            ("a;b\n5 kg;1\n6 kg;x\n7 kg;x\n", "a;b\n8 lb;x\n9 lb;y\n8.5 lb;z\n", [None, None, None]),
        ],
    )
    def test_numbers(self, reading, before, now, read):
        known = self.learnt(reading, before)
        rows = reading(now, known=known).frame["a"]
        expected = [math.nan if number is None else number for number in read]
        np.testing.assert_array_equal(known["a"].numbers(rows), expected)
        np.testing.assert_array_equal(known["a"].unread_numbers(rows), np.isnan(expected))

    def test_labels_stay_as_they_are_written(self, reading):
        known = self.learnt(reading, "a;b;x\n1.0;NA;NA\n2.0;EMEA;1\nthree;APAC;2\n")
        rows = reading("a;b;x\n1.0;NA;NA\n2.0;north;3\n", known=known)
        assert rows.cells("a") == ["1.0", "2.0"]
        assert rows.cells("b") == ["NA", "north"]
        assert rows.cells("x") == [None, 3]

    def test_dates_in_doubt_have_the_order_of_the_training(self, reading):
        known = self.learnt(reading, "d;b\n01/02/2024;x\n02/13/2024;y\n")
        assert str(reading("d;b\n03/04/2024;x\n", known=known).frame["d"][0])[:10] == "2024-03-04"
        assert str(reading("d;b\n13/04/2024;x\n", known=known).frame["d"][0])[:10] == "2024-04-13"


class TestMarkers:
    COUNTRIES = "country;age\nNA;34\nDE;NA\nFR;51\nNA;40\n"
    SEXES = "sex;age\nNA;34\nmale;NA\nfemale;51\n"

    def test_a_country_is_no_missing_value(self, reading):
        table = reading(self.COUNTRIES)
        assert table.cells("country") == ["NA", "DE", "FR", "NA"]
        assert table.cells("age") == [34, None, 51, 40]
        assert table.column("country").issues == ('"NA" (2) counts as a value, not as missing.',)
        assert table.column("age").issues == ('"NA" (1) counts as missing.',)

    def test_only_a_marker_that_looks_like_a_code_is_one(self, reading):
        table = reading("country;age\nNA;34\nDE;n/a\nn/a;51\nFR;NA\n")
        assert table.cells("country") == ["NA", "DE", None, "FR"]

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


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    cells=st.lists(
        st.one_of(
            st.integers().map(str),
            st.floats(allow_nan=False).map(repr),
            st.decimals(allow_nan=False, allow_infinity=False, places=3).map(str),
            st.from_regex(r"0\d{1,5}|\d{1,3}(\.\d{3}){1,2}|[1-9]E[1-9]|\$\d{1,3}|\d{1,2}%|\d,\d", fullmatch=True),
            st.from_regex(
                r"[(+-]?[$€]?\d{1,3}([ ,'.\u00a0\u202f]\d{3}){0,2}([.,]\d{1,3})?( ?(kg|KG|%|m²|stars?))?[-)]?",
                fullmatch=True,
            ),
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
        np.testing.assert_array_equal(as_numbers(stored), column.format.numbers(written))
    assert column.missing == stored.isna().sum()
