"""Balancing methods by the kind of their settings; the caller never asks which one it has."""

from typing import Any

from mtl_core.balancing.aligned import Aligned
from mtl_core.balancing.balancer import Balance, Balancer, Weights
from mtl_core.balancing.cagrad import CAGrad
from mtl_core.balancing.config_grad import ConFIG
from mtl_core.balancing.db_mtl import DBMTL
from mtl_core.balancing.dualproj import DualProj
from mtl_core.balancing.dwa import DWA
from mtl_core.balancing.equal import Equal
from mtl_core.balancing.fairgrad import FairGrad
from mtl_core.balancing.famo import FAMO
from mtl_core.balancing.gls import GLS
from mtl_core.balancing.gradnorm import GradNorm
from mtl_core.balancing.gradvac import GradVac
from mtl_core.balancing.imtl_g import IMTLGradient
from mtl_core.balancing.imtl_l import IMTLLoss
from mtl_core.balancing.method import BalancingMethod, Seen, Tasks
from mtl_core.balancing.mgda import MGDA
from mtl_core.balancing.nash import Nash
from mtl_core.balancing.pcgrad import PCGrad
from mtl_core.balancing.rlw import RLW
from mtl_core.balancing.stch import STCH
from mtl_core.balancing.uncertainty import Uncertainty
from mtl_core.balancing.upgrad import UPGrad
from mtl_core.experiment import BalancingSettings, EqualBalancing

__all__ = ["Balance", "Balancer", "BalancingMethod", "Seen", "Tasks", "Weights", "make"]

_METHODS: dict[str, type[BalancingMethod[Any]]] = {
    "equal": Equal,
    "uncertainty": Uncertainty,
    "dwa": DWA,
    "rlw": RLW,
    "gls": GLS,
    "imtl_l": IMTLLoss,
    "stch": STCH,
    "famo": FAMO,
    "gradnorm": GradNorm,
    "pcgrad": PCGrad,
    "gradvac": GradVac,
    "cagrad": CAGrad,
    "mgda": MGDA,
    "imtl_g": IMTLGradient,
    "aligned": Aligned,
    "nash": Nash,
    "fairgrad": FairGrad,
    "upgrad": UPGrad,
    "dualproj": DualProj,
    "config": ConFIG,
    "db_mtl": DBMTL,
}


def make(settings: BalancingSettings, tasks: Tasks, main: int | None = None, shares: bool = True) -> Balancer:
    """The method that ``settings`` name; ``main`` is the place of the main task, if there is one.

    Where the tasks share no weight (``shares`` is False) there are no gradients to compare: what would need to, gives
    equal weights.
    """
    balancer = Balancer(settings, _METHODS[settings.kind](settings, tasks), main)
    if shares or not balancer.needs_gramian:
        return balancer
    plain = EqualBalancing(weights=settings.weights, log_loss=settings.log_loss)
    return Balancer(plain, Equal(plain, tasks), None, stands_in=True)
