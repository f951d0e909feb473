"""People's names as plotly may show them: escaped, on one line, short; knows no chart."""

from __future__ import annotations

import html
from collections.abc import Sequence


def label(text: str, limit: int = 28) -> str:
    """``text`` as plain characters for plotly, which otherwise reads HTML and ``%{…}`` in it."""
    line = " ".join(text.split())
    short = line if len(line) <= limit else f"{line[: limit - 1]}…"
    return html.escape(short, quote=False).replace("%{", "%&#123;")


def numbered(names: Sequence[str], limit: int = 16) -> list[str]:
    """Each name as a label; an empty one is shown as what it is."""
    return [label(name, limit) or "(empty)" for name in names]
