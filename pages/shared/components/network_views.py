"""Pictures of what a network has learnt so far: whatever views arrive are drawn; it knows no run and no way of
sharing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import streamlit as st

from pages.shared.components.assets import script, style
from pages.shared.theme import mark

_mount = st.components.v2.component("mtl_views", js=script("network_views.js"), css=style("network_views.css"))


@dataclass(frozen=True)
class Moment:
    """What there was to see after an epoch: ``network_views`` as of the event "views" (docs/architecture.md)."""

    epoch: float
    kept: bool  # whether these are the weights that are kept
    views: Sequence[Mapping[str, Any]]


def network_views(moments: Sequence[Moment], tasks: Sequence[str], *, key: str) -> None:
    """Draw the last of ``moments``; with several, a slider leads back through them. ``tasks`` are their names, by
    slot."""
    marked = [{"name": name, "mark": mark(slot)} for slot, name in enumerate(tasks)]
    _mount(key=key, data={"moments": [asdict(moment) for moment in moments], "tasks": marked})
