"""A training model's pass forwards with given weights, penalties included."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import keras
import tensorflow as tf


def stateless_call(
    model: keras.Model, weights: Sequence[tf.Tensor], counters: Sequence[tf.Tensor], inputs: Mapping[str, tf.Tensor]
) -> tuple[list[tf.Tensor], list[tf.Tensor], list[tf.Tensor]]:
    """Outputs [n, …] in the order of the tasks, the counters after the pass, and the penalties, a number each.

    ``weights`` stand for the trainable variables, ``counters`` for the others. Keras' ``model.stateless_call`` does not
    go through ``model.__call__``, so that each layer forgets losses on its own: by the ids of losses that are long
    gone. Where another layer's new loss has such an id again, it is lost.
    """
    values = [*zip(model.trainable_variables, weights, strict=True)]
    values += zip(model.non_trainable_variables, counters, strict=True)
    with keras.StatelessScope(values, collect_losses=True) as scope:
        outputs = keras.tree.flatten(model(inputs, training=True))
        penalties = list(model.losses)
    return outputs, [scope.get_current_value(variable) for variable in model.non_trainable_variables], penalties
