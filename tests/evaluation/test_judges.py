"""The judgements on single tasks, against scikit-learn and against hand-made cases."""

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from sklearn.metrics import average_precision_score, f1_score, roc_auc_score, roc_curve

from mtl_core.evaluation.report import JUDGES
from mtl_core.plan import OutputTask

YES_NO = OutputTask(id="t0", name="ill", kind="binary", outputs=1, classes=("no", "yes"))
COLOURS = OutputTask(id="t0", name="colour", kind="multiclass", outputs=3, classes=("blue", "green", "red"))
NUMBER = OutputTask(id="t0", name="cost", kind="regression", outputs=1)
MARKS = OutputTask(id="t0", name="marks", kind="multilabel", outputs=2, classes=("new", "old"))


def labels(*words: str) -> np.ndarray:
    return np.array(words, dtype=object)


def chances(*values: float) -> np.ndarray:
    return np.array(values, dtype=np.float32)[:, None]


def test_yes_no_equals_scikit_learn() -> None:
    rng = np.random.default_rng(0)
    positive = rng.random(1000) < 0.3
    scores = np.clip(positive * 0.3 + rng.random(1000) * 0.7, 0, 1).astype(np.float32)
    true = np.where(positive, "yes", "no").astype(object)
    judgement = JUDGES["binary"].judge(YES_NO, true, scores[:, None], labels("no", "no", "yes"))
    assert judgement.metrics["auc"] == pytest.approx(roc_auc_score(positive, scores))
    assert judgement.metrics["average_precision"] == pytest.approx(average_precision_score(positive, scores))
    assert judgement.metrics["f1"] == pytest.approx(f1_score(positive, scores >= 0.5))
    assert judgement.metrics["accuracy"] == pytest.approx(np.mean(positive == (scores >= 0.5)))


def test_the_guess_of_a_yes_no_task_is_the_commonest_label_of_the_training_rows() -> None:
    judgement = JUDGES["binary"].judge(
        YES_NO, labels("yes", "no", "yes", "yes"), chances(0.9, 0.1, 0.8, 0.2), labels("no")
    )
    assert judgement.baseline == {"auc": 0.5, "average_precision": 0.75, "accuracy": 0.25, "f1": 0.0}
    assert judgement.baseline_rule == 'Always answers "no", the commonest answer in the training rows.'
    assert judgement.sentence == (
        'Puts 100.0% of the pairs of one "yes" and one "no" in the right order; guessing would put 50.0%.'
    )


def test_confusion_counts_every_row() -> None:
    judgement = JUDGES["binary"].judge(YES_NO, labels("yes", "no", "yes"), chances(0.9, 0.6, 0.1), labels("no"))
    assert judgement.confusion is not None
    assert judgement.confusion.labels == ("no", "yes")
    assert judgement.confusion.counts == ((0, 1), (1, 1))


def test_one_class_leaves_what_it_cannot_define_empty_and_says_so() -> None:
    judgement = JUDGES["binary"].judge(YES_NO, labels("no", "no"), chances(0.1, 0.2), labels("no", "yes"))
    assert judgement.metrics == {"auc": None, "average_precision": None, "accuracy": 1.0, "f1": None}
    assert judgement.roc is None
    assert judgement.headline == "accuracy"
    assert judgement.sentence == 'Right for 100.0% of 2 rows; always guessing "no" would be right for 100.0%.'
    assert 'lack "yes"' in judgement.notes[0]
    assert 'lack "no"' in JUDGES["binary"].judge(YES_NO, labels("yes"), chances(0.9), labels("no")).notes[0]


def test_a_label_that_training_never_saw_counts_as_wrong() -> None:
    true = labels("yes", "no", "maybe", "maybe")
    judgement = JUDGES["binary"].judge(YES_NO, true, chances(0.9, 0.1, 0.9, 0.1), labels("no", "yes"))
    assert judgement.metrics["accuracy"] == 0.5
    assert judgement.metrics["auc"] == 1.0  # of the rows that can be ranked
    assert judgement.metrics["f1"] == pytest.approx(2 / 3)
    assert judgement.notes == ('Rows with a label that no training row has ("maybe"): 2; they count as wrong.',)
    assert judgement.confusion is not None
    assert judgement.confusion.labels == ("no", "yes", "maybe")


def test_only_unseen_labels() -> None:
    judgement = JUDGES["binary"].judge(YES_NO, labels("maybe"), chances(0.9), labels("no", "yes"))
    assert judgement.metrics == {"auc": None, "average_precision": None, "accuracy": 0.0, "f1": 0.0}


