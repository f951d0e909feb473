"""Settings of multiple-gradient descent, and the words for it."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from mtl_core.experiment.balancing.base import OWN_LENGTH, GradientSettings


class MGDABalancing(GradientSettings):
    """Multiple-gradient descent; Désidéri, Comptes Rendus 2012; Sener & Koltun, NeurIPS 2018."""

    place = 130
    title = "Steepest common descent"
    sentence = "Takes the shortest of all mixtures of the gradients: no task gets worse, the smallest gradient leads."
    promise = OWN_LENGTH

    kind: Literal["mgda"] = "mgda"
    normalisation: Literal["none", "l2", "loss", "loss+"] = Field(
        "none", title="Divide gradients by", description="none; l2 = their length; loss = the loss; loss+ = both."
    )


SETTINGS = MGDABalancing
