"""Train: start a run, watch it learn, turn its tasks up and down, pause it and stop it."""

import streamlit as st

from pages.build.sections import live_run, run_settings
from pages.shared import page_layout, places
from pages.shared.session import current_run

SENTENCE = "Watch each task learn. The same best guess for every row is 1; lower is better."
run = current_run.find()
if run is None:
    page_layout.heading("Train", SENTENCE)
    if current_run.is_unknown():
        page_layout.empty("This run is not here any more.", "See the runs that are", places.RUNS, key="train_to_runs")
    run_settings.before(*page_layout.ready())
else:
    head, actions = st.columns([3, 2], vertical_alignment="bottom")
    with head:
        page_layout.heading("Train", SENTENCE)
    with actions, st.container(horizontal=True, horizontal_alignment="right"):
        live_run.next_steps(run)
    live_run.show(run)
