"""Pictures of what a network has learnt so far: whatever views arrive are drawn."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from mtl_core.records.events import ViewsEvent
from pages.shared.components.assets import script, style
from pages.shared.theme import mark

_mount = st.components.v2.component("mtl_views", js=script("network_views.js"), css=style("network_views.css"))


def network_views(moments: Sequence[ViewsEvent], tasks: Sequence[str], *, key: str) -> None:
    """Draw the last of ``moments``; with several, a slider leads back through them. ``tasks`` are their names, by
    slot."""
    marked = [{"name": name, "mark": mark(slot)} for slot, name in enumerate(tasks)]
    _mount(key=key, data={"moments": [moment.model_dump(mode="json") for moment in moments], "tasks": marked})
