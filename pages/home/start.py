"""Start: what this is, samples to try, a table to upload, and what was done before."""

import time

import streamlit as st

from mtl_core.errors import MTLError
from pages.shared import page_layout, places, samples, server, text, upload, widgets
from pages.shared.session import current_run

page_layout.heading(
    "One network, several answers", "Bring a table, pick the columns to predict, and train them together."
)


def sample_cards() -> None:
    """A card a sample; one click loads it and goes on to its tasks."""
    st.subheader("Try a sample")
    with st.grid(4, min_column_width=220):
        for sample in samples.cards():
            with st.container(border=True, height="stretch", key=f"card_sample_{sample.id}"):
                st.markdown(f"**{text.esc_md(sample.title)}**")
                st.caption(text.esc_md(sample.sentence, 300))
                page_layout.task_list(sample.tasks)
                st.space("stretch")
                if st.button("Open", key=f"start_sample_{sample.id}", width="stretch"):
                    open_sample(sample)


def open_sample(sample: samples.Sample) -> None:
    """Read the sample's table, choose its tasks, and show them."""
    try:
        with st.spinner("Reading the table …"):
            samples.begin(sample)
    except MTLError as error:
        st.error(text.esc_md(str(error), 600))
        return
    page_layout.go(places.TASKS)


def recent_runs() -> None:
    """The last runs, to go on with."""
    runs = current_run.recent(4)
    if not runs:
        return
    st.subheader("Continue")
    tables = server.table_names()
    for run in runs:
        with widgets.spread_row(border=True, key=f"card_run_{run.id}"):
            state = text.STATES[run.state]
            which = f"{text.esc_md(tables.get(run.dataset_id, ''), 40)}, run {run.number}"
            st.markdown(f"**{text.esc_md(run.name)}**  \n{which} · {state}, {text.ago(time.time() - run.created)}")
            if st.button("Continue", key=f"start_run_{run.id}"):
                current_run.restore(run)
                page_layout.go(places.EVALUATE if run.state in ("finished", "stopped") else places.TRAIN)


sample_cards()
left, right = st.columns(2, gap="large")
with left:
    st.subheader("Open your own")
    if upload.uploader("start_upload"):
        page_layout.go(places.DATA)
with right:
    recent_runs()
