"""Which candidates no other beats on all tasks at once."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from mtl_core.comparison.front import find_front, tell_front, turn


def test_front_is_that_of_its_definition() -> None:
    """Of 60 random points on a coarse grid in three tasks, ties among them, against the definition by hand."""
    points = np.random.default_rng(0).integers(0, 5, (60, 3)).astype(float)
    found = find_front({place: dict(zip("abc", map(float, row), strict=True)) for place, row in enumerate(points)})
    beaten = {
        one
        for one, two in itertools.permutations(range(60), 2)
        if (points[two] >= points[one]).all() and (points[two] > points[one]).any()
    }
    assert found == [place for place in range(60) if place not in beaten]
    assert 0 < len(found) < 60


def test_who_lacks_a_task_is_passed_over() -> None:
    assert find_front({"one": {"a": 1.0, "b": 0.0}, "two": {"a": 2.0}}) == ["one"]


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({"one": {"a": 1.0}, "two": {"a": 2.0}}, None),  # one task: the intervals say all
        ({"one": {"a": 1.0, "b": 0.0}}, None),
        ({"one": {"a": 1.0, "b": 0.0}, "two": {"a": 0.0, "b": 1.0}}, "none of these 2 is beaten"),
        ({"one": {"a": 1.0, "b": 1.0}, "two": {"a": 0.0, "b": 1.0}}, "beaten by none on all tasks: “one”."),
    ],
)
def test_it_is_told_where_it_says_something(values: dict[str, dict[str, float]], told: str | None) -> None:
    found = tell_front(values)
    assert (told in found[0]) if told else found == []


def test_less_is_better_where_a_metric_is_an_error() -> None:
    assert (turn("mae", 2.0), turn("auc", 0.7)) == (-2.0, 0.7)
