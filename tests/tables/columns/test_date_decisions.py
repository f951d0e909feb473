"""Dates and words for missing: every way of writing them is read as what it says, and each doubt becomes a sentence."""

from __future__ import annotations

import datetime

import numpy as np
import pandas as pd
import pytest

from mtl_core.features.date_words import MONTHS
from mtl_core.features.spellings import DATE_FORMATS, MISSING_WORDS
from tests.tables.columns.one_column import csv

DAYS = [datetime.datetime(2024, 1, 31), datetime.datetime(1999, 12, 13), datetime.datetime(2020, 2, 29)]


def moments(table) -> list[pd.Timestamp | None]:
    return [None if pd.isna(cell) else pd.Timestamp(cell) for cell in table.frame["x"]]


@pytest.mark.parametrize("format", DATE_FORMATS)
def test_every_format_with_and_without_a_time(reading, format):
    days = [day.replace(hour=23, minute=59, second=58) for day in DAYS]
    clocks = {"": (0, 0, 0), " %H:%M": (23, 59, 0), " %H:%M:%S": (23, 59, 58), "T%H:%M:%S": (23, 59, 58)}
    rows = [[day.strftime(format + clock) for clock in clocks] for day in days]
    table = reading("a;b;c;d\n" + "".join(";".join(row) + "\n" for row in rows))
    for column, (hour, minute, second) in zip(table.found.columns, clocks.values(), strict=True):
        assert (column.storage, column.format.date, column.issues) == ("date", format, ())
        expected = [day.replace(hour=hour, minute=minute, second=second) for day in days]
        assert list(table.frame[column.name]) == expected


@pytest.mark.parametrize("fraction", [".5", ",5", ".25", ".123456"])
def test_parts_of_a_second(reading, fraction):
    table = reading(csv(f"2024-01-31 10:30:15{fraction}", "2024-01-31 10:30:16"))
    micros = int(float(fraction.replace(",", ".")) * 1_000_000)
    assert moments(table)[0] == datetime.datetime(2024, 1, 31, 10, 30, 15, micros)


@pytest.mark.parametrize("pattern", ["3 {} 2024", "3-{}-2024", "{} 3, 2024", "2024-{}-03"])
def test_every_name_of_a_month(reading, pattern):
    names = {name: month for name, month in MONTHS.items() if name.isalpha() and name[0] not in "0123456789"}
    table = reading(csv(*(pattern.format(name) for name in names)))
    assert table.column("x").storage == "date"
    assert [(day.month, day.day, day.year) for day in moments(table)] == [(m, 3, 2024) for m in names.values()]


def test_years_of_two_digits(reading):
    table = reading(csv(*(f"13/01/{year:02}" for year in range(100))))
    assert [day.year for day in moments(table)] == [2000 + y if y <= 68 else 1900 + y for y in range(100)]
    assert table.column("x").issues == ("Years of two digits are read as 1969 to 2068 (100 cells).",)


def test_hours_of_half_a_day(reading):
    halves = ["AM", "PM", "am", "p.m.", "a.m.", "P"]
    rows = [[f"2024-01-31 {hour}:05 {half}" for half in halves] for hour in range(1, 13)]
    table = reading("a;b;c;d;e;f\n" + "".join(";".join(row) + "\n" for row in rows))
    for name, half in zip("abcde", halves, strict=False):
        expected = [hour % 12 + (12 if half[0] in "Pp" else 0) for hour in range(1, 13)]
        assert [(day.hour, day.minute) for day in table.frame[name]] == [(hour, 5) for hour in expected]
    assert table.cells("f") == [row[-1] for row in rows]


@pytest.mark.parametrize(
    ("zone", "minutes"),
    [("Z", 0), ("+00:00", 0), ("+02", 120), ("+0230", 150), ("+02:30", 150), ("-05:00", -300), ("-0330", -210)],
)
def test_times_of_a_zone_are_told_in_utc(reading, zone, minutes):
    table = reading(csv(f"2024-01-31T12:00{zone}", f"2024-01-31T13:00:30{zone}"))
    ahead = datetime.timedelta(minutes=minutes)
    assert moments(table) == [
        datetime.datetime(2024, 1, 31, 12) - ahead,
        datetime.datetime(2024, 1, 31, 13, 0, 30) - ahead,
    ]
    assert table.column("x").issues == ("Times with a time zone were converted to UTC (2 cells).",)


