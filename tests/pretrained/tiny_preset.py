"""Pretrained encoders as small as can be: one made and saved by KerasHub itself, and one without weights."""

from __future__ import annotations

import json
import string
import warnings
from pathlib import Path
from typing import Any

from mtl_core.pretrained import presets

VOCABULARY = (
    "[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "good", "bad", "it", "was", "said", "person", "town", "café",
    "好", "你", ",", ".", "!", "😀", *string.ascii_lowercase, *(f"##{letter}" for letter in string.ascii_lowercase),
)  # fmt: skip
PLACES = 24
FEW = ("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "good", "bad", "un", "##like", "##ly", "好")
MEASURES = {
    "vocabulary_size": len(FEW),
    "num_layers": 2,
    "num_heads": 2,
    "hidden_dim": 8,
    "intermediate_dim": 12,
    "max_sequence_length": 16,
}
READING = {"lowercase": True, "strip_accents": False, "split": True, "suffix_indicator": "##", "oov_token": "[UNK]"}


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


def written(folder: Path, family: str = "Bert", measures: Any = (), reading: Any = (), words: Any = FEW) -> Path:
    """A preset without weights."""
    (folder / presets.VOCABULARY).parent.mkdir(parents=True)
    told = {
        presets.CONFIG: {"class_name": f"{family}Backbone", "config": MEASURES | dict(measures)},
        presets.TOKENIZER: {"class_name": f"{family}Tokenizer", "config": READING | dict(reading)},
    }
    for name, config in told.items():
        (folder / name).write_text(json.dumps(config))
    (folder / presets.VOCABULARY).write_text("".join(f"{word}\n" for word in words), encoding="utf-8")
    return folder
