"""Parquet files: types that a network can use are kept, the others are said to be left out."""

from __future__ import annotations

import datetime
import decimal
import io
import json

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from mtl_core.errors import DataError
from mtl_core.tables import limits


def parquet(table: pa.Table) -> bytes:
    content = io.BytesIO()
    pq.write_table(table, content)
    return content.getvalue()


def of(**columns: object) -> bytes:
    return parquet(pa.table(columns))


@pytest.mark.parametrize(
    ("array", "storage", "values"),
    [
        (pa.array([200, 100], pa.uint8()), "integer", [200, 100]),
        (pa.array([2**53 - 1, None], pa.int64()), "integer", [2**53 - 1, None]),
        (pa.array([2**53 + 1, 1], pa.int64()), "text", [str(2**53 + 1), "1"]),
        (pa.array([2**64 - 1, 1], pa.uint64()), "text", [str(2**64 - 1), "1"]),
        (pa.array([0.5, float("nan")], pa.float32()), "number", [0.5, None]),
        (pa.array([decimal.Decimal("1.25"), None]), "number", [1.25, None]),
        (pa.array([True, False]), "boolean", [True, False]),
        (pa.array(["00501", "x"]), "text", ["00501", "x"]),
        (pa.array(["a", "b"]).dictionary_encode(), "text", ["a", "b"]),
        (pa.array([datetime.time(1, 2), None]), "text", ["01:02:00", None]),
        (pa.nulls(2), "text", [None, None]),
    ],
)
def test_each_type_has_a_rule(reading, array, storage, values):
    table = reading(of(x=array, y=[1, 2]))
    assert table.column("x").storage == storage
    assert table.cells("x") == values


@pytest.mark.parametrize(
    "array",
    [
        pa.array([datetime.date(2024, 1, 31), None]),
        pa.array([datetime.datetime(2024, 1, 31), None], pa.timestamp("ns")),
        pa.array([datetime.datetime(2024, 1, 31), None], pa.timestamp("ms")),
        pa.array([datetime.datetime(2024, 1, 31), None], pa.timestamp("us", "UTC")),
    ],
)
def test_dates(reading, array):
    table = reading(of(x=array, y=[1, 2]))
    assert table.column("x").kind in ("date", "category")
    assert table.cells("x") == [pd.Timestamp("2024-01-31"), None]


def test_nested_columns_are_a_decision(reading):
    content = of(x=[[1], [2, 3]], y=[1, 2], z=[{"a": 1}, {"a": 2}])
    table = reading(content)
    assert list(table.frame.columns) == ["y"]
    assert table.decision("nested") == "skip"
    assert reading(content, nested="text").cells("x") == ["[1]", "[2, 3]"]


def test_bytes_and_the_index_of_pandas_are_left_out_with_a_note(reading):
    frame = pd.DataFrame({"x": [b"1", b"2"], "y": [1, 2]}, index=["p", "q"])
    content = io.BytesIO()
    frame.to_parquet(content)
    table = reading(content.getvalue())
    assert list(table.frame.columns) == ["y"]
    assert len(table.found.report.notes) == 2


def test_the_notes_name_what_is_left_out(reading):
    table = reading(of(a=[b"1", b"2"], x=[1, 2], b=[b"3", b"4"], y=["p", "q"]))
    assert {name: table.cells(name) for name in table.frame} == {"x": [1, 2], "y": ["p", "q"]}
    assert table.found.report.notes == ("Columns of bytes cannot be used and were left out: a, b.",)
    content = io.BytesIO()
    pd.DataFrame({"y": [1, 2]}, index=["p", "q"]).to_parquet(content)
    said = "The row numbers that pandas keeps as an unnamed index were left out."
    assert reading(content.getvalue()).found.report.notes == (said,)


def test_columns_beside_those_left_out_keep_their_cells(reading):
    content = of(a=[[1], [2]], b=["p", "q"], c=[b"1", b"2"], d=[1.5, 2.5], e=[{"k": 1}, {"k": 2}], f=[3, 4])
    table = reading(content)
    assert {name: table.cells(name) for name in table.frame} == {"b": ["p", "q"], "d": [1.5, 2.5], "f": [3, 4]}
    (decision,) = (d for d in table.found.report.decisions if d.field == "nested")
    assert decision.reason == "Columns of lists or structures can only be left out or read as text: a, e."
    assert list(reading(content, nested="text").frame.columns) == ["a", "b", "d", "e", "f"]


