"""Settings of conflict-free gradients by equal angles, and the words for it."""

from __future__ import annotations

from typing import Literal

from mtl_core.experiment.balancing.base import OWN_LENGTH, GradientSettings


class ConFIGBalancing(GradientSettings):
    """ConFIG; Liu et al., ICLR 2025."""

    place = 200
    title = "Equal angles"
    sentence = "The direction at the same angle to every task's gradient, longer where they agree."
    promise = OWN_LENGTH

    kind: Literal["config"] = "config"


SETTINGS = ConFIGBalancing
