"""Random orders of the other tasks for each task."""

from __future__ import annotations

import tensorflow as tf

from mtl_core.balancing.method import Tasks


def orders(tasks: Tasks, step: tf.Tensor) -> list[tf.Tensor]:
    """For each turn the one-hot other task [T, T] of each task, float64; T - 1 turns, drawn from seed and step."""
    number = tasks.number
    seed = tf.stack([tf.constant(tasks.seed, tf.int64), step])
    drawn = tf.random.stateless_uniform([number, number], seed, alg="philox")
    drawn += 2 * tf.eye(number)  # the task itself comes last
    turns = tf.one_hot(tf.argsort(drawn, axis=1), number, dtype=tf.float64)  # [T, turn, T]
    return [turns[:, turn] for turn in range(number - 1)]
