"""Why an answer is as it is, in words."""

from __future__ import annotations

import pytest

from mtl_core.records.explanations import AnswerReasons, ColumnReason, Explanation


def reasons(label: str | None, value: float, baseline: float, **effects: tuple[float, float]) -> AnswerReasons:
    columns = tuple(
        ColumnReason(column=name, cell="1", typical="0", effect=effect, error=error, if_typical=0.0)
        for name, (effect, error) in effects.items()
    )
    return AnswerReasons(id="t0", name="ill", label=label, value=value, baseline=baseline, columns=columns)


def test_a_number_is_told_in_its_unit() -> None:
    known = reasons(None, 12.5, 10.0, age=(3.0, 0.5), town=(-0.5, 0.0))
    assert known.sentence() == (
        '"ill": 12.5, where the rows that it is compared with get 10 on average. Most of the difference comes from '
        '"age" (+3 (± 0.98)) and "town" (−0.5).'
    )


def test_a_probability_is_told_in_percent_and_what_is_added_in_points() -> None:
    known = reasons("yes", 0.75, 0.5, age=(0.3, 0.01), town=(-0.05, 0.0))
    assert known.sentence() == (
        '"ill" is "yes": 75.0%, where the rows that it is compared with get 50.0% on average. Most of the difference '
        'comes from "age" (+30 points (± 1.96)) and "town" (−5 points).'
    )


def test_three_columns_are_told_and_none_that_makes_no_difference() -> None:
    known = reasons(None, 1.0, 0.0, a=(4.0, 0.0), b=(0.0, 0.0), c=(3.0, 0.0), d=(2.0, 0.0), e=(1.0, 0.0))
    assert known.sentence().endswith('comes from "a" (+4), "c" (+3) and "d" (+2).')
    assert reasons(None, 1.0, 1.0, a=(0.0, 0.0)).sentence().endswith("No column makes a difference.")


@pytest.mark.parametrize(
    ("explanation", "told"),
    [
        (
            Explanation(background=50, exact=True),
            "Shapley values against 50 rows of the table that the bundle holds; exact, by all subsets of the columns.",
        ),
        (
            Explanation(background=1, exact=True),
            "Shapley values against 1 row of the table that the bundle holds; exact, by all subsets of the columns.",
        ),
        (
            Explanation(background=0, exact=False, orders=1_024),
            "Shapley values against the typical row of the training (the bundle holds no rows of the table); estimated "
            "by 1,024 orders of the columns, ± half of the 95% interval.",
        ),
    ],
)
def test_what_the_numbers_go_by_is_said(explanation: Explanation, told: str) -> None:
    assert explanation.how() == told
