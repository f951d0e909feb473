"""Penalties that hold weights close or apart, as plain data."""

from __future__ import annotations

from typing import Literal

from mtl_core.plan.value import Value


class Coupling(Value):
    """A penalty on weights, added to the loss once and outside the balancing.

    ``arrays`` are groups of names; each group is penalised for itself and the results are summed. laplacian:
    strength/2 Σ_ts relations_ts ‖θ_t − θ_s‖² over a group's arrays θ_t; trace: strength times the sum of the singular
    values of a group's differences from its mean; orthogonal: strength Σ_{g<h} ‖W_gᵀ W_h‖², where W is the only array
    of a group, cut into ``parts`` by its columns.
    """

    kind: Literal["laplacian", "trace", "orthogonal"]
    strength: float
    arrays: tuple[tuple[str, ...], ...]
    relations: tuple[tuple[float, ...], ...] = ()
    parts: int = 1
