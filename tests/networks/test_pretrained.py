"""A pretrained encoder beside KerasHub's own, frozen or not, and what is read of a preset."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import h5py
import keras
import numpy as np
import pandas as pd
import pytest

from mtl_core.errors import ExperimentError, TrainingError
from mtl_core.experiment import Experiment, parse_experiment
from mtl_core.features import plan_shapes
from mtl_core.features.fit import fit
from mtl_core.features.space import FeatureSpace
from mtl_core.networks import build, preset_weights, read_ahead, variables
from mtl_core.networks.frozen_features import require_room
from mtl_core.plan import Plan, plan
from mtl_core.pretrained import presets
from tests.pretrained import tiny_preset

pytestmark = pytest.mark.engine

TEXTS = ["It was good, said person.", "bad", "", "你好 cafés! 😀", "it was a very long text of the town, said a person"]
FRAME = pd.DataFrame({"note": TEXTS * 4, "a": ["yes", "no"] * 10, "b": ["x", "y", "z", "x"] * 5, "age": range(20)})
Made = tuple[Path, Any]


@pytest.fixture(scope="module")
def preset(tmp_path_factory: pytest.TempPathFactory) -> Made:
    folder = tmp_path_factory.mktemp("presets") / "tiny"
    return folder, tiny_preset.save(folder)


def experiment(folder: Path, depth: int = 1, **text: Any) -> Experiment:
    return parse_experiment(
        {
            "columns": {
                "note": {"kind": "text"},
                "age": {"kind": "numeric"},
                "a": {"kind": "yes_no"},
                "b": {"kind": "category"},
            },
            "tasks": [{"column": "a", "kind": "binary"}, {"column": "b", "kind": "multiclass"}],
            "sharing": {"units": 8, "depth": depth, "layers": 2},
            "text": {"encoder": "pretrained", "preset": str(folder), **text},
        }
    )


def drawn(asked: Experiment) -> tuple[FeatureSpace, Plan]:
    found = presets.preset_of(asked)
    assert found is not None
    space = fit(FRAME, asked, pretrained=found.encoder)
    return space, plan(asked, plan_shapes.inputs(space), plan_shapes.tasks(space))


def started(network: Plan, folder: Path, seed: int = 0) -> keras.Model:
    model = build(network, seed)
    for name, array in preset_weights(network, presets.find(str(folder))).items():
        variables(model)[name].assign(array)
    return model


def test_it_reads_as_keras_hub_does(preset: Made) -> None:
    folder, backbone = preset
    space, network = drawn(experiment(folder))
    model = started(network, folder)
    pieces = space.transform(FRAME[:5])
    theirs = backbone(
        {
            "token_ids": pieces["c0"],
            "segment_ids": np.zeros_like(pieces["c0"]),
            "padding_mask": (pieces["c0"] != 0).astype(np.int32),
        }
    )["sequence_output"]
    present = (pieces["c0"] != 0)[:, :, None]
    mean = (np.asarray(theirs) * present).sum(axis=1) / present.sum(axis=1)
    ours = read_ahead(network, model, pieces)["inputs_c0"]
    np.testing.assert_allclose(ours, mean, atol=2e-6)
    assert np.abs(ours[0] - ours[1]).max() > 0.01


def test_all_of_a_preset_is_counted_but_what_texts_do_not_need(preset: Made) -> None:
    folder, backbone = preset
    space, network = drawn(experiment(folder, longest=10))
    encoder = next(block for block in network.blocks if block.pretrained)
    assert space.columns[0].length == 10
    unused = (tiny_preset.PLACES - 10) * 16 + 2 * 16 + (16 * 16 + 16)  # places, segments, the pooled layer
    assert encoder.parameters == backbone.count_params() - unused


@pytest.mark.parametrize("depth", [0, 2])
@pytest.mark.parametrize("fine_tune", [False, True])
def test_model_is_the_plan(preset: Made, depth: int, fine_tune: bool) -> None:
    _, network = drawn(experiment(preset[0], depth, fine_tune=fine_tune))
    model = build(network, seed=0)
    assert model.count_params() == network.parameters
    assert {name: tuple(variable.shape) for name, variable in variables(model).items()} == network.arrays
    encoders = [block for block in network.blocks if block.pretrained]
    # One that learns nothing is there once, even where the tasks share nothing.
    assert len(encoders) == (2 if fine_tune and depth == 0 else 1)
    assert {len(block.tasks) for block in encoders} == {0 if not fine_tune else 1 if depth == 0 else 2}


def test_the_rest_of_a_network_says_the_same_of_texts_read_ahead(preset: Made) -> None:
    space, network = drawn(experiment(preset[0]))
    whole, rest = started(network, preset[0]), build(network, seed=0, ahead=True)
    assert not any("inputs_c0" in name for name in variables(rest))
    rows = read_ahead(network, whole, space.transform(FRAME))
    given = {tensor.name: rows[tensor.name] for tensor in rest.inputs}
    for one, other in zip(whole({name: rows[name] for name in ("numbers", "c0")}), rest(given), strict=True):
        np.testing.assert_allclose(one, other, atol=1e-6)


def test_reading_ahead_tells_how_far_it_is(preset: Made, monkeypatch: pytest.MonkeyPatch) -> None:
    space, network = drawn(experiment(preset[0]))
    model, rows, told = started(network, preset[0]), space.transform(FRAME), list[str]()
    at_once = read_ahead(network, model, rows, told.append)
    assert told == []
    monkeypatch.setattr("mtl_core.networks.frozen_features._PART", len(FRAME) // 3)
    in_parts = read_ahead(network, model, rows, told.append)
    np.testing.assert_allclose(at_once["inputs_c0"], in_parts["inputs_c0"], atol=1e-6)
    assert len(told) == 2
    assert f"of {len(FRAME)} training texts" in told[1]


def test_too_many_rows_to_read_ahead_are_one_sentence(preset: Made) -> None:
    _, network = drawn(experiment(preset[0]))
    require_room(network, 1_000_000)
    with pytest.raises(TrainingError, match=r"100,000,000 texts would take 6\.0 GB; at most 2 GB"):
        require_room(network, 100_000_000)


@pytest.mark.parametrize("change", ["no weights", "not a file of weights", "another size", "not finite"])
def test_damaged_weights_are_one_sentence(preset: Made, tmp_path: Path, change: str) -> None:
    folder = tmp_path / "broken"
    shutil.copytree(preset[0], folder)
    _, network = drawn(experiment(folder))
    weights = folder / presets.WEIGHTS
    if change == "no weights":
        weights.unlink()
    elif change == "not a file of weights":
        weights.write_bytes(b"no weights at all")
    else:
        with h5py.File(weights, "r+") as file:
            group = file["layers/layer_normalization/vars"]
            del group["0"]
            group["0"] = np.ones(3) if change == "another size" else np.full(16, np.nan)
    with pytest.raises(ExperimentError, match='Preset "broken" cannot be read: its weights are missing, damaged or'):
        preset_weights(network, presets.find(str(folder)))
