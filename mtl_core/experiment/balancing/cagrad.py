"""Settings of conflict-averse gradient descent, and the words for it."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from mtl_core.experiment.balancing.base import GradientSettings


class CAGradBalancing(GradientSettings):
    """Conflict-averse gradient descent; Liu et al., NeurIPS 2021."""

    place = 120
    title = "Avoid conflicts"
    sentence = "Stays near the mean direction but helps the task that it serves worst; you set how much."
    research = False

    kind: Literal["cagrad"] = "cagrad"
    aversion: float = Field(
        0.4,
        ge=0.0,
        le=10.0,
        title="Conflict aversion",
        description="0 = the plain mean; higher = worst task first.",
    )


SETTINGS = CAGradBalancing
