"""A training's whole state as plain arrays and back, bit by bit."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

import numpy as np
import tensorflow as tf

from mtl_core.errors import TrainingError
from mtl_core.experiment import Experiment
from mtl_core.plan import Plan
from mtl_core.training.adam import Tensors
from mtl_core.training.data import Arrays
from mtl_core.training.progress import Progress
from mtl_core.training.state import State

_LAYOUT = b"2"  # of what is saved; a version with another one cannot go on from it


class Snapshot(NamedTuple):
    """All that changes while training."""

    state: State
    kept: Tensors
    progress: Progress


def pack(snapshot: Snapshot, owner: str) -> dict[str, np.ndarray]:
    """The arrays of a checkpoint of the run ``owner``."""
    tensors = {
        f"{part}_{place}": tensor.numpy()
        for part in ("state", "kept")
        for place, tensor in enumerate(tf.nest.flatten(getattr(snapshot, part)))
    }
    return {**tensors, "course": np.array(snapshot.progress.to_json()), "owner": np.array(owner)}


def unpack(arrays: Mapping[str, np.ndarray], like: Snapshot, owner: str) -> Snapshot:
    """Read ``pack``'s arrays; ``like`` is a snapshot of the same run before its first step. Raises TrainingError."""
    if str(arrays["owner"]) != owner:
        raise TrainingError(
            "The checkpoints in the run's folder belong to another experiment, other rows or another version; start a "
            "new run instead."
        )

    def part(name: str) -> tf.Tensor:
        structure = getattr(like, name)
        tensors = [tf.constant(arrays[f"{name}_{place}"]) for place in range(len(tf.nest.flatten(structure)))]
        return tf.nest.pack_sequence_as(structure, tensors)

    return Snapshot(part("state"), part("kept"), Progress.from_json(str(arrays["course"])))


def owner_of(
    plan: Plan,
    experiment: Experiment,
    parts: Sequence[Arrays],
    start: Mapping[str, np.ndarray],
    frozen: Collection[str] = (),
) -> str:
    """A name for one experiment on rows of these shapes, from these weights."""
    digest = hashlib.sha256(_LAYOUT)
    digest.update(plan.model_dump_json().encode())
    digest.update(experiment.to_json().encode())
    digest.update(repr([[values.shape for values in arrays.values] for arrays in parts]).encode())
    for name, array in start.items():
        digest.update(f"{name} {name in frozen}".encode() + array.tobytes())
    return digest.hexdigest()
