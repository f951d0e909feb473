"""Settings of equal weighting, and the words for it."""

from __future__ import annotations

from typing import Literal

from mtl_core.experiment.balancing.base import BalancingSettings


class EqualBalancing(BalancingSettings):
    """The weights that a person sets, and nothing else: ``w_t`` times the normalised loss of task ``t``."""

    place = 10
    title = "Balanced by you"
    sentence = "Every task counts as much as its weight says; the hardest rule to beat."
    research = False
    baseline = True

    kind: Literal["equal"] = "equal"


SETTINGS = EqualBalancing
