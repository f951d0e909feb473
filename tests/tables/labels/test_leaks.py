"""Whether one input column alone gives a task away: worked out by hand on small columns, and never by chance."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from mtl_core.tables.labels.leaks import Values, gives_class_away, gives_number_away, measure_auc

Places = list[int]


def column(places: object, ordered: bool = False) -> Values:
    return Values(np.array(places, dtype=np.int64), ordered)


def classes(codes: object) -> npt.NDArray[np.int64]:
    return np.array(codes, dtype=np.int64)


@given(st.lists(st.integers(0, 9), min_size=1, max_size=30), st.lists(st.integers(0, 9), min_size=1, max_size=30))
def test_the_area_is_the_share_of_pairs_in_order(low: Places, high: Places) -> None:
    pairs = [(above > below) + 0.5 * (above == below) for below in low for above in high]
    found = measure_auc(np.sort(low), np.sort(high))
    assert found == pytest.approx(np.mean(pairs))
    assert found == pytest.approx(stats.mannwhitneyu(high, low).statistic / len(low) / len(high))


class TestClasses:
    def test_a_value_for_each_class_tells_it(self) -> None:
        assert gives_class_away(column([0] * 5 + [1] * 5), classes([0] * 5 + [1] * 5))
        assert gives_class_away(column([0, 1, 0, 1, 1, 2, 2, 3, 3, 2]), classes([0] * 5 + [1] * 5))

    def test_classes_of_four_rows_are_not_looked_at(self) -> None:
        assert not gives_class_away(column([0] * 4 + [1] * 4), classes([0] * 4 + [1] * 4))
        assert not gives_class_away(column([0] * 9 + [1] * 4), classes([0] * 9 + [1] * 4))
        assert gives_class_away(column([0] * 5 + [1] * 5 + [0] * 4), classes([0] * 5 + [1] * 5 + [2] * 4))

    def test_a_value_that_no_other_row_has_tells_nothing(self) -> None:
        assert not gives_class_away(column(np.arange(20)), classes([0] * 10 + [1] * 10))
        assert not gives_class_away(column([*[0] * 9, 5, *[1] * 10]), classes([0] * 10 + [1] * 10))

    def test_one_row_of_a_thousand_of_each_class_may_be_off(self) -> None:
        codes = np.repeat([0, 1], 2_000)
        for off, told in ((2, True), (3, False)):
            assert gives_class_away(column(np.r_[np.ones(off), codes[off:]]), codes) is told

    def test_the_class_that_is_told_worst_counts(self) -> None:
        codes = np.repeat([0, 1], [10_000, 100])
        places = codes.copy()
        places[-1] = 0
        assert not gives_class_away(column(places), codes)

    def test_being_missing_tells(self) -> None:
        places = np.r_[np.arange(10), np.full(10, -1)]
        assert gives_class_away(column(places), classes([0] * 10 + [1] * 10))
        assert gives_class_away(column(places, ordered=True), classes([0] * 10 + [1] * 10))

    def test_only_an_order_tells_values_that_differ_in_every_row(self) -> None:
        codes = classes([0] * 10 + [1] * 10)
        assert gives_class_away(column(np.arange(20), ordered=True), codes)
        assert gives_class_away(column(np.arange(20)[::-1], ordered=True), codes)
        assert not gives_class_away(column(np.arange(20), ordered=False), codes)

    def test_neighbours_in_the_order_must_be_apart(self) -> None:
        three = classes(np.repeat([0, 2, 1], 10))
        assert gives_class_away(column(np.arange(30), ordered=True), three)
        mixed = np.r_[np.arange(10), np.arange(10, 20), np.arange(10, 20)]
        assert not gives_class_away(column(mixed * 10 + np.arange(30) % 10, ordered=True), three)

    @pytest.mark.parametrize(("missing", "told"), [(2, True), (3, False)])
    def test_an_order_that_nine_of_ten_rows_have_counts(self, missing: int, told: bool) -> None:
        places = np.arange(20)
        places[[0, 19, 10][:missing]] = -1
        assert gives_class_away(column(places, ordered=True), classes([0] * 10 + [1] * 10)) is told

    def test_an_order_that_a_class_lacks_does_not(self) -> None:
        places = np.r_[np.arange(95), np.full(5, -1)]
        codes = classes([0] * 50 + [1] * 45 + [2] * 5)
        assert not gives_class_away(column(places % 7, ordered=True), codes)

    @given(st.integers(0, 1_000))
    @settings(max_examples=30)
    def test_what_is_drawn_by_chance_tells_nothing(self, seed: int) -> None:
        rng = np.random.default_rng(seed)
        codes, places = rng.integers(0, 3, 60), rng.integers(-1, 8, 60)
        for ordered in (False, True):
            assert not gives_class_away(column(places, ordered), codes)


class TestNumbers:
    def test_a_group_tells_the_number_by_the_mean_of_its_other_rows(self) -> None:
        numbers = np.array([1.0, 1.0, 5.0, 5.0, 9.0, 9.0])
        assert gives_number_away(column([0, 0, 2, 2, 1, 1]), numbers)
        assert not gives_number_away(column([0, 0, 2, 2, 1, 1]), np.array([1.0, 1.5, 5.0, 5.5, 9.0, 9.5]))
        assert not gives_number_away(column(np.arange(6)), numbers)

    def test_a_value_that_no_other_row_has_is_guessed_by_the_mean_of_all(self) -> None:
        assert gives_number_away(column([0, 0, 1, 1, 2]), np.array([0.0, 0.0, 20.0, 20.0, 10.0]))
        assert not gives_number_away(column([0, 0, 1, 1, 2]), np.array([10.0, 10.0, 20.0, 20.0, 0.0]))

    def test_an_order_that_goes_with_nothing_tells_nothing(self) -> None:
        rng = np.random.default_rng(0)
        for _ in range(20):
            assert not gives_number_away(column(rng.permutation(40), ordered=True), rng.normal(size=40))

    @pytest.mark.parametrize(("off", "told"), [(0.3, True), (0.5, False)])
    def test_a_thousandth_of_the_variance_may_be_left(self, off: float, told: bool) -> None:
        numbers = np.repeat([0.0, 10.0], 2) + np.tile([-off, off], 2) / 4  # the mean of the others is 2 · off / 4 away
        left, all_ = 4 * (off / 2) ** 2, np.square(numbers - numbers.mean()).sum()
        assert bool(left / all_ <= 0.001) is told
        assert gives_number_away(column([0, 0, 1, 1]), numbers) is told

    def test_an_order_tells_ranks_whichever_way_and_however_bent(self) -> None:
        places = np.random.default_rng(0).permutation(50)
        for numbers in (np.exp(places / 3.0), -places.astype(float), places**3.0):
            assert gives_number_away(column(places, ordered=True), numbers)
            assert not gives_number_away(column(places, ordered=False), numbers)

    @pytest.mark.parametrize(("missing", "told"), [(5, True), (6, False)])
    def test_an_order_that_nine_of_ten_rows_have_counts(self, missing: int, told: bool) -> None:
        places = np.random.default_rng(0).permutation(50)
        numbers = places.astype(float)
        places[:missing] = -1
        assert gives_number_away(column(places, ordered=True), numbers) is told

    def test_what_does_not_vary_is_not_given_away(self) -> None:
        assert not gives_number_away(column([0, 0, 1, 1]), np.full(4, 3.0))
        assert not gives_number_away(column([0, 0, 0, 0], ordered=True), np.arange(4.0))
        assert not gives_number_away(column([0, 1, 2, -1] * 9, ordered=True), np.r_[np.full(35, 2.0), 5.0])
