"""How the tasks are balanced: one group of settings for each method, by its kind."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from mtl_core.experiment.balancing.base import BalancingSettings, GradientSettings, Weight
from mtl_core.experiment.balancing.by_gradient import (
    AlignedBalancing,
    CAGradBalancing,
    ConFIGBalancing,
    DBMTLBalancing,
    DualProjBalancing,
    FairGradBalancing,
    GradNormBalancing,
    GradVacBalancing,
    IMTLGradientBalancing,
    MGDABalancing,
    NashBalancing,
    PCGradBalancing,
    UPGradBalancing,
)
from mtl_core.experiment.balancing.by_loss import (
    DWABalancing,
    EqualBalancing,
    FAMOBalancing,
    GLSBalancing,
    IMTLLossBalancing,
    RLWBalancing,
    STCHBalancing,
    UncertaintyBalancing,
)
from mtl_core.experiment.settings import by_kind, first_kind

__all__ = [
    "BALANCING",
    "AlignedBalancing",
    "Balancing",
    "BalancingSettings",
    "CAGradBalancing",
    "ConFIGBalancing",
    "DBMTLBalancing",
    "DWABalancing",
    "DualProjBalancing",
    "EqualBalancing",
    "FAMOBalancing",
    "FairGradBalancing",
    "GLSBalancing",
    "GradNormBalancing",
    "GradVacBalancing",
    "GradientSettings",
    "IMTLGradientBalancing",
    "IMTLLossBalancing",
    "MGDABalancing",
    "NashBalancing",
    "PCGradBalancing",
    "RLWBalancing",
    "STCHBalancing",
    "UPGradBalancing",
    "UncertaintyBalancing",
    "Weight",
]


Balancing = Annotated[
    EqualBalancing
    | UncertaintyBalancing
    | DWABalancing
    | RLWBalancing
    | GLSBalancing
    | IMTLLossBalancing
    | STCHBalancing
    | FAMOBalancing
    | GradNormBalancing
    | PCGradBalancing
    | GradVacBalancing
    | CAGradBalancing
    | MGDABalancing
    | IMTLGradientBalancing
    | AlignedBalancing
    | NashBalancing
    | FairGradBalancing
    | UPGradBalancing
    | DualProjBalancing
    | ConFIGBalancing
    | DBMTLBalancing,
    Field(discriminator="kind"),
    first_kind("equal"),
]
BALANCING = by_kind(Balancing, BalancingSettings)
"""By kind."""
