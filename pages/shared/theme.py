"""How the palette reaches the browser: CSS variables that follow the theme by themselves, task marks as JSON, and the
style sheet of the shell."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote

from mtl_core.figures.palette import DARK, LIGHT, TASKS, TaskMark

# A token's outline in a box of 24 × 24 around the origin, for a token of size 20; a round-joined stroke of 2 is added.
_SHAPES = {
    "circle": "M-9 0A9 9 0 1 0 9 0A9 9 0 1 0 -9 0Z",
    "diamond": "M0 -11L11 0L0 11L-11 0Z",
    "square": "M-8.2 -8.2H8.2V8.2H-8.2Z",
    "triangle-up": "M0 -10.5L11 9H-11Z",
    "cross": "M-5.2 -9.8H5.2V-5.2H9.8V5.2H5.2V9.8H-5.2V5.2H-9.8V-5.2H-5.2Z",
    "x": "M0 -7L3.6 -10.6L10.6 -3.6L7 0L10.6 3.6L3.6 10.6L0 7L-3.6 10.6L-10.6 3.6L-7 0L-10.6 -3.6L-3.6 -10.6Z",
    "star": "M0 -11.6L3.6 -5.2L11 -3.7L5.9 1.9L6.8 9.4L0 6.3L-6.8 9.4L-5.9 1.9L-11 -3.7L-3.6 -5.2Z",
    "pentagon": "M0 -10.4L10 -3.2L6.2 8.6H-6.2L-10 -3.2Z",
}
_LETTER_DROP = {"triangle-up": 3.0, "pentagon": 0.6, "star": 0.4}  # where a shape's weight is below its middle


def mark(slot: int) -> dict[str, Any]:
    """The mark of task ``slot`` (0–15) for the components' scripts: letter, outline, dash, and colours as CSS."""
    look = TASKS[slot]
    return {
        "letter": look.letter,
        "shape": _SHAPES[look.marker],
        "drop": _LETTER_DROP.get(look.marker, 0.0),
        "colour": f"var(--mtl-task-{slot})",
        "ink": f"var(--mtl-letter-{slot})",
        "dash": look.dasharray,
        "width": look.width(),
    }


def _both(light: str, dark: str) -> str:
    return f"light-dark({light}, {dark})"


def _mask(look: TaskMark) -> str:
    outline = (
        "<svg xmlns='http://www.w3.org/2000/svg' viewBox='-12 -12 24 24'>"
        f"<path d='{_SHAPES[look.marker]}' stroke='#000' stroke-width='2' stroke-linejoin='round'/></svg>"
    )
    return f'url("data:image/svg+xml,{quote(outline)}")'


def _variables() -> str:
    """Every colour as ``light-dark(…)``: it follows the colour scheme that Streamlit sets, without a rerun."""
    names = ("card", "sidebar", "sunk", "hairline", "line", "ink", "secondary", "faint", "primary", "warning")
    values = {name: _both(getattr(LIGHT, name), getattr(DARK, name)) for name in names}
    values["page"] = _both(LIGHT.background, DARK.background)
    values["on-primary"] = _both(LIGHT.on_primary, DARK.on_primary)
    values["quiet"] = _both(LIGHT.conflict[5], DARK.conflict[5])
    for step, tints in enumerate(zip(LIGHT.conflict, DARK.conflict, strict=True)):
        values[f"conflict-{step}"] = _both(*tints)
    values["ring"] = _both(LIGHT.primary + "33", DARK.ink + "30")
    values["shade-near"] = _both("#1D1C190D", "#00000066")
    values["shade-far"] = _both("#1D1C191A", "#00000073")
    for slot, look in enumerate(TASKS):
        values[f"task-{slot}"] = _both(look.light, look.dark)
        values[f"letter-{slot}"] = _both(look.letter_ink(False), look.letter_ink(True))
        values[f"mask-{slot}"] = _mask(look)
    return "\n".join(f"  --mtl-{name}: {value};" for name, value in values.items())


VARIABLES = _variables()
"""CSS declarations ``--mtl-…``; inside a component they stand in ``:host``, in the shell in ``:root``."""


@cache
def shell() -> str:
    """The style sheet of the shell and of the small pieces, for ``st.html``; once per script run, first of all."""
    folder = Path(__file__).parent
    sheets = [
        (folder / name).read_text(encoding="utf-8")
        for name in (
            "shell.css",
            "components/html_parts.css",
            "components/conflict_heatmap.css",
            "components/row_explanation.css",
            "components/method_table.css",
        )
    ]
    return "<style>:root {{\n{variables}\n}}\n{sheets}</style>".format(variables=VARIABLES, sheets="\n".join(sheets))
