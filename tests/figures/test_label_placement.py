"""Labels beside dots: free of each other, of the dots, and within the box."""

from __future__ import annotations

import itertools
import math

import pytest

from mtl_core.figures.label_placement import near, place_labels

BOX = (560.0, 320.0)
CROWDS = {
    "all in one place": [(280.0, 160.0)] * 8,
    "a row": [(270.0 + 3 * place, 160.0) for place in range(8)],
    "in a corner": [(1.0, 1.0)] * 5,
    "far apart": [(100.0, 50.0), (400.0, 50.0), (250.0, 300.0)],
}


@pytest.mark.parametrize("dots", CROWDS.values(), ids=CROWDS)
def test_no_label_covers_another_or_a_dot(dots: list[tuple[float, float]]) -> None:
    shifts = place_labels(dots, BOX)
    labels = [(x + right, y + up) for (x, y), (right, up) in zip(dots, shifts, strict=True)]
    assert all(math.dist(one, other) >= 25 for one, other in itertools.combinations(labels, 2))
    assert all(math.dist(label, dot) >= 17 for label in labels for dot in dots)
    assert all(0 <= x <= BOX[0] and 0 <= y <= BOX[1] for x, y in labels)


def test_a_label_leads_away_from_its_neighbour() -> None:
    left, right = place_labels([(280.0, 160.0), (300.0, 160.0)], BOX)
    assert left == pytest.approx((-30, 0))
    assert right == pytest.approx((30, 0))


def test_alone_it_stands_above() -> None:
    assert place_labels([(280.0, 160.0)], BOX) == [pytest.approx((0, 30))]


def test_where_no_place_is_free_it_goes_as_far_as_there_are_places() -> None:
    assert place_labels([(5.0, 5.0)], (10.0, 10.0)) == [pytest.approx((0, 156))]


def test_near_names_all_that_stand_together() -> None:
    assert near([(0.0, 0.0), (3.0, 4.0), (30.0, 0.0)], (0.0, 0.0), 5.0) == [0, 1]
