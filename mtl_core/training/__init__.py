"""Training a network on encoded rows: the compiled engine, the loop around it, its checkpoints."""

from mtl_core.training.data import Arrays
from mtl_core.training.observer import Observer, Silent
from mtl_core.training.trainer import Outcome, Trainer
from mtl_core.training.warm_up import warm_up

__all__ = ["Arrays", "Observer", "Outcome", "Silent", "Trainer", "warm_up"]
