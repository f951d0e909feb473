"""Tasks whose answer is a set of labels, any number of which may hold."""

from mtl_core.task_kinds.traits import TaskTraits

KIND = TaskTraits(
    id="multilabel",
    title="several labels",
    rank=4,
    answer="several labels",
    outcome="any of {count} labels",
    head="{received:,} values in, the chance of each of {units:,} labels out, any number of which may hold.",
    activation="sigmoid",
    metrics=("micro_f1", "macro_f1", "subset_accuracy", "label_accuracy", "macro_auc"),
    several=True,
    joins=True,
)
