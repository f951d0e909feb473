"""Who helps whom, in words."""

from __future__ import annotations

import pytest

from mtl_core.records.affinity import Affinities, Affinity


def cell(sign: int, low: bool = True) -> Affinity:
    value = float(sign)
    return Affinity(value=value, low=value - 0.5, high=value + 0.5) if low else Affinity(value=value)


def known(*signs: tuple[int | None, ...]) -> Affinities:
    rows = tuple(tuple(None if sign is None else cell(sign) for sign in row) for row in signs)
    names = tuple(f"y{place}" for place in range(len(signs)))
    return Affinities(tasks=names, rate=0.1, epochs=(1,), ahead=rows, first_order=rows)


def test_a_sign_is_told_by_the_interval_alone() -> None:
    assert [cell(sign).sign for sign in (1, 0, -1)] == [1, 0, -1]
    assert [cell(sign, low=False).sign for sign in (1, -1)] == [0, 0]


def test_who_helps_and_who_hurts_is_one_sentence_a_task() -> None:
    found = known((1, 1, 1), (-1, 1, 1), (0, None, 1))
    assert found.sentence() == (
        'Learning "y0" helps "y1" and "y2". Learning "y1" helps "y2", and hurts "y0". '
        "Of all other pairs nothing can be told from chance."
    )
    assert (found.hurting("y0"), found.hurting("y2")) == (("y1",), ())


def test_what_a_task_does_to_itself_is_not_told() -> None:
    assert known((1, 0), (0, 1)).sentence() == "Whether learning one task helps another cannot be told from chance."
    assert known((0, 1), (1, 0)).sentence() == 'Learning "y0" helps "y1". Learning "y1" helps "y0".'


@pytest.mark.parametrize(
    ("tasks", "end"),
    [
        (8, 'and "y6".'),
        (9, "1 more task helps or hurts others."),
        (16, "8 more tasks help or hurt others."),
    ],
)
def test_of_many_tasks_the_first_eight_are_told(tasks: int, end: str) -> None:
    found = known(*[tuple([1] * tasks)] * tasks).sentence()
    assert found.count("Learning") == 8
    assert found.endswith(end)


def test_a_task_does_not_hurt_itself() -> None:
    """Whatever its own step does to it."""
    found = known((-1, -1), (1, -1))
    assert (found.hurting("y0"), found.hurting("y1")) == ((), ("y0",))
    assert found.sentence() == 'Learning "y0" hurts "y1". Learning "y1" helps "y0".'
