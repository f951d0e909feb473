"""Names of columns: each there, readable and once, and every change is shown."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtl_core.tables.readers.column_names import usable


@pytest.mark.parametrize(
    ("raw", "used"),
    [
        (["a", "b"], ["a", "b"]),
        (["x", "x", "x.1"], ["x", "x (2)", "x.1"]),
        (["x", "x", "x (2)"], ["x", "x (3)", "x (2)"]),
        (["x", " x", "X"], ["x", "x (2)", "X"]),
        (["", "  "], ["Column 1 (no name)", "Column 2 (no name)"]),
        (["a\nb", "c\0d"], ["a b", "cd"]),
        (["e\u0301", "é"], ["é", "é (2)"]),
        (["<b>x</b>", "../../x", "__proto__", "=1+1", "😀", 'a"b', "a/b", "$x^2$"],) * 2,
    ],
)
def test_each_name(raw, used):
    assert usable(raw)[0] == used


def test_changes_are_shown():
    _, renamed, alike = usable([" x", "x", "X"])
    assert renamed == {"x": " x", "x (2)": "x"}
    assert alike == ["Some names differ only in capitals (x, X)."]


def test_a_very_long_name_is_kept_up_to_a_limit():
    assert usable(["n" * 1_000])[0] == ["n" * 1_000]
    assert len(usable(["n" * 5_000])[0][0]) == 1_000


@given(st.lists(st.text(max_size=4), max_size=12))
def test_names_are_usable_whatever_they_were(raw):
    used, renamed, _ = usable(raw)
    assert len(set(used)) == len(used) == len(raw)
    assert all(name.strip() for name in used)
    assert all(name in renamed or name == old for name, old in zip(used, raw, strict=True))


def test_they_are_names_of_columns(reading):
    table = reading('"<b>a</b>","../../x","a""b","a\nb",,x,x\n1,2,3,4,5,6,7\n')
    assert list(table.frame.columns) == ["<b>a</b>", "../../x", 'a"b', "a b", "Column 5 (no name)", "x", "x (2)"]
    assert table.cells("a b") == [4]
    assert table.found.report.renamed["a b"] == "a\nb"
