"""Settings of impartial learning by gradients, and the words for it."""

from __future__ import annotations

from typing import Literal

from mtl_core.experiment.balancing.base import GradientSettings


class IMTLGradientBalancing(GradientSettings):
    """IMTL-G; Liu et al., ICLR 2021."""

    place = 140
    title = "Equal projections"
    sentence = "Finds the direction that has the same component along every task's gradient."

    kind: Literal["imtl_g"] = "imtl_g"


SETTINGS = IMTLGradientBalancing
