"""Small pieces of a page as HTML text for ``st.html``: tokens, chips, score cards, the event feed. Every text that a
person wrote is escaped here; colours come from CSS, so that a theme switch needs no rerun. It knows no page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Literal

from pages.shared.theme import mark


def token(slot: int, size: int = 20) -> str:
    """The mark of a task: marker shape, colour and letter in one glyph. Sizes: 18, 20 (everywhere), 24."""
    look = mark(slot)
    style = (
        f"--colour: {look['colour']}; --ink: {look['ink']}; --shape: var(--mtl-mask-{slot}); "
        f"--size: {size}px; --drop: {look['drop'] * size / 20:g}px"
    )
    return (
        f'<span class="mtl-token" style="{style}" role="img" aria-label="Task {look["letter"]}">{look["letter"]}</span>'
    )


def task_chip(slot: int, name: str, detail: str = "") -> str:
    """A task as one line of the sidebar: token, name, and below it what it is ("4 classes · 62% labelled")."""
    below = f"<span>{escape(detail)}</span>" if detail else ""
    return f'<div class="mtl-chip" title="{escape(name)}">{token(slot)}<div><b>{escape(name)}</b>{below}</div></div>'


@dataclass(frozen=True)
class Reading:
    """One line of a score card: where it stands on the scale, and the figure as text."""

    label: str  # "guessing", "together"
    value: float | None
    text: str
    own: bool = False  # drawn as the task's filled dot, in bold


def score_card(
    slot: int,
    name: str,
    headline: str,
    readings: Sequence[Reading],
    *,
    better: Literal["higher", "lower"],
    note: str = "",
) -> str:
    """A task's result: the score as a sentence, and its readings on one scale where better is always to the right."""
    known = [reading.value for reading in readings if reading.value is not None]
    low, high = (min(known), max(known)) if known else (0.0, 1.0)
    rows = "".join(_row(slot, reading, _place(reading.value, low, high, better)) for reading in readings)
    foot = f'<p class="why">{escape(note)}</p>' if note else ""
    return (
        f'<section class="mtl-score"><header title="{escape(name)}">{token(slot)}<h2>{escape(name)}</h2></header>'
        f'<p class="big">{escape(headline)}</p><div class="rows">{rows}</div>{foot}</section>'
    )


def _place(value: float | None, low: float, high: float, better: Literal["higher", "lower"]) -> float | None:
    """Percent from the left, with a margin of 15 either side."""
    if value is None:
        return None
    share = 0.5 if high == low else (value - low) / (high - low)
    return 15 + 70 * (share if better == "higher" else 1 - share)


def _row(slot: int, reading: Reading, place: float | None) -> str:
    kind = "own" if reading.own else "other"
    dot = "" if place is None else f'<i style="left: {place:.1f}%; --colour: var(--mtl-task-{slot})"></i>'
    return (
        f'<div class="row {kind}"><span>{escape(reading.label)}</span><div class="line">{dot}</div>'
        f"<span>{escape(reading.text)}</span></div>"
    )


def facts(title: str, lines: Sequence[tuple[str, str]]) -> str:
    """A short list of what is known about something: (name, value) a line."""
    rows = "".join(f"<div><dt>{escape(name)}</dt><dd>{escape(value)}</dd></div>" for name, value in lines)
    return f'<section class="mtl-facts"><h3>{escape(title)}</h3><dl>{rows}</dl></section>'


@dataclass(frozen=True)
class Happening:
    """One line of the event feed."""

    epoch: float | None
    sentence: str


def event_feed(happenings: Sequence[Happening], title: str = "What is happening") -> str:
    """The feed as a card that scrolls by itself; the newest line first, as given."""
    lines = "".join(
        f"<li><span>{'' if line.epoch is None else f'{line.epoch:.0f}'}</span><p>{escape(line.sentence)}</p></li>"
        for line in happenings
    )
    return f'<section class="mtl-feed"><h2>{escape(title)}</h2><ol tabindex="0">{lines}</ol></section>'
