"""From a plan to a keras.Model; it knows neither data nor training."""

from mtl_core.networks.build import build, serving
from mtl_core.networks.predict import predict

__all__ = ["build", "predict", "serving"]
