"""Data: the table, its columns, and how the file was read."""

import streamlit as st

from pages.build.sections import column_table, reading_decisions
from pages.shared import page_layout, places, upload
from pages.shared.session import drafts

page_layout.heading("Data", "One row a case, one column a fact. Check that every column was understood.")
dataset, draft = drafts.dataset(), drafts.current()
if dataset is None or draft is None:
    with st.container(border=True):
        st.markdown("**Bring a table to begin.** A sample does, too.")
        if upload.uploader("data_upload"):
            st.rerun()
        page_layout.link_button("Try a sample", places.START, key="data_to_start")
    st.stop()

column_table.summary(dataset)
reading_decisions.show_notes(dataset)
table, how, rows, other = st.tabs(
    ["Columns", "How it was read", "Rows", upload.TAB],
    key=upload.TABS,
    on_change="rerun",  # so that another page can open one
)
with table:
    column_table.editor(dataset, draft)
with how:
    reading_decisions.decisions(dataset)
    reading_decisions.show_rejected(dataset)
with rows:
    column_table.preview(dataset)
with other:
    if upload.uploader("data_upload"):
        st.rerun()
page_layout.link_button("Choose what to predict", places.TASKS, key="data_next", primary=True)
