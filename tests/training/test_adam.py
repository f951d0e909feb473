from __future__ import annotations

import keras
import numpy as np
import pytest
import tensorflow as tf

from mtl_core.experiment import Training
from mtl_core.training import adam as adam_module
from mtl_core.training.adam import Adam, Moments

pytestmark = pytest.mark.engine

STEPS = 12


@pytest.mark.parametrize("schedule", ["constant", "cosine"])
@pytest.mark.parametrize("optimizer", ["adam", "adamw"])
@pytest.mark.parametrize("large", [6, 10**9])  # some alone, all as one vector
def test_steps_are_those_of_keras(optimizer: str, schedule: str, large: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(adam_module, "_LARGE", large)
    training = Training(optimizer=optimizer, schedule=schedule, learning_rate=0.1, weight_decay=0.2)
    adam = Adam.of(training, STEPS)
    rate = keras.optimizers.schedules.CosineDecay(0.1, STEPS) if schedule == "cosine" else 0.1
    theirs = keras.optimizers.AdamW(rate, 0.2) if optimizer == "adamw" else keras.optimizers.Adam(rate)
    random = np.random.default_rng(0)
    weights = tuple(tf.constant(random.normal(size=shape), tf.float32) for shape in [(3, 4), (4,)])
    assert len(Moments.zero(weights).first) == (2 if large == 6 else 1)
    variables = [keras.Variable(weight) for weight in weights]
    moments = Moments.zero(weights)
    for step in range(STEPS):
        gradients = tuple(tf.constant(random.normal(size=weight.shape), tf.float32) for weight in weights)
        weights, moments = adam.apply(tf.constant(step, tf.int64), weights, moments, gradients)
        theirs.apply(gradients, variables)
    for weight, variable in zip(weights, variables, strict=True):
        np.testing.assert_allclose(weight, variable.numpy(), rtol=2e-4, atol=2e-5)


def test_cosine_goes_from_the_learning_rate_to_zero() -> None:
    adam = Adam.of(Training(learning_rate=0.5, schedule="cosine"), 100)
    rates = [float(adam.rate(tf.constant(float(step)))) for step in range(101)]
    assert rates[0] == pytest.approx(0.5)
    assert rates[-1] == pytest.approx(0, abs=1e-6)
    assert rates == sorted(rates, reverse=True)
