"""What is counted of each column: examples, spread, numbers that may mean missing, labels in several spellings."""

from __future__ import annotations

import math
from collections.abc import Sequence

import pytest

from mtl_core.tables.columns.profiling import write_value
from mtl_core.tables.columns.stand_ins import NUMBERS
from mtl_core.tables.profile import Spelling, StandIn
from tests.tables.columns.one_column import csv


def table(**columns: Sequence[object]) -> str:
    rows = zip(*columns.values(), strict=True)
    return "\n".join([";".join(columns), *(";".join(map(str, row)) for row in rows)]) + "\n"


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (1.0, "1"),
        (-2.5, "-2.5"),
        (1e15, "1000000000000000"),
        (1e16, "1e+16"),
        (-1e16, "-1e+16"),
        (0.1, "0.1"),
        (7, "7"),
        (True, "True"),
        ("x", "x"),
    ],
)
def test_values_are_written_as_their_labels(value, written):
    assert write_value(value) == written


class TestExamples:
    def test_the_first_five_that_differ(self, reading):
        found = reading(table(x=["b", "a", "b", "", "c", "d", "e", "f"], y=range(8)))
        assert found.column("x").examples == ("b", "a", "c", "d", "e")
        assert found.column("y").examples == ("0", "1", "2", "3", "4")

    def test_those_of_a_column_that_starts_late(self, reading):
        cells = [*[""] * 300, "7.5", "7.5", "8"]
        assert reading(table(x=cells, y=range(303))).column("x").examples == ("7.5", "8")

    def test_dates_and_times(self, reading):
        found = reading(table(x=["2024-01-31", "2024-02-01 10:30", "2024-02-02"], y=range(3)))
        assert found.column("x").examples == ("2024-01-31", "2024-02-01 10:30:00", "2024-02-02")

    def test_they_are_cut_at_two_hundred_characters(self, reading):
        assert reading(table(x=["a" * 201, "b" * 200, "c"], y=range(3))).column("x").examples == (
            "a" * 200,
            "b" * 200,
            "c",
        )


class TestCounts:
    def test_missing_and_different_cells(self, reading):
        column = reading(table(x=["1", "NA", "", "2", "1"], y=range(5))).column("x")
        assert (column.missing, column.unique, column.storage) == (2, 2, "integer")

    @pytest.mark.parametrize(
        ("cells", "said"),
        [
            (["1.5", "inf", "-inf"], "Infinite numbers count as missing (2 cells)."),
            (["1.5", "inf", "2"], "Infinite numbers count as missing (1 cell)."),
            (["1.5", "3.5e38", "2"], "Numbers beyond 3.4e38 are too large for the network as they are (1 cell)."),
            (["1.5", "3.5e38", "-1e300"], "Numbers beyond 3.4e38 are too large for the network as they are (2 cells)."),
        ],
    )
    def test_numbers_that_are_none_to_learn_from(self, reading, cells, said):
        assert reading(csv(*cells)).column("x").issues == (said,)

    def test_the_largest_number_of_a_network_is_one(self, reading):
        assert reading(csv("1.5", "3.4028234e38", "2")).column("x").issues == ()

    @pytest.mark.parametrize(
        ("change", "kind"),
        [({}, "identifier"), ({10: 27}, "numeric"), ({10: 28}, "numeric"), ({99: 5_000}, "identifier")],
    )
    def test_numbers_that_rise_from_row_to_row(self, reading, change, kind):
        cells = [change.get(n, 3 * n + n % 2) for n in range(100)]
        assert reading(table(size=cells, y=["a", "b"] * 50)).column("size").kind == kind


