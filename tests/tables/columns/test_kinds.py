"""Kinds of columns: what each is taken for, with a reason in a sentence."""

from __future__ import annotations

import random

import pytest


def table(**columns: list[object]) -> str:
    names = list(columns)
    rows = zip(*columns.values(), strict=True)
    return "\n".join([";".join(names), *(";".join(map(str, row)) for row in rows)]) + "\n"


N = 200
RANDOM = random.Random(0)
WORDS = ["red", "green", "blue"]
SENTENCES = [f"the {word} one is number {n} of all" for n, word in enumerate(WORDS * N)][:N]


@pytest.mark.parametrize(
    ("name", "cells", "kind"),
    [
        ("x", [n / 7 for n in range(N)], "numeric"),
        ("price", RANDOM.sample(range(100_000), N), "numeric"),
        ("age", [RANDOM.randrange(90) for _ in range(N)], "numeric"),
        ("year", list(range(1820, 1820 + N)), "numeric"),
        ("size", [n % 3 for n in range(N)], "numeric"),
        ("n", list(range(N)), "identifier"),
        ("nothing", [10 * n for n in range(N)], "identifier"),
        ("customer_id", RANDOM.sample(range(100_000), N), "identifier"),
        ("customerId", RANDOM.sample(range(100_000), N), "identifier"),
        ("编号", RANDOM.sample(range(100_000), N), "identifier"),
        ("", list(range(N)), "identifier"),
        ("code", [f"A{n:04}" for n in range(N)], "identifier"),
        ("zip", [f"0{n:04}" for n in range(N)], "identifier"),
        ("big", [10**17 + n for n in range(N)], "identifier"),
        ("color", [WORDS[n % 3] for n in range(N)], "category"),
        ("zip", [f"0{n % 9:04}" for n in range(N)], "category"),
        ("text", SENTENCES, "text"),
        ("text", [f"{'这家餐馆的周边有哪些景点啊'}{n}" for n in range(N)], "text"),
        ("name", [f"word{n * 2 // 3}" for n in range(N)], "text"),
        ("text", [SENTENCES[n % 3] for n in range(N)], "category"),
        ("text", [SENTENCES[n % 50] for n in range(N)], "text"),
        ("text", ["".join(RANDOM.choices("😀😡🎉💔🍕🚀🐱🌧", k=9)) for _ in range(N)], "text"),
        ("text", ["".join(RANDOM.choices("😀😡🎉💔🍕🚀🐱🌧", k=4)) for _ in range(N)], "text"),
        ("text", [f"อาหารอร่อยมากๆ{n}" for n in range(N)], "text"),
        ("text", [f"كان الفيلم جميلا جدا {n}" for n in range(N)], "text"),
        ("flag", [n % 2 for n in range(N)], "yes_no"),
        ("flag", [float(n % 2) for n in range(N)], "yes_no"),
        ("flag", ["yes", "no"] * (N // 2), "yes_no"),
        ("flag", ["TRUE", "False"] * (N // 2), "yes_no"),
        ("flag", ["Y", "n"] * (N // 2), "yes_no"),
        ("flag", ["是", "否"] * (N // 2), "yes_no"),
        ("flag", ["yes", ""] * (N // 2), "category"),
        ("sex", ["male", "female"] * (N // 2), "category"),
        ("day", [f"2024-01-{n % 28 + 1:02}" for n in range(N)], "date"),
        ("same", ["x"] * N, "constant"),
        ("none", [""] * N, "constant"),
    ],
)
def test_each_kind(reading, name, cells, kind):
    found = reading(table(**{"other": ["a", "b"] * (N // 2), name: cells}), header=True).found
    column = found.columns[1]
    assert column.kind == kind
    assert column.reason.endswith(".")


@pytest.mark.parametrize("cells", [["1", "2", "3"], ["a", "b", "c"]])
def test_a_short_table_has_no_identifier_by_chance(reading, cells):
    assert reading(table(x=cells, y=[1, 1, 2])).found.columns[0].kind in ("numeric", "category")


def test_counts_examples_and_spread(reading):
    text = table(x=[*range(100, 120), "", 119.5], word=["a", "b"] * 10 + ["", "c"])
    x, word = reading(text).found.columns
    assert (x.missing, x.unique, word.missing, word.unique) == (1, 21, 1, 3)
    assert x.examples == ("100", "101", "102", "103", "104")
    assert len(x.histogram.counts) == 20
    assert sum(x.histogram.counts) == 21
    assert (x.histogram.edges[0], x.histogram.edges[-1]) == (100.0, 119.5)
    assert word.histogram.labels == ("a", "b", "c")
    assert word.histogram.counts == (10, 10, 1)


def test_rare_labels_are_counted_together(reading):
    cells = [f"w{n % 30}" for n in range(600)]
    histogram = reading(table(x=cells, y=cells)).found.columns[0].histogram
    assert len(histogram.labels) == 12
    assert sum(histogram.counts) + histogram.rest == 600


def test_the_spread_of_huge_and_infinite_numbers_is_finite(reading):
    histogram = reading(table(x=["-1e308", "1e308", "inf", "0"], y=[1, 2, 3, 4])).found.columns[0].histogram
    assert sum(histogram.counts) == 3
    assert histogram.edges[0] == -1e308


def test_examples_are_short(reading):
    assert len(reading(table(x=["a" * 5_000, "b"], y=[1, 2])).found.columns[0].examples[0]) == 200


def test_many_columns_are_counted_each_for_itself(reading):
    cells = ["{r}", "{r}.5", "w{r}", "2024-01-0{r}", "yes", "NA", "0{r}", ""]
    names = [f"c{n}" for n in range(1_000)]
    rows = [";".join(cells[n % len(cells)].format(r=r) for n in range(1_000)) for r in range(1, 4)]
    columns = reading("\n".join([";".join(names), *rows])).found.columns
    assert [column.name for column in columns] == names
    storages = ["integer", "number", "text", "date", "text", "text", "text", "text"]
    assert [column.storage for column in columns] == [storages[n % len(cells)] for n in range(1_000)]
    assert [column.unique for column in columns] == [[3, 3, 3, 3, 1, 1, 3, 0][n % len(cells)] for n in range(1_000)]
