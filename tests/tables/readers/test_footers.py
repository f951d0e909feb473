"""Totals and notes below a table: from where on they are taken for such, and what is said of them."""

from __future__ import annotations

import pytest

BODY = [["red", 1, 10.5], ["blue", 2, 20.25], ["red", 4, 40.0], ["blue", 8, 80.5], ["red", 16, 160.25]]


def text(*rows: list[object]) -> str:
    return "".join(";".join(map(str, row)) + "\n" for row in [["colour", "n", "size"], *rows])


def footer(reading, *rows: list[object], **options: object):
    found = reading(text(*rows), **options)
    decided = [d for d in found.found.report.decisions if d.field == "footer"]
    assert len(decided) < 2
    return found, (decided[0] if decided else None)


@pytest.mark.parametrize(
    ("tail", "kept", "dropped"),
    [
        (
            [["Total", 31, 311.5]],
            'The last row looks like a total but counts as a case: "Total, 31, 311.5"; leave it out if it is none.',
            'The last row is a total and left out: "Total, 31, 311.5".',
        ),
        (
            [["Total", 31, ""], ["Mean", 6.2, ""]],
            'The last 2 rows look like totals but count as cases: "Total, 31, Mean, 6.2"; leave them out if not so.',
            'The last 2 rows are totals or notes and left out: "Total, 31, Mean, 6.2".',
        ),
        (
            [["Source: WHO", "", ""]],
            'The last row looks like a note but counts as a case: "Source: WHO"; leave it out if it is none.',
            'The last row is a note and left out: "Source: WHO".',
        ),
        (
            [["* estimated", "", ""], ["Note: none", "", ""]],
            'The last 2 rows look like notes but count as cases: "* estimated, Note: none"; leave them out if not so.',
            'The last 2 rows are notes and left out: "* estimated, Note: none".',
        ),
        (
            [["Total", 31, ""], ["Source: WHO", "", ""]],
            'The last 2 rows look like totals but count as cases: "Total, 31, Source: WHO"; leave them out if not so.',
            'The last 2 rows are totals or notes and left out: "Total, 31, Source: WHO".',
        ),
        (
            [["Total", 31, ""], ["", "", ""], ["Source: WHO", "", ""]],
            'The last 3 rows look like totals but count as cases: "Total, 31, Source: WHO"; leave them out if not so.',
            'The last 3 rows are totals or notes and left out: "Total, 31, Source: WHO".',
        ),
        (
            [["Source: " + "x" * 80, "", ""]],
            f'The last row looks like a note but counts as a case: "Source: {"x" * 32}"; leave it out if it is none.',
            f'The last row is a note and left out: "Source: {"x" * 32}".',
        ),
    ],
)
def test_what_is_said_and_left_out(reading, tail, kept, dropped):
    table, decision = footer(reading, *BODY, *tail)
    assert (decision.value, decision.alternatives, decision.reason, decision.told) == ("keep", ("drop",), kept, True)
    assert table.found.rows == 5 + len(tail)
    table, decision = footer(reading, *BODY, *tail, footer="drop")
    assert (decision.value, decision.alternatives, decision.reason) == ("drop", ("keep",), dropped)
    assert table.cells("n") == [1, 2, 4, 8, 16]
    assert table.cells("colour") == ["red", "blue", "red", "blue", "red"]


@pytest.mark.parametrize(("rows", "looked_at"), [(3, True), (2, False)])
def test_four_rows_are_needed_to_tell(reading, rows, looked_at):
    _, decision = footer(reading, *BODY[:rows], ["Total", 99, 1])
    assert (decision is not None) is looked_at


def test_the_last_five_rows_are_looked_at(reading):
    notes = [[f"Note: {n}", "", ""] for n in range(6)]
    table, _ = footer(reading, *BODY, *notes, footer="drop")
    assert table.found.rows == 6
    table, _ = footer(reading, *BODY, *notes[:5], footer="drop")
    assert table.found.rows == 5


def test_a_table_of_one_column_has_no_footer(reading):
    table = reading("n\n1\n2\n3\n4\n5\nTotal\n", format="csv", delimiter="")
    assert table.decision("footer") is None


@pytest.mark.parametrize(
    ("tail", "is_total"),
    [
        (["", 31, 311.5], True),  # both are sums
        (["", 31, ""], True),  # the only number is a sum
        (["", 31, 300.0], False),
        (["red", 31, 311.5], False),  # a word that is no label
        (["", 31.002, 311.52], True),  # rounded
        (["", 31.01, 311.5], False),
        (["", 16, 160.25], False),  # as large as the largest
        (["", -31, -311.5], False),
    ],
)
def test_sums_without_a_word(reading, tail, is_total):
    _, decision = footer(reading, *BODY, tail)
    assert (decision is not None) is is_total


@pytest.mark.parametrize(
    ("tail", "is_total"),
    [
        (["Total", "", ""], False),  # no amount
        (["Total", "n/k", 5], False),  # something else besides
        (["Totals", 1, ""], True),
        (["Subtotal:", "", 1], True),
        (["Sub-total", "", 1], True),
        (["Grand total =", "", 1], True),
        (["Total (all)", "", 1], True),
        (["Total loss", "", 1], False),
        (["red", "Total", ""], False),
        (["", "total", 1], True),
        (["合計", "1,234", ""], True),
        (["Summe", "1.234,5", ""], True),
    ],
)
def test_words_for_totals(reading, tail, is_total):
    _, decision = footer(reading, *BODY, tail)
    assert (decision is not None) is is_total


def test_a_label_that_stands_above_too_is_a_category(reading):
    rows = [["total", 1, 1.5], *BODY, *BODY]
    assert footer(reading, *rows, ["Total", 5, 7.5])[1] is None
    assert footer(reading, *BODY, *BODY, ["Total", 5, 7.5])[1] is not None


@pytest.mark.parametrize(
    ("tail", "is_note"),
    [
        (["Source: a book", "", ""], True),
        (["Sources", "", ""], True),
        (["n.b. all of it", "", ""], True),
        (["Updated 2024", "", ""], True),
        (["Updated", "", ""], False),
        (["[1] there", "", ""], True),
        (["(a) there", "", ""], True),
        (["¹ there", "", ""], True),
        (["", "Source: a book", ""], False),
        (["Source: a book", "2024", ""], False),  # more than half of the cells
        (["Sourdough", "", ""], False),
        (["资料来源：统计局", "", ""], True),
    ],
)
def test_words_of_notes(reading, tail, is_note):
    _, decision = footer(reading, *BODY, tail)
    assert (decision is not None) is is_note


def test_blank_rows_go_with_the_notes_below_them(reading):
    table, decision = footer(reading, *BODY, ["", "", ""], ["", "", ""], ["Source: a book", "", ""], footer="drop")
    assert decision.reason.startswith("The last 3 rows are notes")
    assert table.found.rows == 5
