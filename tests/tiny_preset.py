"""A pretrained encoder as small as can be, made and saved by KerasHub itself."""

from __future__ import annotations

import string
import warnings
from pathlib import Path
from typing import Any

VOCABULARY = (
    "[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "good", "bad", "it", "was", "said", "person", "town", "café",
    "好", "你", ",", ".", "!", "😀", *string.ascii_lowercase, *(f"##{letter}" for letter in string.ascii_lowercase),
)  # fmt: skip
PLACES = 24


def save(folder: Path, **changes: Any) -> Any:
    """Write a preset to ``folder``; its backbone."""
    import keras
    import keras_hub

    keras.utils.set_random_seed(7)
    measures = {
        "num_layers": 2,
        "num_heads": 2,
        "hidden_dim": 16,
        "intermediate_dim": 24,
        "max_sequence_length": PLACES,
    }
    backbone = keras_hub.models.BertBackbone(vocabulary_size=len(VOCABULARY), **measures | changes)
    for weight in backbone.weights:  # biases and norms begin as zeros and ones, which would hide a mistake
        weight.assign_add(keras.random.normal(weight.shape, stddev=0.2))
    with warnings.catch_warnings():
        # Keras 3.15 reads TensorFlow's variables in a way that NumPy 2 has deprecated.
        warnings.filterwarnings("ignore", "__array__ implementation", DeprecationWarning)
        backbone.save_to_preset(str(folder))
    keras_hub.models.BertTokenizer(vocabulary=list(VOCABULARY), lowercase=True).save_to_preset(str(folder))
    return backbone
