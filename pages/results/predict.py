"""Predict: what the trained network says about a row typed in, or about each row of a table."""

import streamlit as st

from pages.results.views import asking, choosing, forms
from pages.shared import frame, places, server

frame.heading("Predict", "Ask the trained network about rows that nobody has judged yet.")
run = choosing.finished_run()
bundle = server.workspace().run(run.id) / "bundle.zip"
if not bundle.is_file():
    frame.empty("This run left no model to ask.", "Train again", places.TRAIN, key="to_train")
server.predictor().warm(bundle)
row, table = st.tabs(["One row", "A table"], key="predict_tabs")
with row:
    cells, pressed = forms.form(run)
    if pressed:
        asking.about(run, bundle, cells)
    asking.answer(run, cells)
with table:
    asking.upload_rows(run, bundle)
    asking.answers(run)
