"""Settings of fair shares of the gain, and the words for it."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from mtl_core.experiment.balancing.base import GradientSettings


class FairGradBalancing(GradientSettings):
    """FairGrad; Ban & Ji, ICML 2024."""

    place = 170
    title = "Fair shares"
    sentence = "A bargain whose fairness you set, from the largest total to the worst task first."

    kind: Literal["fairgrad"] = "fairgrad"
    fairness: float = Field(
        1.0, ge=0.1, le=10.0, title="Fairness", description="1 = bargain; higher = nearer to the worst task first."
    )


SETTINGS = FairGradBalancing
