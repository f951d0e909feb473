"""What can be said of a metric by its name: which way is better, and which are shares."""

from __future__ import annotations

LOWER_IS_BETTER = frozenset({"mae", "rmse", "cost"})
"""Metrics of which less is better."""

SHARES = frozenset({"auc", "accuracy", "subset_accuracy", "token_accuracy"})
"""Metrics that are told in percent, since they are shares of rows, pairs or tokens."""


def standing(metric: str, own: float | None, guess: float | None) -> int:
    """How a value of that metric stands to that of guessing: 1 better, -1 worse, 0 equal or not known."""
    if own is None or guess is None or own == guess:
        return 0
    return 1 if (own < guess) == (metric in LOWER_IS_BETTER) else -1
