"""The true answers that a network is told while it learns, ever fewer: scheduled sampling, Bengio et al., arXiv
1506.03099, section 2.4."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import tensorflow as tf

from mtl_core.networks import COUNTED, scramble, true_answers_name
from mtl_core.plan import OutputTask, Plan
from mtl_core.training.losses import LOSSES
from mtl_core.training.state import Batch


def silent(plan: Plan, inputs: Mapping[str, tf.Tensor]) -> dict[str, tf.Tensor]:
    """``inputs`` and nothing told, as in use, where every row counts."""
    rows = tf.shape(next(iter(inputs.values())))[0]
    counted = {COUNTED: tf.ones([rows, 1])} if plan.counts_rows else {}
    return {
        **inputs,
        **counted,
        **{true_answers_name(task): tf.zeros([rows, units + 1]) for task, units in plan.told.items()},
    }


class ScheduledSampling:
    """Who is told what: at step i of ``steps`` each row whose answer is known, with chance 1 − i / steps.

    The draw is a hash of the seed, the task, the step and the row's place in the batch, so that a resumed run draws as
    one that was never interrupted.
    """

    def __init__(self, plan: Plan, steps: int, seed: int) -> None:
        self._tasks = [(place, task) for place, task in enumerate(plan.tasks) if task.id in plan.told]
        self._steps = steps
        self._keys = np.random.default_rng([seed, 1]).integers(2**32, size=len(plan.tasks))

    def with_true_answers(self, batch: Batch, step: tf.Tensor) -> Batch:
        """``batch`` after ``step`` steps, with the answers [n, outputs] of each such task and 1 where they are used."""
        found = {true_answers_name(task.id): self._mix_answers(task, place, batch, step) for place, task in self._tasks}
        return batch._replace(inputs=batch.inputs | found)

    def _mix_answers(self, task: OutputTask, place: int, batch: Batch, step: tf.Tensor) -> tf.Tensor:
        answers, known = LOSSES[task.kind].as_outputs(batch.values[place], batch.mask[place], task.outputs)
        used = known & self._draw(self._keys[place], known.shape[0], step)
        return tf.concat([answers, tf.cast(used, tf.float32)[:, None]], axis=1)

    def _draw(self, key: int, rows: int, step: tf.Tensor) -> tf.Tensor:
        """Which rows [n] are drawn."""
        stepped = scramble(tf.bitwise.bitwise_xor(tf.constant(key, tf.uint32), tf.cast(step, tf.uint32)))
        rows = tf.constant(np.arange(rows, dtype=np.uint32) * np.uint32(0x85EBCA6B))
        chance = 1 - tf.cast(step, tf.float32) / self._steps
        return tf.cast(scramble(tf.bitwise.bitwise_xor(rows, stepped)), tf.float32) < chance * 2.0**32