class TestHistogram:
    def test_bins_are_of_equal_width_and_hold_their_lower_end(self, reading):
        histogram = reading(table(x=[n / 2 for n in range(41)], y=range(41))).column("x").histogram
        assert histogram.edges == tuple(float(n) for n in range(21))
        assert histogram.counts == (*[2] * 19, 3)

    def test_dates_are_binned_in_seconds(self, reading):
        days = [f"2024-01-{n:02}" for n in range(1, 22)]
        histogram = reading(table(x=days, y=range(21))).column("x").histogram
        assert histogram.edges[:2] == (1_704_067_200.0, 1_704_153_600.0)
        assert histogram.counts == (*[1] * 19, 2)

    def test_missing_cells_are_in_no_bin(self, reading):
        histogram = reading(table(x=["1.5", "", "2.5", "NA", "1.5"], y=range(5))).column("x").histogram
        assert (histogram.counts[0], histogram.counts[-1], sum(histogram.counts)) == (2, 1, 3)

    def test_labels_are_listed_by_count_and_then_by_name(self, reading):
        cells = [label for n, label in enumerate("dcbaponmlkji") for _ in range(20 - n // 2)] + ["z"] * 3 + ["w"] * 2
        histogram = reading(table(x=cells, y=cells)).column("x").histogram
        assert histogram.labels == tuple("cdabopmnklij")
        assert histogram.counts == (20, 20, 19, 19, 18, 18, 17, 17, 16, 16, 15, 15)
        assert histogram.rest == 5

    def test_yes_and_no_are_labels_whatever_they_are_written_with(self, reading):
        found = reading(table(x=["yes", "no", "yes"], n=[0, 1, 0], y=[1.0, 0.0, 0.0]))
        spread = {c.name: dict(zip(c.histogram.labels, c.histogram.counts, strict=True)) for c in found.found.columns}
        assert spread == {"x": {"yes": 2, "no": 1}, "n": {"0": 2, "1": 1}, "y": {"0": 2, "1": 1}}

    @pytest.mark.parametrize("cells", [["7", "7", "7"], ["", "", ""]])
    def test_one_value_has_no_bins(self, reading, cells):
        histogram = reading(table(x=cells, y=range(3))).column("x").histogram
        assert histogram is None or not histogram.edges


class TestStandIns:
    def found(self, reading, cells: Sequence[object]) -> tuple[StandIn, ...]:
        return reading(table(x=cells, y=["a", "b"] * (len(cells) // 2))).column("x").stand_ins

    BODY = tuple(n % 50 for n in range(100))

    @pytest.mark.parametrize("number", NUMBERS)
    def test_a_number_far_from_all_others(self, reading, number):
        body = [1_000_000 + n if number == 99_999 else n for n in range(4)] * 24
        far = {-9: body, -1: [0.25, 0.5] * 48}.get(number, body)
        assert self.found(reading, [*far, *[number] * 4]) == (StandIn(number=number, cells=4),)

    @pytest.mark.parametrize(("times", "told"), [(2, True), (1, False)])
    def test_one_cell_may_be_a_slip(self, reading, times, told):
        found = self.found(reading, [*self.BODY, *[-999] * times, *[5] * (2 - times)])
        assert found == ((StandIn(number=-999, cells=2),) if told else ())

    @pytest.mark.parametrize(("low", "high", "told"), [(0, 49, True), (0, 50, False), (-40, 20, True)])
    def test_as_far_as_the_others_reach_among_themselves(self, reading, low, high, told):
        body = [low, high] * 50
        number = 99 if low == 0 else -999
        assert bool(self.found(reading, [*body, number, number])) is told

    def test_several_on_both_sides(self, reading):
        found = self.found(reading, [*self.BODY, -99, -99, 999, 999, 999, -1, 9_999, 7])
        assert found == (StandIn(number=-99, cells=2), StandIn(number=999, cells=3))

    def test_decimals_and_infinite_numbers(self, reading):
        body = [0.5 + n for n in range(50)]
        assert self.found(reading, [*body, -999.0, -999.0]) == (StandIn(number=-999, cells=2),)
        assert self.found(reading, [*body, -999.0, -999.0, "inf", "-inf"]) == (StandIn(number=-999, cells=2),)

    @pytest.mark.parametrize("cells", [[5, 5, 5, -999, -999, -999], [-999, 99, -999, 99]])
    def test_where_nothing_else_varies_nothing_is_far(self, reading, cells):
        assert self.found(reading, cells) == ()

    @pytest.mark.parametrize("number", [-998, -1_000, 100, 9])
    def test_other_numbers_are_numbers(self, reading, number):
        assert self.found(reading, [*[n % 4 for n in range(98)], number, number]) == ()


class TestSpellings:
    def found(self, reading, cells: Sequence[str]) -> tuple[Spelling, ...]:
        return reading(table(x=cells, y=range(len(cells)))).column("x").spellings

    def test_the_commonest_first_and_of_equals_the_small_letters(self, reading):
        cells = [*["Rome"] * 3, *["ROME"] * 4, "rome", *["oslo", "Oslo"] * 5, "Bern", "Köln", "KÖLN"]
        assert self.found(reading, cells) == (
            Spelling(label="oslo", others=("Oslo",)),
            Spelling(label="ROME", others=("Rome", "rome")),
            Spelling(label="Köln", others=("KÖLN",)),
        )

    def test_five_ways_are_shown(self, reading):
        (found,) = self.found(reading, ["abc", "Abc", "aBc", "abC", "ABc", "ABC", "aBC", "x"])
        assert (found.label, len(found.others)) == ("abc", 4)

    @pytest.mark.parametrize("cells", [["Rome", "Oslo", "Bern"], ["Rome", "rome"], ["1", "2", "3"]])
    def test_none(self, reading, cells):
        assert self.found(reading, cells * 3) == ()


def test_infinity_is_nowhere_in_what_is_known(reading):
    column = reading(csv("1.5", "inf", "2.5", "-inf")).column("x")
    assert all(math.isfinite(edge) for edge in column.histogram.edges)
    assert column.histogram.edges[0] == 1.5
    assert column.histogram.edges[-1] == 2.5
    assert sum(column.histogram.counts) == 2
