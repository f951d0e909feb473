"""Several labels at once from the command line to a bundle in a clean process, labels missing."""

import csv
import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from mtl_core.cli.main import main
from mtl_core.experiment import Experiment
from mtl_core.records.commands import Command
from mtl_core.records.events import Event
from mtl_core.records.results import Evaluation
from mtl_core.tables.intake.uploads import take_in
from mtl_core.workflow import job
from tests.clean_process import run_in_clean_process

pytestmark = pytest.mark.engine

LABELS = ("film", "food", "sport")


def table(rows: int = 240, seed: int = 0) -> pd.DataFrame:
    """Numbers that tell each label; a third of the sets missing, single cells of the joined columns too."""
    rng = np.random.default_rng(seed)
    signs = rng.normal(size=(rows, 3))
    held = signs > [0, 0.5, 1]
    frame = pd.DataFrame({f"x{k}": signs[:, k].round(3) for k in range(3)})
    frame["about"] = [";".join(np.array(LABELS)[row]) or "[]" for row in held]
    frame["about"] = frame["about"].mask(rng.random(rows) < 0.3)
    for place, name in enumerate(("hot", "wet")):
        frame[name] = pd.Series(np.where(signs[:, place] > 0, "yes", "no")).mask(rng.random(rows) < 0.2)
    return frame


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that the command line left, with its table."""
    folder = tmp_path_factory.mktemp("made")
    table().to_csv(folder / "table.csv", index=False)
    asked = ["--target", "about:multilabel", "--join", "weather", "hot", "wet", "--set", "training.epochs=40"]
    settings = ["--set", "sharing.units=16", "--set", "split.test=0.3", "--set", "training.learning_rate=0.02"]
    assert main(["train", str(folder / "table.csv"), *asked, *settings, "--out", str(folder / "out")]) == 0
    return folder


def test_it_learns(made: Path) -> None:
    metrics = json.loads((made / "out" / "metrics.json").read_bytes())["test"]
    assert metrics["about"]["micro_f1"] > 0.85
    assert metrics["weather"]["subset_accuracy"] > 0.8
    assert set(metrics["about"]) == {"micro_f1", "macro_f1", "subset_accuracy", "label_accuracy", "macro_auc"}


def test_the_bundle_predicts_the_same_in_a_clean_process(made: Path, tmp_path: Path) -> None:
    fresh = table(rows=50, seed=1).drop(columns=["about", "hot", "wet"])
    fresh.to_csv(tmp_path / "fresh.csv", index=False)
    assert main(["predict", str(made / "out"), str(tmp_path / "fresh.csv"), "--out", str(tmp_path / "a.csv")]) == 0
    answers = pd.read_csv(tmp_path / "a.csv", quoting=csv.QUOTE_NONNUMERIC)
    chances = [f"about:{label}" for label in LABELS]
    assert list(answers.columns) == ["row", "about", *chances, "weather", "weather:hot", "weather:wet"]
    said = [";".join(np.array(LABELS)[row >= 0.5]) or "[]" for row in answers[chances].to_numpy()]
    assert list(answers["about"]) == said
    predicting = ["predict.py", str(tmp_path / "fresh.csv"), "--out", str(tmp_path / "b.csv")]
    run_in_clean_process(made / "out" / "bundle.zip", tmp_path / "elsewhere", predicting, ["verify.py"])
    alone = pd.read_csv(tmp_path / "b.csv", quoting=csv.QUOTE_NONNUMERIC)
    pd.testing.assert_frame_equal(alone, answers, rtol=1e-5)


class Stopping:
    """Stops the training with the second epoch, unless it is to go on."""

    def __init__(self, stops: bool) -> None:
        self._stops = stops
        self._commands: tuple[Command, ...] = ()

    def report(self, event: Event) -> None:
        kind, body = event.kind, event.to_body()
        if kind == "epoch" and body["epoch"] == 2 and self._stops:
            raise KeyboardInterrupt

    def commands(self) -> tuple[Command, ...]:
        return ()


def test_an_interrupted_run_goes_on_to_the_same_numbers(made: Path, tmp_path: Path) -> None:
    experiment = Experiment.from_json((made / "out" / "experiment.json").read_bytes()).with_changes(
        {"training.epochs": 5}
    )
    folder = take_in(made / "table.csv", "table.csv", tmp_path / "workspace").folder
    whole = job.run(folder, experiment, tmp_path / "whole", Stopping(False))
    with pytest.raises(KeyboardInterrupt):
        job.run(folder, experiment, tmp_path / "run", Stopping(True))
    again = job.run(folder, experiment, tmp_path / "run", Stopping(False))
    assert again.test == whole.test
    found = Evaluation.model_validate_json((tmp_path / "run" / "evaluation.json").read_bytes())
    assert [task.rows for task in found.tasks] == [
        int(column.notna().sum()) for column in _test_rows(tmp_path / "run" / "predictions.parquet")
    ]
    assert [score.label for score in found.tasks[0].labels] == list(LABELS)


def _test_rows(path: Path) -> list[pd.Series]:
    found = pd.read_parquet(path)
    return [found["about (true)"], found["weather (true)"]]
