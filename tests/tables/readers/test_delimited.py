"""Delimited text: what is decided, what is refused, and that no row or cell goes missing unseen."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mtl_core.errors import DataError
from mtl_core.features.spellings import clean_text
from mtl_core.tables.readers.blank_columns import look_apart

SIMPLE = "name,size\nant,1\nbee,2\n"


@pytest.mark.parametrize(
    "text",
    [
        SIMPLE,
        SIMPLE.replace(",", ";"),
        SIMPLE.replace(",", "\t"),
        SIMPLE.replace(",", "|"),
        SIMPLE.replace("\n", "\r\n"),
        SIMPLE.replace("\n", "\r"),
        SIMPLE.removesuffix("\n"),
        f"\n\n{SIMPLE}\n\n",
        "name,size\r\nant,1\nbee,2\r\n",
        "name,size\nant,1\r\nbee,2\r",
        '"name","size"\n"ant","1"\n"bee","2"\n',
    ],
    ids=[
        "comma",
        "semicolon",
        "tab",
        "bar",
        "crlf",
        "cr",
        "no last end",
        "blank lines",
        "two ends",
        "three ends",
        "quoted",
    ],
)
def test_the_same_table_however_it_is_written(reading, text):
    table = reading(text)
    assert table.cells("name") == ["ant", "bee"]
    assert table.cells("size") == [1, 2]
    assert table.found.report.num_rejected == 0


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("", "empty"),
        ("\n\n \n", "blank lines"),
        ("a,b,c\n", "only a header"),
        ("a,b,c\n0,1,2,3\n1,4,5,6\n", "3 names but the rows below it have 4 fields"),
        ("a,b,c\n1,2\n3,4\n", "3 names but the rows below it have 2 fields"),
        ('a,b\n1,2\n3,"4\n5,6\n7,8\n', "Line 3 opens a quotation mark"),
        (
            ",".join(f"c{n}" for n in range(10_000)) + "\n" + ",".join("1" * 10_000),
            "10,000 columns, expected at most 5,000",
        ),
        ("a,b\n" + "1\n" * 300 + "1,2\n" * 2_000 + "1\n" * 3_000, "do not have 2 fields"),
    ],
    ids=["empty", "blank", "header only", "one field more", "one field less", "open quote", "columns", "ragged"],
)
def test_refused_with_one_sentence(reading, content, said):
    with pytest.raises(DataError, match=said.replace("(", r"\(").replace(")", r"\)")) as refused:
        reading(content)
    assert "\n" not in str(refused.value)
    assert str(refused.value).endswith(".")


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        ("5", "too few fields"),
        ("5,6,7", "too many fields"),
        ('"5" x,6', "after a closing"),
        ("5," + "x" * 2_000_000, "longer"),
    ],
)
def test_a_row_that_cannot_be_read_is_counted_and_shown(reading, bad, reason):
    table = reading(f'a,b\n1,"two\nlines"\n{bad}\n3,4\n')
    report = table.found.report
    assert table.cells("a") == [1, 3]
    assert report.num_rejected == 1
    assert report.rejected[0].line == 4
    assert reason in report.rejected[0].reason
    assert report.rejected[0].text == bad[:200]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_rejected_rows_have_the_lines_of_the_file(reading, end):
    lines = ["a,b", "1,2", "3", '4,"x', 'y"', "5,6,7", "8,9", "", "", "10", '"11"x,', "", '"12"x,', "13,14", "15,16"]
    report = reading(end.join(lines) + end).found.report
    assert [(row.line, row.reason, row.text) for row in report.rejected] == [
        (3, "too few fields", "3"),
        (6, "too many fields", "5,6,7"),
        (10, "too few fields", "10"),
        (11, "text after a closing quotation mark, or none to close it", '"11"x,'),
        (13, "text after a closing quotation mark, or none to close it", '"12"x,'),
    ]
    assert (report.rows, report.num_rejected) == (5, 5)
    assert report.loss == (
        "The file has 5 rows that cannot be read, left out of the table (the first at line 3: too few fields)."
    )


@pytest.mark.parametrize(
    ("content", "line"),
    [
        ('a,b\n1,"x\n', 2),
        ('a,"b\n1,x\n2,y\n', 1),
        ('a,b\n1,"x\n2,y\n3,z\n', 2),
        ('a,b\n1,x\n2,"y\n3,z\n', 3),
        ('a,b\n1,"x\nx"\n2,y\n3,z\n4,"q\n', 6),
        ('Report\n\na,b\n1,"x\n2,y\n3,z\n', 4),
        ('a,b\n1,x\n2,y\n3,"', 4),
        ('a\n"x\ny\nz\n', 2),
        ('a,b\r\n1,"x\r\n2,y\r\n', 2),
    ],
)
def test_a_quotation_mark_that_is_never_closed_is_named_by_its_line(reading, content, line):
    with pytest.raises(DataError, match=rf"^Line {line} opens a quotation mark \("):
        reading(content, format="csv")


def test_half_of_the_rows_may_be_rejected_and_no_more(reading):
    report = reading("a,b\n" + "1,2\n" * 6 + "3\n" * 6).found.report
    assert (report.rows, report.num_rejected) == (6, 6)
    said = "8,300 of 12,300 rows do not have 2 fields as expected (the first is line 2,002: 7); check the delimiter."
    with pytest.raises(DataError) as refused:
        reading("a,b\n" + "1,2\n" * 2_000 + "7\n" * 3_000 + "1,2\n" * 2_000 + "8,8,8\n" * 5_300)
    assert str(refused.value) == said


def test_only_the_first_rejected_rows_are_listed_but_all_are_counted(reading):
    report = reading("a,b\n" + "1,2\n" * 400 + "3\n" * 300).found.report
    assert (report.rows, report.num_rejected, len(report.rejected)) == (400, 300, 100)


def test_rows_are_counted_in_all(reading):
    table = reading("a,b\n" + "1,2\n3\n" * 50)
    assert table.found.rows + table.found.report.num_rejected == 100


def test_a_delimiter_at_the_end_of_each_line_is_a_decision(reading):
    text = "a,b,c\n1,2,3,\n4,5,6,\n"
    table = reading(text)
    assert list(table.frame.columns) == ["a", "b", "c"]
    assert table.cells("a") == [1, 4]
    assert table.decision("last_column") == "drop"
    assert list(reading(text, last_column="keep").frame.columns) == ["a", "b", "c", "Column 4 (no name)"]
    assert list(reading("a,b,\n1,2,\n3,4,\n").frame.columns) == ["a", "b"]


def test_a_last_column_without_name_but_with_values_is_kept(reading):
    table = reading("a,b\n" + "1,2,\n" * 1_500 + "3,4,5\n")
    assert table.cells("Column 3 (no name)")[-1] == 5
    assert "no name" in table.found.report.notes[0]


@pytest.mark.parametrize(
    ("text", "header"),
    [
        ("5.1,3.5,x\n4.9,3.0,y\n4.7,3.2,x\n", False),
        ("x,1\ny,2\nx,3\n", False),
        ("a,b\n1,2\n", True),
        ("name,city\nAnn,Rome\n", True),
        ("2019,2020\nlow,high\nhigh,low\n", False),
        ("a,a\n1,2\n", True),
        ("day,n\n2024-01-01,3\n", True),
    ],
)
def test_whether_the_first_row_is_a_header(reading, text, header):
    table = reading(text)
    assert table.decision("header") is header
    assert table.found.rows == text.count("\n") - header


def test_the_header_can_be_overruled(reading):
    table = reading("5.1,3.5\n4.9,3.0\n", header=True)
    assert list(table.frame.columns) == ["5.1", "3.5"]
    assert reading("a,b\nc,d\n", header=False).cells("Column 1") == ["a", "c"]


def test_the_delimiter_can_be_overruled(reading):
    assert list(reading("a;b,c\n1;2,3\n1;2,3\n", delimiter=";").frame.columns) == ["a", "b,c"]


def test_free_text_is_not_cut_at_its_commas(reading):
    table = reading("review\nGood, really\nNot so good\nWell, yes, no\n")
    assert table.cells("review") == ["Good, really", "Not so good", "Well, yes, no"]
    assert table.found.format == "lines"


def test_delimiters_quotes_and_line_ends_inside_quotes(reading):
    table = reading('a,b\n"1, or\n2","say ""hi"""\n6" pipe,x\n')
    assert table.cells("a") == ["1, or\n2", '6" pipe']
    assert table.cells("b") == ['say "hi"', "x"]


