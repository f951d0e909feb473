"""Settings of smooth Tchebycheff scalarisation, and the words for it."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from mtl_core.experiment.balancing.base import BalancingSettings


class STCHBalancing(BalancingSettings):
    """Smooth Tchebycheff scalarisation; Lin et al., ICML 2024."""

    place = 70
    title = "Worst task first"
    sentence = "Works on the task that is furthest behind; your weights decide what behind means."
    research = False

    kind: Literal["stch"] = "stch"
    smoothness: float = Field(
        1.0, ge=0.01, le=10.0, title="Smoothness", description="The lower, the more the worst task alone decides."
    )
    warm_up: int = Field(
        4, ge=0, le=100, title="Warm-up", description="Epochs before one whose losses become the reference."
    )


SETTINGS = STCHBalancing
