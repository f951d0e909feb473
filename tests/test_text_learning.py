"""What a network learns of texts: their order where it says something, nothing of rows that do not train; the same
after a kill and in its bundle."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from mtl_core.exporting.bundle import read
from mtl_core.preparation.experiment_request import request_experiment
from mtl_core.preparation.preparing import prepare
from mtl_core.tables.dataset import Dataset
from mtl_core.tables.intake.uploads import take_in
from mtl_core.training import Silent
from mtl_core.workflow import job
from tests.killing_observer import Killed, KillingObserver

pytestmark = pytest.mark.engine

FILLERS = ["the", "cat", "saw", "big", "dogs", "near", "home", "today"]
SMALL = ["text.units=16", "text.embedding=8", "sharing.units=8", "sharing.members=1", "training.patience=0"]


def stories(rows: int, seed: int = 0) -> pd.DataFrame:
    """Texts that all say "salt" and "pepper" once: the answer is which comes first."""
    rng = np.random.default_rng(seed)
    texts, answers = [], []
    for _ in range(rows):
        words = list(rng.choice(FILLERS, 8))
        places = rng.choice(8, 2, replace=False)
        words[places[0]], words[places[1]] = "salt", "pepper"
        texts.append(" ".join(words))
        answers.append("salt" if places[0] < places[1] else "pepper")
    return pd.DataFrame({"text": texts, "first": answers})


def shuffled(frame: pd.DataFrame) -> pd.DataFrame:
    """The same words of each text in a random order."""
    rng = np.random.default_rng(1)
    return frame.assign(text=[" ".join(rng.permutation(text.split())) for text in frame["text"]])


def taken_in(frame: pd.DataFrame, workspace: Path) -> Dataset:
    return take_in(frame.to_csv(index=False).encode(), "stories.csv", workspace)


def asked(dataset: Dataset, encoder: str, *settings: str) -> Any:
    wanted = ["columns.text.kind=text", f"text.encoder={encoder}", *SMALL, *settings]
    return request_experiment(dataset, ["first"], [], None, wanted)


def test_an_lstm_loses_where_the_order_is_lost(tmp_path: Path) -> None:
    found = []
    for name, frame in (("told", stories(600)), ("shuffled", shuffled(stories(600)))):
        dataset = taken_in(frame, tmp_path / name)
        experiment = asked(dataset, "lstm", "training.epochs=20", "training.learning_rate=0.16", "text.dropout=0")
        summary = job.run(dataset.folder, experiment, tmp_path / name / "run", Silent())
        found.append(summary.test["first"]["accuracy"])
    told, lost = found
    assert told > 0.9
    assert lost < 0.7  # guessing is 0.5


@pytest.mark.parametrize("encoder", ["gru", "transformer"])
def test_a_killed_run_ends_as_if_it_had_not_been_and_its_bundle_reads_raw_texts(
    encoder: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mtl_core.training.saving.Saver.due", True)  # a checkpoint after every chunk
    frame = stories(120)
    dataset = taken_in(frame, tmp_path)
    experiment = asked(dataset, encoder, "training.epochs=4")
    job.run(dataset.folder, experiment, tmp_path / "whole", Silent())
    with pytest.raises(Killed):
        job.run(dataset.folder, experiment, tmp_path / "cut", KillingObserver())
    job.run(dataset.folder, experiment, tmp_path / "cut", Silent())
    whole, cut = (read(tmp_path / name / "bundle.zip") for name in ("whole", "cut"))
    for mine, theirs in zip(whole.model.weights, cut.model.weights, strict=True):
        np.testing.assert_array_equal(mine.numpy(), theirs.numpy())
    found = pd.read_parquet(tmp_path / "cut" / "predictions.parquet")
    again = cut.predict(frame[["text"]].iloc[found["position"]]).reset_index(drop=True)
    pd.testing.assert_frame_equal(again, found[again.columns], check_dtype=False, rtol=1e-5)


def test_words_are_learnt_from_training_rows_alone(tmp_path: Path) -> None:
    frame = stories(60)
    parts = prepare(dataset := taken_in(frame, tmp_path / "a"), experiment := asked(dataset, "lstm")).parts
    others = np.setdiff1d(np.arange(60), parts.train)
    frame.loc[others, "text"] = frame.loc[others, "text"] + " unheard unheard of things"
    after = prepare(taken_in(frame, tmp_path / "b"), experiment)
    np.testing.assert_array_equal(after.parts.train, parts.train)
    text = after.space.columns[0]
    assert set(text.words) == {*FILLERS, "salt", "pepper"}  # type: ignore[attr-defined]
    assert text.length == 8
