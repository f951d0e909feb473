"""Attention in several heads, as text encoders and task tokens have it: Vaswani et al., arXiv 1706.03762, eq. 1."""

from __future__ import annotations

import math

import keras
import numpy as np

from mtl_core.networks.build_context import BuildContext

NEVER = -1e9  # added to the score of what is not to be attended to


def attend(
    name: str,
    asking: keras.KerasTensor,
    told: keras.KerasTensor,
    barred: keras.KerasTensor | np.ndarray,
    most_heads: int,
    context: BuildContext,
) -> keras.KerasTensor:
    """What each of ``asking`` [n, a, units] takes from ``told`` [n, b, units]: [n, a, units].

    ``barred`` is added to the scores [n, heads, a, b]. The layer NAME_shares gives who attends to whom.
    """
    units = asking.shape[-1]
    heads = math.gcd(units, most_heads)

    def split(part: str, values: keras.KerasTensor) -> keras.KerasTensor:  # [n, heads, …, units / heads]
        length = values.shape[1]
        shaped = keras.ops.reshape(context.dense(f"{name}_{part}", units)(values), (-1, length, heads, units // heads))
        return keras.ops.transpose(shaped, (0, 2, 1, 3))

    query, key, value = split("query", asking), split("key", told), split("value", told)
    scores = keras.ops.matmul(query, keras.ops.transpose(key, (0, 1, 3, 2))) / math.sqrt(units // heads)
    shares = keras.layers.Softmax(name=f"{name}_shares")(scores + barred)
    together = keras.ops.transpose(keras.ops.matmul(shares, value), (0, 2, 1, 3))
    return context.dense(f"{name}_attended", units)(keras.ops.reshape(together, (-1, asking.shape[1], units)))
