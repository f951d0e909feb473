"""How well texts are learnt with default settings, beside scikit-learn's TF-IDF and logistic regression on the same
rows: ``python -m benchmarks.texts``."""

from __future__ import annotations

import os

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import argparse
import json
import statistics
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from scipy.stats import t as student
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression

from benchmarks.report import made_by, table
from mtl_core import finishing
from mtl_core.evaluation.report import evaluate
from mtl_core.experiment import Experiment
from mtl_core.networks import predict, serving
from mtl_core.preparing import Prepared, columns, prepared
from mtl_core.requests import requested
from mtl_core.tables.dataset import Dataset
from mtl_core.tables.intake import take_in
from mtl_core.training import Silent, Trainer

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "texts.md"
FOUND = ROOT / "benchmarks" / "results" / "texts.json"
STRENGTHS = (1.0, 3.0, 10.0)  # of the logistic regression; the best on the validation rows is taken


@dataclass(frozen=True)
class Source:
    """A table, its column of texts, and the questions about them."""

    title: str
    path: Path
    text: str
    targets: tuple[str, ...]
    chinese: bool = False


@dataclass(frozen=True)
class Score:
    """The accuracy of one task in one run, ours and that of the reference, on ``rows`` labelled rows."""

    task: str
    ours: float
    reference: float
    rows: int


def sources() -> list[Source]:
    """The project's own texts, and those in the folder that MTL_SHARED_DATA names."""
    own, shared = ROOT / "sample_data", os.environ.get("MTL_SHARED_DATA")
    found = [
        Source("Posts", own / "posts.csv", "text", ("sentiment", "topic")),
        Source("Chinese posts", own / "chinese_posts.csv", "文本", ("情感", "主题"), chinese=True),
    ]
    acts = tuple(f"is_{act}" for act in ("request", "inform", "select", "general"))
    others = [
        ("Reviews [1]", "review_sentiment_topic.csv", "text", ("sentiment", "topic"), False),
        ("Chinese utterances [2]", "chinese_travel_utterances_crosswoz.csv", "text", ("domain", *acts), True),
        ("Chinese reviews [3]", "chinese_restaurant_reviews_asap_300.csv", "reviewbody", ("star:multiclass",), True),
    ]
    return found + [Source(title, Path(shared, file), *rest) for title, file, *rest in others if shared]  # type: ignore[arg-type]


def main() -> None:
    """Train, compare, and write the page from what was measured now and before."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("titles", nargs="*", help="the tables; all of them if none is named, the page keeps the others")
    parser.add_argument("--seeds", type=int, default=5, help="splits and starts of each table")
    parser.add_argument("--try", action="append", default=[], dest="tried", metavar="path=value", help=_TRY)
    options = parser.parse_args()
    measured = json.loads(FOUND.read_text(encoding="utf-8")) if FOUND.exists() else {}
    for source in sources():
        if not options.titles or source.title in options.titles:
            rows = compared(source, options.seeds, options.tried)
            measured[source.title] = {"made": made_by("benchmarks.texts"), "rows": rows}
            if not options.tried:
                FOUND.write_text(json.dumps(measured, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
                PAGE.write_text(written(measured), encoding="utf-8")


def compared(source: Source, seeds: int, tried: Sequence[str]) -> list[list[str]]:
    """A row for each task of a table; judged on validation rows where settings are tried."""
    part = "validation" if tried else "test"
    with tempfile.TemporaryDirectory() as folder:
        dataset = take_in(source.path, source.path.name, Path(folder))
        runs = [scores(dataset, source, seed, part, tried) for seed in range(seeds)]
    found = []
    for task in zip(*runs, strict=True):
        ours, reference = ([getattr(score, name) for score in task] for name in ("ours", "reference"))
        apart: list[float] = np.subtract(ours, reference).tolist()
        found.append(
            [source.title, task[0].task, str(task[0].rows), str(seeds), *map(spread, (ours, reference, apart))]
        )
        print(*found[-1], sep=" | ", flush=True)
    return found


def spread(values: Sequence[float]) -> str:
    """Mean and the half of its 95 % interval by Student's t, in percent."""
    half = float(student.ppf(0.975, len(values) - 1)) * statistics.stdev(values) / len(values) ** 0.5
    return f"{100 * statistics.mean(values):.1f} ± {100 * half:.1f}"