@pytest.mark.parametrize(
    ("array", "storage"),
    [
        (pa.array([2**53 - 1, -(2**53 - 1)]), "integer"),
        (pa.array([-(2**53), 1]), "text"),
        (pa.array([2**53 - 1, 1], pa.uint64()), "integer"),
        (pa.array([None, None], pa.int64()), "integer"),
        (pa.array([1, 2], pa.int8()), "integer"),
        (pa.array([float("inf"), 1.0]), "number"),
    ],
)
def test_whole_numbers_that_a_float_can_tell_apart_stay_numbers(reading, array, storage):
    assert reading(of(x=array, y=[1, 2])).column("x").storage == storage


def test_a_cell_of_the_largest_size_is_read_and_a_longer_one_named(reading):
    assert reading(of(x=["é" * (limits.MAX_LINE_BYTES // 2), "b"], y=[1, 2])).found.rows == 2
    said = 'Column "x" has a text of 1,048,578 bytes, expected at most 1,048,576; shorten it.'
    with pytest.raises(DataError) as refused:
        reading(of(x=["é" * (limits.MAX_LINE_BYTES // 2 + 1), "b"], y=[1, 2]))
    assert str(refused.value) == said


def test_a_named_index_is_a_column(reading):
    content = io.BytesIO()
    pd.DataFrame({"y": [1, 2]}, index=pd.Index(["p", "q"], name="who")).to_parquet(content)
    assert reading(content.getvalue()).cells("who") == ["p", "q"]


def test_two_columns_of_one_name(reading):
    content = parquet(pa.table([pa.array([1, 2]), pa.array([3, 4])], names=["x", "x"]))
    table = reading(content)
    assert table.cells("x") == [1, 2]
    assert table.cells("x (2)") == [3, 4]


def test_metadata_of_pandas_is_never_read(reading):
    table = pa.table({"x": [1, 2], "y": [3, 4]}).replace_schema_metadata({"pandas": "{broken"})
    assert reading(parquet(table)).cells("x") == [1, 2]


def test_an_extension_type_is_not_run(reading):
    table = pa.table({"x": [1, 2], "y": [3, 4]})
    metadata = {"ARROW:extension:name": "arrow.py_extension_type", "ARROW:extension:metadata": "cos\nsystem\n."}
    schema = pa.schema([pa.field("x", pa.int64(), metadata=metadata), table.schema.field("y")])
    assert reading(parquet(table.cast(schema))).cells("y") == [3, 4]


GOOD = of(x=list(range(1_000)), y=["a"] * 1_000)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (GOOD[:-20], "incomplete or damaged"),
        (GOOD[: len(GOOD) // 2], "incomplete or damaged"),
        (b"PAR1" + bytes(100), "incomplete or damaged"),
        (of(x=pa.array([], pa.int64())), "no rows"),
        (of(x=pa.array([b"1"])), "No column of the file can be used"),
        (of(x=["a" * 2_000_000, "b"], y=[1, 2]), 'Column "x" has a text of 2,000,000 bytes'),
        (parquet(pa.table({f"c{n}": [1] for n in range(5_001)})), "5,001 columns"),
    ],
    ids=["truncated", "half", "wrong", "no rows", "bytes only", "long cell", "many columns"],
)
def test_refused_with_one_sentence(reading, content, said):
    with pytest.raises(DataError, match=said) as refused:
        reading(content)
    assert "\n" not in str(refused.value)


def test_a_small_file_of_a_huge_table_is_refused_before_it_is_read(reading):
    content = io.BytesIO()
    with pq.ParquetWriter(content, pa.schema([("x", pa.int8())])) as writer:
        batch = pa.table({"x": pa.array([1]).take(pa.array([0] * 1_000_000)).cast(pa.int8())})
        for _ in range(6):
            writer.write_table(batch)
    assert len(content.getvalue()) < 100_000
    with pytest.raises(DataError, match="6,000,000 rows, expected at most 5,000,000"):
        reading(content.getvalue())


def test_facts_are_json(reading):
    found = reading(GOOD).found
    assert type(found).model_validate_json(found.model_dump_json()) == found
    assert json.loads(found.model_dump_json())["rows"] == 1_000
