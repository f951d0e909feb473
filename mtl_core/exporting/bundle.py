"""A trained network as one zip file that works elsewhere, and the way back from it.

What comes back is the manifest and the plain arrays, rebuilt by our own code; a Keras file is never read.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import keras
import numpy.typing as npt
import pandas as pd

from mtl_core.evaluation.answers import answers
from mtl_core.evaluation.results import Evaluation
from mtl_core.experiment import Experiment
from mtl_core.exporting import proof
from mtl_core.exporting.archive import pack, replace
from mtl_core.exporting.card import card
from mtl_core.exporting.contents import Contents, contents, refusing
from mtl_core.exporting.keras_file import to_keras
from mtl_core.exporting.manifest import Manifest, Origin
from mtl_core.exporting.sources import requirements, sources
from mtl_core.exporting.weights import to_npz
from mtl_core.features.space import FeatureSpace
from mtl_core.networks import build, predict, serving, variables
from mtl_core.plan import Plan


@dataclass(frozen=True)
class Trained:
    """What training left: the network, and all that is needed to use it."""

    experiment: Experiment
    plan: Plan
    space: FeatureSpace
    model: keras.Model

    @cached_property
    def serving(self) -> keras.Model:
        """The network that gives probabilities and numbers."""
        return serving(self.plan, self.model, self.space.targets)

    def outputs(self, inputs: Mapping[str, npt.NDArray[Any]]) -> list[npt.NDArray[Any]]:
        """What the network gives for encoded rows: an array [n, …] per task."""
        return predict(self.serving, inputs)

    def predict(self, frame: pd.DataFrame) -> pd.DataFrame:
        """One row per row of ``frame``, in order: column NAME, and NAME:CLASS probabilities. Raises DataError."""
        return answers(self.space.targets, self.outputs(self.space.transform(frame)), frame)


@dataclass(frozen=True)
class Bundle(Trained):
    """A network read back from a bundle, and where it comes from."""

    origin: Origin


def write(
    path: Path,
    trained: Trained,
    origin: Origin,
    train: pd.DataFrame,
    examples: pd.DataFrame,
    evaluation: Evaluation | None = None,
) -> None:
    """Write the bundle to ``path``: complete or not at all, the same content for the same network. Raises ExportError.

    ``train`` holds the training rows (the model card tells their ranges), ``examples`` rows to prove the bundle by.
    """
    weights = to_npz(weights_of(trained.model, trained.plan))
    manifest = Manifest(
        origin=origin,
        experiment=trained.experiment,
        plan=trained.plan,
        space=trained.space.to_dict(),
        metrics=evaluation.metrics() if evaluation else {},
        baseline={task.name: dict(task.baseline) for task in evaluation.tasks} if evaluation else {},
        weights_sha256=hashlib.sha256(weights).hexdigest(),
    )
    inputs = [column.name for column in trained.plan.inputs]
    rows = proof.as_json(examples[inputs].head(proof.ROWS))
    members = {
        "manifest.json": manifest.to_json(),
        "weights.npz": weights,
        "model.keras": to_keras(trained.serving),
        "expected.json": proof.expected(rows, trained.predict(rows)),
        "README.md": card(trained.experiment, trained.plan, origin, trained.space, train, evaluation, len(rows)),
        "requirements.txt": requirements(),
        **sources(),
    }
    replace(path, pack(members))


def read(path: Path) -> Bundle:
    """The network in a bundle, rebuilt from its manifest and arrays. Raises ExportError."""
    return rebuild(contents(path))


def rebuild(found: Contents) -> Bundle:
    """The network of a bundle's content, which was checked. Raises ExportError where it makes none all the same."""
    with refusing():
        model = _model(found)
    return Bundle(found.manifest.experiment, found.manifest.plan, found.space, model, found.manifest.origin)


def weights_of(model: keras.Model, plan: Plan) -> dict[str, npt.NDArray[Any]]:
    """The weights of a plan's network by our names."""
    found = variables(model)
    return {name: found[name].numpy() for name in plan.arrays}


def _model(found: Contents) -> keras.Model:
    model = build(found.manifest.plan, seed=0)
    for name, variable in variables(model).items():
        variable.assign(found.weights[name])
    return model
