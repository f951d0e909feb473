"""Who shares what: one group of settings for each way of sharing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from mtl_core.experiment.sharing.base import Layered
from mtl_core.experiment.sharing.experts import CGCSharing, MMoESharing, PLESharing
from mtl_core.experiment.sharing.one_trunk import AdaptersSharing, BranchingSharing, ChainSharing, HardSharing, Link
from mtl_core.experiment.sharing.relations import Edge, TaskGraphSharing
from mtl_core.experiment.sharing.side_by_side import CrossStitchSharing, SluiceSharing, SoftSharing
from mtl_core.experiment.sharing.tokens import TaskTokensSharing

__all__ = [
    "SHARING",
    "AdaptersSharing",
    "BranchingSharing",
    "CGCSharing",
    "ChainSharing",
    "CrossStitchSharing",
    "Edge",
    "HardSharing",
    "Layered",
    "Link",
    "MMoESharing",
    "PLESharing",
    "Sharing",
    "SluiceSharing",
    "SoftSharing",
    "TaskGraphSharing",
    "TaskTokensSharing",
]


def _with_kind(value: Any) -> Any:
    """Settings that name no kind are of the first, as experiments of the time before there were others."""
    return {"kind": "hard", **value} if isinstance(value, Mapping) else value


Sharing = Annotated[
    HardSharing
    | BranchingSharing
    | SoftSharing
    | CrossStitchSharing
    | SluiceSharing
    | MMoESharing
    | CGCSharing
    | PLESharing
    | TaskGraphSharing
    | TaskTokensSharing
    | AdaptersSharing
    | ChainSharing,
    Field(discriminator="kind"),
    BeforeValidator(_with_kind),
]
SHARING: Mapping[str, type[Layered]] = {
    "hard": HardSharing,
    "branching": BranchingSharing,
    "soft": SoftSharing,
    "cross_stitch": CrossStitchSharing,
    "sluice": SluiceSharing,
    "mmoe": MMoESharing,
    "cgc": CGCSharing,
    "ple": PLESharing,
    "task_graph": TaskGraphSharing,
    "task_tokens": TaskTokensSharing,
    "adapters": AdaptersSharing,
    "chain": ChainSharing,
}
"""By kind, in the order of the menu."""
