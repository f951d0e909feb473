"""Where a table starts and ends in its file: lines above the names, two rows of names, merged cells, totals below."""

from __future__ import annotations

import io
import re
from pathlib import Path

import openpyxl
import pytest

from mtl_core.errors import DataError
from tests.tables.readers.test_workbook import SHEET, changed

CASES = Path(__file__).parents[2] / "cases"
NAMES = ["x", "z", "c", "y", "v", "k"]
KINDS = ["numeric", "numeric", "category", "yes_no", "numeric", "category"]
GROUPED = ["Measures / x", "Measures / z", "Group / c", "y", "Results / v", "Results / k"]
BODY = [[n + 0.5, n * 7 % 5, "red" if n % 3 else "blue", n % 2] for n in range(12)]
HEAD = ["size", "count", "colour", "ill"]


def text(rows: list[list[object]], delimiter: str = ",") -> str:
    return "".join(delimiter.join(map(str, row)) + "\n" for row in rows)


def workbook(rows: list[list[object]], *merged: str) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    for cells in merged:
        book.active.merge_cells(cells)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def reasons(table, field: str) -> list[str]:
    """What is said unasked of that decision."""
    return [d.reason for d in table.found.report.decisions if d.field == field and d.told]


@pytest.mark.parametrize(
    ("case", "options", "rows", "names", "said"),
    [
        ("01_sep_line__t.csv", {}, 60, NAMES, "delimiter"),
        ("07_title_before_header__t.csv", {}, 60, NAMES, "skip_lines"),
        ("08b_footer_sum__t.csv", {}, 61, NAMES, "footer"),
        ("08b_footer_sum__t.csv", {"footer": "drop"}, 60, NAMES, "footer"),
        ("31_xlsx_two_headers__t.xlsx", {}, 60, GROUPED, "header_rows"),
        ("32_xlsx_title_total__t.xlsx", {}, 61, NAMES, "skip_lines"),
        ("32_xlsx_title_total__t.xlsx", {"footer": "drop"}, 60, NAMES, "footer"),
    ],
)
def test_cases(reading, case, options, rows, names, said):
    table = reading((CASES / case).read_bytes(), **options)
    assert table.found.rows == rows
    assert [column.name for column in table.found.columns] == names
    assert table.found.report.num_rejected == 0
    assert reasons(table, said)
    assert set(reasons(table, said)) <= set(table.found.report.losses)
    if rows == 60:
        assert [column.kind for column in table.found.columns] == KINDS


def test_two_columns_below_sep(reading):
    table = reading((CASES / "01b_sep_two_cols__t.csv").read_bytes())
    assert list(table.frame.columns) == ["text", "label"]
    assert (table.found.rows, set(table.cells("label"))) == (60, {"pos", "neg"})


class TestSep:
    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252", "gb18030"])
    @pytest.mark.parametrize("end", ["\n", "\r\n"])
    @pytest.mark.parametrize("delimiter", [",", ";", "\t", "|", "^", ":"])
    def test_it_is_honoured(self, reading, encoding, end, delimiter):
        rows = text([["sep=" + delimiter], HEAD, *BODY], delimiter).replace("\n", end)
        table = reading(rows.encode(encoding))
        assert (list(table.frame.columns), table.found.rows) == (HEAD, 12)
        assert table.decision("delimiter") == delimiter
        assert f'"sep={delimiter}"' in reasons(table, "delimiter")[0]

    @pytest.mark.parametrize("line", ["SEP=;", '"sep=;"', "sep=; "])
    def test_ways_to_write_it(self, reading, line):
        assert list(reading(f"{line}\n" + text([HEAD, *BODY], ";")).frame.columns) == HEAD

    def test_texts_below_it_are_a_table(self, reading):
        lines = [f"Well, this is text {n}, the longest so far;{'pos' if n % 2 else 'neg'}" for n in range(30)]
        table = reading("sep=;\ntext;label\n" + "\n".join(lines))
        assert (table.found.format, table.found.rows) == ("csv", 30)

    def test_another_delimiter_may_be_chosen(self, reading):
        table = reading("sep=;\n" + text([HEAD, *BODY]), delimiter=",")
        assert list(table.frame.columns) == HEAD

    def test_a_name_like_it_is_a_name(self, reading):
        assert list(reading("sep=length,n\n1,2\n3,4\n").frame.columns) == ["sep=length", "n"]


