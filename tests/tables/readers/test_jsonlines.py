"""JSON lines and arrays: nothing guessed, broken lines counted, doubtful ones refused."""

from __future__ import annotations

import json

import pytest

from mtl_core.errors import DataError

LINES = '{"a": 1, "b": "x"}\n{"a": 2, "b": "y"}\n'


@pytest.mark.parametrize(
    "text",
    [LINES, "\ufeff" + LINES, "[" + LINES.strip().replace("\n", ",") + "]", LINES.replace("\n", "\r\n"), "\n" + LINES],
    ids=["lines", "mark", "array", "crlf", "blank line"],
)
def test_the_same_table_however_it_is_written(reading, text):
    table = reading(text)
    assert table.cells("a") == [1, 2]
    assert table.cells("b") == ["x", "y"]


def test_values_are_what_they_say(reading):
    table = reading(
        '{"zip": "00501", "modified": "soon", "ok": true, "big": 9007199254740993, "n": 1.5, "none": null}\n'
        '{"zip": "10001", "modified": "later", "ok": false, "big": 1, "n": NaN, "extra": "NA"}\n'
    )
    assert table.cells("zip") == ["00501", "10001"]
    assert table.cells("modified") == ["soon", "later"]
    assert table.column("ok").kind == "yes_no"
    assert table.cells("big") == ["9007199254740993", "1"]
    assert table.cells("n") == [1.5, None]
    assert table.cells("none") == [None, None]
    assert table.cells("extra") == [None, "NA"]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ('{"a": 1', "broken at character 8"),
        ('{"a": 1, "a": 2}', 'the key "a" twice'),
        ("[1, 2]", "a value without a name"),
        ("7", "a value without a name"),
        ('{"a": ' + "[" * 100_000 + "}", "nested too deeply|broken"),
    ],
)
def test_a_line_that_is_no_object_is_counted_and_shown(reading, line, reason):
    report = reading(f"{LINES}{line}\n").found.report
    assert (report.rows, report.num_rejected) == (2, 1)
    assert report.rejected[0].line == 3
    assert any(part in report.rejected[0].reason for part in reason.split("|"))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('{"a": 1, "a": 2}\n', 'Line 1 is no JSON object: it has the key "a" twice'),
        ("{not json}\n{nor this}\n", "Line 1 is no JSON object"),
        ('[{"a": 1}, 2]', "values without names"),
        ('[{"a": 1},\n {"a": }]', "broken in line 2, character 8"),
        ('[{"a": 1, "a": 2}]', 'the key "a" twice'),
        ("[" * 100_000, "nested too deeply|broken"),
        ("[]", "no rows"),
        ("{}\n{}\n", "no rows"),
    ],
)
def test_refused_with_one_sentence(reading, text, said):
    with pytest.raises(DataError, match=said) as refused:
        reading(text)
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            '{"a": 1}\n' + '{"a": 1,}\n' * 2,
            'Line 2 is no JSON object: it is broken at character 9 ({"a": 1,}); expected one object in each line.',
        ),
        (
            '{"a": 1}\n\n7\n8\n',
            "Line 3 is no JSON object: it is a value without a name (7); expected one object in each line.",
        ),
        (
            '{"a": ' + "1" * 100 + "\n" + "x\n",
            f'Line 1 is no JSON object: it is broken at character 107 ({{"a": {"1" * 74}); expected one object in each '
            "line.",
        ),
        (
            '[{"a": 1, "b": 2, "a": 3}]',
            'An object of the array has the key "a" twice; give each value one name.',
        ),
        (
            '[{"a": 1},\n {"a": }]',
            "The JSON array is broken in line 2, character 8; correct it or write one object a line.",
        ),
    ],
)
def test_the_fault_is_told_with_its_place(reading, text, said):
    with pytest.raises(DataError) as refused:
        reading(text)
    assert str(refused.value) == said


