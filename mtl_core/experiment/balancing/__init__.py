"""How the tasks are balanced: one group of settings for each method, by its kind."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import BeforeValidator, Field

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


def _with_kind(value: Any) -> Any:
    """Settings that name no kind are of the first, as experiments of the time before there were others."""
    return {"kind": "equal", **value} if isinstance(value, Mapping) else value


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
    BeforeValidator(_with_kind),
]
BALANCING: Mapping[str, type[BalancingSettings]] = {
    "equal": EqualBalancing,
    "uncertainty": UncertaintyBalancing,
    "dwa": DWABalancing,
    "rlw": RLWBalancing,
    "gls": GLSBalancing,
    "imtl_l": IMTLLossBalancing,
    "stch": STCHBalancing,
    "famo": FAMOBalancing,
    "gradnorm": GradNormBalancing,
    "pcgrad": PCGradBalancing,
    "gradvac": GradVacBalancing,
    "cagrad": CAGradBalancing,
    "mgda": MGDABalancing,
    "imtl_g": IMTLGradientBalancing,
    "aligned": AlignedBalancing,
    "nash": NashBalancing,
    "fairgrad": FairGradBalancing,
    "upgrad": UPGradBalancing,
    "dualproj": DualProjBalancing,
    "config": ConFIGBalancing,
    "db_mtl": DBMTLBalancing,
}
"""By kind."""
