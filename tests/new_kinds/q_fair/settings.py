"""Settings of q-fair weighting, and the words for it."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from mtl_core.experiment.balancing.base import BalancingSettings


class QFairBalancing(BalancingSettings):
    """q-fair resource allocation; Li et al., ICLR 2020."""

    place = 85
    title = "Larger losses count more"
    sentence = "Lowers a power of each loss, so that tasks that are behind pull harder."

    kind: Literal["q_fair"] = "q_fair"
    power: float = Field(1.0, ge=0.0, le=5.0, title="Power", description="0 = equal; higher = worst task first.")


SETTINGS = QFairBalancing
