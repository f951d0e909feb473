"""A temperature is part of the network wherever it goes."""

from __future__ import annotations

import dataclasses
import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scipy.special import logit, softmax

from mtl_core.exporting.bundle import read, write
from mtl_core.exporting.members import FORMATS
from mtl_core.exporting.origin import Origin
from mtl_core.exporting.proof import TOLERANCE, difference
from mtl_core.exporting.trained import Trained
from mtl_core.runs.thresholds import BUNDLE, read_space

Table = Callable[..., pd.DataFrame]
TEMPERATURE = 2.5


@pytest.fixture(scope="module")
def tempered(trained: Trained) -> Trained:
    targets = tuple(target.temper(TEMPERATURE) for target in trained.space.targets)
    return dataclasses.replace(trained, space=dataclasses.replace(trained.space, targets=targets))


@pytest.fixture(scope="module")
def run(tempered: Trained, origin: Origin, table: Table, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("tempered")
    write(folder / "bundle.zip", tempered, origin, table(), table())
    return folder


def test_logits_are_divided_by_it_and_numbers_are_not(trained: Trained, tempered: Trained, table: Table) -> None:
    inputs = trained.space.transform(table(seed=1))
    (ill, colour, cost), (ill_tempered, colour_tempered, cost_tempered) = (
        trained.outputs(inputs),
        tempered.outputs(inputs),
    )
    np.testing.assert_allclose(logit(ill_tempered), logit(ill) / TEMPERATURE, atol=1e-5)  # of float32 logits
    np.testing.assert_allclose(colour_tempered, softmax(np.log(colour) / TEMPERATURE, axis=1), atol=1e-6)  # float32
    np.testing.assert_array_equal(cost_tempered, cost)
    assert (colour_tempered.argmax(axis=1) == colour.argmax(axis=1)).all()


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_has_it(name: str, tempered: Trained, run: Path, table: Table) -> None:
    inputs = tempered.space.transform(table(seed=1))
    again = read(run / "bundle.zip")
    wanted, ours = FORMATS[name], tempered.outputs(inputs)
    assert difference(ours, wanted.outputs(wanted.to_bytes(tempered), again, inputs)) <= TOLERANCE
    assert difference(ours, again.outputs(inputs)) == 0.0


def test_card_says_which_are_calibrated(run: Path) -> None:
    with zipfile.ZipFile(run / "bundle.zip") as archive:
        card = archive.read("README.md").decode()
    assert "That of ill (2.5) and colour (2.5) was calibrated on validation rows by a temperature" in card


def test_a_bundle_of_an_earlier_version_has_none(bundle_path: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(bundle_path) as archive:
        manifest = json.loads(archive.read("manifest.json"))
        assert "It was not calibrated." in archive.read("README.md").decode()
    for target in manifest["space"]["targets"]:
        target.pop("temperature", None)
    with zipfile.ZipFile(tmp_path / "bundle.zip", "w") as archive:
        archive.writestr("manifest.json", json.dumps(manifest))
    assert not any(target.is_tempered for target in read_space(tmp_path / BUNDLE).targets)
