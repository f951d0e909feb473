"""Which metric a task is told by, and in which words."""

from __future__ import annotations

import pytest

from mtl_core.evaluation.headline import tell


@pytest.mark.parametrize(
    ("own", "guess", "headline", "sentence"),
    [
        (
            {"auc": 0.9, "accuracy": 0.8},
            {"auc": 0.5, "accuracy": 0.6},
            "auc",
            'Puts 90.0% of the pairs of one "ill" and one "well" in the right order; guessing would put 50.0%.',
        ),
        (
            {"auc": None, "accuracy": 0.8},
            {"auc": 0.5, "accuracy": 0.6},
            "accuracy",
            'Right for 80.0% of 1,200 rows; always guessing "well" would be right for 60.0%.',
        ),
        (
            {"auc": 0.9, "accuracy": 0.8},
            {"auc": None, "accuracy": 0.8},
            "accuracy",
            'Right for 80.0% of 1,200 rows; always guessing "well" would be right for 80.0%.',
        ),
        (
            {"accuracy": 0.4},
            {"accuracy": 0.6},
            "accuracy",
            'Right for 40.0% of 1,200 rows; always guessing "well" would be right for 60.0%. That is worse than '
            "guessing.",
        ),
        (
            {"mae": 3.0, "r2": 0.1},
            {"mae": 2.0, "r2": 0.0},
            "mae",
            "Off by 3 on average; guessing would be off by 2. That is worse than guessing.",
        ),
        (
            {"micro_f1": None, "subset_accuracy": 0.25},
            {"micro_f1": None, "subset_accuracy": 0.125},
            "subset_accuracy",
            "All labels right for 25.0% of 1,200 rows; guessing would be right for 12.5%.",
        ),
        (
            {"f1": 0.5, "mae": None},
            {"f1": 0.5, "mae": None},
            "f1",
            "How good the answers are cannot be measured on these rows.",
        ),
    ],
)
def test_a_task_is_told_by_the_first_metric_that_it_and_guessing_have(
    own: dict[str, float | None], guess: dict[str, float | None], headline: str, sentence: str
) -> None:
    assert tell(own, guess, rows=1_200, usual="well", yes="ill", no="well") == (headline, sentence)
