"""Tasks whose answer is one of several classes."""

from mtl_core.task_kinds.traits import TaskTraits

KIND = TaskTraits(
    id="multiclass",
    title="classes",
    rank=3,
    answer="classes",
    outcome="{count} classes",
    head="{received:,} values in, a chance for each of {units:,} classes out.",
    activation="softmax",
    metrics=("accuracy", "macro_f1"),
    takes_any=True,
)