def test_a_column_of_a_fifty_megabyte_cell_is_refused_not_read(reading):
    report = reading("a,b\n1,2\n3," + "x" * 50_000_000 + "\n5,6\n").found.report
    assert (report.rows, report.num_rejected) == (2, 1)
    assert len(report.rejected[0].text) <= 200


_CELLS = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), min_size=1, max_size=8)


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(st.tuples(_CELLS, _CELLS), min_size=2, max_size=6))
def test_what_is_written_is_read_back_but_for_spaces_around(reading, rows):
    text = io.StringIO()
    csv.writer(text, quoting=csv.QUOTE_ALL, lineterminator="\n").writerows(
        [("first", "second"), *(("q" + a, "q" + b) for a, b in rows)]
    )
    table = reading(text.getvalue(), header=True, delimiter=",", encoding="utf-8")
    assert table.cells("first") == [clean_text("q" + a) for a, _ in rows]
    assert table.cells("second") == [clean_text("q" + b) for _, b in rows]


def test_quoted_line_ends_survive_wherever_the_reader_cuts_the_file(reading):
    cell = 'a,b\n"x",y\n1,2\n,""\n' * 20_000
    rows = [(str(n), cell if n % 10 == 3 else "short", "z") for n in range(60)]
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([("first", "second", "third"), *rows])
    table = reading(text.getvalue())
    assert table.cells("first") == list(range(60))
    assert table.cells("second") == [row[1].strip() for row in rows]


