"""Texts as people bring them, from the file through a training to a prediction, at the command line."""

from __future__ import annotations

import csv
import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from mtl_core.cli.main import main

pytestmark = pytest.mark.engine

N = 60
LABELS = ["pos" if n % 2 else "neg" for n in range(N)]
TEXTS = [f"it was {'good' if n % 2 else 'bad'}, said person {n % 7} of the town" for n in range(N)]
ODD: dict[str, Callable[[int], str]] = {
    "empty": lambda n: TEXTS[n] if n % 3 else "",
    "null bytes": lambda n: TEXTS[n].replace("good", "go\0od"),
    "emoji": lambda n: "😀🎉 " * (n % 5 + 1) if n % 2 else "😡👎🏽 " * (n % 7 + 1),
    "stop words": lambda n: " ".join(("the", "of", "and", "to")[k] for k in (n % 4, n % 3, n % 2, 0)),
    "right to left": lambda n: f"كان الفيلم جميلا {n}" if n % 2 else f"הסרט היה גרוע \u202e{n}",
    "mixed scripts": lambda n: f"Das war 很好 شكرا {n % 9} очень ok",
    "one word": lambda n: "word " * (n % 20 + 1),
    "markup": lambda n: f"<script>x</script> **{n % 9}** $y$ {'=cmd' * (n % 2)}",
}


def write(path: Path, texts: list[str]) -> Path:
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([("review", "mood"), *zip(texts, LABELS, strict=True)])
    return path


def train(*files: Path, target: str, out: Path, **settings: str) -> int:
    given = {"training.epochs": "1", "text.units": "4", "text.embedding": "4", "sharing.units": "4", **settings}
    arguments = [part for path, value in given.items() for part in ("--set", f"{path}={value}")]
    return main(["train", *map(str, files), "--target", target, *arguments, "--out", str(out)])


@pytest.mark.parametrize("name", ODD)
def test_odd_texts_train_and_predict(tmp_path: Path, name: str) -> None:
    file = write(tmp_path / "t.csv", [ODD[name](n) for n in range(N)])
    assert train(file, target="mood", out=tmp_path / "out", **{"columns.review.kind": "text"}) == 0
    assert main(["predict", str(tmp_path / "out"), str(file), "--out", str(tmp_path / "p.csv")]) == 0
    assert len(pd.read_csv(tmp_path / "p.csv")) == N


@pytest.mark.parametrize(
    ("texts", "said"),
    [
        ([""] * N, "No column is left"),
        (["word"] * N, "No column is left"),
        (
            [" ".join(f"{chr(97 + n // 26)}{chr(97 + n % 26)}{k}" for k in range(5)) for n in range(N)],
            "No column is left",
        ),
    ],
)
def test_texts_that_say_nothing_are_one_sentence(tmp_path: Path, capsys, texts: list[str], said: str) -> None:
    file, twice = write(tmp_path / "t.csv", texts), {"text.min_count": "2"}
    assert train(file, target="mood", out=tmp_path / "out", **twice) == 2
    assert said in capsys.readouterr().err.strip().splitlines()[-1]
    assert not (tmp_path / "out").exists() or not list((tmp_path / "out").iterdir())


def test_a_text_of_50_megabytes_is_left_out_and_told(tmp_path: Path, capsys) -> None:
    file = write(tmp_path / "t.csv", [*TEXTS[:5], "very long " * 5_000_000, *TEXTS[6:]])
    assert train(file, target="mood", out=tmp_path / "out") == 0
    said = "has 1 row that cannot be read, left out of the table (the first at line 7: longer than 1,048,576 bytes)."
    assert said in capsys.readouterr().err


def test_three_texts_count_as_a_category(tmp_path: Path) -> None:
    assert train(write(tmp_path / "t.csv", [TEXTS[n % 3] for n in range(N)]), target="mood", out=tmp_path / "out") == 0
    assert json.loads((tmp_path / "out" / "experiment.json").read_text())["columns"]["review"]["kind"] == "category"


def test_texts_and_labels_side_by_side(tmp_path: Path, capsys) -> None:
    texts, labels = tmp_path / "texts.txt", tmp_path / "labels.csv"
    texts.write_text("\n".join(TEXTS) + "\n")
    labels.write_text("\n".join(["mood", *LABELS]) + "\n")
    assert train(texts, labels, target="mood", out=tmp_path / "out") == 0
    assert main(["predict", str(tmp_path / "out"), str(texts), "--out", str(tmp_path / "p.csv")]) == 0
    assert len(pd.read_csv(tmp_path / "p.csv")) == N
    capsys.readouterr()
    labels.write_text("mood\npos\nneg\n")
    assert train(texts, labels, target="mood", out=tmp_path / "more") == 2
    assert capsys.readouterr().err == (
        '"texts.txt" has 60 texts and "labels.csv" has 2 rows; expected as many labels as texts.\n'
    )


def test_texts_in_folders(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "moods.zip", "w") as archive:
        for n, (text, label) in enumerate(zip(TEXTS, LABELS, strict=True)):
            archive.writestr(f"train/{label}/{n}.txt", text)
    assert train(tmp_path / "moods.zip", target="label", out=tmp_path / "out") == 0
    columns = json.loads((tmp_path / "out" / "experiment.json").read_text())["columns"]
    assert {name: column["kind"] for name, column in columns.items()} == {
        "text": "text",
        "label": "category",
        "file": "identifier",
    }
