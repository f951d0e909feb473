"""Reads the scripts and style sheets that lie beside the components; it knows no component."""

from __future__ import annotations

from pathlib import Path

from pages.shared.theme import VARIABLES

_FOLDER = Path(__file__).parent


def _text(name: str) -> str:
    return (_FOLDER / name).read_text(encoding="utf-8")


def script(*names: str) -> str:
    """One ES module out of ``names``, in that order; ``marks.js`` comes first."""
    return "\n".join(_text(name) for name in ("marks.js", *names))


def style(name: str) -> str:
    """The style sheet ``name`` for a component in a shadow root, with the palette's variables."""
    return ":host {\n" + VARIABLES + "\n}\n" + _text("base.css") + "\n" + _text(name)
