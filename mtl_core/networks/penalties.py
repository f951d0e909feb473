"""The penalties that couple a plan's weights, as a function of the weights."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np
import tensorflow as tf

from mtl_core.plan import Coupling

_EPSILON = 1e-12  # under a root, whose slope at 0 is infinite


def penalty(couplings: Sequence[Coupling], weights: Mapping[str, tf.Tensor]) -> tf.Tensor:
    """What all ``couplings`` add to the loss, a number, given the weights by LAYER/WEIGHT."""
    found = [
        coupling.strength * _KINDS[coupling.kind]([weights[name] for name in group], coupling)
        for coupling in couplings
        for group in coupling.arrays
    ]
    return tf.add_n(found) if found else tf.constant(0.0)


def _laplacian(group: Sequence[tf.Tensor], coupling: Coupling) -> tf.Tensor:
    """½ Σ_ts A_ts ‖θ_t − θ_s‖² = Σ_t θ_tᵀ (L θ)_t with L = D − S of S = (A + Aᵀ) / 2."""
    relations = np.array(coupling.relations)
    relations = (relations + relations.T) / 2
    laplacian = tf.constant(np.diag(relations.sum(axis=1)) - relations, tf.float32)
    apart = _apart(group)  # L takes no notice of the mean, but a difference of large numbers would
    return tf.reduce_sum(apart * (laplacian @ apart))


def _trace(group: Sequence[tf.Tensor], coupling: Coupling) -> tf.Tensor:
    """The sum of the singular values of the differences [T, P]: the roots of the eigenvalues of their Gramian, but for
    the one that is always 0, as differences from a mean add up to 0: its root would be all rounding."""
    apart = tf.constant(_contrasts(len(group)), tf.float32) @ _apart(group)
    values = tf.linalg.eigvalsh(apart @ tf.transpose(apart))
    return tf.reduce_sum(tf.sqrt(tf.maximum(values, 0.0) + _EPSILON))


def _contrasts(count: int) -> np.ndarray:
    """Helmert's: each row sets one against the mean of those before it; orthonormal [count - 1, count]."""
    rows: np.ndarray = np.tri(count - 1, count) - np.diag(np.arange(1.0, count), 1)[:-1]
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    return rows


def _orthogonal(group: Sequence[tf.Tensor], coupling: Coupling) -> tf.Tensor:
    """Σ_{g<h} ‖W_gᵀ W_h‖² over the parts of a kernel [received, units]: Ruder et al., arXiv 1705.08142, eq. 5."""
    products = [tf.transpose(one) @ other for one, other in _pairs(tf.split(group[0], coupling.parts, axis=1))]
    return tf.add_n([tf.reduce_sum(tf.square(product)) for product in products])


def _pairs(parts: Sequence[tf.Tensor]) -> list[tuple[tf.Tensor, tf.Tensor]]:
    return [(one, other) for place, one in enumerate(parts) for other in parts[place + 1 :]]


def _apart(group: Sequence[tf.Tensor]) -> tf.Tensor:
    """How far each array of a group is from their mean, as a row: [T, P]."""
    rows = tf.stack([tf.reshape(array, [-1]) for array in group])
    return rows - tf.reduce_mean(rows, axis=0)


_KINDS: Mapping[str, Callable[[Sequence[tf.Tensor], Coupling], tf.Tensor]] = {
    "laplacian": _laplacian,
    "trace": _trace,
    "orthogonal": _orthogonal,
}
