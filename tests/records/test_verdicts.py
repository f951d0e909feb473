"""What an interval claims, and of which side."""

from __future__ import annotations

import pytest

from mtl_core.records.verdicts import Difference, Sharing, Sharings


def difference(value: float, low: float | None, high: float | None) -> Difference:
    return Difference(value=value, low=low, high=high, covers="rows", count=40, telling=12, needed=90)


@pytest.mark.parametrize(
    ("low", "high", "sign"),
    [(0.1, 0.3, 1), (-0.3, -0.1, -1), (-0.1, 0.3, 0), (0.0, 0.3, 0), (-0.3, 0.0, 0), (None, None, 0)],
)
def test_a_side_is_told_where_the_whole_interval_lies_beyond_nothing(
    low: float | None, high: float | None, sign: int
) -> None:
    found = difference(0.2, low, high)
    assert found.sign == sign
    assert found.turn().sign == -sign
    assert found.turn().turn() == found


def test_the_other_over_the_one_is_the_same_the_other_way_round() -> None:
    turned = difference(0.2, -0.1, 0.5).turn()
    assert turned == difference(-0.2, -0.5, 0.1)


def test_a_task_is_hurt_by_more_than_chance_alone() -> None:
    known = {"helped": (0.1, 0.3), "open": (-0.3, 0.1), "hurt": (-0.3, -0.1)}
    tasks = tuple(
        Sharing(task=task, metric="mae", together=1, alone=1, difference=difference(0, *ends))
        for task, ends in known.items()
    )
    assert [each.task for each in Sharings(tasks=tasks).hurt] == ["hurt"]
