"""The judgement of several labels at once, against scikit-learn and against hand-made cases."""

from typing import Any

import numpy as np
import pytest
from sklearn.metrics import accuracy_score, f1_score, hamming_loss, roc_auc_score

from mtl_core.evaluation.judges.multilabel import JUDGE
from mtl_core.plan import OutputTask

TASK = OutputTask(id="t0", name="about", kind="multilabel", outputs=3, classes=("film", "food", "sport"))


def sets(*rows: Any) -> np.ndarray:
    found = np.empty(len(rows), dtype=object)
    found[:] = [tuple(row) for row in rows]
    return found


def test_it_equals_scikit_learn() -> None:
    rng = np.random.default_rng(0)
    wanted = rng.random((300, 3)) < [0.3, 0.1, 0.6]
    chances = np.clip(0.4 * wanted + 0.6 * rng.random((300, 3)), 0, 1)
    true = sets(*([TASK.classes[k] for k in np.flatnonzero(row)] for row in wanted))
    judgement = JUDGE.judge(TASK, true, chances, true)
    said = chances >= 0.5
    assert judgement.metrics == pytest.approx(
        {
            "micro_f1": f1_score(wanted, said, average="micro"),
            "macro_f1": f1_score(wanted, said, average="macro"),
            "subset_accuracy": accuracy_score(wanted, said),
            "label_accuracy": 1 - hamming_loss(wanted, said),
            "macro_auc": roc_auc_score(wanted, chances, average="macro"),
        }
    )
    assert [score.rows for score in judgement.labels] == wanted.sum(0).tolist()
    assert judgement.labels[1].f1 == pytest.approx(f1_score(wanted[:, 1], said[:, 1]))


def test_the_guess_is_each_label_that_most_training_rows_have() -> None:
    chances = np.array([[0.9, 0.1, 0.9], [0.1, 0.1, 0.9]])
    judgement = JUDGE.judge(
        TASK, sets(["film", "sport"], ["sport"]), chances, sets(["sport"], ["sport", "film"], ["sport"])
    )
    assert (
        judgement.baseline_rule == 'Always answers "sport": the labels that more than half of the training rows have.'
    )
    assert judgement.baseline["subset_accuracy"] == judgement.baseline["macro_auc"] == 0.5
    assert judgement.sentence == "Finds the labels with an F1 of 1; guessing would have 0.8."


def test_where_no_label_is_common_the_guess_is_none() -> None:
    judgement = JUDGE.judge(TASK, sets([], ["film"]), np.zeros((2, 3)), sets(["film"], ["food"], []))
    assert judgement.baseline_rule.startswith("Always answers no label at all")
    assert judgement.baseline["subset_accuracy"] == 0.5


def test_a_label_that_was_not_learnt_counts_as_missed() -> None:
    judgement = JUDGE.judge(TASK, sets(["film", "opera"], []), np.array([[0.9, 0, 0], [0, 0, 0]]), sets(["film"]))
    assert judgement.metrics["micro_f1"] == pytest.approx(2 / 3)
    assert judgement.metrics["subset_accuracy"] == 0.5
    assert judgement.notes == ('Rows with a label that was not learnt ("opera"): 1; it counts as missed.',)
    assert [(score.label, score.recall) for score in judgement.labels][-1] == ("opera", 0.0)


def test_what_cannot_be_measured_is_empty_and_said() -> None:
    judgement = JUDGE.judge(TASK, sets([], []), np.zeros((2, 3)), sets([]))
    assert judgement.metrics == {
        "micro_f1": None,
        "macro_f1": None,
        "subset_accuracy": 1.0,
        "label_accuracy": 1.0,
        "macro_auc": None,
    }
    assert judgement.notes[0].startswith("Not defined here: micro_f1, macro_f1, macro_auc")
    assert {score.f1 for score in judgement.labels} == {None}
