"""Runs: everything that was trained; open, go back to, rename, delete, resume."""

import streamlit as st

from pages.results.views import runs_table
from pages.shared import page_frame, places, server
from pages.shared.session import widget_values

page_frame.heading("Runs", "Everything you trained. Choose one to open it.")
with_compared = bool(widget_values.shown_value("runs_compared", False))
runs = server.store().runs(compared=with_compared)
runs_table.show_undo()
runs_table.show_lost()
if server.store().comparisons():
    st.toggle("Runs of comparisons, too", key="runs_compared")
if not runs:
    page_frame.empty("Nothing is trained yet.", "Train a network", places.TRAIN, key="to_train")
# Methods are not to be chosen by test rows, which a star would invite to.
chosen = runs_table.choose(runs, starred=not with_compared)
if chosen is None:
    st.caption("Choose a row to open, rename or delete a run.")
else:
    runs_table.actions(chosen)
