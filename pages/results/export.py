"""Export: the model as a file that works, its settings, and its answers on the test rows."""

import streamlit as st

from pages.results.sections import downloads, report_card, run_choice
from pages.shared import page_layout, server

page_layout.heading("Export", "Take the trained model with you. It predicts the same there as here.")
run = run_choice.finished_run()
folder = server.workspace().run(run.id)
with st.grid("auto", min_column_width=320, gap="medium"):
    with st.container(border=True, height="stretch", key="card_bundle"):
        downloads.bundle(run, folder / "bundle.zip")
    with st.container(border=True, height="stretch", key="card_report"):
        report_card.show(run, folder)
    with st.container(border=True, height="stretch", key="card_experiment"):
        downloads.experiment(run)
    with st.container(border=True, height="stretch", key="card_predictions"):
        downloads.predictions(run, folder / "predictions.parquet")
