"""How the tasks of a run stand to each other, from its "balance" events: heat map and facts; knows no method."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from mtl_core.runs.store import Event
from pages.shared import text
from pages.shared.components.pulls import Look, pulls

_HOW = {
    "exact": "Compared: the exact gradients of all shared weights.",
    "approximate": "Compared: gradients of what the shared layers hand on, an approximation that costs little.",
    "none": "Measured now and then on one batch; the method itself looks at losses only.",
}
_WAITING = "Measured at the end of the first epoch."
_NOTHING = "Nothing to compare so far: the tasks share no weight, or no batch had labels of two of them."
_CONFLICTS = "Conflicts: in {rate} of the comparisons two tasks pulled against each other."
_RATIO = "The largest gradient is {ratio} times the smallest."


def card(told: Sequence[Event]) -> None:
    """The card for the events told so far; only those with a comparison count."""
    looked = [event for event in told if event.body["cosines"] is not None]
    looks = [Look(event.body["epoch"], event.body["cosines"]) for event in looked]
    st.html(pulls(looks, _facts(looked[-1]) if looked else (), _NOTHING if told else _WAITING))


def _facts(event: Event) -> list[str]:
    rate, ratio = event.body["conflict_rate"], event.body["size_ratio"]
    return [
        *([_CONFLICTS.format(rate=text.percent(rate))] if rate is not None else []),
        *([_RATIO.format(ratio=text.brief(ratio))] if ratio is not None else []),
        _HOW[event.body["gradients"]],
    ]
