"""Rows that several tasks get wrong: counted, and held against unrelated mistakes."""

from __future__ import annotations

import numpy as np
import pytest

from mtl_core.verdict.together import Mistakes

ROWS = 400


def made(kind: str, known: float = 1.0, seed: int = 0) -> Mistakes:
    """Three tasks that are wrong in a fifth of the rows each: in the same ones, in any, or in different ones."""
    rng = np.random.default_rng(seed)
    hard = rng.permutation(ROWS)
    parts = {
        "same": [hard[:80], hard[:80], hard[:80]],
        "any": [rng.permutation(ROWS)[:80] for _ in range(3)],
        "different": [hard[:80], hard[80:160], hard[160:240]],
    }[kind]
    wrong = [np.isin(np.arange(ROWS), part) for part in parts]
    return Mistakes.of(np.arange(1000, 1000 + ROWS), [(rng.random(ROWS) < known, each) for each in wrong])


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("same", ", so some rows are hard for several tasks."),
        ("any", ", so no relation can be told."),
        ("different", ", so the tasks err on different rows."),
    ],
)
@pytest.mark.parametrize("known", [1.0, 0.7])
def test_relation_is_told_where_there_is_one(kind: str, said: str, known: float) -> None:
    assert made(kind, known).sentence().endswith(said)


def test_unrelated_mistakes_are_seldom_called_related() -> None:
    """5 % in the long run; 11 or more of 100 would come of that in one of 80 such trials."""
    claims = sum("no relation" not in made("any", seed=seed).sentence() for seed in range(100))
    assert claims <= 10


def test_the_worst_rows_come_first_and_a_missing_label_is_no_mistake() -> None:
    known = [np.array([1, 1, 1, 1], dtype=bool), np.array([1, 1, 0, 1], dtype=bool), np.array([1, 1, 1, 0], dtype=bool)]
    wrong = [np.array([0, 1, 1, 1], dtype=bool)] * 3
    found = Mistakes.of(np.array([7, 8, 9, 10]), list(zip(known, wrong, strict=True)))
    assert found.positions[found.worst].tolist() == [8, 9, 10]
    assert found.sentence().startswith("In 3 of 4 test rows with labels of two or more tasks, two or more are wrong")


def test_rows_with_one_label_say_nothing() -> None:
    known = np.array([True, False])
    assert len(Mistakes.of(np.arange(2), [(known, known), (~known, ~known)]).positions) == 0


def wrong_in(rows: int, *parts: list[int]) -> Mistakes:
    """Tasks that have labels of all rows and are wrong in some."""
    every = np.ones(rows, dtype=bool)
    return Mistakes.of(np.arange(rows), [(every, np.isin(np.arange(rows), part)) for part in parts])


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (wrong_in(4, [0, 1, 2, 3], [0, 1, 2, 3]), "4 of 4 {rows} 4 to 4 {drawn}, so no relation can be told."),
        (wrong_in(4, [0], [1, 2]), "0 of 4 {rows} 0 to 1 {drawn}, so no relation can be told."),
        (wrong_in(2_000, [7], [7]), "1 of 2,000 {rows} 0 to 0 {drawn}, so some rows are hard for several tasks."),
        (
            wrong_in(40, [*range(20)], [*range(20, 40)]),
            "0 of 40 {rows} 7 to 13 {drawn}, so the tasks err on different rows.",
        ),
    ],
)
def test_what_unrelated_mistakes_would_come_to_is_told(found: Mistakes, said: str) -> None:
    rows = (
        "test rows with labels of two or more tasks, two or more are wrong; were the mistakes of the tasks unrelated, "
    )
    assert found.sentence() == f"In {said.format(rows=f'{rows}it would be', drawn='(95% of drawings)')}"


def test_rows_of_most_tasks_are_the_worst_and_of_equals_the_first() -> None:
    found = wrong_in(5, [0, 1, 3, 4], [1, 3, 4], [3])
    assert found.worst.tolist() == [3, 1, 4]
    assert wrong_in(3, [0], [1], [2]).worst.tolist() == []
