"""Settings of the gradient vaccine, and the words for it."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from mtl_core.experiment.balancing.base import GradientSettings


class GradVacBalancing(GradientSettings):
    """Gradient vaccine; Wang et al., ICLR 2021."""

    place = 110
    title = "Gradient vaccine"
    sentence = "Turns each pair of tasks towards the agreement that it has had so far."

    kind: Literal["gradvac"] = "gradvac"
    beta: float = Field(
        0.5, gt=0.0, le=1.0, title="Memory rate", description="Share of the newest agreement in the running mean."
    )


SETTINGS = GradVacBalancing
