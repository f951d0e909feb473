"""Where a person stands: a new page begins at its top with the focus on its heading, and where a press takes away what
had the focus, the next control has it. It draws nothing."""

from __future__ import annotations

import streamlit as st

from pages.shared.components.assets import script

_mount = st.components.v2.component("mtl_arrival", js=script("arrival.js"))


def arrival(heading: str) -> None:
    """Once per script run, beneath the heading; ``heading`` is what the page's ``h1`` says, which tells pages apart."""
    _mount(key="arrival", data={"heading": heading})
