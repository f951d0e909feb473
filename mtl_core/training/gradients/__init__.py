"""Ways to take the gradients of a batch, and which of them suits a network; nobody else asks which one it is."""

from __future__ import annotations

from mtl_core.balancing import Balancer
from mtl_core.networks import split_at_shared
from mtl_core.training.gradients.approximate import Approximate
from mtl_core.training.gradients.exact import Exact
from mtl_core.training.gradients.gradients import Gradients, Measure, Network, Taken
from mtl_core.training.gradients.joint import Joint
from mtl_core.training.gradients.probe import Probe

__all__ = ["Gradients", "Measure", "Network", "Probe", "Taken", "choose"]

# Times T the shared parameters: up to here T passes backwards cost at most twice one (benchmarks/results/balancing.md).
_MOST_FOR_EXACT = 100_000


def choose(network: Network, balancer: Balancer, steps_per_epoch: int) -> Gradients:
    """The way that suits the network and what the balancing needs."""
    if not balancer.needs_gramian:
        return Joint(network, balancer)
    halves_ = None if _exact(network, balancer) else split_at_shared(network.model)
    if halves_ is None or not _apart(network, [id(variable) for variable in halves_.trunk.trainable_variables]):
        return Exact(network, balancer, steps_per_epoch)
    return Approximate(network, balancer, steps_per_epoch, halves_)


def _exact(network: Network, balancer: Balancer) -> bool:
    if balancer.smoothing or balancer.gradients != "auto":
        return bool(balancer.smoothing) or balancer.gradients == "exact"
    return network.shared_size * balancer.num_tasks <= _MOST_FOR_EXACT


def _apart(network: Network, trunk: list[int]) -> bool:
    """Whether the shared half holds exactly the weights that several tasks train."""
    shared = {id(network.model.trainable_variables[place]) for place in network.shared}
    return shared == set(trunk)
