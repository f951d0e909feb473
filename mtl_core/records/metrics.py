"""What can be said of a metric by its name: which way is better, and which are shares."""

from __future__ import annotations

LOWER_IS_BETTER = frozenset({"mae", "rmse", "cost"})
"""Metrics of which less is better."""

SHARES = frozenset({"auc", "accuracy", "subset_accuracy", "token_accuracy"})
"""Metrics that are told in percent, since they are shares of rows, pairs or tokens."""

TITLES = {
    "auc": "Area under the ROC curve",
    "average_precision": "Average precision",
    "accuracy": "Accuracy",
    "f1": "F1",
    "macro_f1": "F1, mean over the classes",
    "micro_f1": "F1 over all labels together",
    "subset_accuracy": "Rows with all labels right",
    "label_accuracy": "Single labels right",
    "macro_auc": "Area under the ROC curve, mean over the labels",
    "entity_f1": "F1 of whole entities",
    "entity_precision": "Entities right when said",
    "entity_recall": "Entities found",
    "token_accuracy": "Single tokens right",
    "mae": "Mean absolute error",
    "rmse": "Root mean square error",
    "r2": "R², share of variance explained",
}
"""By metric, what it is called on its own."""


def standing(metric: str, own: float | None, guess: float | None) -> int:
    """How a value of that metric stands to that of guessing: 1 better, -1 worse, 0 equal or not known."""
    if own is None or guess is None or own == guess:
        return 0
    return 1 if (own < guess) == (metric in LOWER_IS_BETTER) else -1
