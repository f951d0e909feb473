"""Balancing methods, a file for each: losses (and Gramian) in, one weight per task out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mtl_core.balancing.balancer import Balance, Balancer, Weights
from mtl_core.balancing.equal import Equal
from mtl_core.balancing.method import BalancingMethod, Seen, Tasks
from mtl_core.experiment import BALANCING, BalancingSettings, EqualBalancing
from mtl_core.families import members

__all__ = ["METHODS", "Balance", "Balancer", "BalancingMethod", "Seen", "Tasks", "Weights", "make"]

_FILES = {kind: settings.__module__.rpartition(".")[2] for kind, settings in BALANCING.items()}
_FOUND = members("mtl_core.balancing", "METHOD", _FILES.values())
METHODS: Mapping[str, type[BalancingMethod[Any]]] = {kind: _FOUND[file] for kind, file in _FILES.items()}
"""By kind of the settings; a method's file has the name of its settings' file."""


def make(settings: BalancingSettings, tasks: Tasks, main: int | None = None, shares: bool = True) -> Balancer:
    """The method that ``settings`` name; ``main`` is the place of the main task, if there is one.

    Where the tasks share no weight (``shares`` is False) there are no gradients to compare: what would need to, gives
    equal weights.
    """
    balancer = Balancer(settings, METHODS[settings.kind](settings, tasks), main)
    if shares or not balancer.needs_gramian:
        return balancer
    plain = EqualBalancing(weights=settings.weights, log_loss=settings.log_loss)
    return Balancer(plain, Equal(plain, tasks), None, stands_in=True)
