"""Balancing methods by the kind of their settings; the caller never asks which one it has."""

from mtl_core.balancing.balancing import Balancing
from mtl_core.balancing.equal import Equal
from mtl_core.experiment import EqualBalancing

__all__ = ["Balancing", "make"]

_METHODS: dict[str, type[Balancing]] = {"equal": Equal}


def make(settings: EqualBalancing, num_tasks: int) -> Balancing:
    """The method that ``settings`` name, in its first state."""
    return _METHODS[settings.kind](num_tasks)
