"""Labels: how many rows have one for each task."""

import streamlit as st

from pages.shared import page_frame, text
from pages.shared.task_profiles import profile

page_frame.heading("Labels", "How many rows have a label, task by task.")
dataset, experiment = page_frame.ready()
with st.container(border=True, key="labels_counted"):
    for slot, task in enumerate(experiment.tasks):
        page_frame.task_title(slot, task.column)
        labelled = dataset.rows - profile(dataset, experiment, task).missing
        st.caption(text.format_count(labelled, "row", "rows"))