ABOVE = {
    "a title": ([["Report of the year"]], 1),
    "a title and a blank line": ([["Report of the year"], []], 2),
    "blank cells, too": ([["Report of the year", "", "", ""], ["", "", "", ""]], 2),
    "a title in the middle": ([["", "Report", "", ""]], 1),
    "notes": ([["Exported: 2024-05-01"], ["By: Ann"], ["Unit: mm"]], 3),
    "notes of two cells": ([["Exported:", "2024-05-01"], ["By:", "Ann"]], 2),
    "notes and a blank line": ([["Exported:", "2024-05-01"], [], ["By:", "Ann"], []], 4),
    "comments": ([["# made by a machine"], ["# units: mm", " kg", " none", " none"]], 2),
    "nothing": ([], 0),
    "blank lines": ([[], []], 2),
}


class TestAbove:
    @pytest.mark.parametrize("what", ABOVE)
    @pytest.mark.parametrize("header", [HEAD, ["Size", "", "colour", "ill"]], ids=["full", "one name empty"])
    def test_it_is_left_out(self, reading, what, header):
        above, skip = ABOVE[what]
        table = reading(text([*above, header, *BODY]))
        assert table.decision("skip_lines") == skip
        assert (table.found.rows, table.decision("header"), table.decision("header_rows")) == (12, True, 1)
        assert [c.name for c in table.found.columns][2:] == ["colour", "ill"]
        assert len(reasons(table, "skip_lines")) == any(map(any, above))

    @pytest.mark.parametrize("what", [what for what in ABOVE if what != "blank lines"])
    def test_in_a_workbook(self, reading, what):
        above, skip = ABOVE[what]
        table = reading(workbook([*above, HEAD, *BODY]))
        assert table.decision("skip_lines") == skip
        assert (list(table.frame.columns), table.found.rows) == (HEAD, 12)

    def test_it_is_overruled(self, reading):
        rows = text([["Odd", "first", "row", "here"], HEAD, *BODY])
        assert list(reading(rows, skip_lines=1).frame.columns) == HEAD
        titled = reading(text([["Report"], HEAD, *BODY]), skip_lines=0, header=False, delimiter=",")
        assert titled.found.report.num_rejected == 1

    @pytest.mark.parametrize("rows", [13, 100])
    def test_nothing_is_left(self, reading, rows):
        with pytest.raises(DataError, match=r"no rows|no data rows"):
            reading(text([HEAD, *BODY]), skip_lines=rows)

    def test_lines_of_rejected_rows_are_counted_from_the_top(self, reading):
        table = reading(text([["Report"], [], HEAD, *BODY, ["bad"]]))
        assert [row.line for row in table.found.report.rejected] == [16]

    @pytest.mark.parametrize(
        ("content", "names"),
        [
            ("#id,x\n1,2\n3,4\n", ["#id", "x"]),
            (",x,y\n1,2,a\n2,3,b\n", ["Column 1 (no name)", "x", "y"]),
            ("name,\nant,1\nbee,2\n", ["Column 1", "Column 2"]),
            ("id,note,,,\n1,a,b,c,d\n2,e,f,g,h\n", None),
            ("5,,,,\n1,2,3,4,5\n6,7,8,9,1\n6,7,8,9,2\n", [f"Column {n}" for n in range(1, 6)]),
        ],
    )
    def test_what_is_no_title(self, reading, content, names):
        table = reading(content)
        if names is not None:
            assert list(table.frame.columns) == names
            assert table.decision("skip_lines") == 0

    def test_names_that_are_too_few_still_refuse(self, reading):
        with pytest.raises(DataError, match="2 names but the rows below it have 4 fields"):
            reading("a,b\n0,1,2,3\n1,4,5,6\n")


