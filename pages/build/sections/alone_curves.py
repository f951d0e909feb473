"""The curves of networks that learnt a run's tasks alone, which lie behind its own."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from mtl_core.comparison import twins
from mtl_core.records.events import EpochEvent
from mtl_core.runs.store import Run
from pages.shared import server
from pages.shared.components.curves import Points

POINTS = 400
"""Of a curve; more than a card has pixels for."""
_PULSE = 2.0  # seconds between two looks at the trainings


def find(run: Run) -> Mapping[str, Points]:
    """By task, the validation loss of the finished training that learnt it alone, over its epochs."""
    return {task: _read(alone.id) for task, alone in twins.find_alone(server.store(), run).items()}


@st.cache_data(max_entries=256, show_spinner=False)
def _read(run_id: str) -> list[tuple[float, float | None]]:
    """Once, for what has finished stays as it is."""
    entries = server.store().decimate(run_id, EpochEvent, POINTS)
    return [(entry.event.epoch, entry.event.validation.get("t0")) for entry in entries]


def follow(run: Run, drawn: int) -> None:
    """Draw the page anew when another of its tasks has been learnt alone than the ``drawn`` ones."""
    if run.state == "finished" and twins.are_coming(server.store(), run):
        st.fragment(_wait, run_every=_PULSE)(run, drawn)


def _wait(run: Run, drawn: int) -> None:
    if len(twins.find_alone(server.store(), run)) != drawn or not twins.are_coming(server.store(), run):
        st.rerun()
