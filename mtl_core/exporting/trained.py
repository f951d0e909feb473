"""A trained network, and all that is needed to use it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Self

import keras
import numpy.typing as npt
import pandas as pd

from mtl_core.evaluation.answers import answers
from mtl_core.experiment import Experiment
from mtl_core.features.space import FeatureSpace
from mtl_core.networks import build, predict, serving, variables
from mtl_core.plan import Plan


@dataclass(frozen=True)
class Trained:
    """What training left."""

    experiment: Experiment
    plan: Plan
    space: FeatureSpace
    model: keras.Model

    @cached_property
    def serving(self) -> keras.Model:
        """The network that gives probabilities and numbers."""
        return serving(self.plan, self.model, self.space.targets)

    @property
    def weights(self) -> dict[str, npt.NDArray[Any]]:
        """Its weights by our names."""
        return weights_of(self.model, self.plan)

    def with_weights(self, weights: Mapping[str, npt.NDArray[Any]]) -> Self:
        """The same network, built anew with other weights."""
        return replace(self, model=build_with(self.plan, weights))

    def outputs(self, inputs: Mapping[str, npt.NDArray[Any]]) -> list[npt.NDArray[Any]]:
        """What the network gives for encoded rows: an array [n, …] per task."""
        return predict(self.serving, inputs, self.plan.members)

    def predict(self, frame: pd.DataFrame) -> pd.DataFrame:
        """One row per row of ``frame``, in order: column NAME, and NAME:CLASS probabilities. Raises DataError."""
        return answers(self.space.targets, self.outputs(self.space.transform(frame)), frame)


def weights_of(model: keras.Model, plan: Plan) -> dict[str, npt.NDArray[Any]]:
    """The weights of a plan's network by our names, LAYER/WEIGHT."""
    found = variables(model)
    return {name: found[name].numpy() for name in plan.arrays}


def build_with(plan: Plan, weights: Mapping[str, npt.NDArray[Any]]) -> keras.Model:
    """The plan's network with the weights of those names."""
    model = build(plan, seed=0)
    for name, variable in variables(model).items():
        variable.assign(weights[name])
    return model
