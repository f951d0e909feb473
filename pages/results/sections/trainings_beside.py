"""Trainings that stand beside a run: offered with their cost, watched and stopped, gone on with, and then told of."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import streamlit as st

from mtl_core.comparison.twins import estimate_seconds
from mtl_core.experiment import Experiment
from mtl_core.runs.states import ACTIVE
from mtl_core.runs.store import Run
from mtl_core.wording import format_duration
from pages.shared import server, text, widgets
from pages.shared.session import twins

_AT_WORK = "{done} of {all} {what} finished; they wait behind your own runs."
_INTERRUPTED = "{trainings} {were} interrupted; Go on takes up what is left to do."
Members = Sequence[tuple[str, Run]]
"""Group and run of each training of a comparison."""


@dataclass(frozen=True)
class Card:
    """What can be set beside a run: its ``title``, the id of its comparison from that of the run, its trainings
    in words (``what``), what is told of them once they rest, and the offer before."""

    key: str
    title: str
    name_comparison: Callable[[str], str]
    what: str
    tell: Callable[[Run, Members], None]
    offer: Callable[[Run], None]


def show(run: Run, card: Card) -> None:
    """The offer, how far it is, or what came of it; nothing where there is nothing to set beside."""
    experiment = Experiment.from_json(run.experiment)
    if run.parent is not None or len(experiment.tasks) < 2 or not experiment.split.test:
        return
    with st.container(border=True, key=f"{card.key}_card"):
        st.markdown(f"**{card.title}**")
        members = follow(card.name_comparison(run.id), card.what, card.key)
        if members:
            card.tell(run, members)
        elif members is not None:
            card.offer(run)


def tell_cost(run: Run | None, trainings: int) -> str:
    """How many trainings, and how long they take if each takes as long as the run."""
    return text.format_count(trainings, "training", "trainings") + tell_time(run, trainings)


def tell_time(run: Run | None, trainings: int) -> str:
    """How long so many trainings take if each takes as long as the run; nothing where none has ended."""
    seconds = estimate_seconds(run, trainings) if run else None
    return "" if seconds is None else f", about {format_duration(seconds)} at most"


def offer(sentence: str, label: str, key: str, start: Callable[[Run], None], run: Run) -> None:
    """A sentence, and the button that queues them."""
    with widgets.spread_row():
        st.markdown(text.esc_md(sentence, 400), width="content")
        st.button(label, key=key, on_click=start, args=(run,))


def follow(comparison_id: str, what: str, key: str) -> Members | None:
    """The trainings of the comparison, ``what`` in words, once they have come to rest; until then how far they are."""
    members = server.store().compared_runs(comparison_id)
    if any(run.state in ACTIVE for _, run in members):
        st.fragment(_wait, run_every=1.0)(comparison_id, what, key)
        return None
    interrupted = sum(run.state == "interrupted" for _, run in members)
    if interrupted:
        were = "was" if interrupted == 1 else "were"
        count = text.format_count(interrupted, "training", "trainings")
        with widgets.spread_row():
            st.markdown(_INTERRUPTED.format(trainings=count, were=were), width="content")
            st.button("Go on", key=f"{key}_resume", on_click=twins.resume, args=(comparison_id,))
    return members


def _wait(comparison_id: str, what: str, key: str) -> None:
    """How far they are; a full rerun once all have come to rest."""
    members = server.store().compared_runs(comparison_id)
    active = sum(run.state in ACTIVE for _, run in members)
    if not active:
        st.rerun()
    with widgets.spread_row():
        done = len(members) - active
        st.markdown(_AT_WORK.format(done=done, all=len(members), what=what), width="content")
        st.button("Stop", key=f"{key}_stop", on_click=twins.stop, args=(comparison_id,))
