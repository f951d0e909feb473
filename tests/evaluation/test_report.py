"""The evaluation of all tasks over the same rows."""

import numpy as np
import pandas as pd
import pytest

from mtl_core.evaluation.report import evaluate
from mtl_core.experiment import Column, Experiment, Task
from mtl_core.features.fit import fit
from mtl_core.features.space import FeatureSpace
from mtl_core.records.metrics import SHARES
from mtl_core.records.results import Evaluation
from mtl_core.task_kinds import TASK_KINDS
from mtl_core.wording import format_number, share

TRAIN = pd.DataFrame(
    {
        "age": [20.0, 30.0, 40.0, 50.0],
        "ill": ["no", "yes", "no", None],
        "colour": ["red", "green", "red", "blue"],
        "cost": [1.0, 2.0, 3.0, np.nan],
    }
)
EXPERIMENT = Experiment(
    columns={
        "age": Column(kind="numeric"),
        "ill": Column(kind="yes_no"),
        "colour": Column(kind="category"),
        "cost": Column(kind="numeric"),
    },
    tasks=(
        Task(column="ill", kind="binary"),
        Task(column="colour", kind="multiclass"),
        Task(column="cost", kind="regression"),
    ),
)


@pytest.fixture
def space() -> FeatureSpace:
    return fit(TRAIN, EXPERIMENT)


def outputs(rows: int) -> list[np.ndarray]:
    return [np.full((rows, 1), 0.9), np.tile([0.2, 0.3, 0.5], (rows, 1)), np.full((rows, 1), 2.5)]


def test_each_task_counts_the_rows_that_have_its_label(space: FeatureSpace) -> None:
    frame = pd.DataFrame({"ill": ["yes", None, "no"], "colour": ["red", "red", None], "cost": [2.5, None, None]})
    found = evaluate(space, outputs(3), frame, TRAIN)
    assert found.rows == 3
    assert [(task.id, task.name, task.rows, task.headline) for task in found.tasks] == [
        ("t0", "ill", 2, "auc"),
        ("t1", "colour", 2, "accuracy"),
        ("t2", "cost", 1, "mae"),
    ]
    assert found.metrics()["colour"]["accuracy"] == 1.0
    assert found.metrics()["cost"] == {"mae": 0.0, "rmse": 0.0, "r2": None}
    assert found.tasks[2].baseline["mae"] == 0.5


def test_metrics_have_the_names_of_their_kind(space: FeatureSpace) -> None:
    found = evaluate(space, outputs(4), TRAIN, TRAIN)
    for task in found.tasks:
        assert tuple(task.metrics) == tuple(task.baseline) == TASK_KINDS[task.kind].metrics


def test_the_sentence_tells_the_headline_beside_guessing(space: FeatureSpace) -> None:
    found = evaluate(space, outputs(4), TRAIN, TRAIN)
    for task in found.tasks:
        word = share if task.headline in SHARES else format_number
        own, guess = task.metrics[task.headline], task.baseline[task.headline]
        assert own is not None
        assert guess is not None
        assert word(own) in task.sentence
        assert word(guess) in task.sentence


def test_a_task_without_a_label_has_no_numbers_and_says_so(space: FeatureSpace) -> None:
    frame = TRAIN.assign(ill=None, cost=np.nan)
    ill, colour, cost = evaluate(space, outputs(4), frame, TRAIN).tasks
    assert set(ill.metrics.values()) == set(cost.metrics.values()) == {None}
    assert ill.rows == 0
    assert ill.sentence == "No row of this part has a label, so nothing can be measured."
    assert ill.notes == (ill.sentence,)
    assert (ill.headline, ill.baseline_rule, set(ill.baseline.values())) == ("auc", "", {None})
    assert colour.rows == 4


def test_labels_as_text_are_judged_like_typed_ones(space: FeatureSpace) -> None:
    text = TRAIN.map(lambda cell: None if pd.isna(cell) else str(cell))
    assert evaluate(space, outputs(4), text, TRAIN) == evaluate(space, outputs(4), TRAIN, TRAIN)


def test_json_both_ways(space: FeatureSpace) -> None:
    found = evaluate(space, outputs(4), TRAIN, TRAIN)
    assert Evaluation.model_validate_json(found.model_dump_json()) == found
