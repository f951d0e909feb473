"""From a plan to a keras.Model; it knows neither data nor training."""

from mtl_core.networks.build import build, serving, variables
from mtl_core.networks.halves import Halves, halves
from mtl_core.networks.penalties import penalty
from mtl_core.networks.predict import predict, rows_at_once

__all__ = ["Halves", "build", "halves", "penalty", "predict", "rows_at_once", "serving", "variables"]
