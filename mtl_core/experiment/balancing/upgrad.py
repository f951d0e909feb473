"""Settings of unconflicting projection of gradients, and the words for it."""

from __future__ import annotations

from typing import Literal

from mtl_core.experiment.balancing.base import GradientSettings


class UPGradBalancing(GradientSettings):
    """UPGrad; Quinton & Rey 2024."""

    place = 180
    title = "No task may get worse"
    sentence = "Takes from each task's gradient only what hurts no other; recommended where tasks conflict."
    research = False

    kind: Literal["upgrad"] = "upgrad"


SETTINGS = UPGradBalancing
