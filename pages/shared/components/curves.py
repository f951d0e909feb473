"""The learning curves of a run, a card per task; they keep zoom, hidden lines and the reading under the pointer while
data arrives."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import streamlit as st

from pages.shared.components.assets import script, style
from pages.shared.text import brief
from pages.shared.theme import mark

_mount = st.components.v2.component(
    "mtl_curves",
    js=script("curves.js"),
    css=style("curves.css"),
)

_NONE = "{name}: no validation loss yet."
_LAST = "{name}: validation loss {loss} of guessing at epoch {epoch:g}."
_LAST_AND_BEST = "{name}: validation loss {loss} of guessing at epoch {epoch:g}; best at epoch {best}."
_ALONE = " Learnt alone: {loss} at epoch {epoch:g}."
Points = Sequence[tuple[float, float | None]]
Scale = Literal["loss", "log", "relative"]


@dataclass(frozen=True)
class Touch:
    """The moment at which a weight was changed, such as ``Touch(14, "turned up 1.0 → 1.4")``."""

    epoch: float
    label: str


@dataclass(frozen=True)
class Curve:
    """One task's card: (epoch, loss) points, with the loss normalised so that guessing = 1.

    A loss that is None or not finite leaves a gap. ``validation`` is drawn smoothed (EMA, α 0.6) over its raw points.
    """

    slot: int
    name: str
    validation: Points
    train: Points
    best: int | None = None
    headline: str = ""  # right of the title, in words: "off by 2.05 visits"
    touches: Sequence[Touch] = ()
    alone: Points = ()  # validation losses of a network that learnt the task alone, drawn behind the others


def curves(series: Sequence[Curve], *, key: str, scale: Scale = "loss", epochs: int | None = None) -> None:
    """Draw ``series``. Pass all points at every run: the browser patches what changed.

    ``scale`` is "loss" (guessing = 1), "log" (the same on a log axis) or "relative" (each line divided by its first
    point). ``epochs`` is the last epoch that can come; the time axis grows with the data up to it.
    """
    cards = [_card(curve) for curve in series]
    _mount(key=key, data={"cards": cards, "scale": scale, "epochs": epochs})


def _card(curve: Curve) -> dict[str, Any]:
    return {
        "mark": mark(curve.slot),
        "name": curve.name,
        "headline": curve.headline,
        "validation": _points(curve.validation),
        "train": _points(curve.train),
        "alone": _points(curve.alone),
        "best": curve.best,
        "touches": [[touch.epoch, touch.label] for touch in curve.touches],
        "sentence": _sentence(curve),
    }


def _points(points: Points) -> list[list[float | None]]:
    """Five digits are more than a screen shows, and halve what is sent."""
    return [[epoch, _round(loss)] for epoch, loss in points]


def _round(loss: float | None) -> float | None:
    return float(f"{loss:.5g}") if loss is not None and math.isfinite(loss) else None


def _sentence(curve: Curve) -> str:
    own, alone = _last(curve.validation), _last(curve.alone)
    told = _NONE.format(name=curve.name)
    if own:
        template = _LAST if curve.best is None else _LAST_AND_BEST
        told = template.format(name=curve.name, loss=brief(own[1]), epoch=own[0], best=curve.best)
    if alone:
        told += _ALONE.format(loss=brief(alone[1]), epoch=alone[0])
    return told


def _last(points: Points) -> tuple[float, float] | None:
    """The last point that is known."""
    known = ((epoch, loss) for epoch, loss in reversed(points) if loss is not None and math.isfinite(loss))
    return next(known, None)
