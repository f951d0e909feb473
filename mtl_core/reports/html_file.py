"""A page as one HTML file that needs no network: texts escaped, figures as data that plotly.js draws."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from html import escape
from pathlib import Path

import plotly.graph_objects as go
from plotly.offline import get_plotlyjs

from mtl_core.figures import chart_style
from mtl_core.wording import printable

_HERE = Path(__file__).parent
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data: blob:"
_PAGE = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<title>{title}</title>
<style>{style}</style>
</head>
<body>
<main>{content}</main>
<script type="application/json" id="figures">{figures}</script>
<script>{plotly}</script>
<script>{script}</script>
</body>
</html>
"""


@dataclass
class Figures:
    """The figures of a page in their order, each drawn light and dark."""

    drawn: list[dict[str, object]] = field(default_factory=list)

    def place(self, light: go.Figure, dark: go.Figure, title: str, told: str) -> str:
        """The HTML where a figure will stand: its title, its place, and what it says in words."""
        self.drawn.append({"light": json.loads(light.to_json()), "dark": json.loads(dark.to_json())})
        heading = f"<h3>{as_text(title)}</h3>" if title else ""
        number, height = len(self.drawn) - 1, light.layout.height
        alt = f'role="img" aria-label="{as_text(told)}"'
        return (
            f'<figure>{heading}<div class="plot" data-figure="{number}" style="height: {height}px" {alt}></div>'
            f"<figcaption>{as_text(told)}</figcaption></figure>"
        )


def write_page(title: str, content: str, figures: Figures) -> bytes:
    """The page of that title, whose ``content`` is HTML with the places of the figures; it asks for nothing else."""
    data = {"figures": figures.drawn, "options": chart_style.CONFIG}
    page = _PAGE.format(
        policy=_POLICY,
        title=as_text(title),
        style=(_HERE / "report.css").read_text("utf-8"),
        content=content,
        figures=_data(data),
        plotly=get_plotlyjs(),
        script=(_HERE / "report.js").read_text("utf-8"),
    )
    return page.encode()


def as_section(title: str, content: str) -> str:
    """Content below a heading."""
    return f"<section><h2>{as_text(title)}</h2>{content}</section>"


def as_list(told: Iterable[str]) -> str:
    """Sentences below each other."""
    return f"<ul>{''.join(f'<li>{as_text(sentence)}</li>' for sentence in told)}</ul>"


def as_text(text: str) -> str:
    """Whatever a person wrote, as nothing but text."""
    return escape(printable(text), quote=True)


def _data(data: object) -> str:
    """JSON that no text in it can end."""
    return json.dumps(data, ensure_ascii=False, allow_nan=False).replace("<", "\\u003c")
