"""Attention in several heads, as text encoders and task tokens have it: Vaswani et al., arXiv 1706.03762, eq. 1."""

from __future__ import annotations

import math

import keras
import numpy as np

from mtl_core.networks.site import Site

NEVER = -1e9  # added to the score of what is not to be attended to


def attend(
    name: str,
    asking: keras.KerasTensor,
    told: keras.KerasTensor,
    barred: keras.KerasTensor | np.ndarray,
    most_heads: int,
    site: Site,
) -> keras.KerasTensor:
    """What each of ``asking`` [n, a, units] takes from ``told`` [n, b, units]: [n, a, units].

    ``barred`` is added to the scores [n, heads, a, b]. The layer NAME_shares gives who attends to whom.
    """
    units = asking.shape[-1]
    heads = math.gcd(units, most_heads)

    layers = [site.dense(f"{name}_{part}", units) for part in ("query", "key", "value")]

    def split(values: keras.KerasTensor, *axes: int) -> keras.KerasTensor:  # from [n, length, heads, units / heads]
        shaped = keras.ops.reshape(values, (-1, values.shape[1], heads, units // heads))
        return keras.ops.transpose(shaped, axes)

    if asking is told:
        query, key, value = keras.ops.split(site.of_one(layers, told), 3, axis=-1)
    else:
        query = layers[0](asking)
        key, value = keras.ops.split(site.of_one(layers[1:], told), 2, axis=-1)
    scores = keras.ops.matmul(split(query / math.sqrt(units // heads), 0, 2, 1, 3), split(key, 0, 2, 3, 1))
    shares = keras.layers.Softmax(name=f"{name}_shares")(scores + barred)
    together = keras.ops.transpose(keras.ops.matmul(shares, split(value, 0, 2, 1, 3)), (0, 2, 1, 3))
    return site.dense(f"{name}_attended", units)(keras.ops.reshape(together, (-1, asking.shape[1], units)))
