"""Predict: what the trained network says about a row typed in, or about each row of a table."""

import streamlit as st

from pages.results.sections import predict_row, row_form, row_reasons, run_choice
from pages.shared import page_layout, places, server

page_layout.heading("Predict", "Ask the trained network about rows that nobody has judged yet.")
run = run_choice.finished_run()
bundle = server.workspace().run(run.id) / "bundle.zip"
if not bundle.is_file():
    page_layout.empty("This run left no model to ask.", "Train again", places.TRAIN, key="to_train")
server.predictor().warm(bundle)
row, table = st.tabs(["One row", "A table"], key="predict_tabs")
with row:
    cells, pressed = row_form.form(run)
    if pressed:
        predict_row.about(run, bundle, cells)
    if predict_row.answer(run, cells):
        row_reasons.show(run, bundle, dict(cells), lambda: cells, "predict_why")
with table:
    predict_row.upload_rows(run, bundle)
    predict_row.answers(run)
