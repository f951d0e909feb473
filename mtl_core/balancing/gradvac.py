"""Gradient vaccine: each pair of tasks is turned towards the cosine it has had so far."""

from __future__ import annotations

import tensorflow as tf

from mtl_core.balancing.method import ByGradient, Seen
from mtl_core.balancing.shuffling import orders
from mtl_core.experiment.balancing.gradvac import GradVacBalancing

_MOST = 0.999  # of a cosine, since the formula divides by √(1 - cosine²)


class GradVac(ByGradient[GradVacBalancing]):
    """As PCGrad, but p is turned where its cosine φ with g_j is below the running mean φ̂ of theirs:
    p += ‖p‖ (φ̂ √(1-φ²) - φ √(1-φ̂²)) / (‖g_j‖ √(1-φ̂²)) g_j, then φ̂ ← (1-β) φ̂ + β φ.

    Wang et al. (https://arxiv.org/abs/2010.05874), eq. 2–3 and algorithm 1. p is kept as coefficients of the gradients;
    a pair without labels keeps its φ̂. It begins with the gradients times the preferences, which no cosine feels.
    """

    def start(self) -> tf.Tensor:
        """φ̂ = 0 [T, T]."""
        return tf.zeros([self.tasks.number, self.tasks.number], tf.float64)

    def weights(self, seen: Seen, state: tf.Tensor) -> tuple[tf.Tensor, tf.Tensor]:
        """The sums [T] of the coefficients, and φ̂."""
        gramian, there = seen.gramian, tf.cast(seen.active, tf.float64)
        lengths = tf.sqrt(tf.linalg.diag_part(gramian))
        lengths = tf.where(lengths > 0, lengths, 1)
        coefficients = tf.linalg.diag(seen.wanted)
        for turn in orders(self.tasks, seen.step):
            products = tf.matmul(coefficients, gramian)
            length = tf.sqrt(tf.maximum(tf.reduce_sum(products * coefficients, axis=1), 0))
            other = tf.linalg.matvec(turn, lengths)
            product = tf.reduce_sum(turn * products, axis=1)
            cosine = tf.clip_by_value(product / tf.where(length > 0, length * other, 1), -_MOST, _MOST)
            wanted = tf.clip_by_value(tf.reduce_sum(turn * state, axis=1), -_MOST, _MOST)
            lack, lacked = tf.sqrt(1 - cosine**2), tf.sqrt(1 - wanted**2)
            shift = tf.where(cosine < wanted, length * (wanted * lack - cosine * lacked) / (other * lacked), 0)
            pair = turn * there[:, None] * there  # 0 where a task takes no part
            coefficients += shift[:, None] * pair
            state += self.settings.beta * pair * (cosine[:, None] - state)
        return tf.reduce_sum(coefficients, axis=0), state


METHOD = GradVac
