"""A line chart as SVG for a page of results."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple
from xml.sax.saxutils import escape

_WIDTH, _HEIGHT, _LEFT, _TOP, _RIGHT, _BOTTOM = 640, 380, 70, 20, 90, 60
_COLOURS = ("#c2410c", "#1d4ed8", "#15803d", "#7e22ce")
_TICKS = 5


class Point(NamedTuple):
    """A value with half of its interval."""

    at: float
    value: float
    half: float


def draw(series: Mapping[str, Sequence[Point]], across: str, up: str) -> str:
    """The lines by name, over one axis that runs as the points do, from the first to the last; at most four."""
    first, last = (next(iter(series.values()))[place].at for place in (0, -1))
    top = 1.05 * max(point.value + point.half for points in series.values() for point in points)

    def x(at: float) -> float:
        return _LEFT + (_WIDTH - _LEFT - _RIGHT) * (at - first) / (last - first)

    def y(value: float) -> float:
        return _HEIGHT - _BOTTOM - (_HEIGHT - _TOP - _BOTTOM) * max(value, 0.0) / top

    marks = [_grid(y(top * tick / _TICKS), f"{top * tick / _TICKS:.2f}") for tick in range(_TICKS + 1)]
    marks += [_text(x(point.at), _HEIGHT - _BOTTOM + 20, f"{point.at:g}") for point in next(iter(series.values()))]
    for (name, points), colour in zip(series.items(), _COLOURS, strict=False):
        placed = [(x(p.at), y(p.value), y(p.value + p.half), y(p.value - p.half)) for p in points]
        marks += [_line(name, placed, colour)]
    middle = _TOP + (_HEIGHT - _TOP - _BOTTOM) / 2
    marks.append(_text((_LEFT + _WIDTH - _RIGHT) / 2, _HEIGHT - 15, across))
    marks.append(f'<g transform="rotate(-90 18 {middle})">{_text(18, middle, up)}</g>')
    size = f'viewBox="0 0 {_WIDTH} {_HEIGHT}" width="{_WIDTH}" height="{_HEIGHT}"'
    style = 'font-family="sans-serif" font-size="13" role="img"'
    back = f'<rect width="{_WIDTH}" height="{_HEIGHT}" fill="white"/>'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size} {style}>\n' + "\n".join([back, *marks]) + "\n</svg>\n"


def _line(name: str, placed: Sequence[tuple[float, float, float, float]], colour: str) -> str:
    """A line, its intervals, and its name at the end."""
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y, _, _ in placed)
    bars = "".join(f'<path d="M{x:.1f} {high:.1f}V{low:.1f}" stroke="{colour}"/>' for x, _, high, low in placed)
    dots = "".join(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4" fill="{colour}"/>' for x, y, _, _ in placed)
    end, height, _, _ = placed[-1]
    label = f'<text x="{end + 10:.1f}" y="{height + 4:.1f}" fill="{colour}">{escape(name)}</text>'
    return f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"/>{bars}{dots}{label}'


def _grid(height: float, label: str) -> str:
    line = f'<path d="M{_LEFT} {height:.1f}H{_WIDTH - _RIGHT}" stroke="#ddd"/>'
    return f'{line}<text x="{_LEFT - 8}" y="{height + 4:.1f}" text-anchor="end" fill="#333">{label}</text>'


def _text(x: float, y: float, words: str) -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="middle" fill="#333">{escape(words)}</text>'
