"""The charts of Evaluate: their facts by value, and what every one of them keeps."""

from __future__ import annotations

import json
from types import ModuleType
from typing import Any

import pytest

from mtl_core.figures import calibration, confusion, palette, precision_recall, residuals, roc, scatter
from mtl_core.records.results import TaskEvaluation

MODULES = [roc, scatter, residuals, confusion, precision_recall, calibration]
NASTY = ["<script>alert(1)</script>", "a & b", "%{x}", "../etc", "😀" * 400, "two\nlines", ""]


def evaluated(**parts: Any) -> TaskEvaluation:
    """One task of ``evaluation.json``."""
    task = {"id": "t0", "name": "visits", "kind": "regression", "rows": 10, "metrics": {}, "baseline": {}}
    return TaskEvaluation.model_validate({**task, "baseline_rule": "", "sentence": "", **parts})


def full() -> TaskEvaluation:
    counts = [[10 * (i == j) + i for j in range(len(NASTY))] for i in range(len(NASTY))]
    return evaluated(
        metrics={"auc": 0.79, "mae": 2.0},
        baseline={"mae": 2.5},
        roc={"fpr": [0.0, 0.5, 1.0], "tpr": [0.0, 0.8, 1.0]},
        precision_recall={"recall": [0.0, 0.5, 1.0], "precision": [1.0, 0.8, 0.4]},
        calibration={
            "said": [0.1, 0.8],
            "true": [0.2, 0.5],
            "low": [0.05, 0.3],
            "high": [0.4, 0.7],
            "rows": [10, 10],
            "brier": 0.15,
            "guess": 0.24,
        },
        scatter={"true": [1.0, 2.0, 4.0], "predicted": [1.5, 2.0, 3.0]},
        confusion={"labels": NASTY, "counts": counts},
    )


def test_roc_facts_are_percent() -> None:
    known = roc.summarize(full())
    assert known.false_alarms == [0, 50, 100]
    assert known.found == [0, 80, 100]
    assert known.table()["found, % of yes"] == [0, 80, 100]
    assert known.sentence().startswith("Of 100 pairs of one yes and one no, 79.0 ")


def test_roc_of_one_class_says_why_it_is_empty() -> None:
    known = roc.summarize(evaluated(metrics={"auc": None}))
    assert known.found == []
    assert "only one of the two" in known.sentence()


def test_scatter_facts_hold_pairs_and_their_range() -> None:
    pairs = {"true": [0.0, 10.0], "predicted": [2.0, 5.0]}
    known = scatter.summarize(evaluated(metrics={"mae": 2.0}, baseline={"mae": 2.5}, scatter=pairs))
    assert (known.true, known.predicted) == ([0.0, 10.0], [2.0, 5.0])
    assert known.low == pytest.approx(-0.4)
    assert known.high == pytest.approx(10.4)
    assert known.sentence() == "Predictions are off by 2 on average; guessing would be off by 2.5."


def test_residuals_are_told_by_what_was_answered() -> None:
    said = [float(number) for number in range(1, 13)]
    pairs = {"predicted": said, "true": [2 * number for number in said[:6]] + [0.0] * 6}
    known = residuals.summarize(evaluated(scatter=pairs))
    assert known.residuals == [*said[:6], *(-number for number in said[6:])]
    assert known.sentence() == (
        "Half of the true numbers lie between −9.25 and +3.25 of the answer; 50% lie above it. Among the largest third "
        "of the answers errors are 10.5 on average, among the smallest third 2.5."
    )
    assert (known.half, known.is_logarithmic) == (None, False)
    few = residuals.summarize(evaluated(scatter={"predicted": said[:8], "true": said[:8]}))
    assert "too few test rows" in few.sentence()


@pytest.mark.parametrize(
    ("predicted", "logarithmic"),
    [([1.0, 101.0], True), ([1.0, 99.0], False), ([-1.0, 200.0], False), ([0.0, 9.0], False)],
)
def test_answers_of_very_different_sizes_are_drawn_by_their_logarithm(
    predicted: list[float], logarithmic: bool
) -> None:
    task = evaluated(scatter={"predicted": predicted, "true": [1.0, 2.0]})
    assert residuals.summarize(task).is_logarithmic == logarithmic
    assert residuals.figure(task, 0, dark=False).layout.xaxis.type == ("log" if logarithmic else "linear")