class TestTwoRowsOfNames:
    @pytest.mark.parametrize(
        ("upper", "lower", "names"),
        [
            (["A", "", "B", ""], ["x", "y", "x", "y"], ["A / x", "A / y", "B / x", "B / y"]),
            (["A", "A", "B", "B"], ["x", "y", "x", "y"], ["A / x", "A / y", "B / x", "B / y"]),
            (["", "A", "B", "B"], ["id", "n", "x", "y"], ["id", "A / n", "B / x", "B / y"]),
            (["id", "A", "B", "B"], ["", "n", "x", "y"], ["id", "A / n", "B / x", "B / y"]),
            (["2023", "", "2024", ""], ["low", "high", "low", "high"], ["2023 / low", "2023 / high", "2024 / low"]),
            (HEAD, ["mm", "n", "", "yes or no"], ["size / mm", "count / n", "colour", "ill / yes or no"]),
        ],
    )
    def test_they_are_joined(self, reading, upper, lower, names):
        for content in (text([upper, lower, *BODY]), workbook([upper, lower, *BODY])):
            table = reading(content)
            assert list(table.frame.columns)[: len(names)] == names
            assert (table.found.rows, table.decision("header_rows")) == (12, 2)
            assert reasons(table, "header_rows")

    @pytest.mark.parametrize(
        "second",
        [["NA", "-", "red", "?"], [1.5, "n/a", "green", 0], ["n.a.", "n.a.", "green", "n.a."], ["lots", 3, "red", 1]],
    )
    def test_a_row_of_missing_or_odd_values_is_a_row(self, reading, second):
        table = reading(text([HEAD, second, *BODY]))
        assert (table.decision("header_rows"), table.found.rows) == (1, 13)

    def test_words_alone_are_not_told_apart(self, reading):
        table = reading("a,b\nant,Rome\nbee,Oslo\ncat,Bern\n")
        assert (table.decision("header_rows"), table.found.rows) == (1, 3)

    def test_they_are_overruled(self, reading):
        assert reading(text([["A", "", "B", ""], ["x", "y", "x", "y"], *BODY]), header_rows=1).found.rows == 13
        table = reading("a,b\nant,Rome\nbee,Oslo\ncat,Bern\n", header_rows=2)
        assert (list(table.frame.columns), table.found.rows) == (["a / ant", "b / Rome"], 2)


class TestMergedCells:
    def test_a_merged_title_is_a_title(self, reading):
        table = reading(workbook([["Report"], HEAD, *BODY], "A1:D1"))
        assert (list(table.frame.columns), table.decision("skip_lines")) == (HEAD, 1)

    def test_a_single_merged_group_is_a_group(self, reading):
        table = reading(workbook([["", "Measured", "", ""], HEAD, *BODY], "B1:C1"))
        assert list(table.frame.columns) == ["size", "Measured / count", "Measured / colour", "ill"]

    def test_names_that_reach_over_two_rows(self, reading):
        table = reading(workbook([["id", "A", "", "B"], ["", "x", "y", "z"], *BODY], "A1:A2", "B1:C1"))
        assert list(table.frame.columns) == ["id", "A / x", "A / y", "B / z"]

    def test_the_body_is_filled_and_it_is_said(self, reading):
        rows = [list(row) for row in BODY]
        rows[0][2], rows[1][2], rows[2][2] = "green", None, None
        table = reading(workbook([[], [None, *HEAD], *([None, *row] for row in rows)], "D3:D5"))
        assert table.cells("colour")[:3] == ["green"] * 3
        assert any("filled in (2 cells)" in note for note in table.found.report.notes)

    def test_ranges_far_beyond_the_table_cost_nothing(self, reading):
        content = workbook([HEAD, *BODY], "A3:A4")
        table = reading(changed(content, SHEET, lambda xml: xml.replace('"A3:A4"', '"A20:XFD1048576"')))
        assert (list(table.frame.columns), table.found.rows) == (HEAD, 12)


