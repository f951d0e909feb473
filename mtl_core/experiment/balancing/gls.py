"""Settings of the geometric loss strategy, and the words for it."""

from __future__ import annotations

from typing import Literal

from mtl_core.experiment.balancing.base import LARGEST_RATIO, BalancingSettings


class GLSBalancing(BalancingSettings):
    """Geometric loss strategy; Chennupati et al., CVPR workshops 2019."""

    place = 50
    title = "Scale-free product"
    sentence = "Lowers the product of the losses, so that their sizes do not matter."

    kind: Literal["gls"] = "gls"
    largest_ratio: float = LARGEST_RATIO


SETTINGS = GLSBalancing
