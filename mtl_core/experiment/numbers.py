"""How numbers enter a network."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from mtl_core.experiment.first_settings import ENOUGH_ROWS
from mtl_core.experiment.settings import Settings


class Numbers(Settings):
    """What a network is given of a number."""

    embedding: Literal["none", "piecewise"] = Field(
        "none",
        title="Numbers",
        description="Whether a number enters as one value, or also piece by piece of its range, so that layers can "
        f"follow steps and bends as trees do. A new table of {ENOUGH_ROWS} rows or more starts so.",
    )
    linear: bool = Field(
        False,
        title="Linear part",
        description="Whether the columns of a table without texts also speak to each task directly, as in ridge or "
        "logistic regression; how much they say is chosen on validation rows.",
    )