def test_band_is_drawn_around_the_line_of_no_error() -> None:
    band = {"level": 0.9, "half": 1.5, "chosen": 30, "covered": 0.9, "low": 0.8, "high": 0.97}
    drawn = residuals.figure(evaluated(scatter={"predicted": [1.0], "true": [2.0]}, band=band), 0, dark=True)
    assert [line.y0 for line in drawn.layout.shapes] == [0, -1.5, 1.5]


def test_residuals_of_nothing_are_drawn() -> None:
    assert not residuals.summarize(evaluated()).residuals
    residuals.figure(evaluated(), 0, dark=False)


@pytest.mark.parametrize("points", [{"true": [], "predicted": []}, {"true": [3.0], "predicted": [3.0]}, None])
def test_scatter_of_few_points_has_a_range(points: dict[str, list[float]] | None) -> None:
    known = scatter.summarize(evaluated(scatter=points))
    assert known.low < known.high


def test_confusion_facts_count_and_share() -> None:
    known = confusion.summarize(evaluated(confusion={"labels": ["no", "yes"], "counts": [[6, 2], [0, 0]]}))
    assert known.shares == [[0.75, 0.25], [0, 0]]
    assert (known.right, known.rows) == (6, 8)
    assert known.table() == {"truly": ["no", "yes"], "says no": [6, 0], "says yes": [2, 0]}
    assert known.sentence() == "6 of 8 test rows are put in their true class; 2 classes."


def test_calibration_counts_the_groups_that_hold() -> None:
    known = calibration.summarize(full())
    assert known.sentence() == (
        "In 1 of 2 groups of rows the probability that was said lies within the 95% interval of the share that is yes. "
        "Brier score 0.150, guessing 0.240; less is better."
    )
    assert known.table()["truly yes, %"] == [20, 50]
    assert "not known" in calibration.summarize(evaluated()).sentence()


def test_precision_recall_facts_are_percent() -> None:
    known = precision_recall.summarize(full())
    assert known.table() == {"found, % of yes": [0, 50, 100], "right, % of said": [100, 80, 40]}


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("module", MODULES)
def test_figure_is_drawn_in_the_tasks_colour(module: ModuleType, dark: bool) -> None:
    drawn = module.figure(full(), 2, dark).to_json()
    hue = palette.TASKS[2].colour(dark)
    assert hue in drawn or palette.tint(hue, 0.38) in drawn


@pytest.mark.parametrize("module", MODULES)
def test_figure_of_nothing_is_drawn(module: ModuleType) -> None:
    chart = module.figure(evaluated(), 15, False)
    assert chart.layout.height >= 200


@pytest.mark.parametrize("module", MODULES)
def test_figure_holds_no_markup_of_names(module: ModuleType) -> None:
    drawn = json.dumps(module.figure(full(), 0, False).to_plotly_json(), default=list)
    assert "<script" not in drawn
    assert "%{x}, model" not in drawn


def test_large_matrix_writes_no_numbers_and_stays_on_the_screen() -> None:
    size = 200
    task = evaluated(confusion={"labels": [f"c{i}" for i in range(size)], "counts": [[1] * size] * size})
    chart = confusion.figure(task, 0, False)
    assert len(chart.data) == 2
    assert chart.layout.height <= 560


def test_the_curve_of_yes_and_no_stands_over_the_diagonal_of_guessing() -> None:
    chart = roc.figure(full(), 1, dark=False)
    guess, curve = chart.data
    assert (list(guess.x), list(guess.y)) == ([0, 100], [0, 100])
    assert (list(curve.x), list(curve.y)) == ([0, 50, 100], [0, 80, 100])
    assert [note.text for note in chart.layout.annotations] == ["AUC 79.0"]
    assert not roc.figure(evaluated(), 1, dark=False).layout.annotations


def test_precision_stands_over_the_share_of_yes_where_that_is_known() -> None:
    known = evaluated(
        metrics={"average_precision": 0.625},
        baseline={"average_precision": 0.4},
        precision_recall={"recall": [0.0, 0.5, 1.0], "precision": [1.0, 0.8, 0.4]},
    )
    guess, curve = precision_recall.figure(known, 1, dark=False).data
    assert (list(guess.x), list(guess.y)) == ([0, 100], [40, 40])
    assert (list(curve.x), list(curve.y)) == ([0, 50, 100], [100, 80, 40])
    assert len(precision_recall.figure(full(), 1, dark=False).data) == 1
    assert precision_recall.summarize(known).sentence() == (
        "Of those said to be yes, 62.5% are, in the mean over all shares that are found."
    )
    assert "only one of the two" in precision_recall.summarize(full()).sentence()


