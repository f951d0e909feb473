"""The weights of a preset under the names of a plan."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import h5py
import numpy as np
import numpy.typing as npt

from mtl_core.errors import ExperimentError
from mtl_core.plan import Block, Plan
from mtl_core.pretrained.presets import Preset

_PARTS = {
    "query": "self_attention_layer/query_dense",
    "key": "self_attention_layer/key_dense",
    "value": "self_attention_layer/value_dense",
    "attended": "self_attention_layer/output_dense",
    "norm_1": "self_attention_layer_norm",
    "wide": "feedforward_intermediate_dense",
    "narrow": "feedforward_output_dense",
    "norm_2": "feedforward_layer_norm",
}  # of a layer: by our name, KerasHub's
_OUTSIDE = {"embedding": "reversible_embedding", "norm": "layer_normalization"}
_FIRST = {"kernel": 0, "gamma": 0, "embeddings": 0, "bias": 1, "beta": 1}  # place among the variables of a layer


def preset_weights(plan: Plan, preset: Preset) -> dict[str, np.ndarray]:
    """The weights of the plan's pretrained encoders by LAYER/WEIGHT. Raises ExperimentError.

    Each place's vector has that of the first segment added to it, since a text is one segment.
    """
    blocks = [block for block in plan.blocks if block.pretrained]
    try:
        with h5py.File(preset.weights, "r") as file:
            stored = _find_arrays(file)
            return {name: array for block in blocks for name, array in _of_block(block, stored).items()}
    except (OSError, KeyError, ValueError, TypeError) as error:
        template = (
            'Preset "{name}" cannot be read: its weights are missing, damaged or not those of its configuration; '
            "fetch it or save it with KerasHub again."
        )
        raise ExperimentError(template.format(name=preset.folder.name)) from error


def _find_arrays(file: h5py.File) -> dict[str, h5py.Dataset]:
    """The arrays of a file by their path, without the underscores that some versions of Keras begin its parts with."""
    found: dict[str, h5py.Dataset] = {}

    def note(path: str, item: h5py.Group | h5py.Dataset) -> None:
        if isinstance(item, h5py.Dataset):
            found["/".join(part.lstrip("_") for part in path.split("/"))] = item

    file.visititems(note)
    return found


def _of_block(block: Block, stored: Mapping[str, h5py.Dataset]) -> dict[str, np.ndarray]:
    return {
        name: _reshape(_array(name.removeprefix(f"{block.id}_"), shape, stored), shape)
        for name, shape in block.arrays.items()
    }


def _array(name: str, shape: tuple[int, ...], stored: Mapping[str, h5py.Dataset]) -> npt.NDArray[Any]:
    """The array of our name within an encoder, as KerasHub shapes it. Raises KeyError."""
    layer, _, weight = name.partition("/")
    if layer == "places":
        places, segments = (_of(stored, part, weight) for part in ("position_embedding", "embedding"))
        together: npt.NDArray[Any] = places[: shape[0]] + segments[0]
        return together
    if layer in _OUTSIDE:
        return _of(stored, _OUTSIDE[layer], weight)
    number, _, part = layer.partition("_")
    place = "" if number == "1" else f"_{int(number) - 1}"
    return _of(stored, f"transformer_encoder{place}/{_PARTS[part]}", weight)


def _of(stored: Mapping[str, h5py.Dataset], layer: str, weight: str) -> npt.NDArray[Any]:
    found: npt.NDArray[Any] = np.asarray(stored[f"layers/{layer}/vars/{_FIRST[weight]}"])
    return found


def _reshape(array: np.ndarray, shape: tuple[int, ...]) -> np.ndarray:
    """Heads side by side. Raises ValueError."""
    values = np.reshape(array, shape).astype(np.float32)
    if not np.isfinite(values).all():
        raise ValueError("not finite")
    return values
