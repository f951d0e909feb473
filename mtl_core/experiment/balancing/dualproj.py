"""Settings of projection of the mean gradient, and the words for it."""

from __future__ import annotations

from typing import Literal

from mtl_core.experiment.balancing.base import GradientSettings


class DualProjBalancing(GradientSettings):
    """DualProj; Lopez-Paz & Ranzato, NeurIPS 2017."""

    place = 190
    title = "Mean without harm"
    sentence = "The nearest direction to the mean that makes no task worse; for many tasks."

    kind: Literal["dualproj"] = "dualproj"


SETTINGS = DualProjBalancing