def test_groups_of_rows_stand_with_their_intervals_over_the_diagonal() -> None:
    ideal, dots = calibration.figure(full(), 1, dark=False).data
    assert (list(ideal.x), list(ideal.y)) == ([0, 100], [0, 100])
    assert (list(dots.x), list(dots.y), list(dots.customdata)) == ([10, 80], [20, 50], [10, 10])
    assert list(dots.error_y.array) == pytest.approx([20, 20])
    assert list(dots.error_y.arrayminus) == pytest.approx([15, 20])
    assert calibration.summarize(full()).table()["interval from"] == [5, 30]
    assert [note.text for note in calibration.figure(full(), 1, dark=False).layout.annotations] == ["Brier 0.150"]
    assert not calibration.figure(evaluated(), 1, dark=False).layout.annotations


def test_an_interval_that_ends_at_what_was_said_holds_it() -> None:
    ends = {"said": [0.2, 0.6], "true": [0.3, 0.5], "low": [0.2, 0.4], "high": [0.4, 0.6], "rows": [10, 10]}
    known = calibration.summarize(evaluated(calibration={**ends, "brier": 0.1, "guess": 0.2}))
    assert known.sentence().startswith("In 2 of 2 groups of rows")


def test_right_and_wrong_cells_are_apart_and_tell_their_share() -> None:
    matrix = {"labels": ["no", "yes"], "counts": [[1_500, 500], [0, 1_000]]}
    wrong, right, words = confusion.figure(evaluated(confusion=matrix), 0, dark=False).data
    assert [list(row) for row in wrong.z] == [[None, 0.25], [0.0, None]]
    assert [list(row) for row in right.z] == [[0.75, None], [None, 1.0]]
    assert right.text[0][1] == "truly no, model says yes<br>500 rows, 25% of that class"
    cells = zip(words.y, words.x, words.text, strict=True)
    assert list(cells) == [(0, 0, "1,500"), (0, 1, "500"), (1, 0, "0"), (1, 1, "1,000")]


@pytest.mark.parametrize(("classes", "traces"), [(10, 3), (11, 2)])
def test_up_to_ten_classes_have_numbers_in_their_cells(classes: int, traces: int) -> None:
    matrix = {"labels": [f"c{place}" for place in range(classes)], "counts": [[1] * classes] * classes}
    assert len(confusion.figure(evaluated(confusion=matrix), 0, dark=False).data) == traces


def test_points_stand_at_true_and_predicted_over_the_line_of_being_right() -> None:
    chart = scatter.figure(full(), 0, dark=False)
    line, points = chart.data
    assert list(line.x) == list(line.y) == list(chart.layout.xaxis.range) == list(chart.layout.yaxis.range)
    assert (list(points.x), list(points.y)) == ([1.0, 2.0, 4.0], [1.5, 2.0, 3.0])
    assert scatter.summarize(full()).table() == {"true": [1.0, 2.0, 4.0], "predicted": [1.5, 2.0, 3.0]}
    assert "no test row has a label" in scatter.summarize(evaluated()).sentence()


def test_errors_stand_at_what_was_predicted() -> None:
    (points,) = residuals.figure(full(), 0, dark=False).data
    assert (list(points.x), list(points.y)) == ([1.5, 2.0, 3.0], [-0.5, 0.0, 1.0])
    assert residuals.summarize(full()).table() == {
        "predicted": [1.5, 2.0, 3.0],
        "true minus predicted": [-0.5, 0.0, 1.0],
    }
    nine = evaluated(scatter={"predicted": [1.0] * 9, "true": [2.0] * 9})
    assert residuals.summarize(nine).sentence().startswith("Half of the true numbers lie between +1 and +1")


@pytest.mark.parametrize(("own", "guess"), [(None, 2.0), (2.0, None), (None, None)])
def test_what_lacks_one_of_two_numbers_is_not_compared(own: float | None, guess: float | None) -> None:
    pairs = scatter.summarize(evaluated(metrics={"mae": own}, baseline={"mae": guess}))
    assert pairs.sentence().endswith("cannot be said: no test row has a label.")
    groups = {"said": [0.5], "true": [0.5], "low": [0.4], "high": [0.6], "rows": [9], "brier": own, "guess": guess}
    assert calibration.summarize(evaluated(calibration=groups)).sentence().endswith("is not known.")
