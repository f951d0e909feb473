"""Runs: everything that was trained; open, go back to, rename, delete, resume."""

import streamlit as st

from pages.results.views import records
from pages.shared import frame, places, server

frame.heading("Runs", "Everything you trained. Choose one to open it.")
runs = server.store().runs()
records.deleted()
if not runs:
    frame.empty("Nothing is trained yet.", "Train a network", places.TRAIN, key="to_train")
chosen = records.choose(runs)
if chosen is None:
    st.caption("Choose a row to open, rename or delete a run.")
else:
    records.actions(chosen)
