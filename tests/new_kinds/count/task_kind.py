"""Counts: whole numbers from 0."""

from mtl_core.task_kinds.traits import TaskTraits

KIND = TaskTraits(
    id="count",
    title="count",
    rank=6,
    answer="count",
    outcome="a count",
    head="{received:,} values in, the count to expect out.",
    activation="exponential",
    metrics=("deviance", "mae"),
    numeric=True,
)
