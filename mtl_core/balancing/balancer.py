"""What surrounds every method: who takes part, the length of the step, the main task, and what to do when there is no
answer; it knows neither networks nor which method it has."""

from __future__ import annotations

from typing import Any, NamedTuple

import tensorflow as tf

from mtl_core.balancing.balancing import Balancing, Seen, State
from mtl_core.experiment import BalancingSettings, GradientSettings

_EPSILON = 1e-8  # Lin et al. (https://arxiv.org/abs/2308.12029): log(L + ε)
_VANISHED = 1e-20  # a Gramian whose trace is less says nothing
_LONGEST = 10.0  # the largest mean weight that the scaling of a direction may lead to
_BETA, _RELAX = 0.9, 0.7  # He et al. (https://arxiv.org/abs/2203.06801), MetaBalance


class Weights(NamedTuple):
    """One weight per task [T]: for the gradients of shared layers and for those of a task's own."""

    shared: tf.Tensor
    own: tf.Tensor


class Balance(NamedTuple):
    """What is remembered from step to step, as tensors."""

    method: State
    weights: Weights  # those last found for each task
    norms: tf.Tensor  # [T], running means of the gradients' lengths; 0 = not seen yet
    failures: tf.Tensor  # int64, steps that got equal weights for want of an answer


class Balancer:
    """A method, made fit for real batches."""

    def __init__(self, settings: BalancingSettings, method: Balancing[Any], main: int | None) -> None:
        self.method = method
        self.kind = settings.kind
        self.looks_again = method.looks_again
        self.num_tasks = method.tasks.number
        self.main = main if self.num_tasks > 1 else None
        self.smoothing = settings.gradient_ema
        self.needs_gramian = self.num_tasks > 1 and (
            method.needs_gramian or self.smoothing > 0 or self.main is not None
        )
        self.every, self.gradients = (
            (settings.every, settings.gradients) if isinstance(settings, GradientSettings) else (1, "auto")
        )
        self._log = settings.log_loss

    def start(self) -> Balance:
        """Before the first step."""
        ones, zeros = tf.ones(self.num_tasks), tf.zeros(self.num_tasks)
        return Balance(self.method.start(), Weights(ones, ones), zeros, tf.constant(0, tf.int64))

    def objective(self, losses: tf.Tensor) -> tf.Tensor:
        """What is weighed and lowered: the losses [T], or their logarithms."""
        return tf.math.log(losses + _EPSILON) if self._log else losses

    def weigh(self, seen: Seen, balance: Balance) -> tuple[Weights, Balance]:
        """The weights of this step; 0 for tasks that take no part. ``seen.gramian`` comes as it is, if needed."""
        if self.num_tasks == 1 or (self.method.constant and self.main is None):
            ones = tf.ones_like(seen.losses)
            return Weights(ones, ones), balance
        factors, norms = self._towards_main(seen, balance.norms)
        usable, shown = _prepared(seen, factors)
        found, state = self.method.weights(shown, balance.method)
        scaled = self._scaled(tf.where(seen.active, found, 0), shown)
        usable &= tf.reduce_all(tf.math.is_finite(scaled))
        weights = tf.where(usable, tf.cast(scaled, tf.float32), 1.0)
        shared = weights * tf.where(usable, factors, 1.0)
        kept = Balance(
            tf.nest.map_structure(lambda new, old: tf.where(usable, new, old), state, balance.method),
            Weights(*(tf.where(seen.active, *pair) for pair in zip((shared, weights), balance.weights, strict=True))),
            tf.where(usable, norms, balance.norms),
            balance.failures + tf.cast(~usable & tf.reduce_any(seen.active), tf.int64),
        )
        return self._of(shared, weights, seen.active), kept

    def reuse(self, seen: Seen, balance: Balance) -> Weights:
        """The weights that were found last."""
        return self._of(*balance.weights, seen.active)

    def learn(self, seen: Seen, after: tf.Tensor, balance: Balance) -> Balance:
        """What is remembered after a second look at the batch."""
        return balance._replace(method=self.method.learn(seen, after, balance.method))

    def _of(self, shared: tf.Tensor, own: tf.Tensor, active: tf.Tensor) -> Weights:
        one = own if self.method.weighs_losses else tf.ones_like(own)
        return Weights(*(tf.where(active, weights, 0.0) for weights in (shared, one)))

    def _scaled(self, weights: tf.Tensor, seen: Seen) -> tf.Tensor:
        """Weights that sum to the number of active tasks, or whose direction is as long as with equal weights.

        People compare methods without this, one would look better or worse by the length of its step alone.
        """
        number = tf.reduce_sum(tf.cast(seen.active, weights.dtype))
        if self.method.weighs_losses:
            return weights * (number / tf.reduce_sum(tf.where(seen.active, weights, 0)))
        if self.method.own_length:
            return weights
        ones = tf.cast(seen.active, weights.dtype)
        ratio = tf.sqrt(_length(ones, seen.gramian) / _length(weights, seen.gramian))
        return weights * tf.minimum(ratio, _LONGEST * number / tf.reduce_sum(tf.abs(weights)))

    def _towards_main(self, seen: Seen, norms: tf.Tensor) -> tuple[tf.Tensor, tf.Tensor]:
        """Factors [T] that bring the helpers' gradients nearer to the main task's length, and the lengths' new means.

        He et al., algorithm 1, with all tasks at once and relative to the weights that the person set.
        """
        if self.main is None:
            return tf.ones_like(norms), norms
        lengths = tf.sqrt(tf.linalg.diag_part(seen.gramian))
        mixed = tf.where(norms > 0, _BETA * norms + (1 - _BETA) * lengths, lengths)
        norms = tf.where(seen.active, mixed, norms)
        plain = norms / tf.where(seen.active, seen.preferences, 1.0)
        known = seen.active & (plain > 0) & (plain[self.main] > 0)
        towards = tf.where(known, plain[self.main] / tf.where(known, plain, 1.0), 1.0)
        return tf.minimum(_RELAX * towards + (1 - _RELAX), _LONGEST), norms


def _length(weights: tf.Tensor, gramian: tf.Tensor) -> tf.Tensor:
    """‖Jᵀw‖²."""
    return tf.tensordot(weights, tf.linalg.matvec(gramian, weights), 1)


def _prepared(seen: Seen, factors: tf.Tensor) -> tuple[tf.Tensor, Seen]:
    """Whether there is something to balance by, and what the method is shown of it."""
    usable = tf.reduce_all(tf.math.is_finite(seen.losses)) & tf.reduce_any(seen.active)
    if seen.gramian is None:
        return usable, seen
    factors = tf.cast(tf.where(seen.active, factors, 0.0), tf.float64)
    gramian = tf.cast(tf.where(seen.active[:, None] & seen.active, seen.gramian, 0.0), tf.float64)
    gramian *= factors[:, None] * factors
    trace = tf.linalg.trace(gramian)
    usable &= tf.reduce_all(tf.math.is_finite(gramian)) & (trace > _VANISHED)
    number = tf.reduce_sum(tf.cast(seen.active, tf.float64))
    scaled = gramian * (number / tf.where(trace > _VANISHED, trace, 1))
    unit = tf.eye(gramian.shape[0], dtype=tf.float64)
    return usable, seen._replace(gramian=tf.where(usable, scaled, unit))
