"""Tasks: the columns to predict, and which rows judge the result."""

import streamlit as st

from pages.build.views import cards, joining, splitting
from pages.shared import frame, places, session

frame.heading("Tasks", "Pick the columns to predict. Two or more make it multi-task.")
dataset, draft = session.dataset(), session.draft()
if dataset is None or draft is None:
    frame.empty("There is no table yet.", "Open a table or a sample", places.START, key="tasks_to_start")

cards.picker(dataset, draft)
cards.out_of_question(dataset, draft)
joining.offer(dataset, draft)
experiment = draft.experiment
if experiment is None:
    st.info("Pick at least one column to predict. Two or more make it multi-task.", icon=":material/touch_app:")
    st.stop()
findings = cards.findings(dataset, experiment)
cards.general(findings, experiment)
with st.grid("auto", min_column_width=300, gap="medium"):
    for slot, task in enumerate(experiment.tasks):
        with st.container(border=True, height="stretch", key=f"tasks_card_{slot}"):
            cards.card(dataset, experiment, slot, [f for f in findings if f.column == task.column])
splitting.settings(dataset, experiment)
frame.link_button("Shape the network", places.NETWORK, key="tasks_next", primary=True)
