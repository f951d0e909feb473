"""Settings of random loss weighting, and the words for it."""

from __future__ import annotations

from typing import Literal

from mtl_core.experiment.balancing.base import BalancingSettings


class RLWBalancing(BalancingSettings):
    """Random loss weighting; Lin et al., TMLR 2022."""

    place = 40
    title = "Random weights"
    sentence = "New random weights at every step: what any clever method has to beat."
    baseline = True

    kind: Literal["rlw"] = "rlw"


SETTINGS = RLWBalancing
