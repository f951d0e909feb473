"""Decisions of the reading: each has its reason and says what else it could be, which can be asked for."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

import openpyxl
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from mtl_core.errors import DataError
from mtl_core.tables.profile import Decision, ReadingOptions


def workbook() -> bytes:
    book = openpyxl.Workbook()
    for row in (["a", "b"], [1, "x"], [2, "y"]):
        book.active.append(row)
    book.create_sheet("Second").append(["c", "d"])
    book["Second"].append([3, "z"])
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def archive() -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as written:
        written.writestr("small.csv", "a,b\n1,x\n")
        written.writestr("large.csv", "a,b\n1,x\n2,y\n")
        written.writestr("middle.csv", "a,b\n1,xxxx\n")
    return content.getvalue()


def nested() -> bytes:
    content = io.BytesIO()
    pq.write_table(pa.table({"x": [[1], [2, 3]], "y": [1, 2]}), content)
    return content.getvalue()


FILES: dict[str, str | bytes] = {
    "commas": "a,b\n1,x\n2,y\n3,z\n",
    "tabs and a last column": "a\tb\t\n1\tx\t\n2\ty\t\n",
    "blanks": "x  y\n1  2.5\n3  4.5\n",
    "one column": "name\nant\nbee\n",
    "sep": "sep=^\na^b\n1^x\n2^y\n",
    "a title": "Report\n\na,b\n1,x\n2,y\n3,z\n",
    "two rows of names": "A,,B\nx,y,z\n1,2,3\n4,5,6\n7,8,9\n",
    "a total": "a,b\nred,1\nblue,2\nred,4\nblue,8\nTotal,15\n",
    "texts": "It was good\nIt was bad, really\nIt was fine\n",
    "tags": "Ann B-PER\nsang O\n\nBob B-PER\nfell O\n",
    "objects": '{"a": 1, "b": [1]}\n{"a": 2, "b": [2]}\n',
    "numbers": 'a;b\n"1,234";1.5\n"2,500";2.5\n',
    "decimal commas": "a;b\n1,5;1.234\n2,5;5.678\n",
    "dates in doubt": "d;b\n01/02/2024;x\n03/04/2024;y\n",
    "markers": "sex;age\nNA;34\nmale;NA\nfemale;51\n",
    "a workbook": workbook(),
    "an archive": archive(),
    "Parquet": nested(),
    "another code page": "nom,ville\nJosé,Málaga\nZoë,Köln\n".encode("cp1252"),
}


def decided(reading: Callable[..., object], content: str | bytes, **options: object) -> dict[str, Decision]:
    found = reading(content, **options).found.report.decisions
    assert len({decision.field for decision in found}) == len(found)
    return {decision.field: decision for decision in found}


@pytest.mark.parametrize("content", FILES.values(), ids=FILES)
def test_each_has_a_reason_and_other_choices_than_its_own(reading, content):
    for field, decision in decided(reading, content).items():
        assert field in ReadingOptions.model_fields
        assert decision.reason.endswith(".")
        assert decision.value not in decision.alternatives
        assert len(set(decision.alternatives)) == len(decision.alternatives)


@pytest.mark.parametrize("content", FILES.values(), ids=FILES)
def test_who_asks_for_all_that_was_decided_gets_the_same_table(reading, content):
    table = reading(content)
    chosen = {d.field: d.value for d in table.found.report.decisions if d.alternatives or d.field == "format"}
    again = reading(content, **chosen)
    pd.testing.assert_frame_equal(again.frame, table.frame)


@pytest.mark.parametrize("content", FILES.values(), ids=FILES)
def test_another_choice_is_what_is_done_or_refused_in_a_sentence(reading, content):
    for field, decision in decided(reading, content).items():
        for choice in decision.alternatives[:1]:
            try:
                again = decided(reading, content, **{field: choice})
            except DataError as refused:
                again, said = {}, str(refused)
            else:
                said = "It is read."
            assert said.endswith(".")
            assert field not in again or again[field].value == choice


SIGNS = [",", ";", "\t", "|", " "]


@pytest.mark.parametrize(
    ("content", "options", "value", "reason"),
    [
        ("a,b\n1,2\n3,4\n", {}, ",", "The comma splits 100% of the first rows into 2 fields."),
        ("a;b;c\n1;2;3\n", {}, ";", "The semicolon splits 100% of the first rows into 3 fields."),
        ("a\tb\n1\t2\n", {}, "\t", "The tab splits 100% of the first rows into 2 fields."),
        ("a|b\n1|2\n", {}, "|", "The bar splits 100% of the first rows into 2 fields."),
        ("1,2\n", {"header": False}, ",", "The comma splits 100% of the first rows into 2 fields."),
        ("a,b\n1,2\n3\n5,6\n", {}, ",", "The comma splits 75% of the first rows into 2 fields."),
        ("x, y\n1, 2\n3, 4\n", {}, ",", "The comma splits 100% of the first rows into 2 fields."),
        (
            "x  y\n1  2\n3  4\n",
            {},
            " ",
            "Blanks set the same number of values apart in nearly all of the first rows.",
        ),
        (
            "name\nant\nbee\n",
            {},
            "",
            "No delimiter splits the rows into a constant number of fields, so each row is one cell.",
        ),
        ("sep=;\na;b\n1;2\n", {}, ";", 'The first line of the file says "sep=;"; it is no row of the table.'),
        ("a^b\n1^2\n3^4\n", {"delimiter": "^"}, "^", "You chose it."),
        ("a,b\n1,2\n3,4\n", {"delimiter": ","}, ",", "You chose it."),
    ],
)
def test_the_delimiter(reading, content, options, value, reason):
    decision = decided(reading, content, **options)["delimiter"]
    assert (decision.value, decision.reason) == (value, reason)
    assert list(decision.alternatives) == [sign for sign in SIGNS if sign != value]


@pytest.mark.parametrize(
    ("content", "format"),
    [
        ("a,b\n1,2\n", "csv"),
        ("It was good\nIt was bad\nIt was fine\n", "lines"),
        ("Ann B-PER\nsang O\n\nBob B-PER\n", "conll"),
        ('{"a": 1}\n', "json"),
        (' \n\t[{"a": 1}]', "json"),
    ],
)
def test_a_text_may_be_read_as_any_form_of_text(reading, content, format):
    decision = decided(reading, content)["format"]
    assert decision.value == format
    assert {format, *decision.alternatives} == {"csv", "lines", "conll", "json"}
    assert decision.reason.startswith("Its content is ")
    assert decided(reading, content, format=format)["format"].reason == "You chose it."


@pytest.mark.parametrize("content", [workbook(), archive(), nested()], ids=["xlsx", "zip", "parquet"])
def test_what_is_no_text_is_nothing_else(reading, content):
    assert decided(reading, content)["format"].alternatives == ()


def test_the_file_of_an_archive(reading):
    found = decided(reading, archive())["member"]
    assert (found.value, found.alternatives) == ("large.csv", ("middle.csv", "small.csv"))
    assert found.reason == "It is the largest of 3 tables; the others are not read."
    chosen = decided(reading, archive(), member="small.csv")["member"]
    assert (chosen.value, chosen.alternatives) == ("small.csv", ("large.csv", "middle.csv"))
    assert chosen.reason == "You chose it."


def test_the_sheet_of_a_workbook(reading):
    found = decided(reading, workbook())["sheet"]
    assert (found.value, found.alternatives, found.reason) == ("Sheet", ("Second",), "It is the first sheet.")
    chosen = decided(reading, workbook(), sheet="Second")["sheet"]
    assert (chosen.value, chosen.alternatives, chosen.reason) == ("Second", ("Sheet",), "You chose it.")


def test_what_is_told_unasked_is_what_changes_or_leaves_out(reading):
    told = {
        name: [field for field, decision in decided(reading, content).items() if decision.told]
        for name, content in FILES.items()
    }
    assert {name: fields for name, fields in told.items() if fields} == {
        "sep": ["delimiter"],
        "a title": ["skip_lines"],
        "two rows of names": ["header_rows"],
        "a total": ["footer"],
    }
    asked = decided(reading, FILES["a title"], skip_lines=2)["skip_lines"]
    assert (asked.told, asked.reason) == (False, "You chose it.")
    assert decided(reading, FILES["two rows of names"], header_rows=2)["header_rows"].told is False
