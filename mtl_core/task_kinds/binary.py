"""Yes-no tasks: one of two labels."""

from mtl_core.task_kinds.traits import TaskTraits

KIND = TaskTraits(
    id="binary",
    title="yes-no",
    rank=2,
    answer="yes-no",
    outcome="yes or no",
    head="{received:,} values in, the chance of yes out.",
    activation="sigmoid",
    metrics=("auc", "average_precision", "accuracy", "f1"),
)
