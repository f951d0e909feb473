"""Texts read by a pretrained encoder, from the file through a training to a bundle that needs no preset, and how a
preset is had."""

from __future__ import annotations

import builtins
import json
import shutil
import zipfile
from pathlib import Path
from typing import Any

import keras
import numpy as np
import pandas as pd
import pytest

from mtl_core.cli.main import main
from mtl_core.errors import ExperimentError
from mtl_core.exporting.bundle import Bundle, read
from mtl_core.networks import preset_weights
from mtl_core.preparation.experiment_request import extend_experiment, request_experiment
from mtl_core.pretrained import presets
from mtl_core.pretrained.fetching import fetch
from mtl_core.tables.intake.uploads import take_in
from mtl_core.training import Silent
from mtl_core.workflow import job
from tests.elsewhere import run_elsewhere
from tests.killing_observer import Killed, KillingObserver
from tests.pretrained import tiny_preset

pytestmark = pytest.mark.engine

ROWS = 90
SMALL = ["sharing.units=8", "training.patience=0", "training.epochs=3", "text.encoder=pretrained", "text.preset=tiny"]


def table() -> pd.DataFrame:
    """Texts, a number beside them, and two tasks with labels missing."""
    rng = np.random.default_rng(0)
    moods = rng.integers(0, 2, ROWS)
    texts = [f"it was {('bad', 'good')[mood]}, said person {chr(97 + n % 26)}" for n, mood in enumerate(moods)]
    mood = pd.Series(np.where(moods == 1, "high", "low")).mask(rng.random(ROWS) < 0.2)
    stars = pd.Series(moods * 2.0 + rng.normal(size=ROWS).round(2)).mask(rng.random(ROWS) < 0.2)
    return pd.DataFrame({"review": texts, "age": rng.normal(size=ROWS).round(2), "mood": mood, "stars": stars})


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A preset as KerasHub saves it."""
    folder = tmp_path_factory.mktemp("made") / "tiny"
    tiny_preset.save(folder)
    return folder


@pytest.fixture(autouse=True)
def workspace(tmp_path: Path, made: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("MTL_WORKSPACE", str(tmp_path / "workspace"))
    shutil.copytree(made, presets.home() / "tiny")
    return tmp_path


def asked(folder: Path, *settings: str) -> tuple[Path, Any]:
    dataset = take_in(table().to_csv(index=False).encode(), "reviews.csv", folder)
    return dataset.folder, request_experiment(
        dataset, ["mood", "stars"], [], None, ["columns.review.kind=text", *SMALL, *settings]
    )


def encoder(bundle: Bundle) -> dict[str, np.ndarray]:
    held = {name for block in bundle.plan.blocks if block.pretrained for name in block.arrays}
    found = {f"{layer.name}/{weight.name}": weight.numpy() for layer in bundle.model.layers for weight in layer.weights}
    return {name: found[name] for name in held}


@pytest.mark.parametrize("fine_tune", ["false", "true"])
def test_a_killed_run_ends_as_if_it_had_not_been(
    workspace: Path, monkeypatch: pytest.MonkeyPatch, fine_tune: str
) -> None:
    monkeypatch.setattr("mtl_core.training.saving.Saver.due", True)  # a checkpoint after every chunk
    dataset, experiment = asked(workspace, f"text.fine_tune={fine_tune}", "sharing.depth=1")
    job.run(dataset, experiment, workspace / "whole", Silent())
    with pytest.raises(Killed):
        job.run(dataset, experiment, workspace / "cut", KillingObserver())
    job.run(dataset, experiment, workspace / "cut", Silent())
    whole, cut = (read(workspace / name / "bundle.zip") for name in ("whole", "cut"))
    for mine, theirs in zip(whole.model.weights, cut.model.weights, strict=True):
        np.testing.assert_array_equal(mine.numpy(), theirs.numpy())
    before = encoder(whole)
    stored = preset_weights(whole.plan, presets.find("tiny"))
    moved = max(float(np.abs(before[name] - stored[name]).max()) for name in stored)
    assert (0 < moved < 0.01) if fine_tune == "true" else moved == 0


def test_at_the_command_line_it_trains_predicts_and_works_elsewhere(workspace: Path, capsys: Any) -> None:
    table().to_csv(workspace / "reviews.csv", index=False)
    settings = [part for setting in ("columns.review.kind=text", *SMALL) for part in ("--set", setting)]
    out = workspace / "out"
    told = ["train", str(workspace / "reviews.csv"), "--target", "mood", "--target", "stars", *settings]
    assert main([*told, "--out", str(out)]) == 0
    assert "is read as pieces of words" in capsys.readouterr().err
    shutil.rmtree(presets.home())  # a bundle needs none
    assert main(["predict", str(out), str(workspace / "reviews.csv"), "--out", str(workspace / "p.csv")]) == 0
    assert len(pd.read_csv(workspace / "p.csv")) == ROWS
    with zipfile.ZipFile(out / "bundle.zip") as archive:
        archive.extractall(workspace / "bundle")
    done = run_elsewhere(workspace / "bundle", "verify.py")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "predictions identical" in done.stdout


def test_words_of_a_text_push_its_answers_and_the_count_is_exact(workspace: Path) -> None:
    dataset, experiment = asked(workspace, "text.linear=false")  # or the number says all of what so little teaches
    summary = job.run(dataset, experiment, workspace / "run", Silent())
    bundle = read(workspace / "run" / "bundle.zip")
    assert summary.parameters == bundle.model.count_params() == bundle.plan.parameters
    told = json.loads((workspace / "run" / "examples.json").read_text())
    text = told["rows"][0]["texts"][0]
    assert [text["text"][start:end] for start, end in text["places"]][:3] == ["it", "was", text["text"].split()[2][:-1]]
    assert all(np.abs(effects).max() > 0 for effects in text["effects"].values())


@pytest.mark.parametrize("fine_tune", ["false", "true"])
def test_a_task_is_added_though_the_preset_is_gone(workspace: Path, fine_tune: str) -> None:
    dataset = take_in(table().to_csv(index=False).encode(), "reviews.csv", workspace)
    settings = ["columns.review.kind=text", *SMALL, f"text.fine_tune={fine_tune}"]
    job.run(
        dataset.folder, request_experiment(dataset, ["mood"], ["stars"], None, settings), workspace / "base", Silent()
    )
    shutil.rmtree(presets.home() / "tiny")
    base = read(workspace / "base" / "bundle.zip")
    more = extend_experiment(dataset, base.experiment, "stars", [])
    summary = job.extend(workspace / "base" / "bundle.zip", dataset.folder, more, workspace / "more", Silent())
    assert summary.test["stars"]["mae"] is not None
    grown = read(workspace / "more" / "bundle.zip")
    before, after = base.predict(table()), grown.predict(table())
    pd.testing.assert_frame_equal(before, after[list(before.columns)], check_exact=True)
    for name, weight in encoder(base).items():
        np.testing.assert_array_equal(encoder(grown)[name], weight)


def test_a_preset_that_is_gone_when_a_run_goes_on_is_missed(workspace: Path) -> None:
    dataset, experiment = asked(workspace)
    job.run(dataset, experiment, workspace / "run", Silent())
    shutil.rmtree(presets.home() / "tiny")
    with pytest.raises(ExperimentError, match="a pretrained encoder needs a preset"):
        job.run(dataset, experiment, workspace / "run", Silent())


def test_a_preset_is_fetched_from_where_keras_hub_finds_it(workspace: Path, made: Path, capsys: Any) -> None:
    shutil.rmtree(presets.home())
    assert main(["fetch", str(made)]) == 0
    assert "--set text.encoder=pretrained --set text.preset=tiny" in capsys.readouterr().out
    fetched, own = presets.find("tiny"), presets.find(str(made))
    assert fetched.encoder == own.encoder
    assert presets.list_presets() == ["tiny"]
    assert [path.name for path in presets.home().iterdir()] == ["tiny"]
    assert main(["fetch", str(made)]) == 2
    assert 'There is a preset "tiny"' in capsys.readouterr().err


def test_without_internet_there_is_one_sentence(workspace: Path, capsys: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    import keras_hub

    def unreachable(*_: Any) -> keras.Model:
        raise ConnectionError("no route to host\nand more")

    monkeypatch.setattr(keras_hub.models.BertBackbone, "from_preset", unreachable)
    assert main(["fetch", "bert_tiny_en_uncased"]) == 2
    told = capsys.readouterr().err
    assert 'Preset "bert_tiny_en_uncased" could not be had (no route to host); expected' in told
    assert len(told.splitlines()) == 1
    assert presets.list_presets() == ["tiny"]
    assert [path.name for path in presets.home().iterdir()] == ["tiny"]


def test_without_keras_hub_there_is_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def missing(name: str, *rest: Any) -> Any:
        if name == "keras_hub":
            raise ImportError(name)
        return real(name, *rest)

    monkeypatch.setattr(builtins, "__import__", missing)
    with pytest.raises(ExperimentError, match=r"not installed; run pip install -r requirements-pretrained\.txt"):
        fetch("bert_tiny_en_uncased")
    with pytest.raises(ExperimentError, match="not installed"):
        fetch("hf://somebody/something")
