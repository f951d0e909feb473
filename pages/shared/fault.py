"""What is shown where a page cannot be drawn: one sentence, alone on the screen, and the ways out."""

from __future__ import annotations

import streamlit as st

from mtl_core import disk
from mtl_core.errors import DamagedError, MTLError
from pages.shared import text, theme
from pages.shared.session import run_orders


def tell(error: Exception) -> bool:
    """Show what the disk, the records or a file refused; False for a fault of the program itself.

    Streamlit calls it with whatever left a page, a part of one that is drawn by itself, or a widget's callback.
    """
    if not isinstance(error, MTLError | OSError):
        return False
    sentence = disk.sentence(error) if isinstance(error, OSError) else str(error)
    with st.container(key="fault"):
        st.html(theme.shell())
        st.error(text.esc_md(sentence, 1_000), icon=":material/error:")
        with st.container(horizontal=True):
            if isinstance(error, DamagedError):
                st.button("List the runs again", key="fault_recover", type="primary", on_click=run_orders.recover)
            st.button("Try again", key="fault_again")
    return True
