"""Settings of dual balancing, and the words for it."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from mtl_core.experiment.balancing.base import GradientSettings


class DBMTLBalancing(GradientSettings):
    """Dual balancing; Lin et al. 2023."""

    place = 210
    title = "Dual balancing"
    sentence = "Logarithms of the losses, smoothed gradients, all as long as the longest."

    kind: Literal["db_mtl"] = "db_mtl"
    log_loss: bool = Field(True, title="Logarithm of the losses", description="Part of the method as published.")
    gradient_ema: float = Field(
        0.9, ge=0.0, le=0.99, title="Smoothing of gradients", description="Part of the method as published."
    )
    largest_ratio: float = Field(
        100.0,
        ge=1.0,
        le=1000.0,
        title="Largest factor",
        description="How many times a gradient may be lengthened, so that a solved task's noise stays small.",
    )


SETTINGS = DBMTLBalancing
