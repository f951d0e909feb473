"""Tasks whose answer is a tag for each token of a text.

Tags that mark entities have all metrics but the last, other tags the last two.
"""

from mtl_core.task_kinds.traits import TaskTraits

KIND = TaskTraits(
    id="tags",
    title="tags",
    rank=5,
    answer="a tag for each token",
    outcome="a tag for each token, {count} tags",
    head="For each token its state in the text and {received:,} values of the row in, a chance for each of "
    "{units:,} tags out.",
    activation="softmax",
    metrics=("entity_f1", "entity_precision", "entity_recall", "token_accuracy", "macro_f1"),
    several=True,
    per_token=True,
    counted="Times",
)
