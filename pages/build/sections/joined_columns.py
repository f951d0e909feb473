"""Yes-no columns joined as one task of several labels, on the Tasks page."""

from __future__ import annotations

import streamlit as st

from mtl_core.experiment import Task
from mtl_core.tables.dataset import Dataset
from mtl_core.tables.labels.proposal import join_columns
from pages.shared import draft_data, text
from pages.shared.session import drafts


def offer(dataset: Dataset, draft: drafts.Draft) -> None:
    """Name the columns and the task, where there are two or more to join."""
    options = [column.name for column in dataset.columns if column.traits.truth]
    if len(options) < 2:
        return
    with st.popover("Join yes-no columns as one task", key="tasks_join"):
        st.caption("Each column becomes one label of the task; a row may have any number of them.")
        columns = st.multiselect(
            "Columns", options, format_func=text.labels(options).__getitem__, key="tasks_join_columns"
        )
        name = st.text_input("Name of the task", key="tasks_join_name", max_chars=100).strip()
        st.button(
            "Join",
            key="tasks_join_done",
            disabled=len(columns) < 2 or not name,
            on_click=_join,
            args=(dataset, name, columns),
        )


def _join(dataset: Dataset, name: str, columns: list[str]) -> None:
    """Add the task; where one of the columns was a task by itself, it is no more."""

    def with_joined(data: draft_data.Data) -> draft_data.Data:
        others = [Task(**item) for item in data["tasks"] if item["column"] not in (*columns, name)]
        return draft_data.with_tasks(data, [*others, join_columns(dataset, name, columns)])

    drafts.change(with_joined)
