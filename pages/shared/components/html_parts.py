"""Small pieces of a page as HTML text for ``st.html``: tokens, chips, score cards, the event feed. Every text that a
person wrote is escaped here; colours come from CSS, so that a theme switch needs no rerun."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

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


_TAIL = 10  # signs of a name that are always shown


def write_name(name: str) -> str:
    """A name whose middle gives way where there is no room (``.mtl-cut``): names that go together begin alike."""
    if len(name) < 16:
        return escape(name)
    head, tail = escape(name[:-_TAIL]), escape(name[-_TAIL:])
    return f'<span class="mtl-cut" aria-label="{escape(name)}"><span>{head}</span><span>{tail}</span></span>'


def task_chip(slot: int, name: str, detail: str = "") -> str:
    """A task as one line of the sidebar: token, name, and below it what it is ("4 classes · 62% labelled")."""
    below = f"<span>{escape(detail)}</span>" if detail else ""
    return (
        f'<div class="mtl-chip" title="{escape(name)}">{token(slot)}<div><b>{write_name(name)}</b>{below}</div></div>'
    )


@dataclass(frozen=True)
class Reading:
    """One line of a score card: where it stands on the scale, and the figure as text."""

    label: str  # "guessing", "together"
    value: float | None
    text: str
    own: bool = False  # drawn as the task's filled dot, in bold
    band: tuple[float, float] | None = None  # where else it may lie
    beside: float | None = None  # what it is held against, drawn through the band


@dataclass(frozen=True)
class Scale:
    """The two ends of a score card's scale, the same for whatever stands on it: as bad as it shows, and perfect."""

    worst: float
    perfect: float
    words: str  # what the worst end means: "0%", "twice guessing"

    def place(self, value: float) -> float:
        """Percent from the left; what is worse than the worst stands there."""
        if self.worst == self.perfect:
            share = float(value == self.perfect)
        else:
            share = (value - self.worst) / (self.perfect - self.worst)
        return 3 + 94 * min(1.0, max(0.0, share))


def score_card(
    slot: int, name: str, headline: str, readings: Sequence[Reading], scale: Scale | None, *, notes: Sequence[str] = ()
) -> str:
    """A task's result: the score as a sentence, its readings on one scale where better is always to the right, and
    ``notes``; without a scale there is nothing to place readings on."""
    rows = "".join(_row(slot, reading, scale) for reading in readings)
    ends = "" if scale is None else _ENDS.format(worst=escape(scale.words))
    foot = "".join(f'<p class="why">{escape(note)}</p>' for note in notes)
    return (
        f'<section class="mtl-score"><header title="{escape(name)}">{token(slot)}<h2>{write_name(name)}</h2></header>'
        f'<p class="big">{escape(headline)}</p><div class="rows">{rows}{ends}</div>{foot}</section>'
    )


_ENDS = '<div class="row ends"><span></span><div><span>{worst}</span><span>perfect</span></div><span></span></div>'


def _row(slot: int, reading: Reading, scale: Scale | None) -> str:
    kind = "own" if reading.own else "other"
    place = None if scale is None or reading.value is None else scale.place(reading.value)
    dot = "" if place is None else f'<i style="left: {place:.1f}%; --colour: var(--mtl-task-{slot})"></i>'
    band = "" if scale is None else _band(slot, reading, scale)
    return (
        f'<div class="row {kind}"><span title="{escape(reading.label)}">{escape(reading.label)}</span>'
        f'<div class="line">{band}{dot}</div>'
        f"<span>{escape(reading.text)}</span></div>"
    )


def _band(slot: int, reading: Reading, scale: Scale) -> str:
    """Where a reading may lie, and what it is held against."""
    parts = ""
    if reading.band is not None:
        low, high = sorted(map(scale.place, reading.band))
        parts = f'<b style="left: {low:.1f}%; width: {high - low:.1f}%; --colour: var(--mtl-task-{slot})"></b>'
    if reading.beside is not None:
        parts += f'<s style="left: {scale.place(reading.beside):.1f}%"></s>'
    return parts


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
