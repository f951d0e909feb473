"""The bar over a running training: its state, its clock and its buttons."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from typing import Literal

import streamlit as st

from pages.shared.components.assets import script, style
from pages.shared.session import widget_values

_mount = st.components.v2.component("mtl_status_bar", js=script("status_bar.js"), css=style("status_bar.css"))


@dataclass(frozen=True)
class Action:
    """A button at the right of the bar; ``id`` is what the page is told when it is pressed."""

    id: str
    label: str
    icon: Literal["pause", "resume", "step", "flag", "stop", ""] = ""
    primary: bool = False
    disabled: bool = False


@dataclass(frozen=True)
class Stat:
    """One figure of the bar: ``Stat("27", "epoch", "of 80")``."""

    value: str
    label: str
    unit: str = ""


def status_bar(
    state: str,
    detail: str,
    stats: Sequence[Stat],
    *,
    key: str,
    progress: float | None = None,
    live: bool = False,
    actions: Sequence[Action] = (),
    on_action: Callable[[str], None] | None = None,
) -> str | None:
    """Draw the bar: ``state`` ("Training") over ``detail`` ("Run 7"), the figures, the buttons, and a line along the
    bottom filled to ``progress`` (0–1; None = on the way, length unknown). ``live`` lets the dot pulse.

    A pressed button calls ``on_action(id)`` before the rerun and is returned in that run; otherwise None.
    """

    def hand_on() -> None:
        chosen = widget_values.hear(key, "action")
        for action in actions:  # a browser may say anything
            if on_action is not None and action.id == chosen:
                on_action(action.id)

    data = {
        "state": state,
        "detail": detail,
        "stats": [asdict(stat) for stat in stats],
        "progress": progress,
        "live": live,
        "actions": [asdict(action) for action in actions],
    }
    result = _mount(key=key, data=data, on_action_change=hand_on)
    return None if result.action is None else str(result.action)


def clock(seconds: float) -> str:
    """``seconds`` as 0:52 or 1:02:05."""
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
