"""Which kind counts of cells make a column, at the edges of each rule, and what is said of its cells as an input."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

from mtl_core.features.column_format import ColumnFormat
from mtl_core.tables.column_kinds import TABLE_COLUMNS, decide
from mtl_core.tables.column_kinds.column_counts import ColumnCounts
from mtl_core.tables.findings import Finding

ROWS = 200


def counts(**facts: Any) -> ColumnCounts:
    return ColumnCounts(**{"name": "x", "storage": "text", "filled": ROWS, "unique": 30, **facts})


@pytest.mark.parametrize(
    ("facts", "kind", "reason"),
    [
        ({"unique": 0, "filled": 0, "missing": ROWS}, "constant", "Every cell is missing."),
        ({"unique": 1}, "constant", "Every cell holds the same value."),
        ({"unique": 1, "storage": "integer", "low": 3, "high": 3}, "constant", "Every cell holds the same value."),
        (
            {"unique": 1, "filled": 199, "missing": 1_234},
            "category",
            "Its cells hold one value or nothing (1,234), as ticks do; nothing counts, too.",
        ),
        ({"unique": 2, "labels": ("no", "yes")}, "yes_no", "It has two values that say yes and no."),
        ({"unique": 2, "labels": ("NEIN", "Ja")}, "yes_no", "It has two values that say yes and no."),
        ({"unique": 2, "labels": ("１", "０")}, "yes_no", "It has two values that say yes and no."),
        ({"unique": 2, "labels": ("yes", "y")}, "category", None),
        ({"unique": 2, "labels": ("no", "oui")}, "category", None),
        ({"unique": 2, "storage": "boolean"}, "yes_no", "It has two values that say yes and no."),
        ({"unique": 2, "storage": "integer", "low": 0.0, "high": 1.0}, "yes_no", None),
        ({"unique": 2, "storage": "number", "low": 0.0, "high": 1.0}, "yes_no", None),
        ({"unique": 2, "storage": "integer", "low": 1.0, "high": 2.0}, "numeric", None),
        ({"unique": 2, "storage": "integer", "low": 0.0, "high": 2.0}, "numeric", None),
        ({"unique": 3, "storage": "integer", "low": 0.0, "high": 1.0}, "numeric", None),
        ({"storage": "date"}, "date", "Every cell that is filled is a date."),
        ({"storage": "number"}, "numeric", "Every cell that is filled is a number, some with decimals."),
        ({"storage": "integer"}, "numeric", "Every cell that is filled is a whole number."),
        ({"unique": 30}, "category", "It has 30 different words or labels."),
        (
            {"unique": 10, "filled": 50},
            "category",
            "It has only 10 different texts, each again and again, as labels have.",
        ),
        ({"unique": 10, "filled": 49}, "category", "It has 10 different words or labels."),
        ({"unique": 11, "filled": 200}, "category", "It has 11 different words or labels."),
        (
            {"unique": 3, "filled": 20},
            "category",
            "It has only 3 different texts, each again and again, as labels have.",
        ),
        ({"unique": 3, "filled": 19}, "category", "It has 3 different words or labels."),
    ],
)
def test_what_is_told_of_few_values(facts: dict[str, Any], kind: str, reason: str | None) -> None:
    found, why = decide(counts(**facts))
    assert found == kind
    assert why == (why if reason is None else reason)


@pytest.mark.parametrize(
    ("facts", "kind"),
    [
        ({"words": 4.0, "length": 20.0}, "text"),
        ({"words": 3.9, "length": 40.0}, "category"),
        ({"words": 3.9, "length": 40.1}, "text"),
        ({"words": 1.5, "length": 99.0}, "category"),
        ({"words": 1.6, "length": 99.0}, "text"),
        ({"words": 1.0, "unique": 101}, "text"),
        ({"words": 1.0, "unique": 100}, "category"),
        ({"words": 1.0, "filled": 50, "unique": 40}, "category"),
        ({"words": 1.0, "filled": 51, "unique": 40}, "text"),
        ({"words": 1.0, "unique": 190}, "identifier"),
        ({"words": 1.0, "unique": 189}, "text"),
        ({"words": 1.0, "filled": 51, "unique": 51}, "identifier"),
        ({"words": 1.0, "filled": 50, "unique": 50}, "category"),
        ({"words": 1.0, "filled": 50, "unique": 50, "name": "user id"}, "identifier"),
        ({"words": 4.0, "unique": 200}, "text"),
        ({"words": 9.0, "unique": 10}, "category"),
        ({"words": 9.0, "unique": 11}, "text"),
    ],
)
def test_texts_names_and_labels_are_told_apart(facts: dict[str, Any], kind: str) -> None:
    assert decide(counts(**facts))[0] == kind


RUNNING = "It numbers the rows: every whole number of a range once."
RISING = "Each whole number is larger than the one above, as running numbers are."
NAMED = "Its name and its whole numbers, nearly all different, look like those of an identifier."


@pytest.mark.parametrize(
    ("facts", "reason"),
    [
        ({"unique": ROWS, "low": 1.0, "high": 200.0}, RUNNING),
        ({"unique": ROWS, "low": -5.0, "high": 194.0}, RUNNING),
        ({"unique": ROWS, "low": 1.0, "high": 201.0}, None),
        ({"unique": ROWS, "low": 1.0, "high": 900.0, "rising": True}, RISING),
        ({"unique": 199, "low": 1.0, "high": 199.0, "rising": True}, None),
        ({"filled": 50, "unique": 50, "low": 1.0, "high": 50.0}, None),
        ({"filled": 51, "unique": 51, "low": 1.0, "high": 51.0}, RUNNING),
        ({"unique": ROWS, "low": 1801.0, "high": 2000.0, "name": "Year"}, None),
        ({"unique": ROWS, "low": 2801.0, "high": 3000.0, "name": "Year"}, RUNNING),
        ({"unique": ROWS, "low": 0.0, "high": 199.0, "name": "Year"}, RUNNING),
        ({"unique": 190, "low": 0.0, "high": 9_999.0, "name": "customer_id"}, NAMED),
        ({"unique": 189, "low": 0.0, "high": 9_999.0, "name": "customer_id"}, None),
        ({"filled": 11, "unique": 11, "low": 0.0, "high": 99.0, "name": "id"}, NAMED),
        ({"filled": 10, "unique": 10, "low": 0.0, "high": 99.0, "name": "id"}, None),
    ],
)
def test_whole_numbers_that_number_rows(facts: dict[str, Any], reason: str | None) -> None:
    kind, why = decide(counts(storage="integer", **facts))
    assert (kind, why) == (
        ("identifier", reason) if reason else ("numeric", "Every cell that is filled is a whole number.")
    )


@pytest.mark.parametrize(
    "name",
    ["id", "user_id", "user id", "userId", "orderKey", "row", "index", "idx", "#", "x.nr", "uuid", "编号", "序号",
     "Unnamed: 0".lower(), "Column 3 (no name)", "rowid", "house-no", "order#number", " id "],
)  # fmt: skip
def test_names_of_identifiers(name: str) -> None:
    assert decide(counts(name=name, storage="integer", unique=ROWS, low=0.0, high=9_999.0))[0] == "identifier"


@pytest.mark.parametrize("name", ["paid", "grid", "number of rooms", "monkey", "nrs", "sidewalk", "keyword", "x"])
def test_names_that_only_look_like_those(name: str) -> None:
    assert decide(counts(name=name, storage="integer", unique=ROWS, low=0.0, high=9_999.0))[0] == "numeric"


class TestTextsAsInputs:
    def found(self, cells: list[str | None]) -> list[Finding]:
        return list(TABLE_COLUMNS["text"].find_warnings("note", pd.Series(cells, dtype=object), True))

    @pytest.mark.parametrize(
        ("different", "rows", "told"), [(10, 20, True), (11, 40, False), (10, 19, False), (1, 30, True)]
    )
    def test_few_texts_again_and_again_are_a_category(self, different: int, rows: int, told: bool) -> None:
        texts = [f"text number {n} of {'abcdefghijklmnop'[n]} and {'qrstuvwxyz'[n % 10]}" for n in range(different)]
        cells = [texts[n % different] for n in range(rows)] + [None] * 30
        sentence = f'Column "note" has only {different} different texts, like a category; read it as a category.'
        expected = [Finding("warning", "note", sentence, ("column: category",))]
        assert self.found(cells) == (expected if told else [])

    @pytest.mark.parametrize(("words", "told"), [(20, True), (21, False)])
    def test_twenty_words_in_all_tell_little(self, words: int, told: bool) -> None:
        rng = np.random.default_rng(0)
        vocabulary = [f"{'bcdfgklmnp'[n // 10]}{'aeioubdrst'[n % 10]}lum" for n in range(words)]
        cells = [" ".join(vocabulary), *(" ".join(rng.permutation(vocabulary)[:5]) for _ in range(30))]
        sentence = (
            'Column "note" has only 20 different words in all of its texts, so little can be told from them; leave it '
            "out."
        )
        assert self.found(cells) == ([Finding("warning", "note", sentence, ("leave out",))] if told else [])


class TestDatesAsInputs:
    def found(self, days: list[int | None], at_random: bool = True) -> list[Finding]:
        cells = [pd.NaT if day is None else pd.Timestamp("2024-01-01") + pd.Timedelta(days=day) for day in days]
        return list(TABLE_COLUMNS["date"].find_warnings("day", pd.Series(cells), at_random))

    SAID = 'The rows look ordered by "day"; if later rows are to be predicted from earlier ones, split by time.'

    @pytest.mark.parametrize(
        ("days", "told"),
        [
            (list(range(11)), True),
            (list(range(10)), False),
            (list(range(11))[::-1], True),
            ([*range(6), None, *range(6, 11)], True),
            ([0, 0, 0, *range(1, 11)], True),
            ([0, 0, 0, *range(1, 10)], False),  # equal days are no steps
            ([9, 9, 9, *range(9)[::-1]], False),
            ([*range(100), 0], True),
            ([*range(99), 0], False),
            ([*range(5), 0, *range(6, 12)], False),
        ],
    )
    def test_rows_in_order_are_asked_about(self, days: list[int | None], told: bool) -> None:
        assert self.found(days) == ([Finding("warning", "day", self.SAID, ("split: time",))] if told else [])

    def test_not_where_rows_are_split_by_it(self) -> None:
        assert self.found(list(range(50)), at_random=False) == []


class TestCells:
    @pytest.mark.parametrize(
        ("kind", "cells", "unread"),
        [
            ("numeric", ["1", "two", "NA", None, "3 kg", ""], [0, 1, 0, 0, 0, 0]),
            ("date", ["2024-01-01", "soon", "NA", None, "2024-13-01"], [0, 1, 0, 0, 1]),
            ("yes_no", ["yes", "no", "perhaps", "NA", None], [0, 0, 1, 0, 0]),
            ("yes_no", ["yes", "yes", "perhaps", "NA", None], [0, 0, 0, 0, 0]),
            ("category", ["1", "two", "NA", None], [0, 0, 0, 0]),
            ("text", ["1", "two", "NA", None], [0, 0, 0, 0]),
        ],
    )
    def test_what_is_not_read_as_its_kind(self, kind: str, cells: list[str | None], unread: list[int]) -> None:
        found = TABLE_COLUMNS[kind].unread(pd.Series(cells, dtype="str"), ColumnFormat("text"))
        assert found.astype(int).tolist() == unread

    @pytest.mark.parametrize(
        ("kind", "values", "places", "ordered"),
        [
            ("numeric", [3.0, 1.0, np.nan, 3.0], [1, 0, -1, 1], True),
            ("date", pd.to_datetime(["2024-02-01", None, "2024-01-01"]), [1, -1, 0], True),
            ("category", ["b", None, "a", "b"], [0, -1, 1, 0], False),
            ("yes_no", [True, False, None, True], [0, 1, -1, 0], False),
        ],
    )
    def test_typed_cells_are_places_among_their_values(
        self, kind: str, values: Any, places: list[int], ordered: bool
    ) -> None:
        found = TABLE_COLUMNS[kind].encode(pd.Series(values))
        assert (found.places.tolist(), found.ordered) == (places, ordered)


def test_every_kind_says_why_in_a_sentence() -> None:
    for kind, column in TABLE_COLUMNS.items():
        for facts in ({"unique": 1}, {"storage": "date"}, {"storage": "integer"}, {"words": 9.0}, {"unique": ROWS}):
            score, reason = column.suits(counts(**facts))
            assert (score > 0) == reason.endswith("."), kind
