"""Labels: how many rows have one for each task."""

import streamlit as st

from pages.shared import page_layout, text
from pages.shared.task_profiles import profile

page_layout.heading("Labels", "How many rows have a label, task by task.")
dataset, experiment = page_layout.ready()
with st.container(border=True, key="labels_counted"):
    for slot, task in enumerate(experiment.tasks):
        page_layout.task_title(slot, task.column)
        labelled = dataset.rows - profile(dataset, experiment, task).missing
        st.caption(text.format_count(labelled, "row", "rows"))
