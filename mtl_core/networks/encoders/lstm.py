"""Long short-term memory, in one direction or in both: Hochreiter & Schmidhuber, Neural Computation 9(8), 1997."""

from __future__ import annotations

import keras

from mtl_core.networks.encoders.words import Read, Words, recurrent, words
from mtl_core.networks.site import Site
from mtl_core.plan import Block


def lstm(block: Block, tokens: keras.KerasTensor, site: Site) -> Read:
    """[n, units]: the state after the last token."""
    return _one_way(block, "lstm", words(block, tokens, site), site)


def bilstm(block: Block, tokens: keras.KerasTensor, site: Site) -> Read:
    """[n, 2 · units]: the state after the last token, and, read backwards, after the first."""
    vectors = words(block, tokens, site)
    forward, backward = (_one_way(block, part, vectors, site) for part in ("forward", "backward"))
    vector = keras.ops.concatenate([forward.vector, backward.vector], axis=-1)
    if not block.states:
        return Read(vector, None)
    return Read(vector, keras.ops.concatenate([forward.states, keras.ops.flip(backward.states, axis=1)], axis=-1))


def _one_way(block: Block, part: str, vectors: Words, site: Site) -> Read:
    assert block.sizes is not None
    name = f"{block.id}_{part}"
    layer = keras.layers.LSTM(
        block.sizes.units,
        kernel_initializer=site.start(name),
        recurrent_initializer=keras.initializers.Orthogonal(seed=site.draw(f"{name}_recurrent")),
        go_backwards=part == "backward",
        return_sequences=block.states,
        return_state=block.states,
        name=name,
    )
    return recurrent(layer, vectors)
