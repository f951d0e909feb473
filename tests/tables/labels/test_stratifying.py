"""Dealing rows to parts: what holds for any labels, and small deals worked out by hand."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mtl_core.tables.labels.stratifying import TEST, TRAIN, VALIDATION, bins, deal, order_alike

SHARES = np.array([0.7, 0.1, 0.2])


def rng(seed: int = 0) -> np.random.Generator:
    return np.random.default_rng(seed)


def counted(part: npt.NDArray[np.int8]) -> list[int]:
    return np.bincount(part, minlength=3).tolist()


class TestBins:
    @pytest.mark.parametrize(("rows", "expected"), [(39, 1), (40, 2), (59, 2), (60, 3), (199, 9), (200, 10), (900, 10)])
    def test_each_has_twenty_rows_or_more_and_there_are_ten_at_most(self, rows: int, expected: int) -> None:
        found = bins(rng().permutation(rows).astype(float))
        counts = np.bincount(found)
        assert len(counts) == expected
        assert counts.max() - counts.min() <= 1

    def test_they_are_in_the_order_of_the_numbers(self) -> None:
        numbers = rng().normal(size=300)
        assert (np.diff(bins(numbers)[np.argsort(numbers)]) >= 0).all()

    def test_missing_numbers_are_in_none(self) -> None:
        numbers = np.r_[np.nan, np.arange(40.0), np.nan]
        assert bins(numbers).tolist() == [-1, *[0] * 20, *[1] * 20, -1]
        assert bins(np.full(3, np.nan)).tolist() == [-1, -1, -1]
        assert bins(np.array([])).tolist() == []

    def test_a_number_that_most_rows_have_is_a_bin_of_its_own(self) -> None:
        assert bins(np.array([0.0, 0, 0, 5, 7])).tolist() == [0, 0, 0, 1, 1]
        assert bins(np.array([0.0, 0, 5, 7])).tolist() == [0, 0, 0, 0]
        others = np.arange(1.0, 41)
        found = bins(np.r_[np.zeros(60), others, np.nan])
        assert found.tolist() == [*[0] * 60, *[1] * 20, *[2] * 20, -1]

    def test_one_number_alone_is_one_bin(self) -> None:
        assert len(set(bins(np.full(50, 3.5)))) == 1


class TestDeal:
    @pytest.mark.parametrize(
        ("rows", "expected"), [(10, [7, 1, 2]), (100, [70, 10, 20]), (1, [1, 0, 0]), (5, [4, 0, 1])]
    )
    def test_the_shares_of_one_label(self, rows: int, expected: list[int]) -> None:
        for seed in range(5):
            assert counted(deal([np.zeros(rows, dtype=int)], SHARES, rng(seed))) == expected

    def test_each_label_has_its_shares(self) -> None:
        codes = np.repeat([0, 1, 2], [100, 50, 10])
        part = deal([codes], SHARES, rng())
        for code, expected in ((0, [70, 10, 20]), (1, [35, 5, 10]), (2, [7, 1, 2])):
            assert counted(part[codes == code]) == expected

    def test_labels_of_every_task_have_their_shares(self) -> None:
        one, other = np.arange(400) % 2, np.arange(400) // 2 % 4
        part = deal([one, other], SHARES, rng())
        for codes in (one, other):
            for code in set(codes):
                rows = codes == code
                assert counted(part[rows]) == pytest.approx(SHARES * rows.sum(), abs=1)

    def test_a_part_without_a_share_gets_no_row(self) -> None:
        part = deal([np.arange(90) % 3], np.array([0.8, 0.0, 0.2]), rng())
        assert counted(part) == [72, 0, 18]

    def test_a_label_of_one_row_trains_even_where_few_rows_do(self) -> None:
        codes = np.array([*[0] * 20, 1, 2, 3])
        for seed in range(5):
            part = deal([codes], np.array([0.1, 0.1, 0.8]), rng(seed))
            assert part[20:].tolist() == [TRAIN] * 3
            assert counted(part[:20])[TRAIN] >= 1

    def test_a_row_that_one_task_leaves_out_is_dealt_by_the_other(self) -> None:
        one = np.array([0] * 50 + [-1] * 50)
        part = deal([one, np.full(100, 0)], SHARES, rng())
        assert counted(part) == [70, 10, 20]
        assert counted(part[:50]) == [35, 5, 10]

    def test_copies_have_the_part_of_the_first(self) -> None:
        first = np.arange(60)
        first[30:] = np.arange(30)
        part = deal([np.zeros(60, dtype=int)], SHARES, rng(), first)
        assert part[30:].tolist() == part[:30].tolist()

    def test_where_copies_take_a_label_from_training_they_all_train(self) -> None:
        codes = np.array([*[0] * 30, 1, 1, 1])
        first = np.array([*range(30), 30, 30, 30])
        for seed in range(8):
            assert deal([codes], SHARES, rng(seed), first)[30:].tolist() == [TRAIN] * 3

    def test_the_seed_decides(self) -> None:
        codes = [np.arange(200) % 3]
        assert deal(codes, SHARES, rng(1)).tolist() == deal(codes, SHARES, rng(1)).tolist()
        assert deal(codes, SHARES, rng(1)).tolist() != deal(codes, SHARES, rng(2)).tolist()

    @settings(max_examples=60, deadline=None)
    @given(
        st.integers(1, 80).flatmap(
            lambda rows: st.lists(
                st.lists(st.integers(-1, 5), min_size=rows, max_size=rows).map(np.array), min_size=1, max_size=3
            )
        ),
        st.sampled_from([(0.7, 0.1, 0.2), (0.1, 0.1, 0.8), (1.0, 0.0, 0.0), (0.5, 0.5, 0.0)]),
        st.integers(0, 9),
    )
    def test_every_row_has_a_part_and_every_label_trains(
        self, codes: Sequence[npt.NDArray[np.int64]], shares: tuple[float, ...], seed: int
    ) -> None:
        known = [code[np.max(codes, axis=0) >= 0] for code in codes]
        if not len(known[0]):
            return
        part = deal(known, np.array(shares), rng(seed))
        assert set(part) <= {TRAIN, VALIDATION, TEST}
        assert all(shares[number] for number in set(part))
        for code in known:
            assert set(code[part == TRAIN]) | {-1} == set(code) | {-1}


def test_alike_rows_stand_together() -> None:
    few, many = np.arange(60) % 2, np.arange(60) % 6
    place = order_alike([few, many], rng())
    assert sorted(place) == list(range(60))
    in_order = np.argsort(place)
    assert (np.diff(many[in_order]) != 0).sum() == 5
    assert order_alike([few, many], rng(1)).tolist() != place.tolist()
