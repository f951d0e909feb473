"""Who shares what: one group of settings for each way of sharing."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from mtl_core.experiment.settings import by_kind, first_kind
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
    first_kind("hard"),
]
SHARING = by_kind(Sharing, Layered)
"""By kind, in the order of the menu."""
