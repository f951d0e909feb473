"""Excel workbooks, made by openpyxl: what is read, what is noted, what is refused before it can do harm."""

from __future__ import annotations

import datetime
import io
import zipfile
from collections.abc import Callable

import openpyxl
import pytest

from mtl_core.errors import DataError

Rows = list[list[object]]


def workbook(rows: Rows, **others: Rows) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    for name, more in others.items():
        sheet = book.create_sheet(name)
        for row in more:
            sheet.append(row)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def changed(content: bytes, part: str, change: Callable[[str], str]) -> bytes:
    """The workbook with one of its parts rewritten."""
    new = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(new, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in old.namelist():
            text = old.read(name)
            archive.writestr(name, change(text.decode()) if name == part else text)
    return new.getvalue()


SHEET = "xl/worksheets/sheet1.xml"


def test_cells_keep_what_they_say(reading):
    rows = [
        ["zip", "size", "day", "ok", "part"],
        ["00501", 1.5, datetime.date(2024, 1, 31), True, 1],
        ["10001", 2, datetime.datetime(2024, 2, 29, 10, 30), False, None],
    ]
    table = reading(workbook(rows))
    assert table.cells("zip") == ["00501", "10001"]
    assert table.cells("size") == [1.5, 2.0]
    assert [str(day) for day in table.frame["day"]] == ["2024-01-31 00:00:00", "2024-02-29 10:30:00"]
    assert table.cells("ok") == ["True", "False"]
    assert table.column("ok").kind == "yes_no"
    assert table.cells("part") == [1, None]


def test_the_sheet_is_a_decision(reading):
    content = workbook([["a", "b"], [1, 2]], Second=[["c", "d"], [3, 4]])
    table = reading(content)
    decision = next(d for d in table.found.report.decisions if d.field == "sheet")
    assert (decision.value, decision.alternatives) == ("Sheet", ("Second",))
    assert reading(content, sheet="Second").cells("c") == [3]
    with pytest.raises(DataError, match='no sheet "Third"; it has Sheet, Second'):
        reading(content, sheet="Third")


def test_what_reading_leaves_out_is_counted(reading):
    rows = [["a", "b"], [1, "=1+1"], [2, "#DIV/0!"], [None, None], [12345678901234567, 3]]
    notes = " ".join(reading(workbook(rows)).found.report.notes)
    assert "Formulas without a stored value are missing cells (1)" in notes
    assert "Cells with an error such as #DIV/0! are missing cells (1)" in notes
    assert "Rows without any value were left out (1)" in notes
    assert "Excel keeps 15 digits" in notes


@pytest.mark.parametrize(
    ("value", "text", "long"),
    [
        (999_999_999_999_999, "999999999999999", 0),
        (1_000_000_000_000_000, "1000000000000000", 1),
        (-1_000_000_000_000_000, "-1000000000000000", 1),
        (12_345_678_901_234_567, "1.234567890123457e+16", 1),
        (0.1, "0.1", 0),
        (1e-7, "1e-07", 0),
        (-5, "-5", 0),
    ],
)
def test_numbers_are_written_out_and_long_ones_counted(reading, value, text, long):
    table = reading(workbook([["n", "t"], [value, "a"], ["x", "b"]]))
    assert table.cells("n") == [text, "x"]
    said = "Excel keeps 15 digits; longer numbers may have lost some (1 cell)."
    assert table.found.report.notes == ((said,) if long else ())


def test_the_notes_count_what_they_tell_of(reading):
    rows = [["a", "b", "c"], [1, "=1+1", "x"], [None, None, None], [None, None, None], [2, "=2+2", "#N/A"]]
    rows += [[3, 4, "#REF!"], [1e15, 2e15, "y"], [None, None, None]]
    table = reading(workbook(rows))
    assert table.found.rows == 4
    assert table.found.report.notes == (
        "Rows without any value were left out (2).",
        "Excel keeps 15 digits; longer numbers may have lost some (2 cells).",
        "Formulas without a stored value are missing cells (2); open and save the file in Excel first.",
        "Cells with an error such as #DIV/0! are missing cells (2).",
    )
    assert table.cells("b") == [None, None, 4, 2_000_000_000_000_000]


def test_a_sheet_of_more_rows_than_are_read_at_once(reading):
    assert reading(workbook([["n"], *([n] for n in range(20_003))])).cells("n") == list(range(20_003))


def test_a_sheet_without_names(reading):
    table = reading(workbook([[1, 2.5], [3, 4.5], [5, 6.5]]))
    assert {name: table.cells(name) for name in table.frame} == {"Column 1": [1, 3, 5], "Column 2": [2.5, 4.5, 6.5]}


def test_times_and_midnights(reading):
    rows = [["d", "t"], [datetime.datetime(2024, 1, 31, 0, 0), datetime.time(10, 30)]]
    rows += [[datetime.datetime(2024, 2, 1, 23, 59, 59), datetime.time(0, 5)]]
    table = reading(workbook(rows))
    assert [str(day) for day in table.frame["d"]] == ["2024-01-31 00:00:00", "2024-02-01 23:59:59"]
    assert table.cells("t") == ["10:30:00", "00:05:00"]


@pytest.mark.parametrize(("sheets", "asked", "said"), [(1, None, "It is the only sheet."), (2, None, "It is the first"),
                                                       (1, "Sheet", "You chose it.")])  # fmt: skip
def test_why_this_sheet(reading, sheets, asked, said):
    content = workbook([["a", "b"], [1, 2]], **({"Second": [["c"], [3]]} if sheets == 2 else {}))
    decision = next(d for d in reading(content, sheet=asked).found.report.decisions if d.field == "sheet")
    assert decision.reason.startswith(said)
    assert decision.alternatives == (("Second",) if sheets == 2 else ())


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (workbook([]), "is empty"),
        (workbook([["a", "b"]]), "only a header"),
        (workbook([["a", "b"], [1, 2]])[:-400], "incomplete or damaged"),
        (
            changed(workbook([["a", "b"], [1, 2]]), SHEET, lambda text: text.replace('"B2"', '"XFD1048576"')),
            "reaches to row 1,048,576 and column 16,384",
        ),
        (changed(workbook([["a"], [1]]), SHEET, lambda text: text[:300]), "incomplete or damaged|is empty"),
        (changed(workbook([["a"], [1]]), "xl/workbook.xml", lambda text: text[:200]), "incomplete or damaged"),
    ],
    ids=["empty", "header only", "truncated", "far cell", "cut sheet", "cut workbook"],
)
def test_refused_with_one_sentence(reading, content, said):
    with pytest.raises(DataError, match=said) as refused:
        reading(content)
    assert "\n" not in str(refused.value)


