"""Methods and their means task by task as an HTML table for ``st.html``; every text that a person wrote is escaped
here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from pages.shared import text
from pages.shared.components.html_parts import token

_KINDS = {1: "better", -1: "worse", 0: "even"}


@dataclass(frozen=True)
class Heading:
    """A task and how it is measured."""

    slot: int
    task: str
    metric: str


@dataclass(frozen=True)
class Cell:
    """A mean with its interval, and how it stands to something else; ``sign``: 1 better, -1 worse, 0 open."""

    mean: str
    interval: str
    mark: str
    sign: int


@dataclass(frozen=True)
class Line:
    """One method: its number in the picture, its name, what is to be said of it, and a cell for each task."""

    number: int
    name: str
    detail: str
    cells: Sequence[Cell | None]


def method_table(headings: Sequence[Heading], lines: Sequence[Line]) -> str:
    """The table; a method without any result so far has dashes."""
    head = "".join(_heading(heading) for heading in headings)
    body = "".join(_line(line) for line in lines)
    return (
        f'<div class="mtl-standings" tabindex="0"><table><thead><tr><th scope="col">Compared</th>{head}</tr></thead>'
        f"<tbody>{body}</tbody></table></div>"
    )


def _heading(heading: Heading) -> str:
    name = text.esc_html(heading.task, 40)
    task = f"<div>{token(heading.slot)}<span>{name}</span></div>"
    return f'<th scope="col">{task}<small>{escape(heading.metric)}</small></th>'


def _line(line: Line) -> str:
    name = f"<b>{line.number}</b><div><span>{escape(line.name)}</span><small>{escape(line.detail)}</small></div>"
    return f'<tr><th scope="row"><div>{name}</div></th>{"".join(map(_cell, line.cells))}</tr>'


def _cell(cell: Cell | None) -> str:
    if cell is None:
        return "<td>–</td>"
    spread = f" <i>{escape(cell.interval)}</i>" if cell.interval else ""
    kind, mark = _KINDS[cell.sign], escape(cell.mark)
    return f'<td class="{kind}"><span>{escape(cell.mean)}{spread}</span><small>{mark}</small></td>'
