"""Dropout whose mask is a hashed counter.

Drawing random numbers doubles a training step under XLA on a CPU; a few integer operations cost a quarter of that.
"""

from __future__ import annotations

from typing import Any

import keras
import tensorflow as tf

_BITS = 24  # of a share


def scramble(values: tf.Tensor) -> tf.Tensor:
    """Hash ``values`` (uint32, any shape) to uniform uint32: "lowbias32", https://nullprogram.com/blog/2018/07/31/."""
    values = tf.bitwise.bitwise_xor(values, tf.bitwise.right_shift(values, tf.constant(16, tf.uint32)))
    values *= tf.constant(0x7FEB352D, tf.uint32)
    values = tf.bitwise.bitwise_xor(values, tf.bitwise.right_shift(values, tf.constant(15, tf.uint32)))
    values *= tf.constant(0x846CA68B, tf.uint32)
    return tf.bitwise.bitwise_xor(values, tf.bitwise.right_shift(values, tf.constant(16, tf.uint32)))


@keras.saving.register_keras_serializable("mtl_core")
class HashDropout(keras.layers.Layer):  # type: ignore[misc]  # keras has no types
    """Silence a share ``rate`` of the units while training and scale up the others; along the axis ``alike``, if one is
    named, the same ones everywhere, which takes as many times less (Gal & Ghahramani, arXiv 1512.05287).

    The state is a seed and the number of calls so far. It stands in ``model.variables``, so checkpoints save it, but
    not in ``model.weights``, so it is no parameter.
    """

    def __init__(self, rate: float, seed: int, alike: int | None = None, **options: Any) -> None:
        super().__init__(**options)
        self.rate = rate
        self.alike = alike
        self.seed_generator = keras.random.SeedGenerator(seed)

    def call(self, values: tf.Tensor, training: bool = False) -> tf.Tensor:
        """Mask ``values`` (any shape) if training."""
        return self.silence(values, self._draw(values)) if training and self.rate else values

    def silence(self, values: tf.Tensor, drawn: tf.Tensor) -> tf.Tensor:
        """Those of ``values`` whose uint32 of ``drawn`` is not below the share, scaled up; 0 for the others."""
        kept = drawn >= tf.constant(int(self.rate * 2**32), tf.uint32)
        return tf.where(kept, values / (1 - self.rate), tf.zeros_like(values))

    def _draw(self, values: tf.Tensor) -> tf.Tensor:
        """A uniform uint32 for each of ``values``, along the axis ``alike`` one for all."""
        seed, step = tf.unstack(tf.cast(self.seed_generator.next(), tf.uint32))
        drawn = tf.unstack(tf.shape(values))
        if self.alike is not None:
            drawn[self.alike] = 1
        positions = tf.reshape(tf.range(tf.reduce_prod(drawn)), drawn)
        # Both enter multiplied by odd constants and joined by xor, so that no step's mask is another's shifted copy.
        key = seed + step * tf.constant(0x9E3779B9, tf.uint32)
        return scramble(tf.bitwise.bitwise_xor(tf.cast(positions, tf.uint32) * tf.constant(0x85EBCA6B, tf.uint32), key))

    def get_config(self) -> dict[str, Any]:
        """What ``__init__`` takes."""
        seed = self.seed_generator.get_config()["seed"]
        return {**super().get_config(), "rate": self.rate, "seed": seed, "alike": self.alike}


@keras.saving.register_keras_serializable("mtl_core")
class AdaptiveDropout(HashDropout):
    """Dropout whose share starts as ``rate`` and can be set while training: it is state, in steps of 2⁻²⁴, held as
    Keras holds a seed, which makes it no weight of the layer."""

    def __init__(self, rate: float, seed: int, alike: int | None = None, **options: Any) -> None:
        super().__init__(rate, seed, alike, **options)
        self.share = keras.random.SeedGenerator(int(write_share(rate)[0]))

    def silence(self, values: tf.Tensor, drawn: tf.Tensor) -> tf.Tensor:
        """As of ``HashDropout``, by the share as it stands."""
        share = tf.convert_to_tensor(self.share.state)[0]
        kept = tf.bitwise.right_shift(drawn, tf.constant(32 - _BITS, tf.uint32)) >= tf.cast(share, tf.uint32)
        return tf.where(kept, values / (1 - read_share(share)), tf.zeros_like(values))


def write_share(share: float) -> tuple[int, int]:
    """The state that stands for a share of the units."""
    return round(share * 2**_BITS), 0


def read_share(first: tf.Tensor) -> tf.Tensor:
    """The share that the first number of such a state stands for."""
    return tf.cast(first, tf.float32) / 2**_BITS


def find_shares(model: keras.Model) -> dict[int, float]:
    """By the places of shares among ``model.non_trainable_variables``, what each starts as."""
    starts = {id(layer.share.state): layer.rate for layer in model.layers if isinstance(layer, AdaptiveDropout)}
    places = enumerate(map(id, model.non_trainable_variables))
    return {place: starts[variable] for place, variable in places if variable in starts}
