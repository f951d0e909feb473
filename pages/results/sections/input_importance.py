"""Which inputs the answers rest on, on the Evaluate page: one sentence and a heat map."""

from __future__ import annotations

import streamlit as st

from mtl_core.figures import chart_style, importance
from mtl_core.records.importance import Importances
from pages.shared import text
from pages.shared.session import address

_HOW = (
    "How much worse the headline's metric gets where a column's cells are dealt to other rows ({rows:,} test rows, "
    "each column {repeats} times). A cell is empty where the 95% interval holds 0. Of columns that say the same, each "
    "counts for less, since the other still tells it. It is what the network uses, not what causes what."
)


def show(known: Importances) -> None:
    """What counts for several tasks, for one alone, and for none."""
    inputs = {column.column for task in known.tasks for column in task.columns}
    if len(inputs) < 2:
        return
    st.subheader("What the answers rest on", anchor=False)
    st.markdown(text.esc_md(known.sentence(), 2_000))
    if importance.list_shown(known):
        slots = {task.id: int(task.id.removeprefix("t")) for task in known.tasks}
        st.plotly_chart(
            importance.figure(known, slots, address.is_dark()),
            theme=None,
            key="evaluate_importance",
            config=chart_style.CONFIG,
            alt=known.sentence(),
        )
    st.caption(_HOW.format(rows=known.rows, repeats=known.repeats))
