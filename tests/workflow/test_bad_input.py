"""Tables on which a network could learn nothing, too much or something absurd: sound answers, or words that help."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
import pytest

from mtl_core.errors import ExperimentError
from mtl_core.experiment import Experiment
from mtl_core.exporting.bundle import read
from mtl_core.preparation.experiment_request import request_experiment
from mtl_core.preparation.preparing import prepare
from mtl_core.records.results import Evaluation
from mtl_core.tables.checks.experiment_checks import check
from mtl_core.tables.dataset import Dataset
from mtl_core.tables.intake.uploads import take_in
from mtl_core.training import Silent
from mtl_core.workflow import job

pytestmark = pytest.mark.engine

ROWS = 60
BY_DAY = ("split.by=time", "split.column=day")
HOSTILE = ("1e300", "-1e308", "inf", "", "never seen é", "0")


class Asked(NamedTuple):
    """A table, and what is to be learnt from it."""

    frame: pd.DataFrame
    targets: Sequence[str]
    settings: Sequence[str] = ()
    joined: Sequence[str] = ()

    def on(self, workspace: Path) -> tuple[Dataset, Experiment]:
        """The table taken in, and the experiment with the settings that a new table starts with."""
        dataset = take_in(self.frame.to_csv(index=False).encode(), "made.csv", workspace)
        joins = [["labels", *self.joined]] if self.joined else []
        settings = ["training.epochs=2", *self.settings]
        return dataset, request_experiment(dataset, self.targets, [], None, settings, joins)


def table(rows: int = ROWS, **columns: Any) -> pd.DataFrame:
    """Rows with a number, a category, a day and ``columns``."""
    rng = np.random.default_rng(0)
    day = pd.date_range("2020-01-01", periods=rows).astype(str)
    return pd.DataFrame({"x": rng.normal(size=rows), "c": rng.choice(list("abc"), rows), "day": day, **columns})


RNG = np.random.default_rng(1)
SKEWED = np.exp(RNG.normal(0, 8, ROWS))
FAIR = RNG.integers(0, 2, ROWS)
QUESTIONS = [" ".join(RNG.choice(list("abcdefgh"), 5)) for _ in range(ROWS)]


def numbers() -> Asked:
    far = {"huge": RNG.normal(size=ROWS) * 1e300, "tiny": RNG.normal(size=ROWS) * 1e-300, "same": 1.0}
    odd = {"one_far": [1e300, -1e308, np.inf, *RNG.normal(size=ROWS - 3)], "nearly_empty": [1.0, *[None] * (ROWS - 1)]}
    labels = {
        "zeros_but_one": [*np.zeros(30), 5.5, *np.zeros(29)],
        "skewed": np.r_[np.zeros(20), SKEWED[20:]].clip(max=1e29),
        "below_0": np.r_[np.zeros(5), np.full(5, -3.0), SKEWED[10:].clip(max=1e6)],
        "large": RNG.normal(size=ROWS) * 1e29,
    }
    return Asked(table(**far, **odd, **labels), [f"{name}:regression" for name in labels])


def labels() -> Asked:
    joined = {"half": FAIR, "once": [1, *[0] * (ROWS - 1)], "never": 0}
    asked = {"ten_a_class": np.repeat(list("abcdef"), 10), "one_yes": ["yes", *["no"] * (ROWS - 1)]}
    return Asked(table(**asked, **joined, empty=""), list(asked), ["columns.empty.kind=text"], list(joined))


def rarely_labelled() -> Asked:
    seen = RNG.random(600) < 0.05
    number, answer = RNG.normal(size=600), RNG.choice(["a", "b"], 600)
    frame = table(600, number=number, y=pd.Series(number).where(seen), k=pd.Series(answer).where(seen))
    return Asked(frame, ["y", "k"])


def wide() -> Asked:
    cells = RNG.normal(size=(ROWS, 300))
    frame = pd.DataFrame(cells, columns=[f"x{place}" for place in range(300)])
    return Asked(frame.assign(y=np.exp(cells[:, 0] + 3).round(2)), ["y:regression"])


def later_rows_differ() -> Asked:
    late = np.arange(ROWS) >= 50
    asked = {
        "new_class": np.where(late, "z", RNG.choice(["a", "b"], ROWS)),
        "new_label": np.where(late, "y;z", RNG.choice(["a;b", "a", "b"], ROWS)),
        "one_class": np.where(late, "a", RNG.choice(["a", "b"], ROWS)),
        "same_number": np.where(late, 0.0, RNG.normal(size=ROWS)),
    }
    inputs = {
        "new_number": np.where(late, RNG.normal(size=ROWS) * 1e6, 1.0),
        "new_category": np.where(late, "v", "u"),
        "new_text": np.where(late, "now there are words", ""),
    }
    kinds = ["new_class:multiclass", "new_label:multilabel", "one_class:binary", "same_number:regression"]
    return Asked(table(**asked, **inputs), kinds, [*BY_DAY, "columns.new_text.kind=text"])


def one_row_a_class() -> Asked:
    return Asked(table(y=[f"k{row}" for row in range(ROWS)]), ["y:multiclass"])


def tags_outside() -> Asked:
    tags = ["O B-x I-x O O"] * 40 + ["O O O O O"] * 20
    small = ["text.units=8", "text.embedding=8", "sharing.units=8"]
    return Asked(
        pd.DataFrame({"text": QUESTIONS, "tags": tags, "day": table()["day"]}), ["tags:tags"], [*BY_DAY, *small]
    )


@pytest.mark.parametrize(
    "made", [numbers, labels, rarely_labelled, wide, later_rows_differ, one_row_a_class, tags_outside]
)
def test_every_answer_is_finite_and_every_metric_a_number_or_explained(
    made: Callable[[], Asked], tmp_path: Path
) -> None:
    asked = made()
    dataset, experiment = asked.on(tmp_path)
    job.run(dataset.folder, experiment, tmp_path / "run", Silent())
    judged = tmp_path / "run" / "evaluation.json"
    for task in Evaluation.model_validate_json(judged.read_bytes()).tasks if judged.exists() else ():
        undefined = [name for name, value in task.metrics.items() if value is None]
        notes = " ".join(note for note in task.notes if note.startswith("Not defined here"))
        assert all(name in notes for name in undefined), (task.name, undefined, task.notes)
    inputs = asked.frame[list(experiment.input_names)]
    hostile = pd.DataFrame(dict.fromkeys(inputs, HOSTILE))
    answers = read(tmp_path / "run" / "bundle.zip").predict(pd.concat([inputs.astype(str), hostile]))
    assert np.isfinite(answers.select_dtypes("number")).all(axis=None)
    assert answers.notna().all(axis=None)


def test_nothing_judges_where_every_label_stands_once(tmp_path: Path) -> None:
    dataset, experiment = one_row_a_class().on(tmp_path)
    said = [finding.sentence for finding in check(dataset, experiment)]
    assert any(sentence.startswith('About 0 rows will judge task "y"') for sentence in said), said
    notes = prepare(dataset, experiment).parts.notes
    assert any(note.startswith("No row is left for the test rows") for note in notes), notes


REFUSED = {
    "one_yes_late:binary": (np.arange(ROWS) == 59, "has 1 different label in the training rows of this split"),
    "same_till_late:regression": (np.r_[np.zeros(50), np.arange(10)], "split at random, or do not predict it"),
    "huge:regression": (np.r_[1e300, np.arange(59)], "holds 1e+300, expected numbers within ±1e30"),
    "infinite:regression": (np.r_[np.inf, np.arange(59)], "holds 1 infinite number, expected finite ones only"),
    "far_from_0:regression": (1e12 + np.arange(ROWS) / 60, "subtract the same number from all of them"),
    "rare:regression": ([*range(10), *[None] * 50], "has 10 labelled rows, expected at least 20"),
    "tags_late:tags": (["O O O O O"] * 50 + ["O B-x I-x O O"] * 10, "has 1 different label in the training rows"),
}


def test_what_cannot_be_learnt_is_refused_in_words(tmp_path: Path) -> None:
    cells = {name.partition(":")[0]: column for name, (column, _) in REFUSED.items()}
    frame = table(text=QUESTIONS, **cells, never=0, nor=0)
    dataset, experiment = Asked(frame, list(REFUSED), BY_DAY, ["never", "nor"]).on(tmp_path)
    said = {finding.column: finding.sentence for finding in check(dataset, experiment) if finding.level == "error"}
    assert said.pop("labels") == 'Task "labels" cannot be learnt: no row has any of its labels; do not predict it.'
    for name, (_, words) in REFUSED.items():
        assert words in said[name.partition(":")[0]], said


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        (Asked(table(y=FAIR)[["y"]].assign(text=""), ["y"], ["columns.text.kind=text"]), "use more columns"),
        (Asked(pd.DataFrame({"t": QUESTIONS, "g": "O O O O O"}), ["g:tags"]), 'every cell that is filled holds "O O'),
    ],
)
def test_what_holds_nothing_is_refused_in_words(asked: Asked, words: str, tmp_path: Path) -> None:
    with pytest.raises(ExperimentError, match=words):
        prepare(*asked.on(tmp_path))
