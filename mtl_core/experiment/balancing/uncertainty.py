"""Settings of uncertainty weighting, and the words for it."""

from __future__ import annotations

from typing import Literal

from mtl_core.experiment.balancing.base import LARGEST_RATIO, WEIGHT_RATE, BalancingSettings


class UncertaintyBalancing(BalancingSettings):
    """Uncertainty weighting; Kendall et al., CVPR 2018."""

    place = 20
    title = "Learn the weights"
    sentence = "Tasks whose answers stay uncertain count less; good where the losses differ in size."
    research = False

    kind: Literal["uncertainty"] = "uncertainty"
    learning_rate: float = WEIGHT_RATE
    largest_ratio: float = LARGEST_RATIO


SETTINGS = UncertaintyBalancing
