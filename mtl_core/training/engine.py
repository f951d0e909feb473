"""Many training steps in one compiled function, the data resident."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import keras
import numpy as np
import tensorflow as tf

from mtl_core.balancing import Balancer, Tasks, make
from mtl_core.experiment import Experiment
from mtl_core.networks import COUNTED, average, repeat, rows_at_once, true_answers_name, variables
from mtl_core.networks.dropout import find_shares, read_share, write_share
from mtl_core.plan import Plan
from mtl_core.training.adam import Adam, Moments, Tensors
from mtl_core.training.chunks import Chunks
from mtl_core.training.data import Arrays
from mtl_core.training.gradient_stats import GradientStats
from mtl_core.training.gradients import Network, Probe, choose
from mtl_core.training.lookahead import Lookahead
from mtl_core.training.losses import loss_of
from mtl_core.training.scheduled_sampling import ScheduledSampling, silent
from mtl_core.training.state import Batch, State

# XLA takes about a second to compile and saves 0.3 ms or more a step (benchmarks/results/engine.md).
_STEPS_WORTH_COMPILING = 4_000
_STEPS_WORTH_COMPILING_TEXTS = 500  # they save 5 ms or more (benchmarks/results/text.md)
_ROWS_AHEAD = 512  # of numbers and categories, which tell more than a batch and cost hardly more; of texts a batch


class Engine:
    """The training of one model on one set of rows; ``baselines`` [T] are the losses of guessing, ``frozen`` the names
    of weights that stay as they are."""

    def __init__(
        self,
        plan: Plan,
        model: keras.Model,
        experiment: Experiment,
        train: Arrays,
        baselines: np.ndarray,
        frozen: Collection[str] = (),
    ) -> None:
        training = experiment.training
        self.model = model
        self._shares = find_shares(model)
        self.rows = train.rows
        self.batch = min(training.batch_size, train.rows)
        self.steps_per_epoch = -(-train.rows // self.batch)
        factors = _rate_factors(plan, model, frozen)
        fastest = max(factors) or 1.0
        self._factors = [factor / fastest for factor in factors]
        self.adam = Adam.of(training, training.epochs * self.steps_per_epoch, fastest)
        self._seed = training.seed
        self._losses = [loss_of(task).each for task in plan.tasks]
        self._baselines = tuple(float(loss) for loss in baselines)
        self._plan = plan
        self._sampling = ScheduledSampling(plan, self.adam.steps, training.seed)
        self._data = self._resident(train)
        network = Network.of(plan, model, self._member_sums)
        self.shared_blocks = tuple(dict.fromkeys(network.blocks))
        self.balancer, self._probe = self._make_balancer(network, plan, experiment)
        self.gradients = choose(network, self.balancer, self.steps_per_epoch)
        self._lookahead = Lookahead(network, [self.adam.learning_rate * factor for factor in self._factors])
        self._rows_at_once = rows_at_once(model, plan.members)
        texts = any(column.length for column in plan.inputs)
        self._rows_ahead = min(self.batch if texts else _ROWS_AHEAD, self.rows, self._rows_at_once)
        compiled = self.adam.steps >= (_STEPS_WORTH_COMPILING_TEXTS if texts else _STEPS_WORTH_COMPILING)
        self._chunks = Chunks(self._steps, self.steps_per_epoch, compiled)
        self._evaluate = tf.function(self._sums, autograph=False, reduce_retracing=True)

    def start(self) -> State:
        """The state before the first step, with the model's weights."""
        weights = tuple(tf.constant(variable.value) for variable in self.model.trainable_variables)
        counters = tuple(tf.constant(variable.value) for variable in self.model.non_trainable_variables)
        first = tf.constant(0, tf.int64)
        return State(
            weights, Moments.zero(weights), counters, first, self.balancer.start(), *self.gradients.start(weights)
        )

    def order(self, epoch: int) -> tf.Tensor:
        """The rows of ``epoch`` (from 0) in training order [steps · batch]; the last batch is filled up with row 0."""
        rows = np.zeros(self.steps_per_epoch * self.batch, np.int32)
        rows[: self.rows] = np.random.default_rng([self._seed, epoch]).permutation(self.rows)
        return tf.constant(rows)

    def run(
        self, state: State, order: tf.Tensor, start: int, stop: int, preferences: np.ndarray, totals: np.ndarray
    ) -> tuple[State, np.ndarray]:
        """Train the batches from ``start`` to before ``stop`` of an epoch; how it is cut into calls changes no bit.

        ``preferences`` [T] sum to T. ``totals`` [3, T] grow by each batch: the sums of the losses, the labels,
        and the balancing method's weights.
        """
        preferred, sums = tf.constant(preferences, tf.float32), tf.constant(totals, tf.float64)
        state, sums = self._chunks.take(state, self._data, order, start, stop, preferred, sums)
        return state, sums.numpy()

    def shares(self, state: State) -> list[tuple[float, float]]:
        """Of each dropout that adapts the share of units that it began with and that it has."""
        return [(start, float(read_share(state.counters[place][0]))) for place, start in self._shares.items()]

    def with_shares(self, state: State, shares: Sequence[float]) -> State:
        """The state with these shares, in the order of ``shares``."""
        new = dict(zip(self._shares, map(write_share, shares), strict=True))
        counters = (
            tf.constant(new[place], counter.dtype) if place in new else counter
            for place, counter in enumerate(state.counters)
        )
        return state._replace(counters=tuple(counters))

    def rate(self, state: State) -> float:
        """The learning rate of the last step."""
        return float(self.adam.rate(tf.cast(state.step - 1, tf.float32)))

    def losses(self, weights: Tensors, arrays: Arrays) -> np.ndarray:
        """The mean normalised loss [T] over all labels, without dropout; nan for a task without any."""
        sums, labels = np.zeros((2, len(self._losses)))
        for start in range(0, arrays.rows, self._rows_at_once):
            block = slice(start, start + self._rows_at_once)
            inputs = {name: arrays.inputs[name][block] for name in self._data.inputs}
            values, mask = (tuple(array[block] for array in group) for group in (arrays.values, arrays.mask))
            totals = self._evaluate(weights, Batch(inputs, values, mask)).numpy()
            sums, labels = sums + totals[0], labels + totals[1]
        return np.where(labels > 0, sums / np.maximum(labels, 1), np.nan)

    def give(self, weights: Tensors) -> None:
        """Set the model's weights."""
        for variable, weight in zip(self.model.trainable_variables, weights, strict=True):
            variable.assign(weight)

    @property
    def can_look(self) -> bool:
        """Whether there are gradients of shared weights, and not too many to ``look`` at."""
        return self._probe.able

    def look(self, state: State, epoch: int, preferences: np.ndarray) -> GradientStats:
        """How the tasks' gradients stand to each other in the first batch of ``epoch`` (from 0); nothing changes."""
        batch = self._gather(self._data, self.order(epoch), tf.constant(0))
        batch = self._sampling.with_true_answers(batch, state.step)
        return self._probe.look(state, batch, tf.constant(preferences, tf.float32))

    def look_ahead(self, state: State, epoch: int) -> tuple[np.ndarray, np.ndarray]:
        """What a step on each task alone would do to each task's loss, to the digit and to first order [T, T], in the
        first rows of ``epoch`` (from 0); nothing changes."""
        rows = self.order(epoch)[: self._rows_ahead]
        batch: Batch = tf.nest.map_structure(lambda values: tf.gather(values, rows), self._data)
        counted = {COUNTED: tf.ones([self._rows_ahead, 1])} if self._plan.counts_rows else {}
        batch = self._sampling.with_true_answers(batch._replace(inputs=batch.inputs | counted), state.step)
        return self._lookahead.look(state.weights, batch)

    def _make_balancer(self, network: Network, plan: Plan, experiment: Experiment) -> tuple[Balancer, Probe]:
        classify = tuple(not task.traits.numeric for task in plan.tasks)
        tasks = Tasks(classify, self.steps_per_epoch, experiment.training.seed)
        main = experiment.balancing.main_task
        place = None if main is None else experiment.task_names.index(main)
        return make(experiment.balancing, tasks, place, bool(network.shared)), Probe(network, tasks)

    def _resident(self, arrays: Arrays) -> Batch:
        told = map(true_answers_name, self._plan.told)
        names = {tensor.name for tensor in self.model.inputs}.difference(told, [COUNTED])
        inputs = {name: tf.constant(arrays.inputs[name]) for name in sorted(names)}
        return Batch(inputs, tuple(map(tf.constant, arrays.values)), tuple(map(tf.constant, arrays.mask)))

    def _steps(
        self,
        state: State,
        data: Batch,
        order: tf.Tensor,
        start: tf.Tensor,
        stop: tf.Tensor,
        preferences: tf.Tensor,
        totals: tf.Tensor,
    ) -> tuple[State, tf.Tensor]:
        def step(batch: tf.Tensor, state: State, totals: tf.Tensor) -> tuple[tf.Tensor, State, tf.Tensor]:
            taken = self._sampling.with_true_answers(self._gather(data, order, batch), state.step)
            state, sums = self._step(state, taken, preferences)
            return batch + 1, state, totals + tf.cast(sums, tf.float64)

        _, state, totals = tf.while_loop(lambda batch, *_: batch < stop, step, (start, state, totals))
        return state, totals

    def _gather(self, data: Batch, order: tf.Tensor, batch: tf.Tensor) -> Batch:
        """The rows of one batch; those that only fill it up get no label and do not count."""
        first = batch * self.batch
        rows = tf.ensure_shape(tf.slice(order, [first], [self.batch]), [self.batch])
        real = first + tf.range(self.batch) < self.rows
        taken: Batch = tf.nest.map_structure(lambda values: tf.gather(values, rows), data)
        counted = {COUNTED: tf.cast(real, tf.float32)[:, None]} if self._plan.counts_rows else {}
        mask = tuple(mask & tf.reshape(real, [-1] + [1] * (mask.ndim - 1)) for mask in taken.mask)
        return taken._replace(inputs=taken.inputs | counted, mask=mask)

    def _step(self, state: State, batch: Batch, preferences: tf.Tensor) -> tuple[State, tf.Tensor]:
        """One update, and what it adds to the totals [3, T]."""
        gradients, after, totals, seen = self.gradients.take(state, batch, preferences)
        share = self._share(state.step)
        gradients = tuple(share * gradient for gradient in gradients)
        updated, moments = self.adam.apply(state.step, state.weights, state.moments, gradients)
        steps = zip(state.weights, updated, self._factors, strict=True)
        weights = tuple(_step_size(old, new, factor) for old, new, factor in steps)
        if self.balancer.looks_again:
            again = self._losses_again(weights, state, batch)
            after = after._replace(balance=self.balancer.learn(seen, again, after.balance))
        return after._replace(weights=weights, moments=moments, step=state.step + 1), totals

    def _share(self, step: tf.Tensor) -> tf.Tensor:
        """What a batch's rows are of a full one's: those of the last batch weigh no more than others."""
        left = self.rows - step % self.steps_per_epoch * self.batch
        return tf.cast(tf.minimum(left, self.batch), tf.float32) / self.batch

    def _losses_again(self, weights: Tensors, state: State, batch: Batch) -> tf.Tensor:
        """The plain losses [T] of the same batch, with the same units silenced, by other weights."""
        outputs, _ = self.model.stateless_call(weights, state.counters, batch.inputs, training=True)
        sums, labels = self._member_sums(keras.tree.flatten(outputs), batch)
        return tf.stack(sums) / tf.maximum(labels, 1.0)

    def _member_sums(self, outputs: list[tf.Tensor], batch: Batch) -> tuple[list[tf.Tensor], tf.Tensor]:
        """As of ``_task_sums``, the mean over the members of the network, each of which has a loss of its own."""
        members = self._plan.members
        values, mask = (tuple(repeat(array, members) for array in group) for group in (batch.values, batch.mask))
        sums, labels = self._task_sums(outputs, batch._replace(values=values, mask=mask))
        return [total / members for total in sums], labels / members

    def _task_sums(self, outputs: list[tf.Tensor], batch: Batch) -> tuple[list[tf.Tensor], tf.Tensor]:
        """Per task the sum of the normalised losses of its labels, each for itself, and their number [T]."""
        tasks = zip(self._losses, outputs, batch.values, batch.mask, self._baselines, strict=True)
        losses = [
            tf.reduce_sum(tf.where(mask, each(output, values), 0.0)) / baseline
            for each, output, values, mask, baseline in tasks
        ]
        return losses, tf.stack([tf.reduce_sum(tf.cast(mask, tf.float32)) for mask in batch.mask])

    def _sums(self, weights: Tensors, block: Batch) -> tf.Tensor:
        counters = [variable.value for variable in self.model.non_trainable_variables]
        inputs = silent(self._plan, block.inputs)
        outputs, _ = self.model.stateless_call(weights, counters, inputs, training=False)
        answers = [
            average(output, task.traits.activation, self._plan.members)
            for task, output in zip(self._plan.tasks, keras.tree.flatten(outputs), strict=True)
        ]
        sums, labels = self._task_sums(answers, block)
        return tf.cast(tf.stack([tf.stack(sums), labels]), tf.float64)


def _rate_factors(plan: Plan, model: keras.Model, frozen: Collection[str]) -> list[float]:
    """For each weight, what its learning rate is multiplied by."""
    factors = {name: block.learning_rate_factor for block in plan.blocks for name in block.arrays}
    still = {*frozen, *(name for block in plan.blocks for name in block.fitted)}
    return [0.0 if name in still else factors[name] for name in variables(model)]


def _step_size(old: tf.Tensor, new: tf.Tensor, factor: float) -> tf.Tensor:
    """A step of a share ``factor`` of the way from ``old`` to ``new``; to the bit where it is none or all of it."""
    if factor in (0, 1):
        return new if factor else old
    return old + factor * (new - old)
