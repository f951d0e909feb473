"""Settings of GradNorm, and the words for it."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from mtl_core.experiment.balancing.base import WEIGHT_RATE, BalancingSettings, GradientSettings


class GradNormBalancing(GradientSettings):
    """GradNorm; Chen et al., ICML 2018."""

    place = 90
    title = "Equal training speed"
    sentence = "Learns weights under which tasks that lag behind pull harder at the shared layers."
    promise = BalancingSettings.promise

    kind: Literal["gradnorm"] = "gradnorm"
    alpha: float = Field(
        1.5, ge=0.0, le=5.0, title="Pull", description="How strongly tasks that lag behind are favoured."
    )
    learning_rate: float = WEIGHT_RATE


SETTINGS = GradNormBalancing
