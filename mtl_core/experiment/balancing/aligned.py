"""Settings of aligned multi-task learning, and the words for it."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from mtl_core.experiment.balancing.base import GradientSettings


class AlignedBalancing(GradientSettings):
    """Aligned-MTL; Senushkin et al., CVPR 2023."""

    place = 150
    title = "Align the gradients"
    sentence = "Stretches the system of gradients until they are orthogonal and of one length."

    kind: Literal["aligned"] = "aligned"
    scale: Literal["min", "median", "rmse"] = Field(
        "min", title="Common length", description="Which singular value of the gradients becomes the length of all."
    )


SETTINGS = AlignedBalancing
