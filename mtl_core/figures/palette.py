"""The colours, markers and dashes of the product, light and dark."""

from __future__ import annotations

from dataclasses import dataclass

FONT = '"Source Sans", "Source Sans 3", system-ui, sans-serif'


@dataclass(frozen=True)
class Surface:
    """What things that are not tasks are painted with, in one of the two themes."""

    background: str
    card: str
    sidebar: str
    sunk: str
    hairline: str
    line: str
    ink: str
    secondary: str  # text of less weight, at least 6.2 : 1
    faint: str  # lines and disabled icons, never text
    primary: str
    on_primary: str
    warning: str
    conflict: tuple[str, ...]  # fill for a gradient cosine of -0.5, -0.4, …, +0.5


LIGHT = Surface(
    background="#FFFFFF",
    card="#FFFFFF",
    sidebar="#F8F7F4",
    sunk="#F5F3EF",
    hairline="#E7E4DD",
    line="#D3CFC6",
    ink="#1D1C19",
    secondary="#5F5C55",
    faint="#9A958A",
    primary="#2B2925",
    on_primary="#FFFFFF",
    warning="#A3311F",
    conflict=(
        *("#EBAA9B", "#F0BCB0", "#F4CDC4", "#F8DED8", "#FBEEEB", "#FAF9F7"),
        *("#F1F1F0", "#E7E8E8", "#DCDEDF", "#D1D4D6", "#C5C9CC"),
    ),
)
DARK = Surface(
    background="#171614",
    card="#1B1A18",
    sidebar="#1D1C19",
    sunk="#24221F",
    hairline="#302E2A",
    line="#46433D",
    ink="#F2F0EA",
    secondary="#A8A49B",
    faint="#77736A",
    primary="#EDEAE3",
    on_primary="#1D1C19",
    warning="#F0907D",
    conflict=(
        *("#7A3326", "#683024", "#562B22", "#44261F", "#32211C", "#24221F"),
        *("#2B2A28", "#333333", "#3B3D3E", "#434749", "#4B5155"),
    ),
)


@dataclass(frozen=True)
class TaskMark:
    """One task's identity, the same in curves, diagram, chips, tables and faders."""

    letter: str
    light: str
    dark: str
    marker: str  # plotly's symbol name
    dash: str  # plotly's dash name
    dasharray: str  # the same dash for SVG, "" = solid
    thin: bool

    def colour(self, dark: bool) -> str:
        """The fill and line colour: for marks only, never for text."""
        return self.dark if dark else self.light

    def letter_ink(self, dark: bool) -> str:
        """Black or white, whichever reads better on the colour."""
        return "#000000" if _luminance(self.colour(dark)) > 0.1791 else "#FFFFFF"

    def width(self) -> float:
        """Stroke width of a line that carries this task."""
        return 1.5 if self.thin else 2.5


# Computed for colour blindness and contrast: least CIEDE2000 22.0 / 18.1 among the first four, light / dark.
_COLOURS = (
    ("#0091FF", "#7FA3FF"),
    ("#CC8129", "#FFC47F"),
    ("#125934", "#008C5B"),
    ("#8C1C6B", "#E51795"),
    ("#2176A6", "#61E1F2"),
    ("#73680B", "#A69929"),
    ("#3000F2", "#7E61F2"),
    ("#848484", "#B4B4B4"),
)
_MARKERS = ("circle", "diamond", "square", "triangle-up", "cross", "x", "star", "pentagon")
_DASHES = (
    ("solid", "", False),
    ("dash", "7 4", False),
    ("dot", "1.5 4", False),
    ("dashdot", "7 4 1.5 4", False),
    ("longdash", "12 4", False),
    ("longdashdot", "12 4 1.5 4", False),
    ("solid", "", True),
    ("dash", "7 4", True),
)


def _mark(slot: int) -> TaskMark:
    """Slots I–P take the colours again, each with the marker and dash of the slot four further on."""
    turn = (slot + 4 * (slot // 8)) % 8
    light, dark = _COLOURS[slot % 8]
    dash, dasharray, thin = _DASHES[turn]
    return TaskMark("ABCDEFGHIJKLMNOP"[slot], light, dark, _MARKERS[turn], dash, dasharray, thin)


# The mark of the task at each place of the experiment, 0–15.
TASKS: tuple[TaskMark, ...] = tuple(_mark(slot) for slot in range(16))


def surface(dark: bool) -> Surface:
    """The surface colours of the theme."""
    return DARK if dark else LIGHT


def tint(colour: str, share: float) -> str:
    """``colour`` (#RRGGBB) as a CSS colour of that opacity."""
    red, green, blue = _channels(colour)
    return f"rgba({red}, {green}, {blue}, {share:g})"


def _channels(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _luminance(colour: str) -> float:
    """Relative luminance, WCAG 2.1; above 0.1791 black has more contrast than white."""
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in (v / 255 for v in _channels(colour))]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