class TestDoubts:
    @pytest.mark.parametrize(("valid", "storage"), [(9, "date"), (8, "text")])
    def test_nine_of_ten_cells_are_days_that_exist(self, reading, valid, storage):
        cells = [f"2024-01-{day:02}" for day in range(1, valid + 1)] + ["2024-02-30"]
        column = reading(csv(*cells)).column("x")
        said = {
            "date": "Cells that are no existing day count as missing (1).",
            "text": "The cells look like dates, but no one date format reads them all, so they are kept as text.",
        }
        assert (column.storage, column.issues) == (storage, (said[storage],))

    def test_a_cell_that_looks_like_no_date_makes_text_of_all(self, reading):
        cells = [*(f"2024-01-{day:02}" for day in range(1, 29)), "soon"]
        column = reading(csv(*cells)).column("x")
        assert (column.storage, column.issues) == ("text", ())

    @pytest.mark.parametrize(
        ("cells", "options", "first", "issues"),
        [
            (
                ["01/02/2024", "03/04/2024"],
                {},
                "2024-02-01",
                ("Day and month could be exchanged; read as day/month/year.",),
            ),
            (
                ["01/02/2024", "03/04/2024"],
                {"day_first": False},
                "2024-01-02",
                ("Day and month could be exchanged; read as month/day/year.",),
            ),
            (["01.02.2024", "03.04.2024"], {"day_first": True}, "2024-02-01", None),
            (["01-02-2024", "03-04-2024"], {"day_first": False}, "2024-01-02", None),
            (["01/02/2024", "13/04/2024"], {"day_first": False}, "2024-02-01", ()),
            (["01/02/2024", "03/14/2024"], {"day_first": True}, "2024-01-02", ()),
        ],
    )
    def test_day_and_month(self, reading, cells, options, first, issues):
        table = reading(csv(*cells), **options)
        assert str(moments(table)[0])[:10] == first
        assert issues is None or table.column("x").issues == issues
        assert table.column("x").format.day_first is (first != "2024-01-02")

    @pytest.mark.parametrize(
        ("cells", "options", "expected"),
        [
            (
                ["01/02/2024", "03/04/2024"],
                {},
                (
                    True,
                    "Dates such as 01/02/2024 can be read two ways; the first number is taken as the day.",
                    (False,),
                ),
            ),
            (
                ["01/02/2024", "03/04/2024"],
                {"day_first": False},
                (
                    False,
                    "Dates such as 01/02/2024 can be read two ways; the first number is taken as the month.",
                    (True,),
                ),
            ),
            (
                ["01/02/2024", "13/04/2024"],
                {},
                (True, "Days above 12 show which number of a date such as 13/02/2024 is the day.", ()),
            ),
            (
                ["01/02/2024", "03/14/2024"],
                {},
                (False, "Days above 12 show which number of a date such as 13/02/2024 is the day.", ()),
            ),
            (["2024-01-02", "2024-03-14"], {}, None),
        ],
    )
    def test_the_decision(self, reading, cells, options, expected):
        found = reading(csv(*cells), **options).found.report.decisions
        decided = [(d.value, d.reason, d.alternatives) for d in found if d.field == "day_first"]
        assert decided == ([expected] if expected else [])


REASONS = {
    "by column": "Words such as NA count as missing among numbers and dates, and among words that go with them.",
    "in numbers": "Words such as NA count as missing among numbers and dates, and as a value among words.",
    "everywhere": "Words such as NA count as missing in every column.",
    "nowhere": "Words such as NA count as a value in every column.",
}


class TestMissing:
    def test_every_word_among_numbers_in_whatever_capitals(self, reading):
        words = [word for word in MISSING_WORDS if '"' not in word]
        cells = [cell for n, word in enumerate(words) for cell in (word, word.upper(), f" {word} ", f"{n}.5")]
        table = reading(csv(*cells))
        numbers = table.frame["x"].to_numpy(float, na_value=np.nan)
        assert table.column("x").storage == "number"
        np.testing.assert_array_equal(
            numbers, [v for n in range(len(words)) for v in (np.nan, np.nan, np.nan, n + 0.5)]
        )

    @pytest.mark.parametrize("choice", REASONS)
    def test_the_decision(self, reading, choice):
        found = reading("sex;age\nNA;34\nmale;NA\n", missing_markers=choice).found.report.decisions
        (decided,) = (d for d in found if d.field == "missing_markers")
        assert (decided.value, decided.reason) == (choice, REASONS[choice])
        assert {choice, *decided.alternatives} == set(REASONS)

    def test_without_such_words_there_is_none_unless_asked(self, reading):
        assert reading("sex;age\nm;34\nf;35\n").decision("missing_markers") is None
        assert reading("sex;age\nm;34\nf;35\n", missing_markers="nowhere").decision("missing_markers") == "nowhere"

    def test_they_are_listed_the_commonest_first_and_five_at_most(self, reading):
        cells = ["NA", "NA", "NA", "null", "null", "n/a", "-", "?", ".", "nan", "1", "2"]
        issues = reading(csv(*cells)).column("x").issues
        assert issues == ('"NA" (3), "null" (2), "-" (1), "." (1), "?" (1) counts as missing.',)

    def test_of_words_only_those_that_are_missing_elsewhere(self, reading):
        table = reading("sex;age\nNA;34\nmale;NA\n?;51\nfemale;3\n")
        assert table.cells("sex") == [None, "male", "?", "female"]
        assert table.column("sex").issues == (
            '"NA" (1) counts as missing.',
            '"?" (1) counts as a value, not as missing.',
        )
        assert table.column("sex").format.missing == ("na",)

    def test_dates_say_what_is_missing_too(self, reading):
        table = reading("sex;day\nnull;2024-01-01\nmale;null\nfemale;2024-01-03\n")
        assert table.cells("sex") == [None, "male", "female"]
        assert table.column("day").missing == 1

    @pytest.mark.parametrize(("codes", "kept"), [(["DE", "FR", "NA"], True), (["DE", "Rome", "Oslo", "NA"], False)])
    def test_among_codes_of_its_shape_it_is_one(self, reading, codes, kept):
        rows = "".join(f"{code};{n}\n" for n, code in enumerate(codes))
        assert reading(f"place;n\n{rows}DE;NA\n").cells("place")[len(codes) - 1] == ("NA" if kept else None)
