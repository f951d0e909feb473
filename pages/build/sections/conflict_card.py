"""How the tasks of a run stand to each other, from its "balance" events: heat map and facts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import streamlit as st

from mtl_core.conflict import LIMIT, conflict
from mtl_core.figures import palette
from mtl_core.records.events import BalanceEvent
from mtl_core.runs.store import Run
from pages.shared import text
from pages.shared.components.conflict_heatmap import Look, conflict_heatmap, format_cosine
from pages.shared.components.html_parts import Happening
from pages.shared.session import widget_values

_HOW = {
    "exact": "Compared: the exact gradients of all shared weights.",
    "approximate": "Compared: gradients of what the shared layers hand on, an approximation that costs little.",
    "none": "Measured now and then on one batch; the method itself looks at losses only.",
}
_WAITING = "Measured at the end of the first epoch."
_NOTHING = "Nothing to compare so far: the tasks share no weight, or no batch had labels of two of them."
_NONE = "Conflicts: none. No two tasks pull apart (cosine below −{limit})."
_SOME = "Conflicts: {pairs} (cosine below −{limit}). Tasks that have nothing in common stand near 0."
_BEGAN = "{pair} began to pull apart ({cosine})."
_ENDED = "{pair} no longer pull apart ({cosine})."
_NAMED = 3  # pairs in that sentence
_MORE = "{number} more"
_MOST_LINES = 20  # in the feed
_RATIO = "The largest gradient is {ratio} times the smallest."
_MOST_TIMES = 9_999


def card(run: Run, told: Sequence[BalanceEvent]) -> None:
    """The card for the events told so far, of which only those with a comparison count; once the run rests, for any
    of its epochs."""
    looked, drawn = _find_compared(told), st.container()
    if len(looked) > 1 and _rests(run):
        looked = looked[: _place(run, [event.epoch for event in looked]) + 1]
    looks = [Look(event.epoch, event.cosines or ()) for event in looked]
    drawn.html(conflict_heatmap(looks, _facts(looked[-1]) if looked else (), _NOTHING if told else _WAITING))


def epoch_looked_at(run: Run) -> float | None:
    """The epoch that was chosen; None: the newest."""
    return widget_values.shown_value(_key(run)) if _rests(run) else None


def happenings(told: Sequence[BalanceEvent]) -> list[Happening]:
    """Since when two tasks pull apart, or no longer do; of each pair its last turn, and of these the newest."""
    turns: dict[tuple[int, int], Happening] = {}
    apart: set[tuple[int, int]] = set()
    for event in _find_compared(told):
        for one, other, cosine in _pairs(event):
            if conflict(cosine) != ((one, other) in apart):
                apart ^= {(one, other)}
                sentence = _BEGAN if conflict(cosine) else _ENDED
                said = sentence.format(pair=_names(one, other), cosine=format_cosine(cosine))
                turns[one, other] = Happening(event.epoch, said)
    return sorted(turns.values(), key=lambda turn: turn.epoch or 0.0)[-_MOST_LINES:]


def find_furthest_apart(told: Sequence[BalanceEvent]) -> tuple[int, int] | None:
    """The slots of the two tasks that pull apart furthest by the last comparison; None where none do."""
    last = _find_compared(told)[-1:]
    apart = _list_apart(last[0]) if last else []
    return apart[0][1:] if apart else None


def _find_compared(told: Sequence[BalanceEvent]) -> list[BalanceEvent]:
    return [event for event in told if event.cosines is not None]


def _place(run: Run, epochs: Sequence[float]) -> int:
    """Which of the epochs is looked at: the last until another one is chosen."""
    key = _key(run)
    kept = widget_values.shown_value(key)
    chosen = st.select_slider(
        "Epoch looked at",
        epochs,
        widget_values.default(key, kept if kept in epochs else epochs[-1]),
        format_func="{:.0f}".format,
        key=key,
    )
    return epochs.index(chosen)


def _rests(run: Run) -> bool:
    """Whether nothing new comes, so that there is time to look back."""
    return run.state not in ("queued", "starting", "running")


def _key(run: Run) -> str:
    return f"standing_epoch_{run.id}"


def _facts(event: BalanceEvent) -> list[str]:
    ratio = event.size_ratio
    return [
        _conflicts(event),
        *([_RATIO.format(ratio=_times(ratio))] if ratio is not None else []),
        _HOW[event.gradients],
    ]


def _conflicts(event: BalanceEvent) -> str:
    """Which tasks pull apart, the furthest first."""
    apart = _list_apart(event)
    if not apart:
        return _NONE.format(limit=LIMIT)
    named = [f"{_names(one, other)} ({format_cosine(cosine)})" for cosine, one, other in apart[:_NAMED]]
    more = [_MORE.format(number=len(apart) - _NAMED)] if len(apart) > _NAMED else []
    return _SOME.format(pairs=text.list_names(named + more), limit=LIMIT)


def _list_apart(event: BalanceEvent) -> list[tuple[float, int, int]]:
    """The cosines and slots of each two tasks that pull apart, the furthest first."""
    return sorted((cosine, one, other) for one, other, cosine in _pairs(event) if conflict(cosine))


def _pairs(event: BalanceEvent) -> Iterator[tuple[int, int, float]]:
    """Each two tasks that had labels together, and the mean cosine of their gradients."""
    for other, row in enumerate(event.cosines or ()):
        for one, cosine in enumerate(row[:other]):
            if cosine is not None:
                yield one, other, cosine


def _names(one: int, other: int) -> str:
    return f"{palette.TASKS[one].letter} and {palette.TASKS[other].letter}"


def _times(ratio: float) -> str:
    return text.brief(ratio) if ratio < _MOST_TIMES else f"more than {_MOST_TIMES:,}"
