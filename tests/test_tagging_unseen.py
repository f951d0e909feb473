"""Words that were never seen are tagged by how they are spelt, from the command line to a bundle in a clean process."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from mtl_core.cli.main import main
from tests.clean_process import run_in_clean_process

pytestmark = pytest.mark.engine

ENDINGS = {"person": "son", "city": "ton"}


def table(rows: int = 240, seed: int = 0) -> pd.DataFrame:
    """Questions about a name that stands in no other; its ending alone tells whose it is."""
    rng = np.random.default_rng(seed)
    asked, tags = [], []
    for _ in range(rows):
        kind = str(rng.choice(list(ENDINGS)))
        name = "".join(rng.choice(list("abdegiklmoru"), 5)) + ENDINGS[kind]
        asked.append(f"where is {name} ?")
        tags.append(f"O O B-{kind} O")
    return pd.DataFrame({"question": asked, "slots": tags})


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that the command line left, with its table."""
    folder = tmp_path_factory.mktemp("made")
    table().to_csv(folder / "table.csv", index=False)
    settings = ["training.epochs=30", "training.learning_rate=0.02", "text.units=8", "text.embedding=8"]
    settings += ["sharing.units=8", "sharing.members=1"]
    given = [part for setting in settings for part in ("--set", setting)]
    asked = ["--target", "slots:tags", *given, "--out", str(folder / "out")]
    assert main(["train", str(folder / "table.csv"), *asked]) == 0
    return folder


def test_endings_tell_names_apart(made: Path) -> None:
    assert json.loads((made / "out" / "metrics.json").read_bytes())["test"]["slots"]["entity_f1"] > 0.95


def test_the_bundle_tags_unseen_names_the_same_in_a_clean_process(made: Path, tmp_path: Path) -> None:
    fresh = table(rows=20, seed=1)
    fresh[["question"]].to_csv(tmp_path / "fresh.csv", index=False)
    assert main(["predict", str(made / "out"), str(tmp_path / "fresh.csv"), "--out", str(tmp_path / "a.csv")]) == 0
    answers = pd.read_csv(tmp_path / "a.csv", quoting=csv.QUOTE_NONNUMERIC)
    assert (answers["slots"] == fresh["slots"]).mean() > 0.9
    predicting = ["predict.py", str(tmp_path / "fresh.csv"), "--out", str(tmp_path / "b.csv")]
    run_in_clean_process(made / "out" / "bundle.zip", tmp_path / "elsewhere", predicting, ["verify.py"])
    alone = pd.read_csv(tmp_path / "b.csv", quoting=csv.QUOTE_NONNUMERIC)
    pd.testing.assert_frame_equal(alone, answers, rtol=1e-5)
    out = tmp_path / "network.keras"
    assert main(["export", str(made / "out"), "--format", "keras", "--out", str(out)]) == 0
