"""Tasks as a graph whose arrows can be cut and drawn again, by mouse and by key."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import streamlit as st

from pages.shared.components.assets import script, style
from pages.shared.session import widget_values
from pages.shared.theme import mark

_mount = st.components.v2.component("mtl_arrow_board", js=script("arrow_board.js"), css=style("arrow_board.css"))


def arrow_board(
    tasks: Sequence[str],
    strengths: Mapping[tuple[str, str], float],
    *,
    key: str,
    on_change: Callable[[str, str, float], None],
) -> None:
    """Draw an arrow for each (source, target) of ``strengths``, 0 = cut. ``tasks`` are all names, by slot.

    A pressed arrow calls ``on_change(source, target, strength)``, 0 where it is cut and 1 where it is drawn again.
    """

    def hand_on() -> None:
        chosen = widget_values.hear(key, "arrow")
        if chosen is not None:
            on_change(tasks[int(chosen["from"])], tasks[int(chosen["to"])], float(chosen["value"]))

    arrows = [
        {"from": tasks.index(source), "to": tasks.index(target), "value": strength}
        for (source, target), strength in strengths.items()
    ]
    nodes = [{"name": name, "mark": mark(slot)} for slot, name in enumerate(tasks)]
    _mount(key=key, data={"nodes": nodes, "arrows": arrows}, on_arrow_change=hand_on)
