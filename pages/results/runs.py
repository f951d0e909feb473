"""Runs: everything that was trained; open, go back to, rename, delete, resume."""

import streamlit as st

from pages.results.views import records
from pages.shared import frame, places, server, session

frame.heading("Runs", "Everything you trained. Choose one to open it.")
with_compared = bool(session.shown("runs_compared", False))
runs = server.store().runs(compared=with_compared)
records.deleted()
records.lost()
if server.store().comparisons():
    st.toggle("Runs of comparisons, too", key="runs_compared")
if not runs:
    frame.empty("Nothing is trained yet.", "Train a network", places.TRAIN, key="to_train")
# Methods are not to be chosen by test rows, which a star would invite to.
chosen = records.choose(runs, starred=not with_compared)
if chosen is None:
    st.caption("Choose a row to open, rename or delete a run.")
else:
    records.actions(chosen)
