"""What a person did at the mixing desk is called by its name."""

from __future__ import annotations

import itertools

import pytest

from mtl_core.records.events import WeightsEvent
from pages.build.sections import moves


def mix(*weights: float) -> dict[str, float]:
    return {f"t{slot}": weight for slot, weight in enumerate(weights)}


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ((1, 1, 1), (1, 2, 1), "You turned B up to 2."),
        ((1, 2, 1), (0.25, 2, 1.4), "You turned A down to 0.25 and C up to 1.4."),
        ((1, 2, 1), (1, 2, 0), "You muted C."),
        ((1, 2, 0), (1, 2, 1), "You let C be heard again."),
        ((1, 2, 1), (1, 0, 0), "You soloed A, so that all others are muted."),
        ((0, 2, 1), (1, 0, 0), "You soloed A, so that all others are muted."),
        ((1, 0, 0), (1, 2, 1), "You let B and C be heard again."),
        ((1, 1, 1), (2, 1, 0), "You muted C and turned A up to 2."),
        ((1, 1, 1), (1, 1, 1), ""),
    ],
)
def test_a_move_in_words(old: tuple[float, ...], new: tuple[float, ...], words: str) -> None:
    assert moves.describe_move(range(3), mix(*old), mix(*new)) == words


def test_of_two_tasks_one_is_muted() -> None:
    assert moves.describe_move(range(2), mix(1, 1), mix(1, 0)) == "You muted B."


def test_curves_are_marked_with_the_same_words() -> None:
    weights = [1, 1.4, 0, 0.25, 0.25]
    pairs = itertools.pairwise(weights)
    told = [WeightsEvent(epoch=n, before=mix(old), after=mix(new)) for n, (old, new) in enumerate(pairs)]
    labels = [touch.label for touch in moves.touches(told, "t0")]
    assert labels == ["turned up 1.0 → 1.4", "muted", "heard again, 0.25"]
