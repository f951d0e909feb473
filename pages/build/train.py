"""Train: start a run, watch it learn, turn its tasks up and down, pause it and stop it."""

import streamlit as st

from pages.build.views import live, starting
from pages.shared import frame, places, session

SENTENCE = "Watch each task learn. Guessing the average or the commonest answer is 1; lower is better."
run = session.run()
if run is None:
    frame.heading("Train", SENTENCE)
    if session.run_is_unknown():
        frame.empty("This run is not here any more.", "See the runs that are", places.RUNS, key="train_to_runs")
    starting.before(*frame.ready())
else:
    head, actions = st.columns([3, 2], vertical_alignment="bottom")
    with head:
        frame.heading("Train", SENTENCE)
    with actions, st.container(horizontal=True, horizontal_alignment="right"):
        live.next_steps(run)
    live.show(run)
