"""How the tasks of a run stand to each other, from its "balance" events: heat map and facts; knows no method."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from mtl_core.figures import palette
from mtl_core.runs.store import Event, Run
from pages.shared import session, text
from pages.shared.components.pieces import Happening
from pages.shared.components.pulls import APART, Look, pulls

_HOW = {
    "exact": "Compared: the exact gradients of all shared weights.",
    "approximate": "Compared: gradients of what the shared layers hand on, an approximation that costs little.",
    "none": "Measured now and then on one batch; the method itself looks at losses only.",
}
_WAITING = "Measured at the end of the first epoch."
_NOTHING = "Nothing to compare so far: the tasks share no weight, or no batch had labels of two of them."
_CONFLICTS = "Conflicts: in {rate} of the comparisons two tasks pulled against each other."
_MOST_LINES = 20  # in the feed
_RATIO = "The largest gradient is {ratio} times the smallest."


def card(run: Run, told: Sequence[Event]) -> None:
    """The card for the events told so far, of which only those with a comparison count; once the run rests, for any
    of its epochs."""
    looked, drawn = _looked(told), st.container()
    if len(looked) > 1 and _rests(run):
        looked = looked[: _place(run, [event.body["epoch"] for event in looked]) + 1]
    looks = [Look(event.body["epoch"], event.body["cosines"]) for event in looked]
    drawn.html(pulls(looks, _facts(looked[-1]) if looked else (), _NOTHING if told else _WAITING))


def epoch_looked_at(run: Run) -> float | None:
    """The epoch that was chosen; None: the newest."""
    return session.shown(_key(run)) if _rests(run) else None


def happenings(told: Sequence[Event]) -> list[Happening]:
    """When two tasks began to pull apart, and when they no longer did, the newest of these."""
    found: list[Happening] = []
    apart: set[tuple[int, int]] = set()
    for event in _looked(told):
        for one, row in enumerate(event.body["cosines"]):
            for other, cosine in enumerate(row[:one]):
                found += _turn(apart, (other, one), cosine, event.body["epoch"])
    return found[-_MOST_LINES:]


def _turn(apart: set[tuple[int, int]], pair: tuple[int, int], cosine: float | None, epoch: float) -> list[Happening]:
    """What there is to say where the pair joins or leaves ``apart``; a cosine near the limit changes nothing."""
    if cosine is None or (pair in apart) == (cosine < 0) or (pair not in apart and cosine > APART):
        return []
    one, other = (palette.TASKS[slot].letter for slot in pair)
    if pair in apart:
        apart.remove(pair)
        return [Happening(epoch, f"{one} and {other} no longer pull apart.")]
    apart.add(pair)
    return [Happening(epoch, f"{one} and {other} began to pull apart.")]


def _looked(told: Sequence[Event]) -> list[Event]:
    return [event for event in told if event.body["cosines"] is not None]


def _place(run: Run, epochs: Sequence[float]) -> int:
    """Which of the epochs is looked at: the last until another one is chosen."""
    key = _key(run)
    kept = session.shown(key)
    chosen = st.select_slider(
        "Epoch looked at",
        epochs,
        session.default(key, kept if kept in epochs else epochs[-1]),
        format_func="{:.0f}".format,
        key=key,
    )
    return epochs.index(chosen)


def _rests(run: Run) -> bool:
    """Whether nothing new comes, so that there is time to look back."""
    return run.state not in ("queued", "starting", "running")


def _key(run: Run) -> str:
    return f"standing_epoch_{run.id}"


def _facts(event: Event) -> list[str]:
    rate, ratio = event.body["conflict_rate"], event.body["size_ratio"]
    return [
        *([_CONFLICTS.format(rate=text.percent(rate))] if rate is not None else []),
        *([_RATIO.format(ratio=text.brief(ratio))] if ratio is not None else []),
        _HOW[event.body["gradients"]],
    ]
