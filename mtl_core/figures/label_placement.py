"""Where labels of dots go so that none covers another label or a dot; knows pixels only."""

from __future__ import annotations

import math
from collections.abc import Sequence

Spot = tuple[float, float]

_RADII = range(30, 160, 14)  # of a label around its dot
_ANGLES = [turn * math.tau / 24 for turn in range(24)]
_BETWEEN_LABELS, _FROM_DOTS = 25.0, 17.0  # pixels between centres


def place_labels(dots: Sequence[Spot], box: Spot) -> list[Spot]:
    """For each of ``dots`` (pixels from a corner of a ``box`` of that size) how far its label's centre is from it.

    One dot after the other takes the nearest free place, those away from the dots around it first; in a box with no
    free place left it takes the farthest one.
    """
    labels: list[Spot] = []
    for place, dot in enumerate(dots):
        others = [other for number, other in enumerate(dots) if number != place]
        labels.append(next((spot for spot in _places(dot, others) if _free(spot, labels, dots, box)), _last(dot)))
    return [(label[0] - dot[0], label[1] - dot[1]) for label, dot in zip(labels, dots, strict=True)]


def near(dots: Sequence[Spot], dot: Spot, pixels: float) -> list[int]:
    """The places of the dots that are no farther from ``dot``."""
    return [place for place, other in enumerate(dots) if math.dist(dot, other) <= pixels]


def _places(dot: Spot, others: Sequence[Spot]) -> list[Spot]:
    """Around the dot, the nearest circle first, and on it those first that lead away from the ``others``."""
    away = _away(dot, others)
    turns = sorted(_ANGLES, key=lambda angle: (round(-math.cos(angle - away), 6), angle))
    return [(dot[0] + radius * math.cos(turn), dot[1] + radius * math.sin(turn)) for radius in _RADII for turn in turns]


def _away(dot: Spot, others: Sequence[Spot]) -> float:
    """The direction away from the others, of which the near ones push most; up where nothing pushes."""
    pushes = [
        ((dot[0] - x) / distance**3, (dot[1] - y) / distance**3)
        for x, y in others
        if (distance := math.dist(dot, (x, y))) > 0
    ]
    x, y = (sum(push[axis] for push in pushes) for axis in (0, 1))
    return math.atan2(y, x) if x or y else math.tau / 4


def _free(spot: Spot, labels: Sequence[Spot], dots: Sequence[Spot], box: Spot) -> bool:
    inside = all(0 <= value <= size for value, size in zip(spot, box, strict=True))
    clear = all(math.dist(spot, label) >= _BETWEEN_LABELS for label in labels)
    return inside and clear and all(math.dist(spot, dot) >= _FROM_DOTS for dot in dots)


def _last(dot: Spot) -> Spot:
    return dot[0], dot[1] + _RADII[-1]