@pytest.mark.parametrize(
    ("text", "names", "rows"),
    [
        (
            " 0.0063  18.00   2.310  0\n 0.0273   0.00   7.070  0\n 0.0272   0.00   7.070  1\n",
            ["Column 1", "Column 2", "Column 3", "Column 4"],
            [["0.0063", "18.0", "2.31", "0"], ["0.0273", "0.0", "7.07", "0"], ["0.0272", "0.0", "7.07", "1"]],
        ),
        (
            "name        age   city\nAnna Lee    33    New York\nBob         41    Rome\n",
            ["name", "age", "city"],
            [["Anna Lee", "33", "New York"], ["Bob", "41", "Rome"]],
        ),
        (
            'mpg name\n18.5 "chevrolet malibu"\n15.5 "buick skylark"\n',
            ["mpg", "name"],
            [["18.5", "chevrolet malibu"], ["15.5", "buick skylark"]],
        ),
        ("x y  \n1 2.5\n3 4.5   \n", ["x", "y"], [["1", "2.5"], ["3", "4.5"]]),
    ],
    ids=["right-aligned", "fixed width", "quoted", "blanks at the end"],
)
def test_columns_set_apart_by_blanks(reading, text, names, rows):
    table = reading(text)
    assert list(table.frame.columns) == names
    assert table.frame.astype(str).to_numpy().tolist() == rows
    assert table.decision("delimiter") == " "


@pytest.mark.parametrize(
    "text",
    [
        "good food\nbad soup\nnice place\n" * 9,
        "I liked it a lot\nnot  my taste\nwe came twice\n" * 9,
        "".join(f"the soup of table {n} was cold\n" for n in range(30)),
    ],
    ids=["two words each", "a double blank", "words around a number"],
)
def test_texts_are_not_columns(reading, text):
    assert len(reading(text).frame.columns) == 1


@pytest.mark.parametrize(
    ("lines", "columns"),
    [
        (["x y", "1 2", "3 4", "5 -6e3"], 2),
        (["name x", "ann 1", "bob 2.5", "cid ,5"], 2),
        (["name x", "ann 1", "bob two", "cid 3"], 1),
        (["name city x", "ann rome 1", "bob oslo 2", "cid bern 3"], 1),
        (["name city x y", "ann rome 1 2", "bob oslo 2 3", "cid bern 3 4%"], 4),
        (["x  y", *["1  2"] * 48, "one"], 2),
        (["x  y", *["1  2"] * 47, "one"], 1),
        (["x  y"], 1),
        (["ann  rome", "bob  oslo"], 2),
        (["ann rome", "bob oslo"], 1),
        (["name x", *["ann 1"] * 9, "bob two"], 2),
        (["name x", *["ann 1"] * 8, "bob two"], 1),
        (["x\ty z", "1 \t 2 z", "3\t4 z"], 2),
    ],
)
def test_from_where_on_blanks_are_between_columns(lines, columns):
    assert look_apart("\n".join(lines) + "\n") is (columns > 1)


def test_a_last_line_that_is_cut_does_not_tell():
    assert look_apart("x y\n1 2\n3 4\n5")
    assert not look_apart("x y\n1 2\n3 4\n5\n")


def test_columns_between_blanks_keep_their_cells_and_lines(reading):
    table = reading('x  y  z\n1  a,b  2\n\n3  c "d"  4\n5  e\n' + "7  f  8\n" * 150)
    assert table.cells("x")[:3] == [1, 3, 7]
    assert table.cells("y")[:3] == ["a,b", 'c "d"', "f"]
    assert [(row.line, row.reason) for row in table.found.report.rejected] == [(5, "too few fields")]
