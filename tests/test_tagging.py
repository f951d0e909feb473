"""Tags of tokens beside an intent, from the command line to a bundle in a clean process, labels missing."""

from __future__ import annotations

import csv
import json
import zipfile
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

PLACES = ("Oslo", "Rome", "Lima", "Cape Town", "New York")


def sentence(rng: np.random.Generator) -> tuple[str, str, str]:
    """A question, a tag for each of its tokens, which the words before and behind decide, and what it is about."""
    start, end = rng.choice(PLACES, 2)
    parts = [("from", start, "start"), ("to", end, "end")]
    rng.shuffle(parts)
    about = str(rng.choice(["fare", "time"]))
    tokens, tags = (["how", "much", "is", "it"] if about == "fare" else ["when", "is", "there", "one"]), ["O"] * 4
    for word, place, kind in parts:
        names = place.split()
        tokens += [word, *names]
        tags += ["O", f"B-{kind}", *(f"I-{kind}" for _ in names[1:])]
    return " ".join([*tokens, "?"]), " ".join([*tags, "O"]), about


def table(rows: int = 200, seed: int = 0) -> pd.DataFrame:
    """Questions; a fifth of the tags and of the intents missing."""
    rng = np.random.default_rng(seed)
    frame = pd.DataFrame([sentence(rng) for _ in range(rows)], columns=["question", "slots", "about"])
    return frame.assign(**{name: frame[name].mask(rng.random(rows) < 0.2) for name in ("slots", "about")})


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that the command line left, with its table."""
    folder = tmp_path_factory.mktemp("made")
    table().to_csv(folder / "table.csv", index=False)
    settings = ["training.epochs=60", "training.learning_rate=0.02", "text.units=16", "text.embedding=16"]
    settings += ["sharing.units=16", "split.test=0.3", "text.longest=10", "text.dropout=0.1"]
    given = [part for setting in settings for part in ("--set", setting)]
    asked = ["--target", "slots:tags", "--target", "about"]
    assert main(["train", str(folder / "table.csv"), *asked, *given, "--out", str(folder / "out")]) == 0
    return folder


def test_it_learns(made: Path) -> None:
    metrics = json.loads((made / "out" / "metrics.json").read_bytes())["test"]
    assert metrics["slots"]["entity_f1"] > 0.85
    assert metrics["about"]["auc"] > 0.9
    assert set(metrics["slots"]) == {"entity_f1", "entity_precision", "entity_recall", "token_accuracy"}


def test_the_bundle_tags_raw_strings_the_same_in_a_clean_process(made: Path, tmp_path: Path) -> None:
    fresh = table(rows=30, seed=1)[["question"]]
    fresh.loc[0, "question"] = "to Rome  from Oslo\tand then on by land and by sea to New York ?"
    fresh.to_csv(tmp_path / "fresh.csv", index=False)
    assert main(["predict", str(made / "out"), str(tmp_path / "fresh.csv"), "--out", str(tmp_path / "a.csv")]) == 0
    answers = pd.read_csv(tmp_path / "a.csv", quoting=csv.QUOTE_NONNUMERIC)
    assert list(answers.columns) == ["row", "slots", "about", "about:fare", "about:time"]
    assert [len(tags.split()) for tags in answers["slots"]] == [len(text.split()) for text in fresh["question"]]
    assert set(" ".join(answers["slots"]).split()) == {"O", "B-start", "I-start", "B-end", "I-end"}
    assert answers["slots"][0].split()[10:] == ["O"] * 6
    predicting = ["predict.py", str(tmp_path / "fresh.csv"), "--out", str(tmp_path / "b.csv")]
    run_in_clean_process(made / "out" / "bundle.zip", tmp_path / "elsewhere", predicting, ["verify.py"])
    alone = pd.read_csv(tmp_path / "b.csv", quoting=csv.QUOTE_NONNUMERIC)
    pd.testing.assert_frame_equal(alone, answers, rtol=1e-5)


def test_the_card_tells_the_tags(made: Path) -> None:
    with zipfile.ZipFile(made / "out" / "bundle.zip") as archive:
        said = archive.read("README.md").decode()
    assert "| slots | a tag for each token | B-end, B-start, I-end, I-start, O |" in said
    assert "entity\\_f1" in said


class Stopping:
    """Stops the training with the second epoch, unless it is to go on."""

    def __init__(self, stops: bool) -> None:
        self._stops = stops
        self.sentences: list[str] = []

    def report(self, event: Event) -> None:
        kind, body = event.kind, event.to_body()
        if kind == "note":
            self.sentences.append(body["sentence"])
        if kind == "epoch" and body["epoch"] == 2 and self._stops:
            raise KeyboardInterrupt

    def commands(self) -> tuple[Command, ...]:
        return ()


def test_an_interrupted_run_goes_on_to_the_same_numbers(made: Path, tmp_path: Path) -> None:
    experiment = Experiment.from_json((made / "out" / "experiment.json").read_bytes()).with_changes(
        {"training.epochs": 4}
    )
    folder = take_in(made / "table.csv", "table.csv", tmp_path / "workspace").folder
    told = Stopping(False)
    whole = job.run(folder, experiment, tmp_path / "whole", told)
    assert any("texts have more than the 10 tokens that are kept" in sentence for sentence in told.sentences)
    with pytest.raises(KeyboardInterrupt):
        job.run(folder, experiment, tmp_path / "run", Stopping(True))
    again = job.run(folder, experiment, tmp_path / "run", Stopping(False))
    assert again.test == whole.test
    found = Evaluation.model_validate_json((tmp_path / "run" / "evaluation.json").read_bytes()).tasks[0]
    assert [score.label for score in found.labels] == ["end", "start"]
    saved = pd.read_parquet(tmp_path / "run" / "predictions.parquet")
    assert found.rows == saved["slots (true)"].notna().sum()
    assert saved["slots"].str.split().map(len).equals(saved["slots (true)"].fillna(saved["slots"]).str.split().map(len))


def test_one_row_with_a_tag_too_few_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    frame = table()
    row = int(frame["slots"].notna().idxmax())
    frame.loc[row, "slots"] = "O B-start"
    frame.to_csv(tmp_path / "table.csv", index=False)
    arguments = ["train", str(tmp_path / "table.csv"), "--target", "slots:tags", "--out", str(tmp_path / "out")]
    assert main(arguments) == 2
    tokens = len(frame["question"][row].split())
    assert capsys.readouterr().err.strip() == (
        f'Task "slots": row {row + 1} has 2 tags for the {tokens} tokens of "question", expected one for each; correct '
        "that row in the file or empty its cell and bring it again, or do not predict it."
    )


def test_speech_and_entities_of_a_conll_file_are_trained_together(tmp_path: Path) -> None:
    rng = np.random.default_rng(3)
    lines = []
    for _ in range(80):
        asked, slots, _ = sentence(rng)
        for token, tag in zip(asked.split(), slots.split(), strict=True):
            speech = "PROPN" if tag != "O" else {"from": "ADP", "to": "ADP", "?": "PUNCT"}.get(token, "X")
            lines.append(f"{token} {speech} {tag}")
        lines.append("")
    (tmp_path / "asked.conll").write_text("\n".join(lines))
    settings = ["training.epochs=40", "training.learning_rate=0.03", "text.units=8", "text.embedding=8"]
    given = [part for setting in settings for part in ("--set", setting)]
    asked_for = ["--target", "pos", "--target", "tags"]
    assert main(["train", str(tmp_path / "asked.conll"), *asked_for, *given, "--out", str(tmp_path / "out")]) == 0
    metrics = json.loads((tmp_path / "out" / "metrics.json").read_bytes())["test"]
    assert set(metrics["pos"]) == {"token_accuracy", "macro_f1"}
    assert metrics["pos"]["token_accuracy"] > 0.8
    assert "entity_f1" in metrics["tags"]
