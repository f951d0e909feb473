"""The means of what was seen now and then, and what their intervals claim."""

from __future__ import annotations

import numpy as np
import pytest

from mtl_core.records.affinity import Affinities, Affinity, AffinityLook
from mtl_core.verdict.affinities import average_looks, exceeds_chance, format_affinity
from mtl_core.verdict.paired import FEWEST


def looks(values: list[float | None]) -> list[AffinityLook]:
    """What learning the first of two tasks did to the second in each look."""
    rows = [((0.1, value), (None, 0.1)) for value in values]
    return [AffinityLook(epoch=epoch, ahead=row, first_order=row) for epoch, row in enumerate(rows, 1)]


def averaged(values: list[float | None]) -> tuple[float, float | None, float | None, int]:
    found = average_looks(looks(values), ("a", "b"), 0.01).ahead[0][1]
    assert found is not None
    return found.value, found.low, found.high, found.sign


def test_few_looks_claim_nothing() -> None:
    assert averaged([0.5] * (FEWEST - 1)) == (0.5, None, None, 0)
    assert averaged([0.5] * (FEWEST - 1) + [None] * 9) == (0.5, None, None, 0)
    assert averaged([0.5] * FEWEST) == (0.5, 0.5, 0.5, 1)


def test_what_always_helps_helps_however_steeply_it_falls() -> None:
    """Student's t would say nothing: the spread is as large as the mean."""
    value, low, high, sign = averaged([0.64 / 2**place for place in range(9)])
    assert low is not None
    assert high is not None
    assert 0 < low < value < high
    assert sign == 1


@pytest.mark.parametrize("count", [6, 9, 16])
def test_looks_that_go_either_way_claim_little_more_than_they_may(count: int) -> None:
    """2.5% on each side are meant; the bootstrap of so few has 3 to 3.5%, and 1,600 pairs tell that to 0.5%."""
    values = np.random.default_rng(0).normal(size=(count, 40, 40))
    seen = [AffinityLook(epoch=1, ahead=tuple(map(tuple, rows)), first_order=()) for rows in values.tolist()]
    seen = [look.model_copy(update={"first_order": look.ahead}) for look in seen]
    found = average_looks(seen, [f"y{task}" for task in range(40)], 0.01)
    signs = [cell.sign for row in found.ahead for cell in row if cell]
    assert len(signs) == 1600
    assert signs.count(1) / 1600 < 0.045
    assert signs.count(-1) / 1600 < 0.045


def test_pairs_without_labels_in_common_are_none() -> None:
    found = average_looks(looks([0.5, None]), ("a", "b"), 0.01)
    assert found.ahead[1][0] is None
    assert found.epochs == (1, 2)
    assert (found.tasks, found.rate) == (("a", "b"), 0.01)


@pytest.mark.parametrize(
    ("value", "written"),
    [(0.00123, "+0.12%"), (-0.0345, "−3.5%"), (0.0, "0%"), (3e-7, "+0.00003%"), (0.5, "+50%"), (-12.34, "−1,200%")],
)
def test_an_affinity_is_a_share_in_two_digits(value: float, written: str) -> None:
    assert format_affinity(value) == written


def between(*cells: Affinity | None) -> Affinities:
    """What learning the first of three tasks does to the second and to the third, and nothing else."""
    first, second = cells
    rows = ((None, first, second), (None, None, None), (None, None, None))
    return Affinities(tasks=("a", "b", "c"), rate=0.1, epochs=(1,), ahead=rows, first_order=rows)


NONE = np.zeros((3, 3)).tolist()
ONE = [[0, 1, 0], [0, 0, 0], [0, 0, 0]]
BOTH = [[0, 1, 1], [0, 0, 0], [0, 0, 0]]


@pytest.mark.parametrize(("value", "exceeds"), [(0.101, True), (0.099, False), (-0.2, False)])
def test_one_affinity_exceeds_chance_where_its_interval_does(value: float, exceeds: bool) -> None:
    cell = Affinity(value=value, low=value - 0.1, high=value + 0.1)
    assert exceeds_chance(between(cell, None), ONE, NONE, ways=1) is exceeds
    assert exceeds_chance(between(Affinity(value=-value, low=-value - 0.1, high=-value + 0.1), None), NONE, ONE, 1) is (
        exceeds
    )


@pytest.mark.parametrize(("ways", "reach"), [(0, 1.95996), (1, 1.95996), (4, 2.49771), (20, 3.02334)])
def test_of_several_ways_the_best_must_exceed_more(ways: int, reach: float) -> None:
    half = 0.1 * 1.95996 / reach  # of an interval of 95%, so that one of all ways together reaches to 0
    for times, exceeds in ((0.999, True), (1.001, False)):
        cell = Affinity(value=0.1, low=0.1 - times * half, high=0.1 + times * half)
        assert exceeds_chance(between(cell, None), ONE, NONE, ways) is exceeds


def test_errors_of_several_pairs_add_as_those_of_independent_ones() -> None:
    """The sum 0.5 has an error as wide as the hypotenuse of 0.3 and 0.4, and one of nothing that is not known."""
    for half, exceeds in ((0.999, True), (1.001, False)):
        first = Affinity(value=0.2, low=0.2 - 0.3 * half, high=0.2 + 0.3 * half)
        second = Affinity(value=0.3, low=0.3 - 0.4 * half, high=0.3 + 0.4 * half)
        assert exceeds_chance(between(first, second), BOTH, NONE, ways=1) is exceeds
    assert exceeds_chance(between(Affinity(value=0.2, low=0.1, high=0.3), Affinity(value=-9.0)), BOTH, NONE, ways=1)


def test_ways_that_are_alike_do_not_exceed_each_other() -> None:
    cell = Affinity(value=0.5, low=0.4, high=0.6)
    assert not exceeds_chance(between(cell, cell), BOTH, BOTH, ways=1)
    assert not exceeds_chance(between(None, None), BOTH, NONE, ways=1)
