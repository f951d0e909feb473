"""Tasks whose answer is a number."""

from mtl_core.task_kinds.traits import TaskTraits

KIND = TaskTraits(
    id="regression",
    title="number",
    rank=1,
    answer="number",
    outcome="a number",
    head="{received:,} values in, 1 number out.",
    activation="linear",
    metrics=("mae", "rmse", "r2"),
    numeric=True,
    typical=True,
)
