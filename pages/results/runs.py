"""Runs: everything that was trained; open, go back to, rename, mark, compare, delete, resume."""

import streamlit as st

from mtl_core.runs.store import Mark
from pages.results.sections import runs_table
from pages.shared import page_layout, places, server
from pages.shared.session import drafts, widget_values

page_layout.heading("Runs", "Everything you trained. Choose one to open it, or several to see in what they differ.")
with_compared = bool(widget_values.shown_value("runs_compared", False))
known = server.store().runs(compared=with_compared)
marks = server.store().marks()
draft = drafts.current()
own = [run for run in known if draft and run.dataset_id == draft.dataset_id]
table_id = own[0].dataset_id if own else None
runs_table.show_undo()
runs_table.show_lost()
with st.container(horizontal=True):
    if own and len(own) < len(known):
        st.toggle("Runs on other tables, too", key="runs_all")
    else:
        own = known
    if any(mark.starred for mark in marks.values()):
        st.toggle("Starred alone", key="runs_starred")
    if server.store().comparisons():
        st.toggle("Runs of comparisons, too", key="runs_compared")
runs = known if widget_values.shown_value("runs_all", False) else own
if widget_values.shown_value("runs_starred", False):
    runs = [run for run in runs if marks.get(run.id, Mark()).starred]
if not known:
    page_layout.empty("Nothing is trained yet.", "Train a network", places.TRAIN, key="to_train")
if not runs:
    st.caption("None of these runs has a star.")
    st.stop()
# Methods are not to be chosen by test rows, which a star would invite to.
chosen = runs_table.choose(runs, marks, table_id, starred=not with_compared)
if not chosen:
    st.caption("Choose a row to open, rename, mark or delete a run; choose several to see in what they differ.")
elif len(chosen) == 1:
    runs_table.actions(chosen[0], marks.get(chosen[0].id, Mark()))
else:
    runs_table.actions_for_several(chosen)
