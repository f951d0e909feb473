"""The blocks that ways of sharing are made of: each builds its layers, plain ones of Keras, from what feeds it."""

from collections.abc import Callable, Mapping

import keras

from mtl_core.networks.sharing.chain import answer, join, tags_answer
from mtl_core.networks.sharing.experts import gate, mixture
from mtl_core.networks.sharing.layers import adapted, layer, message, relations
from mtl_core.networks.sharing.stitches import depths, stitch
from mtl_core.networks.sharing.tokens import asking, attention, tokens
from mtl_core.networks.site import Site, Together, Values
from mtl_core.plan import Block

SHARING: Mapping[str, Callable[[Block, Values, Site], keras.KerasTensor]] = {
    builder.__name__: builder
    for builder in (
        answer,
        attention,
        depths,
        gate,
        join,
        layer,
        mixture,
        relations,
        tags_answer,
        tokens,
    )
}
"""By the kind of block."""

TOGETHER: Mapping[str, Together] = {builder.__name__: builder for builder in (adapted, asking, message, stitch)}
"""Of blocks side by side, by their kind."""
