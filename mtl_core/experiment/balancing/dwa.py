"""Settings of dynamic weight average, and the words for it."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from mtl_core.experiment.balancing.base import BalancingSettings


class DWABalancing(BalancingSettings):
    """Dynamic weight average; Liu et al., CVPR 2019."""

    place = 30
    title = "Slow tasks get more"
    sentence = "Each epoch, tasks whose loss falls more slowly than the others' get more weight."

    kind: Literal["dwa"] = "dwa"
    temperature: float = Field(
        2.0, ge=0.1, le=20.0, title="Temperature", description="The higher, the more equal the weights."
    )


SETTINGS = DWABalancing