LABELS = ["Total", "total:", "Sum", "SUMME", "Gesamt", "Insgesamt", "Average", "Mittelwert", "Σ", "合计", "Total (12)"]
SUMS = [sum(float(str(row[place])) for row in BODY) for place in (0, 1, 3)]


class TestBelow:
    @pytest.mark.parametrize("label", LABELS)
    def test_a_labelled_total(self, reading, label):
        for row in (["", "", label, 3.25], [label, "", "", 99]):
            content = text([HEAD, *BODY, row])
            table = reading(content)
            assert (table.decision("footer"), table.found.rows) == ("keep", 13)
            assert label in reasons(table, "footer")[0]
            assert reading(content, footer="drop").found.rows == 12

    def test_in_a_workbook(self, reading):
        content = workbook([HEAD, *BODY, [], ["Total", None, None, 6], ["Mean", None, None, 0.5], ["Source: a book"]])
        table = reading(content)
        assert "The last 3 rows" in reasons(table, "footer")[0]
        assert reading(content, footer="drop").column("ill").kind == "yes_no"

    @pytest.mark.parametrize(
        "note",
        [
            "Source: WHO",
            "* without the islands",
            "Quelle: Amt",
            "Note: preliminary",
            "Exported: 2024-05-01",
            "来源：世卫",
        ],
    )
    def test_a_note_without_a_total(self, reading, note):
        for tail in ([[note, "", "", ""]], [["", "", "", ""], [note, "", "", ""]], [[note, "2024", "", ""]]):
            content = text([HEAD, *BODY, *tail], ";")
            table = reading(content)
            assert (table.decision("footer"), table.found.rows) == ("keep", 12 + len(tail))
            assert re.search(r"(looks|look) like (a note|notes)", reasons(table, "footer")[0])
            dropped = reading(content, footer="drop")
            assert (dropped.found.rows, dropped.column("size").storage) == (12, "number")

    @pytest.mark.parametrize("row", [["Source", "1", "red", "1"], ["red", "", "", ""], ["Sourdough", "", "", ""]])
    def test_a_case_that_is_no_note(self, reading, row):
        rows = [[colour, n % 5, "red" if n % 3 else "blue", n % 2] for n, colour in enumerate(["red", "blue"] * 6)]
        assert reading(text([HEAD, *rows, row])).decision("footer") is None

    @pytest.mark.parametrize("comma", [False, True])
    def test_sums_without_a_label(self, reading, comma):
        content = text([HEAD, *BODY, [SUMS[0], SUMS[1], "", SUMS[2]]], ";")
        table = reading(content.replace(".", ",") if comma else content)
        assert table.decision("footer") == "keep"

    @pytest.mark.parametrize(
        "row",
        [
            [11.5, 2, "", 1],
            ["", "", "", ""],
            ["", 2, "Total loss of colour", 1],
            [12.5, 2, "red", 1],
            [0, 0, "", 0],
        ],
    )
    def test_an_ordinary_last_row(self, reading, row):
        assert reading(text([HEAD, *BODY, row])).decision("footer") is None

    def test_a_class_of_that_name(self, reading):
        rows = [[n, "Total" if n % 2 else "Part", n % 3] for n in range(11)]
        assert reading(text([["n", "what", "y"], *rows, ["", "Total", 1]])).decision("footer") is None

    def test_a_review_of_that_word(self, reading):
        rows = [[f"Not bad at all, said {n}", "pos"] for n in range(11)]
        table = reading(text([["review", "mood"], *rows, ["Total", "neg"]], ";"))
        assert table.decision("footer") is None
