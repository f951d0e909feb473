"""The mixing desk: a fader per task that sets its weight while the network trains."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import streamlit as st

from pages.shared.components.assets import script, style
from pages.shared.session import widget_values
from pages.shared.theme import mark

_mount = st.components.v2.component("mtl_mixing_desk", js=script("mixing_desk.js"), css=style("mixing_desk.css"))


@dataclass(frozen=True)
class Strip:
    """One task on the desk; ``id`` is what its weight is called in ``weights``."""

    id: str
    slot: int
    name: str
    in_force: float | None = None  # what the fader and the method make of it; None draws no meter
    level: float = 1.0  # where the fader stands once a muted task is heard again


def mixing_desk(
    tasks: Sequence[Strip],
    weights: Mapping[str, float],
    *,
    key: str,
    note: str,
    turn: int | None,
    on_change: Callable[[dict[str, float], int], None],
    mix: Mapping[str, float] | None = None,
    disabled: bool = False,
) -> None:
    """Draw a fader per task (¼ to 4; mute = 0) at ``weights``, as a person set them; ``note`` says what they do.

    Solo mutes all others; pressed again it goes back to the last mix in which several tasks were heard, at first
    ``mix``.

    A moved fader calls ``on_change(weights of all tasks, turn)`` before the rerun, on release and at most every 200 ms
    while dragging. ``turn`` is that of the choice which ``weights`` answer, None before the first: older weights that
    the server still sends do not pull a fader back. At least one task always keeps a weight above 0.
    """

    def hand_on() -> None:
        chosen = widget_values.hear(key, "choice")
        if chosen is not None:
            on_change({task: float(weight) for task, weight in chosen["weights"].items()}, int(chosen["turn"]))

    strips = [
        {
            "id": task.id,
            "name": task.name,
            "mark": mark(task.slot),
            "weight": weights.get(task.id, 1.0),
            "in_force": task.in_force,
            "level": task.level,
        }
        for task in tasks
    ]
    data = {"strips": strips, "mix": mix, "note": note, "disabled": disabled, "turn": turn}
    _mount(key=key, data=data, on_choice_change=hand_on)
