"""Settings of gradient surgery, and the words for it."""

from __future__ import annotations

from typing import Literal

from mtl_core.experiment.balancing.base import GradientSettings


class PCGradBalancing(GradientSettings):
    """Projecting conflicting gradients; Yu et al., NeurIPS 2020."""

    place = 100
    title = "Remove conflicts pairwise"
    sentence = "Where two tasks pull against each other, each gives up what hurts the other."

    kind: Literal["pcgrad"] = "pcgrad"


SETTINGS = PCGradBalancing