def test_as_many_broken_lines_as_rows_are_left_out(reading):
    table = reading('{"a": 1, "b": 2}\n{"a": 3}\noops\n{"a": 1\n')
    assert (table.cells("a"), table.cells("b")) == ([1, 3], [2, None])
    assert [(row.line, row.text) for row in table.found.report.rejected] == [(3, "oops"), (4, '{"a": 1')]


def test_the_first_key_that_stands_twice_is_named_and_cut(reading):
    report = reading(LINES + f'{{"{"k" * 80}": 1, "{"k" * 80}": 2}}\n').found.report
    assert report.rejected[0].reason == f'it has the key "{"k" * 60}" twice'


def test_columns_stand_in_the_order_in_which_their_keys_come(reading):
    table = reading('{"b": 1}\n{"c": 2, "a": 3, "b": 4}\n{"d": 5, "a": 6}\n')
    assert list(table.frame.columns) == ["b", "c", "a", "d"]
    assert table.cells("a") == [None, 3, 6]


def test_nested_columns_are_left_out_and_the_others_keep_their_cells(reading):
    rows = '{"a": 1, "b": [1], "c": "x", "d": {"e": 2}, "f": 2.5}\n{"a": 2, "b": null, "c": "y", "d": {}, "f": 3.5}\n'
    table = reading(rows)
    assert {name: table.cells(name) for name in table.frame} == {"a": [1, 2], "c": ["x", "y"], "f": [2.5, 3.5]}
    (decision,) = (d for d in table.found.report.decisions if d.field == "nested")
    assert (decision.value, decision.alternatives) == ("skip", ("text",))
    assert decision.reason == "Columns of lists or structures can only be left out or read as text: b, d."
    kept = reading(rows, nested="text")
    assert list(kept.frame.columns) == ["a", "b", "c", "d", "f"]
    assert (kept.cells("b"), kept.cells("d")) == (["[1]", None], ['{"e": 2}', "{}"])
    (decision,) = (d for d in kept.found.report.decisions if d.field == "nested")
    assert (decision.value, decision.alternatives) == ("text", ("skip",))


def test_columns_that_are_all_nested_are_refused(reading):
    with pytest.raises(DataError, match="No column of the file can be used"):
        reading('{"a": [1]}\n{"a": [2]}\n')


def test_halves_of_characters_are_counted_by_cell(reading):
    table = reading('{"a": "x\\ud800\\udc00\\ud800", "b": "\\udfff\\ud800"}\n{"a": "é", "b": "y"}\n')
    assert table.cells("a") == ["x\U00010000\ufffd", "é"]
    assert table.cells("b") == ["\ufffd\ufffd", "y"]
    assert table.found.report.notes == ("Halves of characters were replaced by \ufffd (2 cells).",)


def test_nested_values_are_a_decision(reading):
    text = '{"a": {"b": 1}, "c": 2}\n{"a": [1], "c": 3}\n'
    assert list(reading(text).frame.columns) == ["c"]
    assert reading(text, nested="text").cells("a") == ['{"b": 1}', "[1]"]


def test_half_a_character_is_replaced_and_counted(reading):
    table = reading('{"a": "x\\ud800", "b": 1}\n{"a": "\\ud83d\\ude00", "b": 2}\n')
    assert table.cells("a") == ["x\ufffd", "😀"]
    assert "(1 cell)" in table.found.report.notes[0]


def test_keys_may_differ_between_rows_and_batches(reading):
    lines = [f'{{"a": {n}}}' for n in range(20_001)] + ['{"b": "late"}']
    table = reading("\n".join(lines))
    assert table.cells("b")[-1] == "late"
    assert table.cells("a")[-1] is None


def test_a_text_beyond_all_bounds_is_left_out_of_lines_and_of_an_array(reading):
    rows = [{"t": "fine", "n": 1}, {"t": "very long " * 5_000_000, "n": 2}, {"t": "good", "n": 3}]
    for content in (json.dumps(rows), "\n".join(map(json.dumps, rows))):
        table = reading(content)
        assert table.cells("n") == [1, 3]
        (rejected,) = table.found.report.rejected
        assert (rejected.line, rejected.reason) == (2, "longer than 1,048,576 bytes")
