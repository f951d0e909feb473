"""Data: the table, its columns, and how the file was read."""

import streamlit as st

from pages.build.views import columns, reading
from pages.shared import frame, places, session, upload

frame.heading("Data", "One row a case, one column a fact. Check that every column was understood.")
dataset, draft = session.dataset(), session.draft()
if dataset is None or draft is None:
    with st.container(border=True):
        st.markdown("**Bring a table to begin.** A sample does, too.")
        if upload.uploader("data_upload"):
            st.rerun()
        frame.link_button("Try a sample", places.START, key="data_to_start")
    st.stop()

columns.summary(dataset)
reading.told(dataset)
table, how, rows, other = st.tabs(["Columns", "How it was read", "Rows", "Another table"], key="data_tabs")
with table:
    columns.editor(dataset, draft)
with how:
    reading.decisions(dataset)
    reading.rejected(dataset)
with rows:
    columns.preview(dataset)
with other:
    if upload.uploader("data_upload"):
        st.rerun()
frame.link_button("Choose what to predict", places.TASKS, key="data_next", primary=True)
