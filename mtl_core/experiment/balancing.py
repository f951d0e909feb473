"""How the tasks are balanced: one group of settings for each method."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import Field

from mtl_core.experiment.settings import Settings

Weight = Annotated[float, Field(ge=0.0, le=100.0)]


class EqualBalancing(Settings):
    """The weights that a person sets, and nothing else: ``w_t`` times the normalised loss of task ``t``."""

    kind: Literal["equal"] = "equal"
    weights: dict[str, Weight] = Field(
        default_factory=dict, description="Weight by task; 1 = as important as the others."
    )

    def weight(self, task: str) -> float:
        """The weight of the task of that column (1 unless set)."""
        return self.weights.get(task, 1.0)


Balancing = EqualBalancing
BALANCING: Mapping[str, type[Settings]] = {"equal": EqualBalancing}
"""By kind."""
