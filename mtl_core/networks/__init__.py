"""From a plan to a keras.Model; it knows neither data nor training."""

from mtl_core.networks.ahead import read_ahead
from mtl_core.networks.build import build, serving, told_name, variables
from mtl_core.networks.dropout import scramble
from mtl_core.networks.halves import Halves, halves
from mtl_core.networks.penalties import penalty
from mtl_core.networks.predict import predict, rows_at_once
from mtl_core.networks.presets import preset_weights
from mtl_core.networks.site import COUNTED
from mtl_core.networks.stateless import stateless_call

__all__ = [
    "COUNTED",
    "Halves",
    "build",
    "halves",
    "penalty",
    "predict",
    "preset_weights",
    "read_ahead",
    "rows_at_once",
    "scramble",
    "serving",
    "stateless_call",
    "told_name",
    "variables",
]