def test_parts_may_be_named_from_the_workbook_on(reading):
    content = changed(
        workbook([["a", "b"], [1, 2]]),
        "xl/_rels/workbook.xml.rels",
        lambda text: text.replace("/xl/worksheets", "worksheets"),
    )
    assert reading(content).cells("b") == [2]


@pytest.mark.parametrize(
    ("merged", "expected", "filled"),
    [
        ("A2:B2", {"a": [1, 4, 7], "b": [1, 5, 8], "c": [3, 6, 9]}, "1 cell"),
        ("A2:C2", {"a": [1, 4, 7], "b": [1, 5, 8], "c": [1, 6, 9]}, "2 cells"),
        ("C2:C4", {"a": [1, 4, 7], "b": [2, 5, 8], "c": [3, 3, 3]}, "2 cells"),
        ("A2:B3", {"a": [1, 1, 7], "b": [1, 1, 8], "c": [3, 6, 9]}, "3 cells"),
        ("A1:A2", {"a": [None, 4, 7], "b": [2, 5, 8], "c": [3, 6, 9]}, None),
    ],
)
def test_merged_cells_stand_for_all_that_they_cover(reading, merged, expected, filled):
    book = openpyxl.Workbook()
    for row in (["a", "b", "c"], [1, 2, 3], [4, 5, 6], [7, 8, 9]):
        book.active.append(row)
    book.active.merge_cells(merged)
    content = io.BytesIO()
    book.save(content)
    table = reading(content.getvalue(), header_rows=1)
    assert {name: table.cells(name) for name in table.frame} == expected
    said = f"Merged cells stand for all the cells they cover; their value was filled in ({filled})."
    assert table.found.report.notes == ((said,) if filled else ())


def test_an_entity_bomb_does_not_go_off(reading):
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
    bomb = f'<?xml version="1.0"?><!DOCTYPE w [<!ENTITY e0 "x">{entities}]><workbook>&e9;</workbook>'
    content = changed(workbook([["a", "b"], [1, 2]]), "xl/workbook.xml", lambda _: bomb)
    with pytest.raises(DataError, match=r"damaged|no sheet"):
        reading(content)
