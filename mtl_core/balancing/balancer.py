"""What surrounds every method: who takes part, the length of the step, the main task, and what to do when there is no
answer or no direction."""

from __future__ import annotations

import math
from typing import Any, NamedTuple

import tensorflow as tf

from mtl_core.balancing.method import BalancingMethod, Seen, State
from mtl_core.experiment import BalancingSettings, GradientSettings

_EPSILON = 1e-8  # Lin et al. (https://arxiv.org/abs/2308.12029): log(L + ε)
_ROUNDING = 1e-6  # a direction shorter than this share of its parts is what float32 leaves of gradients that cancel
_LONGEST = 10.0  # the parts of a scaled direction, laid end to end, as a multiple of those of the preferences
_LARGEST_HELD = 100.0  # weight of a task that holds for steps whose gradients it has not seen
_BETA, _RELAX = 0.9, 0.7  # He et al. (https://arxiv.org/abs/2203.06801), MetaBalance
_LARGEST_FACTOR = 10.0  # by which a helper's gradient is lengthened


class Weights(NamedTuple):
    """One weight per task [T] of its plain loss: for the gradients of shared layers and for those of a task's own."""

    shared: tf.Tensor
    own: tf.Tensor


class Balance(NamedTuple):
    """What is remembered from step to step, as tensors."""

    method: State
    weights: Weights  # those last found for each task, over its preference
    norms: tf.Tensor  # [T], running means of the gradients' lengths; 0 = not seen yet
    failures: tf.Tensor  # int64, steps weighed by the preferences alone, since something was not finite
    stationary: tf.Tensor  # int64, steps in which the shared layers stood still, since there was no common direction


