"""From a plan to a keras.Model; it knows neither data nor training."""

from mtl_core.networks.build import build, serving
from mtl_core.networks.predict import predict, rows_at_once

__all__ = ["build", "predict", "rows_at_once", "serving"]
