"""Dates and times: one format for a column, words and short years read alike everywhere, and every doubt said."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
import pytest

from tests.tables.columns.one_column import csv


def moments(days: Sequence[str | None]) -> np.ndarray:
    """These days and times as a table holds them."""
    return np.array(["NaT" if day is None else day for day in days], dtype="datetime64[us]")


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
def test_one_format_for_a_column(reading, cells, days):
    table = reading(csv(*cells))
    assert table.column("x").storage == "date"
    expected = moments(days)
    np.testing.assert_array_equal(table.frame["x"].to_numpy("datetime64[us]"), expected)


IN_WORDS = (
    (["1/1/24", "13/1/24", "31/12/99"], ["2024-01-01", "2024-01-13", "1999-12-31"]),
    (["1/1/24", "1/13/24", "12/31/69"], ["2024-01-01", "2024-01-13", "1969-12-31"]),
    (["1.2.68 10:30", "13.2.24"], ["2068-02-01T10:30", "2024-02-13"]),
    (["1-Jan-2024", "13-FEB-2024"], ["2024-01-01", "2024-02-13"]),
    (["1 January 2024", "2 Sept. 2024"], ["2024-01-01", "2024-09-02"]),
    (["Jan 1, 2024", "December 31 2024"], ["2024-01-01", "2024-12-31"]),
    (["Mon, 1 Jan 2024 10:30:15", "Tue, 2 Jan 2024"], ["2024-01-01T10:30:15", "2024-01-02"]),
    (["1st May 2024", "22nd of June 2024"], ["2024-05-01", "2024-06-22"]),
    (["1-Jan-24", "2-Feb-99"], ["2024-01-01", "1999-02-02"]),
    (["01JAN2024", "02FEB2024"], ["2024-01-01", "2024-02-02"]),
    (["2024-Jan-01", "2024-Dec-31"], ["2024-01-01", "2024-12-31"]),
    (["1. März 2024", "3. Dezember 2024", "5. Mai 2024"], ["2024-03-01", "2024-12-03", "2024-05-05"]),
    (["1 janv. 2024", "3 août 2024", "1er février 2024"], ["2024-01-01", "2024-08-03", "2024-02-01"]),
    (["1 de enero de 2024", "3 dic 2024"], ["2024-01-01", "2024-12-03"]),
    (["1/1/2024 1:05 PM", "1/13/2024 12:05 am"], ["2024-01-01T13:05", "2024-01-13T00:05"]),
    (["2024-01-01 12:00 PM", "2024-01-02 1 p.m."], ["2024-01-01T12:00", "2024-01-02T13:00"]),
    (["Jan 1, 2024, 1:05:09 PM", "n/a"], ["2024-01-01T13:05:09", None]),
    (["2024年1月2日", "2023年12月31日 13:05"], ["2024-01-02", "2023-12-31T13:05"]),
    (["2024년 1월 2일", "2023년 12월 31일"], ["2024-01-02", "2023-12-31"]),
    (["2024年1月", "2023年12月"], ["2024-01-01", "2023-12-01"]),
    (["2024-01", "2023-12"], ["2024-01-01", "2023-12-01"]),
    (["Jan 2024", "December, 2023"], ["2024-01-01", "2023-12-01"]),
    (["Jan-24", "Dec-99"], ["2024-01-01", "1999-12-01"]),
)


@pytest.mark.parametrize(("cells", "days"), IN_WORDS)
def test_database_and_bundle_read_words_and_short_years_alike(reading, cells, days):
    table = reading(csv(*cells))
    column = table.column("x")
    assert column.storage == "date"
    expected = moments(days)
    np.testing.assert_array_equal(table.frame["x"].to_numpy("datetime64[us]"), expected)
    np.testing.assert_array_equal(column.format.dates(pd.Series(cells, dtype="str")), expected)


@pytest.mark.parametrize(
    "cells",
    [
        ["1 apple 2024", "2 pears 2024"],
        ["may 1", "june 2"],
        ["1~Jan~2024", "2~Jan~2024"],
        ["1/2", "3/4"],
        ["2024-13", "2023-12"],
    ],
)
def test_what_only_looks_like_a_date_stays_text(reading, cells):
    assert reading(csv(*cells)).cells("x") == cells


def test_short_years_are_said(reading):
    said = " ".join(reading(csv("1/2/24", "13/2/24", "14/2/2024")).column("x").issues)
    assert "Years of two digits are read as 1969 to 2068 (2 cells)." in said


def test_month_first_can_be_chosen(reading):
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
def test_the_order_of_day_and_month_is_on_record(reading, cells, day_first, choices):
    decisions = {d.field: d for d in reading(csv(*cells)).found.report.decisions}
    found = decisions.get("day_first")
    assert (found and found.value, found and found.alternatives) == (day_first, choices)
