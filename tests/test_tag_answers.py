"""A text's tags are the likeliest that break no span, the same wherever the network is asked: here an untrained one,
whose tags would break spans in most texts, were each the likeliest by itself."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from mtl_core.cli.main import main
from mtl_core.evaluation.examples import examples, explain_rows
from mtl_core.evaluation.importance import importances
from mtl_core.evaluation.phrase_effects import Predict
from mtl_core.evaluation.report import evaluate
from mtl_core.evaluation.standing import TaskRows
from mtl_core.experiment import Column, Experiment, HardSharing, Task, Text
from mtl_core.exporting.bundle import write
from mtl_core.exporting.origin import Origin
from mtl_core.exporting.trained import Trained
from mtl_core.features import plan_shapes
from mtl_core.features.fit import fit
from mtl_core.features.space import FeatureSpace
from mtl_core.features.tag_marks import find_breaks
from mtl_core.processes.predictor import PredictorProcess
from mtl_core.references.fitting import Beside
from mtl_core.runs.predictor_client import Order
from mtl_core.tables.labels.entities import counts
from tests.clean_process import run_in_clean_process
from tests.untrained import build_untrained

pytestmark = pytest.mark.engine

EXPERIMENT = Experiment(
    columns={"said": Column(kind="text"), "loud": Column(kind="yes_no"), "slots": Column(kind="text", use=False)},
    tasks=(Task(column="slots", kind="tags", tokens="said"),),
    text=Text(encoder="lstm", units=4, embedding=4, longest=5),
    sharing=HardSharing(units=4),
)


def make_table(rows: int = 60) -> pd.DataFrame:
    """Texts of one to six tokens, of which five are kept, with tags that break no span."""
    rng = np.random.default_rng(0)
    spans = ["O", "B-a", "B-a I-a", "B-b I-b", "B-b I-b I-b"]
    tags = [" ".join(rng.choice(spans, rng.integers(1, 3))) for _ in range(rows)]
    texts = [" ".join(rng.choice(["to", "Rome", "New", "York", "by"], len(each.split()))) for each in tags]
    return pd.DataFrame({"said": texts, "loud": rng.choice(["no", "yes"], rows), "slots": tags})


@pytest.fixture(scope="module")
def trained() -> Trained:
    return build_untrained(EXPERIMENT, make_table())


@pytest.fixture(scope="module")
def said(trained: Trained) -> list[str]:
    """What is answered about the texts of the table."""
    return list(trained.predict(make_table())["slots"])


@pytest.fixture(scope="module")
def bundle(trained: Trained, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("bundle") / "bundle.zip"
    origin = Origin(name="asked.csv", id="0123456789abcdef", rows=60, train=60, validation=0, test=0)
    write(path, trained, origin, make_table(), make_table())
    return path


def breaks_a_span(tags: str) -> bool:
    return any(find_breaks(pair)[0, 1] for pair in pairwise(("O", *tags.split(), "O")))


def entity_f1(said: list[str]) -> float:
    there, given, right = counts([tags.split() for tags in make_table()["slots"]], [tags.split() for tags in said])
    return 2 * right.total() / (there.total() + given.total())


def count_faults(said: list[str]) -> list[int]:
    """How many tokens of each text have a wrong tag."""
    pairs = zip(make_table()["slots"], said, strict=True)
    return [sum(a != b for a, b in zip(true.split(), tags.split(), strict=True)) for true, tags in pairs]


def lean_to_a_break(space: FeatureSpace) -> Predict:
    """A network that tags no token, but holds I- at the first one for likeliest where it is loud."""
    classes = space.targets[0].classes

    def network(inputs: Mapping[str, Any]) -> list[Any]:
        output = np.zeros((len(inputs["c0"]), 5, len(classes)))
        output[:, :, classes.index("O")] = 0.5
        output[inputs["numbers"][:, 0] > 0, 0, classes.index("I-b")] = 0.6
        return [output]

    return network


def test_no_answer_breaks_a_span(trained: Trained, said: list[str]) -> None:
    (output,) = trained.outputs(trained.space.transform(make_table()))
    by_itself = trained.space.targets[0].decide(trained.space.targets[0].classes, output)
    cut = [" ".join(tags[: len(text.split())]) for tags, text in zip(by_itself, make_table()["said"], strict=True)]
    assert sum(map(breaks_a_span, cut)) > 20
    assert not any(map(breaks_a_span, said))
    assert [len(tags.split()) for tags in said] == [len(text.split()) for text in make_table()["said"]]


def test_the_judgement_is_of_these_answers(trained: Trained, said: list[str]) -> None:
    frame, (task,) = make_table(), plan_shapes.tasks(trained.space)
    (output,) = trained.outputs(trained.space.transform(frame))
    judged = evaluate(trained.space, [output], frame, frame).tasks[0].metrics
    assert judged["entity_f1"] == pytest.approx(entity_f1(said))
    assert judged["token_accuracy"] == pytest.approx(1 - sum(count_faults(said)) / len(" ".join(said).split()))
    standing = TaskRows(task, trained.space.targets[0], frame, frame).stand("entity_f1", output, Beside({}, {}))
    assert standing is not None
    assert standing.sample.value == pytest.approx(entity_f1(said))


def test_examples_hold_these_answers(trained: Trained, said: list[str]) -> None:
    frame = make_table()
    read = explain_rows(trained.space, trained.outputs, frame, range(60), labelled=True)
    assert [each.answers["t0"].given for each in read] == said


def test_no_mistake_is_told_of_right_answers() -> None:
    space = fit(make_table(), EXPERIMENT)
    frame = make_table().assign(slots=[" ".join("O" for _ in text.split()) for text in make_table()["said"]])
    assert examples(space, lean_to_a_break(space), frame, np.arange(60)).mistakes == {"t0": ()}


def test_what_answers_rest_on_is_told_of_these_answers() -> None:
    """An input that makes the likeliest tags a broken span, but changes no answer, counts for nothing."""
    frame = make_table().assign(loud=np.where(make_table()["said"].str.startswith("Rome"), "no", "yes"))
    space = fit(frame, EXPERIMENT)
    (task,) = importances(space, lean_to_a_break(space), frame, frame, ["token_accuracy"]).tasks
    assert {column.column: column.fall for column in task.columns} == {"said": 0, "loud": 0}


def test_command_line_page_and_bundle_say_the_same(said: list[str], bundle: Path, tmp_path: Path) -> None:
    asked = tmp_path / "asked.csv"
    make_table().to_csv(asked, index=False)
    assert main(["predict", str(bundle), str(asked), "--out", str(tmp_path / "a.csv")]) == 0
    predicting = ["predict.py", str(asked), "--out", str(tmp_path / "b.csv")]
    run_in_clean_process(bundle, tmp_path / "elsewhere", predicting, ["verify.py"])
    order = Order(bundle=bundle, table=asked, name="asked.csv", answers=tmp_path / "c.parquet")
    assert PredictorProcess().reply(order).sentence == ""
    for path in ("a.csv", "b.csv"):
        assert list(pd.read_csv(tmp_path / path, quoting=csv.QUOTE_NONNUMERIC)["slots"]) == said
    assert list(pd.read_parquet(tmp_path / "c.parquet")["slots"]) == said