def test_roc_is_short_and_goes_from_corner_to_corner() -> None:
    rng = np.random.default_rng(1)
    true = np.where(rng.random(5000) < 0.5, "yes", "no").astype(object)
    roc = JUDGES["binary"].judge(YES_NO, true, rng.random((5000, 1)), labels("no")).roc
    assert roc is not None
    assert len(roc.fpr) == len(roc.tpr) <= 200
    assert (roc.fpr[0], roc.tpr[0], roc.fpr[-1], roc.tpr[-1]) == (0, 0, 1, 1)
    assert list(roc.fpr) == sorted(roc.fpr)


def test_classes() -> None:
    output = np.eye(3)[[0, 1, 2, 0]]
    true = labels("blue", "green", "red", "violet")
    judgement = JUDGES["multiclass"].judge(COLOURS, true, output, labels("green", "red", "green"))
    assert judgement.metrics["accuracy"] == 0.75
    assert judgement.metrics["macro_f1"] == pytest.approx((2 / 3 + 1 + 1 + 0) / 4)
    assert judgement.baseline["accuracy"] == 0.25
    assert judgement.notes == ('Rows with a label that no training row has ("violet"): 1; they count as wrong.',)
    assert judgement.confusion is not None
    assert np.sum(judgement.confusion.counts) == 4


def test_equally_common_labels_fall_to_the_first_class() -> None:
    judgement = JUDGES["multiclass"].judge(COLOURS, labels("red"), np.eye(3)[[2]], labels("red", "green"))
    assert '"green"' in judgement.baseline_rule


def test_number() -> None:
    true, train = np.array([1.0, 2.0, 6.0]), np.array([3.0, 2.0, 10.0])
    judgement = JUDGES["regression"].judge(NUMBER, true, chances(2, 2, 5), train)
    assert judgement.metrics["mae"] == pytest.approx(2 / 3)
    assert judgement.metrics["rmse"] == pytest.approx(np.sqrt(2 / 3))
    assert judgement.metrics["r2"] == pytest.approx(1 - 2 / 14)
    assert judgement.baseline == pytest.approx({"mae": 2.0, "rmse": np.sqrt(14 / 3 + 4), "r2": -12 / 14})
    assert judgement.sentence == "Off by 0.667 on average; guessing would be off by 2."
    assert judgement.baseline_rule == (
        "Always answers what is best for each measure: 3, the median of the training rows, for the mean absolute "
        "error, and 5, their mean, for the others."
    )


@given(st.lists(st.floats(-1e6, 1e6), min_size=2, max_size=30), st.floats(-1e6, 1e6))
@example([5e-324, 5e-324], 5e-324)
def test_no_constant_guesses_the_training_rows_better_than_the_baseline(train: list[float], other: float) -> None:
    known = np.array(train)
    baseline = JUDGES["regression"].judge(NUMBER, known, np.full((len(known), 1), other), known).baseline
    metrics = JUDGES["regression"].judge(NUMBER, known, np.full((len(known), 1), other), known).metrics
    for metric in ("mae", "rmse"):
        own, guess = metrics[metric], baseline[metric]
        assert own is not None
        assert guess is not None
        # Rounding of sums of numbers of that size, and the least number that has all of its digits.
        assert guess <= own * (1 + 1e-9) + 1e-9 * np.abs(known).max() + np.finfo(np.float64).tiny


def test_worse_than_guessing_is_said() -> None:
    train = np.array([1.0, 2.0, 3.0])
    worse = JUDGES["regression"].judge(NUMBER, np.array([2.0, 2.5]), chances(9, 9), train).sentence
    assert worse == "Off by 6.75 on average; guessing would be off by 0.25. That is worse than guessing."
    assert "worse" not in JUDGES["regression"].judge(NUMBER, np.array([2.0, 2.5]), chances(2, 2), train).sentence
    upside_down = JUDGES["binary"].judge(YES_NO, labels("yes", "no"), chances(0.1, 0.9), labels("no"))
    assert upside_down.sentence.endswith("That is worse than guessing.")


def test_a_constant_truth_has_no_r2() -> None:
    judgement = JUDGES["regression"].judge(NUMBER, np.array([4.0, 4.0]), chances(3, 5), np.array([4.0]))
    assert judgement.metrics == {"mae": 1.0, "rmse": 1.0, "r2": None}
    assert "r2" in judgement.notes[0]


def test_numbers_too_large_to_square() -> None:
    judgement = JUDGES["regression"].judge(NUMBER, np.array([1e300, -1e300]), chances(0, 0), np.array([1e308, 1e308]))
    assert judgement.metrics["mae"] == pytest.approx(1e300)
    assert judgement.metrics["rmse"] is None


@given(st.integers(1, 2000))
def test_scatter_is_a_sample_of_at_most_500_rows_and_always_the_same(rows: int) -> None:
    true = np.arange(rows, dtype=float)
    first, second = (JUDGES["regression"].judge(NUMBER, true, true[:, None], true).scatter for _ in range(2))
    assert first == second
    assert first is not None
    assert len(first.true) == min(rows, 500)
    assert first.true == first.predicted
    assert set(first.true) <= set(true)


