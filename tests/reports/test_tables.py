"""The tables of a report, cell by cell."""

from __future__ import annotations

from pathlib import Path

import pytest

from mtl_core.records.history import History
from mtl_core.records.results import LabelScore, TaskEvaluation
from mtl_core.records.summary import RunSummary
from mtl_core.records.verdicts import Difference, Rival, TaskVerdict
from mtl_core.reports import tables
from mtl_core.reports.findings import gather
from tests.reports.conftest import LINK, NUMBER, SCRIPT, history


def task(kind: str, **told: object) -> TaskEvaluation:
    body = {"id": "t0", "name": "x", "kind": kind, "rows": 9, "baseline_rule": "", "sentence": "", **told}
    return TaskEvaluation.model_validate(body)


@pytest.mark.parametrize(
    ("value", "told"),
    [(0.79, "0.79"), (0.12345, "0.123"), (0.00004, "0"), (-0.00004, "0"), (-0.5, "-0.5"), (1.0, "1"), (None, "–")],
)
def test_a_share_is_told_in_thousandths(value: float | None, told: str) -> None:
    head, rows = tables.scores(task("binary", metrics={"auc": value, "odd": 0.5}, baseline={"auc": 0.5}))
    assert head == ("Metric", "Network", "Guessing")
    assert rows == [("Area under the ROC curve", told, "0.5"), ("odd", "0.5", "–")]


def test_an_error_is_told_in_the_unit_of_its_numbers_however_small() -> None:
    _, rows = tables.scores(
        task(
            "regression",
            metrics={"mae": 0.00002346, "rmse": 17_620.4, "r2": -0.00001},
            baseline={"mae": 0.5, "rmse": None, "r2": 0.0},
        )
    )
    assert rows == [
        ("Mean absolute error", "0.0000235", "0.5"),
        ("Root mean square error", "17,620", "–"),
        ("R², share of variance explained", "0", "0"),
    ]


def test_labels_have_their_rows_or_their_times() -> None:
    score = LabelScore(label="PER", rows=1_200, precision=None, recall=0.5, f1=0.66667)
    head, rows = tables.labels(task("tags", metrics={}, baseline={}, labels=(score,)))
    assert head == ("Label", "Times", "Right when said", "Found", "F1")
    assert rows == [("PER", "1,200", "–", "0.5", "0.667")]
    assert tables.labels(task("multilabel", metrics={}, baseline={}))[0][1] == "Rows"


def test_references_stand_below_guessing_with_how_much_the_network_is_better() -> None:
    def rival(id: str, value: float, low: float) -> Rival:
        better = Difference(value=0.1, low=low, high=0.3, covers="rows", count=40, telling=30)
        return Rival(id=id, title=id.title(), value=value, difference=better)

    verdict = TaskVerdict(
        id="t0",
        name="x",
        metric="accuracy",
        value=0.8,
        guessing=rival("guessing", 0.7, 0.05),
        references=(rival("linear", 0.75, -0.1),),
    )
    head, rows = tables.references(verdict)
    assert head == ("", "Accuracy", "This network better by")
    assert rows == [
        ("This network", "80.0%", ""),
        ("Guessing", "70.0%", "10 points, 95% interval 5 to 30 over the rows"),
        ("Linear", "75.0%", "10 points, 95% interval −10 to 30 over the rows"),
    ]


def test_what_was_trained_is_told_name_by_name(folder: Path) -> None:
    found = gather(folder, history())
    assert list(tables.tell_training(found)) == [
        ("Table", f"{SCRIPT}.csv, 100 rows (content {'0' * 12})"),
        ("Rows", "50 to train, 10 to choose the epoch, 40 to judge"),
        ("Tasks", f"{LINK} (yes-no), {NUMBER} (number)"),
        ("Network", found.plan.sentence()),
        ("Way of sharing", "hard"),
        ("Balancing", "equal"),
        ("Seed", "0"),
        ("Epochs", "3 done, kept is that of epoch 2"),
        ("Seconds", "1.5"),
    ]


def test_what_is_not_known_of_a_training_is_left_out(folder: Path) -> None:
    bare = dict(tables.tell_training(gather(folder, History())))
    assert "Epochs" not in bare
    assert "Seconds" not in bare
    done = History(summary=RunSummary(epochs_done=1_200))
    assert dict(tables.tell_training(gather(folder, done)))["Epochs"] == "1,200 done"
