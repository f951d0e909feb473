"""How the tasks' gradients stand to each other, as HTML text: a heat map of cosines with its history."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from urllib.parse import quote

from mtl_core.conflict import conflict, relation
from mtl_core.figures import palette
from pages.shared.components.html_parts import token

Cosines = Sequence[Sequence[float | None]]
_WORDS = {"apart": "pull apart", "together": "pull together", "unrelated": "ignore each other"}
_NEUTRAL = 5  # of the steps 0 to 10 of the colours
_SPACIOUS = 4  # tasks: with more, a cell has no room for words
_NARROW = 8  # tasks: with more, none for figures


@dataclass(frozen=True)
class Look:
    """The cosines [tasks][tasks] between the tasks' gradients in an epoch; None for a pair without common labels."""

    epoch: float
    cosines: Cosines


def conflict_heatmap(looks: Sequence[Look], facts: Sequence[str], waiting: str) -> str:
    """The card: the newest of ``looks`` below the diagonal, all of them above; ``waiting`` where there is none."""
    body = _table(looks) + _legend(looks) if looks else f"<p>{escape(waiting)}</p>"
    lines = "".join(f"<p>{escape(fact)}</p>" for fact in facts)
    return f'<section class="mtl-pulls"><h2>Do the tasks pull together?</h2>{body}{lines}</section>'


def words(cosine: float | None) -> str:
    """What a cosine means."""
    if cosine is None:
        return "no labels in common"
    return _WORDS[relation(cosine)]


def tint(cosine: float) -> int:
    """The step of the colours, 0 (apart) to 10 (together); tasks that ignore each other have none."""
    if relation(cosine) == "unrelated":
        return _NEUTRAL
    return round((max(-0.5, min(0.5, cosine)) + 0.5) * 10)


def format_cosine(cosine: float) -> str:
    """A cosine as it is written everywhere."""
    return f"{round(cosine, 2) + 0.0:+.2f}".replace("-", "−")


def _table(looks: Sequence[Look]) -> str:
    number = len(looks[-1].cosines)
    size = "spacious" if number <= _SPACIOUS else "narrow" if number > _NARROW else "dense"
    rows = "".join(
        "<tr>" + "".join(_cell(looks, row, column) for column in range(number)) + "</tr>" for row in range(number)
    )
    return f'<table class="{size}">{rows}</table>'


def _cell(looks: Sequence[Look], row: int, column: int) -> str:
    if row == column:
        return f"<th>{token(row)}</th>"
    cosine = looks[-1].cosines[row][column]
    template = "{one} and {other} {words}{figure}"
    title = template.format(
        one=palette.TASKS[min(row, column)].letter,
        other=palette.TASKS[max(row, column)].letter,
        words="have no labels in common" if cosine is None else words(cosine),
        figure="" if cosine is None else f" ({format_cosine(cosine)})",
    )
    if row < column:
        return f'<td class="past" title="{title}">{_line(looks, row, column)}</td>'
    if cosine is None:
        return f'<td class="unknown" title="{title}">–</td>'
    kind = "apart" if conflict(cosine) else "now"
    return (
        f'<td class="{kind}" title="{title}" style="--tint: var(--mtl-conflict-{tint(cosine)})">'
        f"<b>{format_cosine(cosine)}</b><span>{words(cosine)}</span></td>"
    )


def _line(looks: Sequence[Look], row: int, column: int) -> str:
    """The history of a pair over the epochs, from -1 at the bottom to 1 at the top; a mask, since ``st.html`` drops
    drawings."""
    known = [(look.epoch, value) for look in looks for value in [look.cosines[row][column]] if value is not None]
    first, last = looks[0].epoch, looks[-1].epoch
    points = [f"{100 * (epoch - first) / max(last - first, 1):.1f} {20 - 18 * value:.1f}" for epoch, value in known]
    if len(points) < 2:
        return '<i class="line"></i>'
    stroke = "fill='none' stroke='#000' stroke-width='1.5' vector-effect='non-scaling-stroke'"
    box = "viewBox='0 0 100 40' preserveAspectRatio='none'"
    picture = f"<svg xmlns='http://www.w3.org/2000/svg' {box}><path d='M{'L'.join(points)}' {stroke}/></svg>"
    return f'<i class="line" style="--line: url(\'data:image/svg+xml,{quote(picture)}\')"></i>'


def _legend(looks: Sequence[Look]) -> str:
    tints = "".join(f'<i style="--tint: var(--mtl-conflict-{step})"></i>' for step in range(11))
    span = f"below: epoch {looks[-1].epoch:.0f} · above: since epoch {looks[0].epoch:.0f}"
    return f'<div class="legend"><span>{span}</span><span class="scale">−0.5 apart {tints} together +0.5</span></div>'
