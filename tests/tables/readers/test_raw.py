"""Limits of a table, batches of columns, records of a text: what every reader shares."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mtl_core.errors import DataError
from mtl_core.tables.limits import MAX_CELLS, MAX_COLUMNS, MAX_LINE_BYTES, MAX_ROWS
from mtl_core.tables.readers import record_count
from mtl_core.tables.readers.raw import Raw, batches, below_each_other, check_size, connect, is_too_long, quote
from mtl_core.tables.readers.row_buffer import RowBuffer


@pytest.mark.parametrize(
    ("rows", "columns", "said"),
    [
        (MAX_ROWS, 12, ""),
        (12_000, MAX_COLUMNS, ""),
        (
            MAX_ROWS + 1,
            2,
            "The table has 5,000,001 rows, expected at most 5,000,000; take a sample of them.",
        ),
        (
            2,
            MAX_COLUMNS + 1,
            "The table has 5,001 columns, expected at most 5,000; leave out those you do not need.",
        ),
        (
            MAX_CELLS // 100 + 1,
            100,
            "The table has 60,000,100 cells, expected at most 60,000,000; leave out columns or take fewer rows.",
        ),
        (MAX_CELLS // 100, 100, ""),
        (MAX_ROWS + 1, MAX_COLUMNS + 1, "The table has 5,001 columns, expected at most 5,000; leave out those you do "),
    ],
)
def test_how_large_a_table_may_be(rows: int, columns: int, said: str) -> None:
    if not said:
        check_size(rows, columns)
        return
    with pytest.raises(DataError) as refused:
        check_size(rows, columns)
    assert str(refused.value).startswith(said)


@pytest.mark.parametrize(
    ("text", "long"),
    [
        ("a" * MAX_LINE_BYTES, False),
        ("a" * (MAX_LINE_BYTES + 1), True),
        ("é" * (MAX_LINE_BYTES // 2), False),
        ("é" * (MAX_LINE_BYTES // 2 + 1), True),
        ("😀" * (MAX_LINE_BYTES // 4), False),
        ("😀" * (MAX_LINE_BYTES // 4 + 1), True),
        ("\ud800" * (MAX_LINE_BYTES // 3 + 1), True),
        ("", False),
    ],
)
def test_a_text_has_a_megabyte_at_most_in_bytes(text: str, long: bool) -> None:
    assert is_too_long(text) is long


@given(st.integers(0, 700), st.integers(0, 5_000_000))
def test_batches_hold_each_column_once_and_no_more_cells_than_fit(columns: int, rows: int) -> None:
    places = list(range(3, 3 + columns))
    found = [list(some) for some in batches(places, rows)]
    assert [place for some in found for place in some] == places
    assert all(1 <= len(some) <= 200 for some in found)
    assert all(len(some) == 1 or len(some) * rows <= 1_000_000 for some in found)
    assert all(len(some) == len(found[0]) for some in found[:-1])


@pytest.mark.parametrize(("rows", "size"), [(1, 200), (5_000, 200), (5_001, 199), (10_000, 100), (600_000, 1)])
def test_long_tables_are_looked_at_in_smaller_batches(rows: int, size: int) -> None:
    assert len(next(iter(batches(range(500), rows)))) == size


def test_the_first_hundred_rejected_rows_are_shown_cut() -> None:
    raw = Raw(names=["a"])
    for line in range(1, 102):
        raw.reject(line, "why", "x" * 201)
    assert raw.num_rejected == 101
    assert [row.line for row in raw.rejected] == list(range(1, 101))
    assert {row.text for row in raw.rejected} == {"x" * 200}


def test_cells_of_columns_below_each_other(tmp_path: Path) -> None:
    with connect(tmp_path) as connection:
        connection.execute(
            "CREATE TABLE t AS SELECT * FROM (VALUES ('a', 'b', 'c'), ('d', NULL, 'f')) AS t(c0, c1, c2)"
        )
        query = f"SELECT place, v, r FROM ({below_each_other('t', [0, 2], 'rowid AS r')}) ORDER BY ALL"
        assert connection.execute(query).fetchall() == [(0, "a", 0), (0, "d", 1), (2, "c", 0), (2, "f", 1)]
        text = "it's '' so"
        assert connection.execute(f"SELECT {quote(text)}").fetchall() == [(text,)]


class TestRowBuffer:
    def filled(self, folder: Path, rows: list[list[str | None]]) -> list[tuple[object, ...]]:
        with connect(folder) as connection:
            buffer = RowBuffer(connection, "t", 2, Raw(names=["a", "b"]))
            for row in rows:
                buffer.add(row)
            buffer.flush()
            assert buffer.count == len(rows)
            return connection.execute("SELECT * FROM t ORDER BY rowid").fetchall()

    def test_rows_arrive_in_their_order(self, tmp_path: Path) -> None:
        rows: list[list[str | None]] = [["a", None], ["", "é"], [None, None]]
        assert self.filled(tmp_path, rows) == [tuple(row) for row in rows]
        assert self.filled(tmp_path, []) == []

    def test_more_rows_than_wait_at_once(self, tmp_path: Path) -> None:
        rows: list[list[str | None]] = [[str(n), None] for n in range(20_001)]
        assert self.filled(tmp_path, rows) == [tuple(row) for row in rows]

    def test_where_no_row_is_left_the_first_rejected_one_is_told(self, tmp_path: Path) -> None:
        raw = Raw(names=["a"])
        with connect(tmp_path) as connection:
            buffer = RowBuffer(connection, "t", 1, raw)
            buffer.require_rows("line of the file")
            raw.reject(1_234, "it is too long", "xxx")
            said = "No line of the file can be read (the first stands at 1,234: it is too long); correct the file."
            with pytest.raises(DataError) as refused:
                buffer.require_rows("line of the file")
            assert str(refused.value) == said
            buffer.add(["x"])
            buffer.require_rows("line of the file")


CELLS = st.text(st.sampled_from('ab,"\n\r é'), max_size=6)


class TestRecords:
    @settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(
        rows=st.lists(st.lists(CELLS, min_size=2, max_size=3), max_size=5),
        skip=st.integers(0, 6),
        end=st.sampled_from(["\n", "\r\n", "\r"]),
        last=st.booleans(),
    )
    def test_as_many_as_were_written(
        self, tmp_path: Path, rows: list[list[str]], skip: int, end: str, last: bool
    ) -> None:
        text = io.StringIO()
        csv.writer(text, lineterminator=end, quoting=csv.QUOTE_ALL).writerows(rows)
        content = text.getvalue() if last else text.getvalue().removesuffix(end)
        file = tmp_path / "t.csv"
        file.write_text(content, encoding="utf-8", newline="")
        skip = min(skip, len(rows))
        assert record_count.count(file, ",", skip, blank=False) == len(rows) - skip

    def test_a_quoted_cell_of_several_megabytes_is_one(self, tmp_path: Path) -> None:
        file = tmp_path / "t.csv"
        file.write_text('a,b\n"' + "x\n" * 1_500_000 + '",1\n2,3\n', encoding="utf-8", newline="")
        assert record_count.count(file, ",", 1, blank=False) == 2

    @pytest.mark.parametrize(("blank", "number"), [(False, 2), (True, 4)])
    def test_blank_lines_are_records_of_a_single_column(self, tmp_path: Path, blank: bool, number: int) -> None:
        file = tmp_path / "t.csv"
        file.write_text('a\n\n"b"\n\n', encoding="utf-8", newline="")
        assert record_count.count(file, ",", 0, blank) == number

    @pytest.mark.parametrize(
        ("content", "line"),
        [('"a', 1), ('a,b\n1,"2\n3', 2), ('"a\nb"\n"c\nd', 3), ('a\n"b"\n"', 3), ('a\n"b""\n', 2)],
    )
    @pytest.mark.parametrize("skip", [0, 1])
    def test_a_quotation_without_end_is_named_by_its_line(
        self, tmp_path: Path, content: str, line: int, skip: int
    ) -> None:
        file = tmp_path / "t.csv"
        file.write_text(content, encoding="utf-8", newline="")
        with pytest.raises(DataError) as refused:
            record_count.count(file, ",", skip, blank=False)
        assert str(refused.value) == (
            f'Line {line} opens a quotation mark (") that is never closed; close it or take it out.'
        )

    @pytest.mark.parametrize(
        ("content", "simple"),
        [
            ("a,b\n1,2\n", True),
            ('a,b\n1,"2"\n', False),
            ("", True),
            ("x" * MAX_LINE_BYTES, True),
            ("x" * (MAX_LINE_BYTES + 1), False),
            (("x" * 999_999 + "\n") * 3, True),
            (("x" * 999_999 + "\r") * 3, True),
            ("a\n" * 600_000 + "x" * (MAX_LINE_BYTES + 1) + "\n", False),
        ],
        ids=["simple", "quoted", "empty", "longest", "longer", "long lines", "carriage returns", "one long line"],
    )
    def test_what_is_read_in_parts(self, tmp_path: Path, content: str, simple: bool) -> None:
        file = tmp_path / "t.csv"
        file.write_text(content, encoding="utf-8", newline="")
        assert record_count.are_simple(file) is simple
