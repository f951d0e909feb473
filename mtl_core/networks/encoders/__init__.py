"""Text encoders: each turns tokens int32 [n, length] into values [n, block.units] and a state at each token, and
padding changes nothing.

Their layers are plain Keras layers, named after the block.
"""

from collections.abc import Callable, Mapping

import keras

from mtl_core.networks.encoders.average import average
from mtl_core.networks.encoders.cnn import cnn
from mtl_core.networks.encoders.gru import gru
from mtl_core.networks.encoders.lstm import bilstm, lstm
from mtl_core.networks.encoders.pretrained import pretrained
from mtl_core.networks.encoders.transformer import transformer
from mtl_core.networks.encoders.words import Read
from mtl_core.networks.site import Site
from mtl_core.plan import Block

ENCODERS: Mapping[str, Callable[[Block, keras.KerasTensor, Site], Read]] = {
    encoder.__name__: encoder for encoder in (average, lstm, bilstm, gru, cnn, transformer, pretrained)
}
"""By the kind of block, as ``mtl_core.text_encoders`` names them."""
