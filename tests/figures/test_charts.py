"""The charts of Evaluate: their facts by value, and what every one of them keeps."""

from __future__ import annotations

import json
from types import ModuleType
from typing import Any

import pytest

from mtl_core.figures import calibration, confusion, palette, precision_recall, roc, scatter
from mtl_core.records.results import TaskEvaluation

MODULES = [roc, scatter, confusion, precision_recall, calibration]
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
