"""The shell's style with every kind of control, chips and score cards."""

import streamlit as st

from pages.shared.components.html_parts import Happening, Reading, Scale, event_feed, score_card, task_chip, token
from pages.shared.theme import shell

TITLES = ["Start", "Data", "Tasks", "Network", "Train", "Evaluate", "Export", "Runs"]

ERRORS = Scale(5.12, 0.0, "twice guessing")


def body() -> None:
    """One page with everything."""
    st.title("Evaluate", anchor=False)
    st.caption("How good each task is on rows it never saw.")
    columns = st.columns(3)
    readings = [Reading("guessing", 2.56, "2.56"), Reading("together", 2.03, "2.03", own=True)]
    pairs = [Reading("guessing", 0.5, "50%"), Reading("together", 0.79, "79%", own=True)]
    cards = [
        score_card(0, "Doctor visits", "Off by 2.03 visits on average", readings, ERRORS, notes=["2,504 rows"]),
        score_card(
            1, "Physical <b>limitation</b>", "Puts 79 of 100 pairs in the right order", pairs, Scale(0.0, 1.0, "0%")
        ),
        score_card(2, "Self-rated health", "No labelled test row", [Reading("together", None, "–", True)], None),
    ]
    for column, card in zip(columns, cards, strict=True):
        column.html(card)
    st.html("".join(token(slot) for slot in range(16)) + "".join(token(slot, 24) for slot in range(16)))
    with st.container(horizontal=True):
        st.button("Train this network", type="primary", key="go")
        st.button("Pause", icon=":material/pause:")
        st.button("Set all to 1", type="tertiary")
        st.button("Off", disabled=True, type="primary")
    left, right = st.columns([2, 1])
    with left, st.container(border=True):
        st.subheader("A card", anchor=False)
        st.selectbox("Sharing style", ["One trunk, own branches"])
        st.multiselect("Targets", TITLES, TITLES[:2])
        st.tabs(["Doctor visits", "Physical limitation"])
        st.dataframe({"a": [1, 2], "b": ["x", "y"]})
    with right:
        st.slider("Shared depth", 0, 8, 3)
        st.segmented_control("Preset", ["Small", "Balanced", "Large"], default="Balanced")
        st.toggle("Use", value=True)
        st.checkbox("Mask", value=True)
        st.radio("Split by", ["random", "time"], horizontal=True)
        st.text_input("Name", "Run 7")
        st.progress(0.4)
        st.html(event_feed([Happening(epoch, "You muted A.") for epoch in range(40)]))


pages = [st.Page(body, title=title, url_path=title.lower(), default=title == "Start") for title in TITLES]
st.set_page_config(layout="wide")
page = st.navigation(pages, position="top")
st.html(shell())
with st.sidebar:
    st.caption("Data")
    with st.container(border=True, key="side_data", gap=None):
        st.markdown("**RAND health insurance**")
        st.caption("20,190 rows × 8 inputs")
    st.caption("Tasks")
    chips = [
        ("Doctor visits", "number"),
        ("Physical limitation", "yes–no"),
        ("A <b>very</b> long name indeed it is", "4 classes · 62% labelled"),
    ]
    st.html("".join(task_chip(slot, *chip) for slot, chip in enumerate(chips)))
    st.caption("Run")
    with st.container(border=True, key="side_run"):
        st.markdown("**Training** · run 7")
        st.progress(0.33)
        st.caption("Epoch 27 of 80 · 1:42 left")
        with st.container(horizontal=True):
            st.button("Pause", key="side_pause")
            st.button("Stop training", key="side_stop")
page.run()