def test_roc_equals_scikit_learn_on_the_rows_that_can_be_ranked() -> None:
    true = labels("yes", "no", "maybe", "no", "yes", "no")
    scores = chances(0.9, 0.8, 0.7, 0.4, 0.4, 0.1)
    roc = JUDGES["binary"].judge(YES_NO, true, scores, labels("no")).roc
    known = true != "maybe"
    fpr, tpr, _ = roc_curve(true[known] == "yes", scores[known, 0])
    assert roc is not None
    assert (roc.fpr, roc.tpr) == (tuple(fpr), tuple(tpr))


@pytest.mark.parametrize("true", [labels("yes", "no"), labels("yes", "no", "no"), labels("no", "yes", "yes")])
def test_one_row_of_each_label_is_enough_for_a_curve(true: np.ndarray) -> None:
    judgement = JUDGES["binary"].judge(YES_NO, true, np.linspace(0.2, 0.8, len(true))[:, None], labels("no"))
    assert judgement.roc is not None
    assert judgement.precision_recall is not None
    assert judgement.metrics["auc"] is not None


def test_at_most_five_unseen_labels_are_named() -> None:
    true = labels("g", "f", "e", "d", "c", "b", "b", "red")
    judgement = JUDGES["multiclass"].judge(COLOURS, true, np.eye(3)[[0] * 8], labels("red"))
    assert judgement.notes == (
        'Rows with a label that no training row has ("b", "c", "d", "e", "f"): 7; they count as wrong.',
    )


@pytest.mark.parametrize(
    ("task", "output", "given", "support"),
    [
        (YES_NO, [[0.75], [0.5]], [[0.9]], [np.log(3), 0]),
        (YES_NO, [[0.75], [0.5]], [[0.5]], [np.log(3), 0]),
        (YES_NO, [[0.75], [0.2]], [[0.4]], [-np.log(3), np.log(4)]),
        (YES_NO, [[1.0], [0.0]], [[0.9]], [np.log(1e6 - 1), -np.log(1e6 - 1)]),
        (COLOURS, [[0.25, 0.5, 0.25], [0.1, 0.1, 0.8]], [[0.2, 0.5, 0.3]], [0, -np.log(9)]),
        (MARKS, [[0.9, 0.5], [0.5, 0.2]], [[0.8, 0.3]], [np.log(0.45 / 0.55), np.log(0.4 / 0.6)]),
        (NUMBER, [[3.0], [-1.5]], [[7.0]], [3.0, -1.5]),
    ],
)
def test_what_speaks_for_an_answer_are_its_log_odds_or_the_number_itself(
    task: OutputTask, output: list[list[float]], given: list[list[float]], support: list[float]
) -> None:
    found = JUDGES[task.kind].support(np.array(output), np.array(given))
    assert found == pytest.approx(support)


@pytest.mark.parametrize(
    ("task", "true", "output", "faults"),
    [
        (YES_NO, ["yes", "no", "no", "no"], [[0.9], [0.7], [0.5], [0.1]], [0, 0.7, 0.5, 0]),
        (COLOURS, ["blue", "red", "violet"], [[0.6, 0.3, 0.1], [0.5, 0.3, 0.2], [0.1, 0.1, 0.8]], [0, 0.5, 0.8]),
        (NUMBER, [1.0, np.nan, -2.0], [[1.5], [9.0], [-4.0]], [0.5, 0, 2]),
        (MARKS, [("new",), (), ("old",)], [[0.5, 0.4], [0.2, 0.9], [0.6, 0.3]], [0, 0.9, 0.7]),
    ],
)
def test_a_fault_is_as_bad_as_it_was_sure_or_far_off(
    task: OutputTask, true: list[object], output: list[list[float]], faults: list[float]
) -> None:
    known = np.empty(len(true), dtype=object)
    known[:] = true
    assert JUDGES[task.kind].faults(task.classes, known, np.array(output)) == pytest.approx(faults)


def test_the_guess_in_the_form_of_an_output_is_the_baselines_answer() -> None:
    many = np.zeros((2, 1))
    assert JUDGES["binary"].guess(YES_NO, labels("yes", "yes", "no"), many).tolist() == [[1], [1]]
    assert JUDGES["binary"].guess(YES_NO, labels("yes", "no"), many).tolist() == [[0], [0]]
    assert JUDGES["multiclass"].guess(COLOURS, labels("red", "red", "blue"), np.zeros((1, 3))).tolist() == [[0, 0, 1]]
    assert JUDGES["regression"].guess(NUMBER, np.array([1.0, 2.0, 9.0]), many).tolist() == [[2], [2]]
    half = np.empty(4, dtype=object)
    half[:] = [("new",), ("new", "old"), ("new",), ("old",)]
    assert JUDGES["multilabel"].guess(MARKS, half, np.zeros((2, 2))).tolist() == [[1, 0], [1, 0]]
