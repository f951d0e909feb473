"""Titles, names and units above a table, from its first rows alone: what is what, at the edges of each rule."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from mtl_core.errors import DataError
from mtl_core.tables.profile import ReadingOptions
from mtl_core.tables.readers import header
from mtl_core.tables.readers.layout import MOST_ABOVE, Top, top

Rows = list[list[str]]
BODY = [["1", "red", "x"], ["2", "blue", "y"], ["3", "red", "x"], ["4", "blue", "y"]]
NAMES = ["n", "colour", "sort"]


def found(rows: Rows, spans: Mapping[int, Mapping[int, int]] | None = None, **options: object) -> Top:
    return top(rows, ReadingOptions.model_validate(options), spans)


def reason(decided: Top, field: str) -> str:
    return next(decision.reason for decision in decided.decisions if decision.field == field)


@pytest.mark.parametrize(
    ("above", "said"),
    [
        ([], "Nothing but blank rows stands above the table."),
        ([[""], []], "Nothing but blank rows stands above the table."),
        ([["Report"]], 'Left out above the table: 1 row ("Report").'),
        ([["", "Report", ""]], 'Left out above the table: 1 row ("Report").'),
        ([["Report"], [], ["Made by Ann"]], 'Left out above the table: 3 rows ("Report").'),
        ([["x" * 80]], f'Left out above the table: 1 row ("{"x" * 60}").'),
        ([["# made by a machine"]], 'Left out above the table: 1 row ("# made by a machine").'),
        ([["// a", "b", "c"]], 'Left out above the table: 1 row ("// a b c").'),
        ([["% a"]], 'Left out above the table: 1 row ("% a").'),
    ],
)
def test_what_stands_above_is_said(above: Rows, said: str) -> None:
    decided = found([*above, NAMES, *BODY])
    assert (decided.skip, decided.names) == (len(above) + 1, NAMES)
    assert reason(decided, "skip_lines") == said
    (skipped,) = (decision for decision in decided.decisions if decision.field == "skip_lines")
    assert (skipped.value, skipped.told) == (len(above), any(map(any, above)))
    assert list(skipped.alternatives) == [number for number in range(11) if number != len(above)]


@pytest.mark.parametrize(
    "first",
    [
        ["5", "", ""],  # a value is no title
        ["2024-05-01", "", ""],
        ["a", "b", ""],  # more than half of the usual cells
        ["", "a", "b"],
    ],
)
def test_what_is_no_title(first: list[str]) -> None:
    assert found([first, NAMES, *BODY]).decisions[0].value == 0


def test_a_title_over_two_columns_takes_a_blank_row_or_numbers_to_tell() -> None:
    two = [["ant", "red"], ["bee", "blue"], ["cat", "red"]]
    assert found([["Report"], [], ["name", "colour"], *two]).names == ["name", "colour"]
    assert found([["Report"], ["name", "n"], ["ant", "1"], ["bee", "2"]]).names == ["name", "n"]
    assert found([["Report", ""], ["name", "colour"], *two]).names != ["name", "colour"]


def test_titles_over_words_alone() -> None:
    words = [["p", "q", "r"], ["x", "y", "z"], ["u", "v", "w"]]
    assert found([["Report", "", ""], *words]).names == ["p", "q", "r"]
    assert found([["made", "by Ann", "", "", ""], ["a", "b", "c", "d", "e"], ["p", "q", "r", "s", "t"]]).skip < 2
    repeated = [["x", "y", "z"], ["x", "v", "w"], ["x", "v", "z"]]  # no names, so that a title has none below it
    assert found([["red"], *repeated]).decisions[0].value == 0


@pytest.mark.parametrize(("titles", "left_out"), [(MOST_ABOVE - 1, True), (MOST_ABOVE, False)])
def test_fifty_rows_are_looked_through(titles: int, left_out: bool) -> None:
    rows = [*[["a note"]] * titles, NAMES, *BODY * 30]
    assert (found(rows).skip == titles + 1) is left_out
    assert found(rows, skip_lines=titles).names == NAMES


def test_a_table_of_one_column_has_no_title() -> None:
    decided = found([["Report"], ["name"], ["ant"], ["bee"]])
    assert (decided.skip, decided.names) == (1, ["Report"])
    assert found([[""], ["name"], ["1"], ["2"]]).names == ["name"]


def test_nothing_left_is_refused() -> None:
    for rows in ([], [[]], [[""], [" "]]):
        with pytest.raises(DataError, match=r"^The file has no rows; choose a file with a table in it\.$"):
            found(rows)
    with pytest.raises(DataError, match="no rows"):
        found([NAMES, *BODY], skip_lines=5)


class TestNames:
    @pytest.mark.parametrize(
        ("rows", "value", "said"),
        [
            (
                [NAMES, *BODY],
                True,
                "The first row holds words where the rows below hold numbers, dates or other words.",
            ),
            ([["day"], ["2024-01-01"], ["2024-01-02"]], True, "The first row holds words where the rows below hold "),
            (
                [["1", "2"], ["3", "4"]],
                False,
                "The first row holds values like the rows below it, so it is not a header.",
            ),
            ([["red"], ["blue"], ["red"]], False, "The first row holds values like the rows below it, so it is not a "),
            ([["a", "b"], ["x", "y"]], True, "Every cell of the first row is filled and different, as names are."),
            ([["a", "a"], ["x", "y"]], False, "The first row does not look like names: it holds numbers, empty cells "),
            ([["a", ""], ["x", "y"]], False, "The first row does not look like names: it holds numbers, empty cells "),
            ([["a", "7"], ["x", "y"]], False, "The first row does not look like names: it holds numbers, empty cells "),
            ([["a", "b"], ["", ""]], True, "Every cell of the first row is filled and different, as names are."),
        ],
    )
    def test_each_way_to_tell(self, rows: Rows, value: bool, said: str) -> None:
        decided = header.decide(rows, None)
        assert (decided.value, decided.alternatives) == (value, (not value,))
        assert decided.reason.startswith(said)

    def test_asked_and_two_rows(self) -> None:
        assert header.decide([["1"], ["2"]], True).reason == "You chose it."
        assert header.decide([["a"], ["2"]], False).value is False
        two = header.decide([["1"], ["2"]], None, two=True)
        assert (two.value, two.reason) == (
            True,
            "The first two rows hold words where the rows below hold numbers or other words.",
        )

    @pytest.mark.parametrize(("numbers", "sure"), [(9, True), (8, False)])
    def test_more_than_four_of_five_cells_below_are_numbers(self, numbers: int, sure: bool) -> None:
        rows = [["size"], *[[str(n)] for n in range(numbers)], *[["many"]] * (10 - numbers), [""]]
        assert header.is_surely(rows) is sure

    def test_columns_vote(self) -> None:
        assert header.is_surely([["a", "b", "7"], ["1", "2", "3"]])
        assert not header.is_surely([["a", "7"], ["1", "2"]])
        assert not header.is_surely([["a", "5", "7"], ["1", "2", "3"]])
        assert not header.is_surely([])
        assert header.is_surely([["a", "b"], ["1"]])

    @pytest.mark.parametrize(
        ("rows", "doubt"),
        [
            ([["pos"], ["neg"], ["fine"]], True),
            ([["pos"], ["neg"], ["pos"]], False),
            ([["n"], ["1"], ["2"]], False),
            ([["1"], ["2"]], False),
            ([["n", "1"], ["1", "2"]], True),
            ([], False),
        ],
    )
    def test_doubt(self, rows: Rows, doubt: bool) -> None:
        assert header.in_doubt(rows) is doubt

    @pytest.mark.parametrize(
        "cell",
        ["1", "-1", "+1.5", ".5", ",5", "1,234.5", "1 234", "1'234", "5%", "1e-5", "2.5E+10", "2024-01-31", "1/2/24",
         "31.12.2024", "2024-01-31T10:00", "１２", "−4"],
    )  # fmt: skip
    def test_values(self, cell: str) -> None:
        assert header.is_value(cell)

    @pytest.mark.parametrize("cell", ["", "a", "a1", "1a", "$5", "e5", "-", "%", "5 kg", "2024-1", "1-2"])
    def test_words(self, cell: str) -> None:
        assert not header.is_value(cell)


class TestTwoRows:
    @pytest.mark.parametrize(
        ("upper", "lower", "two"),
        [
            (["A", "", "B"], ["x", "y", "z"], True),
            (["A", "A", "B"], ["x", "y", "z"], True),
            (["", "A", "A"], ["id", "p", "q"], True),
            (["A", "B", "C"], ["x", "y", "z"], False),  # one column of numbers says too little of units
            (["A", "", ""], ["x", "", "z"], False),  # a column without any name
            (["A", "A", "B"], ["x", "5", "z"], False),
            (["A", "A", "B"], ["x", "NA", "z"], False),
            (["A", "A", "B"], ["x", "red", "z"], False),  # a value of the column below
            (["A", "A"], ["x", "y", "z"], False),
        ],
    )
    def test_groups_over_names(self, upper: list[str], lower: list[str], two: bool) -> None:
        assert header.has_second([upper, lower, *BODY], merged=False) is two

    @pytest.mark.parametrize(
        ("upper", "lower", "two"),
        [
            (["size", "weight"], ["mm", "kg"], True),
            (["size", "weight"], ["mm", "mm"], False),
            (["size", "2024"], ["mm", "kg"], False),
            (["size", "weight"], ["", "kg"], False),
        ],
    )
    def test_names_over_units(self, upper: list[str], lower: list[str], two: bool) -> None:
        assert header.has_second([upper, lower, ["1", "2"], ["3", "4"]], merged=False) is two

    def test_words_alone_are_groups_only_where_cells_are_merged(self) -> None:
        rows = [["A", "", "B"], ["x", "y", "z"], ["p", "q", "r"], ["s", "t", "u"]]
        assert header.has_second(rows, merged=True)
        assert not header.has_second(rows, merged=False)
        assert not header.has_second(rows[:2], merged=True)

    def test_a_group_reaches_to_the_next_or_as_far_as_it_is_merged(self) -> None:
        rows = [["A", "", "", "B"], ["w", "x", "y", "z"], ["1", "2", "3", "4"], ["5", "6", "7", "8"]]
        assert found(rows).names == ["A / w", "A / x", "A / y", "B / z"]
        assert found(rows, {0: {0: 1}}).names == ["A / w", "A / x", "y", "B / z"]
        assert found(rows, {0: {0: 2}}).names == ["A / w", "A / x", "A / y", "B / z"]

    def test_they_are_said_and_may_be_one(self) -> None:
        rows = [["A", "", "B"], ["x", "y", "z"], ["1", "2", "3"], ["4", "5", "6"]]
        decided = found(rows)
        assert (decided.skip, decided.names) == (2, ["A / x", "A / y", "B / z"])
        assert reason(decided, "header_rows") == (
            "The first two rows hold names; they are joined into one for each column."
        )
        asked = found(rows, header_rows=1)
        assert (asked.skip, asked.names, reason(asked, "header_rows")) == (1, ["A", "", "B"], "You chose it.")
        assert reason(found([NAMES, *BODY]), "header_rows") == "Only the first row holds names."
        assert found(rows, header=False).names is None

    def test_two_rows_of_names_leave_a_row_of_data(self) -> None:
        decided = found([["a", "b"], ["x", "y"]], header_rows=2)
        assert (decided.skip, decided.names) == (1, ["a", "b"])
        decided = found([["Report"], ["a", "b"], ["x", "y"]], skip_lines=1, header_rows=2)
        assert (decided.skip, decided.names) == (2, ["a", "b"])
        decided = found([["a", "b"], ["x"], ["1", "2"]], header_rows=2)
        assert (decided.skip, decided.names) == (2, ["a / x", "b"])


class TestMergedTitles:
    def test_a_merged_cell_over_all_columns_is_a_title_and_over_some_a_group(self) -> None:
        rows = [["Report", "", ""], NAMES, *BODY]
        assert found(rows, {0: {0: 2}}).names == NAMES
        grouped = [["", "Measured", ""], ["id", "x", "y"], ["a", "1", "2"], ["b", "3", "4"]]
        assert found(grouped, {0: {1: 2}}).names == ["id", "Measured / x", "Measured / y"]
