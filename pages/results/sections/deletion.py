"""A way to delete what was queued together, for good."""

from __future__ import annotations

import streamlit as st

from pages.shared.session import comparisons


def offer(comparison_id: str, label: str, key: str) -> None:
    """Two presses in two places: another takes the place of one that is deleted, and nothing is undone."""
    with st.popover("Delete", key=f"{key}_deletion_{comparison_id}", icon=":material/delete:"):
        st.caption("This cannot be undone.")
        st.button(label, key=f"{key}_delete", on_click=comparisons.delete, args=(comparison_id,))
