"""From a plan to a keras.Model."""

from mtl_core.networks.blocks.pieces import cut
from mtl_core.networks.build import build, serving, true_answers_name, variables
from mtl_core.networks.build_context import COUNTED
from mtl_core.networks.dropout import scramble
from mtl_core.networks.frozen_features import read_ahead
from mtl_core.networks.members import average, repeat
from mtl_core.networks.penalties import penalty
from mtl_core.networks.predict import predict, rows_at_once
from mtl_core.networks.preset_weights import preset_weights
from mtl_core.networks.split_at_shared import SplitNetwork, split_at_shared
from mtl_core.networks.stateless import stateless_call
from mtl_core.networks.word_logits import LOUD, weigh_words

__all__ = [
    "COUNTED",
    "LOUD",
    "SplitNetwork",
    "average",
    "build",
    "cut",
    "penalty",
    "predict",
    "preset_weights",
    "read_ahead",
    "repeat",
    "rows_at_once",
    "scramble",
    "serving",
    "split_at_shared",
    "stateless_call",
    "true_answers_name",
    "variables",
    "weigh_words",
]
