"""Settings of impartial learning by losses, and the words for it."""

from __future__ import annotations

from typing import Literal

from mtl_core.experiment.balancing.base import LARGEST_RATIO, WEIGHT_RATE, BalancingSettings


class IMTLLossBalancing(BalancingSettings):
    """IMTL-L; Liu et al., ICLR 2021."""

    place = 60
    title = "Bring all losses to one size"
    sentence = "Learns a factor for each task that brings its loss to 1."

    kind: Literal["imtl_l"] = "imtl_l"
    learning_rate: float = WEIGHT_RATE
    largest_ratio: float = LARGEST_RATIO


SETTINGS = IMTLLossBalancing
