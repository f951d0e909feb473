"""Tasks: the columns to predict, and which rows judge the result."""

import streamlit as st

from pages.build.sections import joined_columns, related_targets, splitting, task_cards
from pages.shared import page_layout, places
from pages.shared.session import drafts

page_layout.heading("Tasks", "Pick the columns to predict. Two or more make it multi-task.")
dataset, draft = drafts.dataset(), drafts.current()
if dataset is None or draft is None:
    page_layout.empty("There is no table yet.", "Open a table or a sample", places.START, key="tasks_to_start")

task_cards.picker(dataset, draft)
task_cards.out_of_question(dataset, draft)
joined_columns.offer(dataset, draft)
experiment = draft.experiment
if experiment is None:
    st.info("Pick at least one column to predict. Two or more make it multi-task.", icon=":material/touch_app:")
    st.stop()
findings = task_cards.findings(dataset, experiment)
task_cards.general(findings, experiment)
with st.grid("auto", min_column_width=300, gap="medium"):
    for slot, task in enumerate(experiment.tasks):
        with st.container(border=True, height="stretch", key=f"tasks_card_{slot}"):
            task_cards.card(dataset, experiment, slot, [f for f in findings if f.column == task.column])
related_targets.show(dataset, experiment)
splitting.settings(dataset, experiment)
if not any(finding.level == "error" for finding in findings):
    splitting.tell(dataset, experiment)
page_layout.link_button("Shape the network", places.NETWORK, key="tasks_next", primary=True)
