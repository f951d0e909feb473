"""The heat map of the tasks' gradients says what it shows."""

from __future__ import annotations

from urllib.parse import quote

import pytest

from pages.shared.components.conflict_heatmap import Look, conflict_heatmap, format_cosine, tint, words


@pytest.mark.parametrize(
    ("cosine", "meaning"),
    [
        (-0.42, "pull apart"),
        (-0.206, "pull apart"),
        (-0.204, "ignore each other"),  # it reads −0.20, and the limit is said to be below −0.2
        (-0.01, "ignore each other"),
        (0.1, "ignore each other"),
        (0.31, "pull together"),
        (None, "no labels in common"),
    ],
)
def test_words(cosine: float | None, meaning: str) -> None:
    assert words(cosine) == meaning


@pytest.mark.parametrize(
    ("cosine", "step"), [(-1, 0), (-0.42, 1), (-0.21, 3), (-0.2, 5), (-0.01, 5), (0.2, 5), (0.25, 8), (0.9, 10)]
)
def test_only_what_pulls_has_a_colour(cosine: float, step: int) -> None:
    assert tint(cosine) == step


def test_nothing_is_neither_below_nor_above_zero() -> None:
    assert format_cosine(-0.001) == "+0.00"


def test_newest_below_the_diagonal_and_the_past_above() -> None:
    looks = [
        Look(1, [[1, 0.2, None], [0.2, 1, 0.1], [None, 0.1, 1]]),
        Look(5, [[1, -0.7, None], [-0.7, 1, 0.3], [None, 0.3, 1]]),
    ]
    card = conflict_heatmap(looks, ["Some < facts."], "")
    assert card.count("−0.70</b>") == 1
    assert card.count('var(--mtl-conflict-0)"><b>') == 1
    assert card.count(quote("M0.0 16.4L100.0 32.6")) == 1
    assert card.count("A and C have no labels in common") == 2
    assert "below: epoch 5 · above: since epoch 1" in card
    assert "Some &lt; facts." in card


def test_nothing_yet() -> None:
    assert "<p>Wait.</p>" in conflict_heatmap([], [], "Wait.")
