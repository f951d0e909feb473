"""Long short-term memory, in one direction or in both: Hochreiter & Schmidhuber, Neural Computation 9(8), 1997."""

from __future__ import annotations

import keras

from mtl_core.networks.encoders.words import Words, words
from mtl_core.networks.site import Site
from mtl_core.plan import Block


def lstm(block: Block, tokens: keras.KerasTensor, site: Site) -> keras.KerasTensor:
    """[n, units]: the state after the last token."""
    return _last(block, "lstm", words(block, tokens, site), site)


def bilstm(block: Block, tokens: keras.KerasTensor, site: Site) -> keras.KerasTensor:
    """[n, 2 · units]: the state after the last token, and, read backwards, after the first."""
    vectors = words(block, tokens, site)
    forward = _last(block, "forward", vectors, site)
    return keras.ops.concatenate([forward, _last(block, "backward", vectors, site)], axis=-1)


def _last(block: Block, part: str, vectors: Words, site: Site) -> keras.KerasTensor:
    assert block.sizes is not None
    name = f"{block.id}_{part}"
    layer = keras.layers.LSTM(
        block.sizes.units,
        kernel_initializer=site.start(name),
        recurrent_initializer=keras.initializers.Orthogonal(seed=site.draw(f"{name}_recurrent")),
        go_backwards=part == "backward",
        name=name,
    )
    return layer(vectors.vectors, mask=vectors.present)
