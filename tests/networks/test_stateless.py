"""A pass forwards with given weights keeps the penalties of all layers, whatever passes were before it."""

from __future__ import annotations

import keras
import numpy as np
import pytest
import tensorflow as tf

from mtl_core.networks import stateless_call


class Penalised(keras.layers.Layer):
    """Passes its input on; each pass adds the next of ``penalties``."""

    def __init__(self, penalties: list[tf.Tensor]) -> None:
        super().__init__()
        self._penalties = iter(penalties)

    def call(self, values: tf.Tensor) -> tf.Tensor:
        if tf.executing_eagerly():  # not while the model is made
            self.add_loss(next(self._penalties))
        return values


@pytest.fixture(name="model")
def model_fixture() -> keras.Model:
    """Two layers whose penalties change places from pass to pass, as memory that is free again does."""
    one, two = tf.constant(1.0), tf.constant(2.0)
    inputs = keras.Input((3,), name="numbers")
    values = Penalised([one, two, one])(inputs)
    return keras.Model([inputs], [keras.layers.Dense(1)(Penalised([two, one, two])(values))])


def test_no_pass_loses_a_penalty(model: keras.Model) -> None:
    weights = [variable.value for variable in model.trainable_variables]
    for _ in range(3):
        penalties = stateless_call(model, weights, [], {"numbers": tf.ones((4, 3))})[2]
        assert sorted(map(float, penalties)) == [1, 2]


def test_the_weights_are_those_given(model: keras.Model) -> None:
    (output,), counters, _ = stateless_call(model, [tf.ones((3, 1)), tf.ones(1)], [], {"numbers": tf.ones((4, 3))})
    np.testing.assert_array_equal(output, np.full((4, 1), 4))
    assert not counters
    assert not model.layers[-1].bias.numpy().any()
