"""What is known of the draft's tasks, kept by what it depends on; knows how it is kept, not how it is shown."""

from __future__ import annotations

import streamlit as st

from mtl_core.experiment import Task
from mtl_core.tables.dataset import Dataset
from mtl_core.tables.profile import ColumnProfile
from mtl_core.tables.task_profile import task_profile
from pages.shared import server


def profile(dataset: Dataset, task: Task) -> ColumnProfile:
    """The profile of the task's labels. Raises DataError."""
    return _profile(dataset.id, task.model_dump_json(exclude={"head_depth", "head_units"}), task)


@st.cache_data(max_entries=256, show_spinner=False)
def _profile(dataset_id: str, key: str, _task: Task) -> ColumnProfile:
    return task_profile(server.table(dataset_id), _task)