def scores(dataset: Dataset, source: Source, seed: int, part: str, tried: Sequence[str]) -> list[Score]:
    """One training and its reference, on rows split and started by ``seed``."""
    others = [column.name for column in dataset.columns if column.name != source.text]
    ignore = [name for name in others if name not in {target.partition(":")[0] for target in source.targets}]
    settings = [f"columns.{source.text}.kind=text", f"training.seed={seed}", *tried]
    experiment = requested(dataset, source.targets, ignore, None, settings)
    frame = dataset.frame(columns(experiment))
    ready = prepared(dataset, frame, experiment)
    parts = [frame.take(rows) for rows in (ready.parts.train, ready.parts.validation, getattr(ready.parts, part))]
    found = ours(ready, experiment, parts)
    return [Score(task, found[task]["accuracy"], *reference(source, task, parts)) for task in experiment.task_names]


def ours(ready: Prepared, experiment: Experiment, parts: Sequence[pd.DataFrame]) -> dict[str, Any]:
    """The metrics of each task on the last of three parts, trained on the first and kept by the second."""
    train, validation = (finishing.arrays(ready.space, part) for part in parts[:2])
    trainer = Trainer(ready.plan, experiment, train, validation)
    trainer.run(Silent())
    outputs = predict(serving(ready.plan, trainer.model, ready.space.targets), ready.space.transform(parts[2]))
    return evaluate(ready.space, outputs, parts[2], parts[0]).metrics()


def reference(source: Source, task: str, parts: Sequence[pd.DataFrame]) -> tuple[float, int]:
    """The accuracy of TF-IDF and logistic regression on the last of three parts, and on how many rows."""
    train, validation, judged = (labelled(part, source.text, task) for part in parts)
    words: dict[str, Any] = {"analyzer": "char"} if source.chinese else {}
    reading = TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True, **words)
    seen = reading.fit_transform(train[0])
    models = [LogisticRegression(C=strength, max_iter=2_000).fit(seen, train[1]) for strength in STRENGTHS]
    best = max(models, key=lambda model: model.score(reading.transform(validation[0]), validation[1]))
    return float(best.score(reading.transform(judged[0]), judged[1])), len(judged[0])


def labelled(frame: pd.DataFrame, text: str, task: str) -> tuple[list[str], list[str]]:
    """The texts that have a label, and it."""
    known = frame[frame[task].notna()]
    return known[text].fillna("").astype(str).tolist(), known[task].astype(str).tolist()


def written(measured: Mapping[str, Any]) -> str:
    """The page."""
    head = ("texts", "task", "test rows", "splits", "ours, %", "TF-IDF + logistic regression, %", "difference")
    known = [measured[source.title] for source in sources() if source.title in measured]
    made = "\n".join(dict.fromkeys(found["made"] for found in known))
    return _PAGE.format(made=made, table=table(head, [row for found in known for row in found["rows"]]))


_TRY = "a setting to try; scores are then those of validation rows, and the page stays as it is"
_PAGE = """# How well texts are learnt

{made}

Accuracy on test rows, mean over splits and starts ± half of the 95 % interval (Student's t); the difference is taken
split by split. Ours is one network for all tasks of a table, with the settings that a new table gets. Beside it stands,
for each task by itself, scikit-learn's `TfidfVectorizer` (one and two words, for Chinese characters, `sublinear_tf`)
and `LogisticRegression`, fitted to the same training rows, its `C` chosen on the same validation rows.

{table}

Posts are the project's own samples. The others lie in the folder that `MTL_SHARED_DATA` names and are not part of the
project: [1] Kotzias et al., KDD 2015, <https://archive.ics.uci.edu/dataset/331>; [2] CrossWOZ, Zhu et al., TACL 2020;
[3] ASAP, Bu et al., NAACL 2021, 300 rows of it.
"""


if __name__ == "__main__":
    main()
