"""People's names as plotly may show them: escaped, on one line, short."""

from __future__ import annotations

import html
from collections.abc import Sequence

from mtl_core.wording import apart, cut


def label(text: str, limit: int = 28) -> str:
    """``text`` as plain characters for plotly, which otherwise reads HTML and ``%{…}`` in it."""
    return _plain(cut(_line(text), limit))


def distinct_labels(names: Sequence[str], limit: int = 16) -> list[str]:
    """Each name as a label of its own; an empty one is shown as what it is."""
    return [_plain(name) for name in apart([_line(name) or "(empty)" for name in names], limit)]


def _line(text: str) -> str:
    return " ".join(text.split())


def _plain(line: str) -> str:
    return html.escape(line, quote=False).replace("%{", "%&#123;")
