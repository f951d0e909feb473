"""Which rows train, which pick the best epoch and which judge, on the Tasks page."""

from __future__ import annotations

import streamlit as st

from mtl_core.column_kinds import column_kinds
from mtl_core.errors import MTLError
from mtl_core.experiment import Experiment, Split
from mtl_core.preparation.preparing import columns
from mtl_core.tables.dataset import Dataset
from mtl_core.tables.splits.splitting import split
from pages.shared import server, text, widgets
from pages.shared.session import drafts, widget_values

_BY = {"random": "at random", "time": "by time", "group": "by group"}
_MOST_CELLS = 5_000_000  # that are dealt while a person waits; of more it is told when the training begins
_HELP = {
    "random": "Rows are drawn at random, with the same mix of labels in each part.",
    "time": "The last rows in time judge, as they will when the model is used.",
    "group": "All rows of one group, such as a person, stay in the same part.",
}


def settings(dataset: Dataset, experiment: Experiment) -> None:
    """Shares and manner of the split."""
    with st.expander("Which rows judge the result", key="tasks_split"):
        widgets.slider(experiment, "split.test", key="split_test", step=0.05, format="percent")
        widgets.slider(experiment, "split.validation", key="split_validation", step=0.05, format="percent")
        _manner(dataset, experiment)


def tell(dataset: Dataset, experiment: Experiment) -> None:
    """How many rows each part gets, and what that means: copies, labels that a part lacks."""
    names = columns(experiment)
    if dataset.rows * len(names) > _MOST_CELLS:
        return
    parts = experiment.model_dump_json(include={"columns": True, "tasks": True, "split": True, "training": {"seed"}})
    for sentence in _deal(dataset.id, parts, experiment):
        st.caption(text.esc_md(sentence, 400))


@st.cache_data(max_entries=64, show_spinner="Dealing the rows …")
def _deal(dataset_id: str, parts: str, _experiment: Experiment) -> tuple[str, ...]:
    """``parts`` is what of the experiment decides. Nothing where the checks have said already why it cannot be done."""
    try:
        dealt = split(server.table(dataset_id).values(_experiment, columns(_experiment)), _experiment)
    except MTLError:
        return ()
    return (dealt.sentence(), *dealt.notes)


def _manner(dataset: Dataset, experiment: Experiment) -> None:
    by = experiment.split.by
    st.segmented_control(
        "Split",
        [manner for manner in _BY if manner == "random" or _columns(dataset, experiment, manner)],
        default=widget_values.default("split_by", by),
        format_func=_BY.__getitem__,
        required=True,
        key="split_by",
        help=Split.model_fields["by"].description,
        on_change=_commit_manner,
        args=(dataset, experiment),
    )
    st.caption(_HELP[by])
    if by == "random":
        return
    names = _columns(dataset, experiment, by)
    st.selectbox(
        "Date column" if by == "time" else "Group column",
        names,
        widgets.index_of(names, widget_values.default("split_column", experiment.split.column)),
        format_func=text.plain,
        key="split_column",
        on_change=drafts.commit,
        args=("split.column", "split_column"),
    )


def _columns(dataset: Dataset, experiment: Experiment, by: str) -> list[str]:
    kinds = column_kinds(f"by_{by}")
    order = {kind: place for place, kind in enumerate(kinds)}
    names = [column.name for column in dataset.columns if experiment.columns[column.name].kind in kinds]
    fitting = [name for name in names if name not in experiment.task_names]
    return sorted(fitting, key=lambda name: order[experiment.columns[name].kind])


def _commit_manner(dataset: Dataset, experiment: Experiment) -> None:
    """Manner and column change together: time without a date column would mean nothing."""
    if not widget_values.was_moved("split_by"):
        return
    by = widget_values.shown_value("split_by")
    column = None if by == "random" else _columns(dataset, experiment, by)[0]
    drafts.set_fields({"split.by": by, "split.column": column})