class Balancer:
    """A method, made fit for real batches."""

    def __init__(
        self, settings: BalancingSettings, method: BalancingMethod[Any], main: int | None, stands_in: bool = False
    ) -> None:
        self.method = method
        self.kind = settings.kind
        self.stands_in = stands_in  # for a method that had no gradients to compare
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
        none = tf.constant(0, tf.int64)
        return Balance(self.method.start(), Weights(ones, ones), zeros, none, none)

    def objective(self, losses: tf.Tensor) -> tf.Tensor:
        """What is weighed and lowered: the losses [T], or their logarithms."""
        return tf.math.log(losses + _EPSILON) if self._log else losses

    def weigh(self, seen: Seen, balance: Balance) -> tuple[Weights, Balance]:
        """The weights of this step; 0 for tasks that take no part. ``seen.gramian`` comes as it is, if needed."""
        wanted = tf.where(seen.active, seen.preferences, 0.0)
        if self.num_tasks == 1 or (self.method.constant and self.main is None):
            return Weights(wanted, wanted), balance
        factors, norms = self._towards_main(seen, balance.norms)
        usable, moves, shown = _prepare(seen, factors)
        found, state = self.method.weights(shown, balance.method)
        scaled, directed = self._scale(tf.where(seen.active, found, 0), shown)
        directed &= moves
        usable &= tf.reduce_all(tf.math.is_finite(scaled))
        weights = tf.where(usable, tf.cast(scaled, tf.float32), wanted)
        stands = usable & ~directed & (not self.method.weighs_losses)
        shared = tf.where(stands, 0.0, weights * tf.where(usable, factors, 1.0))
        own = weights if self.method.weighs_losses else wanted
        any_ = tf.reduce_any(seen.active)
        learns = usable & moves
        kept = Balance(
            tf.nest.map_structure(lambda new, old: tf.where(learns, new, old), state, balance.method),
            self._hold(Weights(shared, own), seen, balance.weights),
            tf.where(usable, norms, balance.norms),
            balance.failures + tf.cast(~usable & any_, tf.int64),
            balance.stationary + tf.cast(stands & any_, tf.int64),
        )
        return (Weights(shared, own) if self.every == 1 else self.reuse(seen, kept)), kept

    def reuse(self, seen: Seen, balance: Balance) -> Weights:
        """The weights that were found last, by the preferences as they are now."""
        return Weights(*(tf.where(seen.active, seen.preferences * held, 0.0) for held in balance.weights))

    def learn(self, seen: Seen, after: tf.Tensor, balance: Balance) -> Balance:
        """What is remembered after a second look at the batch, whose plain losses [T] are now ``after``."""
        return balance._replace(method=self.method.learn(seen, after, balance.method))

    def _hold(self, found: Weights, seen: Seen, before: Weights) -> Weights:
        """The weights over the preferences; a task that takes no part keeps those it had.

        Where they hold for further steps none is very large: a gradient that was short in this batch need not be so in
        the next.
        """
        over = tf.where(seen.active, seen.preferences, 1.0)
        bound = math.inf if self.every == 1 else _LARGEST_HELD
        pairs = zip(found, before, strict=True)
        return Weights(*(tf.where(seen.active, tf.clip_by_value(new / over, -bound, bound), old) for new, old in pairs))

    def _scale(self, weights: tf.Tensor, seen: Seen) -> tuple[tf.Tensor, tf.Tensor]:
        """Weights that sum to what the preferences sum to, or whose direction is as long as that of the preferences;
        and whether there is a direction.

        People compare methods: without this, one would look better or worse by the length of its step alone. Where
        gradients cancel a direction is short; it is scaled up no further than until its parts, laid end to end, are ten
        times as long as those of the preferences. Lengths count, not weights: a short gradient may need a large one.
        """
        wanted = tf.cast(tf.where(seen.active, seen.preferences, 0.0), weights.dtype)
        if self.method.weighs_losses:
            return weights * (tf.reduce_sum(wanted) / tf.reduce_sum(weights)), tf.constant(True)
        lengths = tf.sqrt(tf.linalg.diag_part(seen.gramian))
        length, parts = _length(weights, seen.gramian), tf.reduce_sum(tf.abs(weights) * lengths)
        directed = length > _ROUNDING * parts
        if self.method.own_length:
            return weights, directed
        ratio = _length(wanted, seen.gramian) / tf.where(directed, length, 1)
        most = _LONGEST * tf.reduce_sum(wanted * lengths) / tf.where(directed, parts, 1)
        return weights * tf.minimum(ratio, tf.maximum(most, self.method.shortest)), directed

    def _towards_main(self, seen: Seen, norms: tf.Tensor) -> tuple[tf.Tensor, tf.Tensor]:
        """Factors [T] that bring the helpers' gradients nearer to the main task's length, and the lengths' new means.

        He et al., algorithm 1, with all tasks at once, before the preferences.
        """
        if self.main is None:
            return tf.ones_like(norms), norms
        lengths = tf.cast(tf.sqrt(tf.linalg.diag_part(seen.gramian)), norms.dtype)
        mixed = tf.where(norms > 0, _BETA * norms + (1 - _BETA) * lengths, lengths)
        norms = tf.where(seen.active, mixed, norms)
        known = seen.active & (norms > 0) & (norms[self.main] > 0)
        towards = tf.where(known, norms[self.main] / tf.where(known, norms, 1.0), 1.0)
        return tf.minimum(_RELAX * towards + (1 - _RELAX), _LARGEST_FACTOR), norms


def _length(weights: tf.Tensor, gramian: tf.Tensor) -> tf.Tensor:
    """‖Jᵀw‖; rounding may leave a square below 0 where it is 0."""
    return tf.sqrt(tf.maximum(tf.tensordot(weights, tf.linalg.matvec(gramian, weights), 1), 0))


def _prepare(seen: Seen, factors: tf.Tensor) -> tuple[tf.Tensor, tf.Tensor, Seen]:
    """Whether all is finite, whether any gradient is not 0, and what the method is shown of it."""
    usable = tf.reduce_all(tf.math.is_finite(seen.losses)) & tf.reduce_any(seen.active)
    if seen.gramian is None:
        return usable, tf.constant(True), seen
    factors = tf.cast(tf.where(seen.active, factors, 0.0), tf.float64)
    gramian = tf.where(seen.active[:, None] & seen.active, tf.cast(seen.gramian, tf.float64), 0.0)
    gramian *= factors[:, None] * factors
    trace = tf.linalg.trace(gramian)
    usable &= tf.reduce_all(tf.math.is_finite(gramian))
    number = tf.reduce_sum(tf.cast(seen.active, tf.float64))
    scaled = gramian * (number / tf.where(trace > 0, trace, 1))
    unit = tf.eye(gramian.shape[0], dtype=tf.float64)
    return usable, trace > 0, seen._replace(gramian=tf.where(usable & (trace > 0), scaled, unit))
