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
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from scipy.stats import t as student
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression

from benchmarks.report import table, tell_origin
from mtl_core.evaluation.report import evaluate
from mtl_core.experiment import Experiment
from mtl_core.networks import predict, serving
from mtl_core.preparation.experiment_request import request_experiment
from mtl_core.preparation.preparing import Prepared, columns, prepare_columns
from mtl_core.tables.dataset import Dataset
from mtl_core.tables.intake.uploads import take_in
from mtl_core.training import Silent, Trainer
from mtl_core.workflow import finishing

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "texts.md"
FOUND = ROOT / "benchmarks" / "results" / "texts.json"
Splits = Mapping[str, list[dict[str, Any]]]  # the scores of all tasks, by seed
STRENGTHS = (1.0, 3.0, 10.0)  # of the logistic regression; the best on the validation rows is taken


@dataclass(frozen=True)
class Source:
    """A table, its column of texts, and the questions about them."""

    title: str
    path: Path
    text: str
    targets: tuple[str, ...]
    chinese: bool = False
    origin: str = ""  # of texts that are not the project's own


@dataclass(frozen=True)
class Score:
    """The accuracy of one task in one run, ours and that of the reference, on ``rows`` labelled rows."""

    task: str
    ours: float
    reference: float
    rows: int


def sources() -> list[Source]:
    """The project's own texts, and those in the folder that MTL_SHARED_DATA names, if it does."""
    own, shared = ROOT / "sample_data", Path(os.environ.get("MTL_SHARED_DATA", "nowhere"))
    reviews, utterances, ratings = (
        shared / "review_sentiment_topic.csv",
        shared / "chinese_travel_utterances_crosswoz.csv",
        shared / "chinese_restaurant_reviews_asap_300.csv",
    )
    acts = tuple(f"is_{act}" for act in ("request", "inform", "select", "general"))
    return [
        Source("Posts", own / "posts.csv", "text", ("sentiment", "topic")),
        Source("Chinese posts", own / "chinese_posts.csv", "文本", ("情感", "主题"), chinese=True),
        Source("Reviews [1]", reviews, "text", ("sentiment", "topic"), origin=_REVIEWS),
        Source("Chinese utterances [2]", utterances, "text", ("domain", *acts), chinese=True, origin=_UTTERANCES),
        Source("Chinese reviews [3]", ratings, "reviewbody", ("star:multiclass",), chinese=True, origin=_RATINGS),
    ]


def main() -> None:
    """Train, compare, and write the page from what was measured now and before; a run that was broken off goes on."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("titles", nargs="*", help="the tables; all of them if none is named, the page keeps the others")
    parser.add_argument("--seeds", type=int, default=5, help="splits and starts of each table")
    parser.add_argument("--again", action="store_true", help="measure anew what is known already")
    parser.add_argument("--try", action="append", default=[], dest="tried", metavar="path=value", help=_TRY)
    options = parser.parse_args()
    for source in sources():
        if source.path.exists() and source.title in (options.titles or [source.title]):
            compare(source, options.seeds, options.tried, options.again)


def compare(source: Source, seeds: int, tried: Sequence[str], again: bool) -> None:
    """Score a table split by split, each written down at once; settings that are tried are only told."""
    known = {} if again or tried else read_kept().get(source.title, {})
    with tempfile.TemporaryDirectory() as folder:
        dataset = take_in(source.path, source.path.name, Path(folder))
        for seed in range(seeds):
            if str(seed) not in known:
                found = scores(dataset, source, seed, "validation" if tried else "test", tried)
                known[str(seed)] = [asdict(score) for score in found]
            if not tried:
                publish(source.title, known)
    for row in rows(source.title, known):
        print(*row, sep=" | ", flush=True)


def read_kept() -> dict[str, dict[str, list[dict[str, Any]]]]:
    """What was found before, by table, then by seed."""
    found: dict[str, Any] = json.loads(FOUND.read_text(encoding="utf-8")) if FOUND.exists() else {}
    return found


def publish(title: str, splits: Splits) -> None:
    """Keep a table's scores, and write the page."""
    found = read_kept() | {title: splits}
    FOUND.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    PAGE.write_text(write_page(found), encoding="utf-8")


def rows(title: str, splits: Splits) -> list[list[str]]:
    """A row for each task of a table that has two splits or more."""
    found = []
    for task in zip(*splits.values(), strict=True) if len(splits) > 1 else ():
        ours, reference = ([score[name] for score in task] for name in ("ours", "reference"))
        apart: list[float] = np.subtract(ours, reference).tolist()
        labelled = str(task[0]["rows"])
        found.append([title, task[0]["task"], labelled, str(len(task)), *map(spread, (ours, reference, apart))])
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
    experiment = request_experiment(dataset, source.targets, ignore, None, settings)
    frame = dataset.values(experiment, columns(experiment))
    ready = prepare_columns(dataset, frame, experiment)
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
    train, validation, judged = (take_labelled(part, source.text, task) for part in parts)
    words: dict[str, Any] = {"analyzer": "char"} if source.chinese else {}
    reading = TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True, **words)
    seen = reading.fit_transform(train[0])
    models = [LogisticRegression(C=strength, max_iter=2_000).fit(seen, train[1]) for strength in STRENGTHS]
    best = max(models, key=lambda model: model.score(reading.transform(validation[0]), validation[1]))
    return float(best.score(reading.transform(judged[0]), judged[1])), len(judged[0])


def take_labelled(frame: pd.DataFrame, text: str, task: str) -> tuple[list[str], list[str]]:
    """The texts that have a label, and it."""
    known = frame[frame[task].notna()]
    return known[text].fillna("").astype(str).tolist(), known[task].astype(str).tolist()


def write_page(found: Mapping[str, Splits]) -> str:
    """The page."""
    head = ("texts", "task", "test rows", "splits", "ours, %", "TF-IDF + logistic regression, %", "difference")
    shown = [source for source in sources() if len(found.get(source.title, ())) > 1]
    lines = [row for source in shown for row in rows(source.title, found[source.title])]
    origins = "\n".join(f"- {source.title}: {source.origin}" for source in shown if source.origin)
    return _PAGE.format(made=tell_origin("benchmarks.texts"), table=table(head, lines), origins=origins)


_REVIEWS = "Kotzias et al., KDD 2015, <https://archive.ics.uci.edu/dataset/331>"
_UTTERANCES = "CrossWOZ, Zhu et al., TACL 2020"
_RATINGS = "ASAP, Bu et al., NAACL 2021, 300 rows of it"
_TRY = "a setting to try; scores are then those of validation rows, and the page stays as it is"
_PAGE = """# How well texts are learnt

{made}

Accuracy on test rows, mean over splits and starts ± half of the 95 % interval (Student's t); the difference is taken
split by split. Ours is one network for all tasks of a table, with the settings that a new table gets. Beside it stands,
for each task by itself, scikit-learn's `TfidfVectorizer` (one and two words, for Chinese characters, `sublinear_tf`)
and `LogisticRegression`, fitted to the same training rows, its `C` chosen on the same validation rows.

{table}

Posts are the project's own samples. The other texts lie in the folder that `MTL_SHARED_DATA` names and are no part of
the project:

{origins}
"""


if __name__ == "__main__":
    main()
