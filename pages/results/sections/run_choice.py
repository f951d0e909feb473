"""Which run a results page is about, and what stands there while it has nothing to show."""

from __future__ import annotations

import streamlit as st

from mtl_core.runs.states import ACTIVE
from mtl_core.runs.store import Run
from pages.shared import page_layout, places, server, text
from pages.shared.session import current_run


def finished_run() -> Run:
    """The current run once it has come to its results; else the page says what there is instead, and ends."""
    if current_run.is_unknown():
        page_layout.empty("This run is not here any more.", "See the runs that are", places.RUNS, key="to_runs")
    run = current_run.find()
    if run is None:
        page_layout.empty("Nothing is trained yet.", "Train a network", places.TRAIN, key="to_train")
    if run.state in ACTIVE:
        _wait(run)
    if run.state in ("failed", "interrupted"):
        sentence = text.esc_md(run.sentence or "This run did not come to its end.", 1_000)
        page_layout.empty(sentence, "See what happened", places.TRAIN, key="to_train")
    return run


def _wait(run: Run) -> None:
    """Say how far training is, and rerun once it has come to rest."""

    def look() -> None:
        now = server.store().run(run.id)
        if now.state not in ACTIVE:
            st.rerun()
        st.caption(f"Epoch {now.epoch:.0f} of {now.epochs}. The results come when training ends.")

    st.fragment(look, run_every=1.0)()
    page_layout.empty("Still training.", "Watch it", places.TRAIN, key="to_train")
