"""What is known of a draft's columns and tasks, kept by what it depends on; knows how it is kept, not how shown."""

from __future__ import annotations

import streamlit as st

from mtl_core.experiment import Column, Experiment, Task
from mtl_core.tables.asked_profile import asked_profile
from mtl_core.tables.dataset import Dataset
from mtl_core.tables.labels.task_profile import task_profile
from mtl_core.tables.profile import ColumnProfile
from pages.shared import server


def profile(dataset: Dataset, experiment: Experiment, task: Task) -> ColumnProfile:
    """The profile of the task's labels, as the experiment has them read. Raises DataError."""
    read = [experiment.columns[name].model_dump_json() for name in task.sources]
    key = " ".join((task.model_dump_json(exclude={"head_depth", "head_units"}), *read))
    return _profile(dataset.id, key, experiment, task)


@st.cache_data(max_entries=256, show_spinner=False)
def _profile(dataset_id: str, key: str, _experiment: Experiment, _task: Task) -> ColumnProfile:
    return task_profile(server.table(dataset_id), _experiment, _task)


def column(dataset: Dataset, name: str, asked: Column) -> ColumnProfile:
    """The profile of a column, read as asked. Raises DataError."""
    return _column(dataset.id, name, asked.model_dump_json(), asked)


@st.cache_data(max_entries=1024, show_spinner=False)
def _column(dataset_id: str, name: str, key: str, _asked: Column) -> ColumnProfile:
    return asked_profile(server.table(dataset_id), name, _asked)
