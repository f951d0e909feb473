"""Settings of fast adaptive multitask optimisation, and the words for it."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from mtl_core.experiment.balancing.base import WEIGHT_RATE, BalancingSettings


class FAMOBalancing(BalancingSettings):
    """Fast adaptive multitask optimization; Liu et al., NeurIPS 2023."""

    place = 80
    title = "Fast adaptive"
    sentence = "Looks at each batch again after the step and favours the tasks that gained least."

    kind: Literal["famo"] = "famo"
    learning_rate: float = WEIGHT_RATE
    decay: float = Field(
        0.001, ge=0.0, le=0.1, title="Decay", description="How strongly the weights are pulled back to equal ones."
    )


SETTINGS = FAMOBalancing
