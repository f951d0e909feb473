"""Gradient surgery: what of a gradient hurts another task is projected away."""

from __future__ import annotations

import tensorflow as tf

from mtl_core.balancing.method import ByGradient, Seen, State
from mtl_core.balancing.shuffling import orders
from mtl_core.experiment.balancing.pcgrad import PCGradBalancing


class PCGrad(ByGradient[PCGradBalancing]):
    """For each i, p = g_i; for j ≠ i in random order: if ⟨p, g_j⟩ < 0, p -= ⟨p, g_j⟩ / ‖g_j‖² g_j; d = Σ p_i.

    Yu et al. (https://arxiv.org/abs/2001.06782), algorithm 1. p is kept as coefficients c of the gradients, so that
    ⟨p, g_j⟩ = (G c)_j; all i at once. The orders are functions of seed and step. Each p begins as g_i times the
    preference for i, with which all of it grows.
    """

    def weights(self, seen: Seen, state: State) -> tuple[tf.Tensor, State]:
        """The sums [T] of the coefficients."""
        gramian = seen.gramian
        squares = tf.linalg.diag_part(gramian)
        squares = tf.where(squares > 0, squares, 1)
        coefficients = tf.linalg.diag(seen.wanted)
        for turn in orders(self.tasks, seen.step):
            products = tf.reduce_sum(turn * tf.matmul(coefficients, gramian), axis=1)
            shares = tf.minimum(products, 0) / tf.linalg.matvec(turn, squares)
            coefficients -= shares[:, None] * turn
        return tf.reduce_sum(coefficients, axis=0), state


METHOD = PCGrad
