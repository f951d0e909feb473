"""The heat map of the tasks' gradients says what it shows."""

from __future__ import annotations

import re
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
    assert "<table" not in conflict_heatmap([], [], "Wait.")
    assert "&lt;wait&gt;" in conflict_heatmap([], [], "<wait>")


def square(tasks: int, cosine: float | None) -> list[list[float | None]]:
    return [[1 if row == column else cosine for column in range(tasks)] for row in range(tasks)]


@pytest.mark.parametrize(
    ("tasks", "size"), [(2, "spacious"), (4, "spacious"), (5, "dense"), (8, "dense"), (9, "narrow"), (16, "narrow")]
)
def test_the_more_tasks_the_less_room_has_a_cell(tasks: int, size: str) -> None:
    card = conflict_heatmap([Look(1, square(tasks, 0.3))], [], "")
    assert f'<table class="{size}">' in card
    assert card.count("<th>") == tasks
    assert card.count("<td ") == tasks * (tasks - 1)


@pytest.mark.parametrize(
    ("cosine", "cell"),
    [
        (-0.42, '"apart" title="A and B pull apart (−0.42)" style="--tint: var(--mtl-conflict-1)"><b>−0.42</b>'),
        (0.3, '"now" title="A and B pull together (+0.30)" style="--tint: var(--mtl-conflict-8)"><b>+0.30</b>'),
        (-0.1, '"now" title="A and B ignore each other (−0.10)" style="--tint: var(--mtl-conflict-5)"><b>−0.10</b>'),
        (None, '"unknown" title="A and B have no labels in common">–'),
    ],
)
def test_a_pair_says_how_it_stands(cosine: float | None, cell: str) -> None:
    card = conflict_heatmap([Look(1, square(2, cosine))], [], "")
    assert f"<td class={cell}" in card
    assert card.count(re.findall(r'title="[^"]*"', cell)[0]) == 2  # above and below the diagonal


def test_a_history_has_a_line_from_its_second_point_on() -> None:
    once = [Look(1, square(2, 0.5)), Look(2, square(2, None))]
    assert '<i class="line"></i>' in conflict_heatmap(once, [], "")
    gap = [Look(10, square(2, 1.0)), Look(15, square(2, None)), Look(18, square(2, -1.0)), Look(20, square(2, 0.0))]
    assert quote("M0.0 2.0L80.0 38.0L100.0 20.0'") in conflict_heatmap(gap, [], "")
    assert "below: epoch 20 · above: since epoch 10" in conflict_heatmap(gap, [], "")


def test_the_legend_shows_every_step_of_the_colours() -> None:
    card = conflict_heatmap([Look(1, square(2, None))], [], "")
    steps = re.findall(r'<i style="--tint: var\(--mtl-conflict-(\d+)\)"></i>', card)
    assert steps == [str(step) for step in range(11)]
