"""Text encoders, a file for each: each turns tokens int32 [n, length] into values [n, block.units] and a state at each
token, and padding changes nothing.

Their layers are plain Keras layers, named after the block.
"""

from collections.abc import Callable, Mapping

import keras

from mtl_core.families import members
from mtl_core.networks.build_context import BuildContext
from mtl_core.networks.encoders.word_embeddings import Read
from mtl_core.plan.blocks.text_encoder import TextEncoderBlock
from mtl_core.text_encoders import TEXT_ENCODERS

ENCODERS: Mapping[str, Callable[[TextEncoderBlock, keras.KerasTensor, BuildContext], Read]] = members(
    "mtl_core.networks.encoders", "ENCODER", TEXT_ENCODERS
)
"""By the ids of ``mtl_core.text_encoders``."""
