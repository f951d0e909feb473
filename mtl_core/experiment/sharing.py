"""Who shares what: one group of settings for each way of sharing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from pydantic import Field

from mtl_core.experiment.settings import Settings


class HardSharing(Settings):
    """One trunk for all tasks. Caruana, "Multitask Learning", Machine Learning 28, 1997.

    A task's path has ``max(layers, depth)`` trunk-sized layers before its head. The first ``depth`` of them are
    shared; the others are the task's own. Depth 0 therefore gives separate networks of the same size.
    """

    kind: Literal["hard"] = "hard"
    depth: int = Field(2, ge=0, le=8, title="Shared depth", description="Layers that all tasks share; 0 = none.")
    layers: int = Field(2, ge=0, le=8, title="Layers in all", description="Layers on each task's path, shared or not.")
    units: int = Field(64, ge=1, le=2048, title="Width", description="Units in each of these layers.")
    activation: Literal["relu", "gelu", "silu", "tanh", "elu"] = Field("silu", title="Activation")
    dropout: float = Field(0.1, ge=0.0, le=0.9, title="Dropout", description="Share of units silenced at each step.")
    l2: float = Field(0.0, ge=0.0, le=1.0, title="L2 penalty", description="Pull of all weights towards zero.")


Sharing = HardSharing
SHARING: Mapping[str, type[Settings]] = {"hard": HardSharing}
"""By kind."""
