"""How the tasks are balanced: the settings of each method, a file for each, found by themselves."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated

from mtl_core.experiment.balancing.base import BalancingSettings, GradientSettings, Weight
from mtl_core.experiment.balancing.equal import EqualBalancing
from mtl_core.experiment.settings import any_kind, first_kind
from mtl_core.families import all_members

__all__ = ["BALANCING", "Balancing", "BalancingSettings", "EqualBalancing", "GradientSettings", "Weight"]

BALANCING: Mapping[str, type[BalancingSettings]] = {
    settings.model_fields["kind"].default: settings
    for settings in sorted(all_members("mtl_core.experiment.balancing", "SETTINGS"), key=lambda each: each.place)
}
"""By kind, in the order of the menu."""

if TYPE_CHECKING:
    Balancing = BalancingSettings
else:
    Balancing = Annotated[any_kind(BALANCING), first_kind("equal")]
    """The settings of any method."""
