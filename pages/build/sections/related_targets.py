"""How the targets go together before anything is trained, on the Tasks page."""

from __future__ import annotations

import streamlit as st

from mtl_core.experiment import Experiment
from mtl_core.figures import chart_style, relations
from mtl_core.tables.checks.task_relations import TaskRelations, measure_relations
from mtl_core.tables.dataset import Dataset
from pages.shared import server, text
from pages.shared.session import address

_HOW = (
    "0: not at all, 1: fully. Between numbers it is Spearman's rank correlation without its sign, between classes "
    "Cramér's V, between a number and classes the correlation ratio. That targets go together does not say that "
    "sharing layers will help: compare with separate networks after the training."
)


def show(dataset: Dataset, experiment: Experiment) -> None:
    """The strongest pair in a sentence, and all of them in a picture."""
    if len(experiment.tasks) < 2:
        return
    known = _measure(dataset.id, experiment.model_dump_json(include={"columns", "tasks"}), experiment)
    with st.expander("How the targets go together", key="tasks_relations"):
        st.markdown(text.esc_md(known.sentence(), 400))
        st.plotly_chart(
            relations.figure(known, address.is_dark()),
            theme=None,
            key="tasks_relations_picture",
            config=chart_style.CONFIG,
            alt=known.sentence(),
        )
        st.caption(_HOW)


@st.cache_data(max_entries=64, show_spinner="Comparing the targets …")
def _measure(dataset_id: str, read_as: str, _experiment: Experiment) -> TaskRelations:
    """``read_as`` is what of the experiment decides how labels are read."""
    return measure_relations(server.table(dataset_id), _experiment)
