"""Settings of Nash bargaining, and the words for it."""

from __future__ import annotations

from typing import Literal

from mtl_core.experiment.balancing.base import GradientSettings


class NashBalancing(GradientSettings):
    """Nash-MTL; Navon et al., ICML 2022."""

    place = 160
    title = "Bargain"
    sentence = "Treats the step as a bargain in which each task gains in proportion."

    kind: Literal["nash"] = "nash"


SETTINGS = NashBalancing
