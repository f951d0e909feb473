"""A run on the pages: live, at rest, failed, judged, exported, renamed, deleted and brought back."""

from __future__ import annotations

import json
import zipfile
from typing import Any

import pandas as pd
import pytest

from mtl_core.records.events import BalanceEvent
from mtl_core.records.summary import RunSummary
from mtl_core.runs.events import Report
from mtl_core.runs.leases import Lease
from mtl_core.runs.runs import Run
from mtl_core.runs.store import Store
from mtl_core.runs.workspace import Workspace
from pages.build.sections import conflict_card
from pages.results.sections import task_scores
from pages.shared.components.curves import Curve
from pages.shared.components.diagram_conflicts import Conflicts
from tests.claiming import claim_run
from tests.pages.conftest import Opener, words
from tests.told import told


def trained(held: Lease, epochs: int = 3, balance: dict[str, Any] | None = None) -> None:
    """Some epochs of two tasks, and a weight moved."""
    reports = [told("phase", {"phase": "training"}, 1.0)]
    for epoch in range(1, epochs + 1):
        losses = {"t0": 1 / epoch, "t1": 2 / epoch}
        body = {"epoch": epoch, "train": losses, "validation": losses, "weights": {"t0": 1.0, "t1": 1.0}}
        best = {"t0": epoch, "t1": epoch}
        reports.append(told("epoch", {**body, "learning_rate": 0.001, "seconds": 0.1, "best": best}, 1.0 + epoch))
    moved = {"epoch": 2.5, "from": {"t0": 1.0, "t1": 1.0}, "to": {"t0": 1.0, "t1": 2.0}}
    reports.append(told("balance", balance or BALANCE, 8.0))
    held.append([*reports, told("weights", moved, 9.0)], state="running", phase="training", epoch=float(epochs))


BALANCE = {
    "epoch": 3,
    "method": "upgrad",
    "weights": {"t0": 1.2, "t1": 0.7},
    "gradients": "approximate",
    "compared": 12,
    "cosines": [[1.0, -0.42], [-0.42, 1.0]],
    "conflicts": [[False, True], [True, False]],
    "conflict_rate": 1.0,
    "sizes": {"t0": 3.1, "t1": 1.0},
    "size_ratio": 3.1,
    "lowest": None,
    "unanswered": 0,
    "stationary": 0,
}


def judgement(name: str, **more: Any) -> dict[str, Any]:
    base = {"id": "t0", "name": name, "rows": 16, "notes": [], "confusion": None, "roc": None, "scatter": None}
    return {**base, "baseline_rule": "Always the commonest.", "sentence": "Puts 79 of 100 pairs right.", **more}


@pytest.fixture
def finished(store: Store, workspace: Workspace, run: Run) -> Run:
    """The run with results on disk."""
    held = claim_run(store)
    trained(held)
    folder = workspace.run(run.id)
    folder.mkdir(parents=True)
    binary = judgement(
        "ill",
        kind="binary",
        headline="auc",
        metrics={"auc": 0.79, "average_precision": 0.6, "accuracy": 0.8, "f1": 0.5},
        baseline={"auc": 0.5, "average_precision": 0.2, "accuracy": 0.7, "f1": 0.0},
        confusion={"labels": ["no", "yes"], "counts": [[10, 2], [1, 3]]},
        roc={"fpr": [0.0, 0.2, 1.0], "tpr": [0.0, 0.7, 1.0]},
    )
    number = judgement(
        "cost",
        id="t1",
        kind="regression",
        headline="mae",
        rows=12,
        metrics={"mae": 2.0, "rmse": 3.0, "r2": None},
        baseline={"mae": 4.0, "rmse": 5.0, "r2": 0.0},
        scatter={"true": [1.0, 2.0], "predicted": [1.5, 2.5]},
    )
    (folder / "evaluation.json").write_text(json.dumps({"rows": 16, "tasks": [binary, number]}))
    pd.DataFrame({"position": [1], "ill": ["=1+1"]}).to_parquet(folder / "predictions.parquet")
    with zipfile.ZipFile(folder / "bundle.zip", "w") as archive:
        archive.writestr("predict.py", "pass")
    tasks = [{"id": "t0", "name": "ill", "metric": "auc", "value": 0.79, "baseline": 0.5}]
    came_to = RunSummary(tasks=tasks, test={"ill": {"auc": 0.79}}, kept_epoch=3)
    held.finish("finished", "Finished; the weights of epoch 3 are kept.", came_to)
    return run


def test_queued_run_says_how_many_are_ahead(show: Opener, store: Store, table: object, run: Run) -> None:
    second = store.create_run(run.dataset_id, run.experiment, "second", "another key")
    app = show("build/train.py", run=second.id)
    assert "1 training ahead" in words(app)


def test_live_page_draws_curves_desk_and_feed(show: Opener, store: Store, run: Run) -> None:
    trained(claim_run(store))
    app = show("build/train.py", run=run.id)
    feed = next(str(html.value) for html in app.html if "mtl-feed" in str(html.value))
    assert "You turned B up to 2." in feed
    assert "Best for A so far: 0.33" in feed
    assert not any(button.key in ("train_start", "train_next") for button in app.button)
    card = next(str(html.value) for html in app.html if "mtl-pulls" in str(html.value))
    assert "A and B pull apart (−0.42)" in card
    assert "Conflicts: A and B (−0.42) (cosine below −0.2)." in card
    assert "The largest gradient is 3.1 times the smallest." in card
    assert "an approximation" in card


def measured(epoch: int, cosine: float | None, blocks: dict[str, float] | None = None) -> BalanceEvent:
    """A "balance" event of two tasks, and of some blocks."""
    cosines = None if cosine is None else [[1.0, cosine], [cosine, 1.0]]
    lowest = {block: {"tasks": ["t0", "t1"], "cosine": each} for block, each in (blocks or {}).items()}
    body = BALANCE | {"epoch": epoch, "cosines": cosines, "lowest": lowest if blocks else None}
    return BalanceEvent.model_validate(body)


def test_of_one_epoch_the_feed_says_the_newest_first(show: Opener, store: Store, run: Run) -> None:
    held = claim_run(store)
    trained(held)
    moves = [
        {"epoch": 3.0, "from": {"t0": old, "t1": 1.0}, "to": {"t0": new, "t1": 1.0}} for old, new in ((1, 2), (2, 4))
    ]
    held.append([told("weights", move, 10.0) for move in moves], epoch=3.0)
    app = show("build/train.py", run=run.id)
    feed = next(str(html.value) for html in app.html if "mtl-feed" in str(html.value))
    assert feed.index("A up to 4") < feed.index("A up to 2")


def test_feed_says_when_tasks_begin_to_pull_apart_and_when_they_stop() -> None:
    told = [measured(n, cosine) for n, cosine in enumerate([0.1, -0.1, -0.3, -0.25, None, -0.21, 0.01, -0.2, -0.31])]
    turns = [
        [(line.epoch, line.sentence) for line in conflict_card.happenings(told[:number])] for number in (2, 6, 8, 9)
    ]
    assert turns == [
        [],
        [(2, "A and B began to pull apart (−0.30).")],
        [(6, "A and B no longer pull apart (+0.01).")],
        [(8, "A and B began to pull apart (−0.31).")],
    ]


def test_of_many_pairs_the_feed_says_each_once() -> None:
    """However often two tasks cross the limit."""
    assert len(conflict_card.happenings([measured(n, -0.3 if n % 2 else 0.0) for n in range(50)])) == 1


def test_once_at_rest_the_heat_map_goes_back_to_any_epoch(show: Opener, store: Store, run: Run) -> None:
    held = claim_run(store)
    trained(held)
    held.append([Report(measured(4, 0.25), 10.0)], epoch=4.0)
    app = show("build/train.py", run=run.id)
    assert len(app.select_slider) == 0
    held.finish("stopped", "Stopped.", RunSummary(kept_epoch=3))
    app = show("build/train.py", run=run.id)
    card = lambda: next(str(html.value) for html in app.html if "mtl-pulls" in str(html.value))  # noqa: E731
    assert "A and B pull together (+0.25)" in card()
    app.select_slider(key=f"standing_epoch_{run.id}").set_value(3).run()
    assert not app.exception
    assert "A and B pull apart (−0.42)" in card()


def test_the_network_is_tinted_once_conflicts_are_measured_by_block(show: Opener, store: Store, run: Run) -> None:
    held = claim_run(store)
    trained(held)
    app = show("build/train.py", run=run.id)
    assert "Where do the tasks pull apart?" not in words(app)
    held.append([Report(measured(4, 0.2, {"inputs": 0.0, "trunk_1": -0.8}), 10.0)], epoch=4.0)
    assert "Where do the tasks pull apart?" in words(show("build/train.py", run=run.id))


def test_once_at_rest_the_tints_are_those_of_the_epoch_looked_at(
    show: Opener, store: Store, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn: list[Conflicts] = []
    monkeypatch.setattr("pages.build.sections.conflicts.diagram", lambda plan, key, pulls: drawn.append(pulls))
    held = claim_run(store)
    trained(held)
    looks = [measured(4, 0.2, {"trunk_1": -0.8}), measured(5, 0.1), measured(6, 0.3, {"trunk_1": -0.2})]
    held.append([Report(look, 10.0) for look in looks], epoch=6.0)
    held.finish("stopped", "Stopped.", RunSummary(kept_epoch=3))
    app = show("build/train.py", run=run.id)
    for chosen in (5, 3):
        app.select_slider(key=f"standing_epoch_{run.id}").set_value(chosen).run()
    assert not app.exception
    # Epoch 5 was not measured by block, and of epoch 3 nothing older is known than epoch 4.
    found = [(pulls.epoch, pair.cosine) for pulls in drawn for pair in [pulls.blocks["trunk_1"]] if pair]
    assert found == [(6, -0.2), (4, -0.8), (4, -0.8)]


def test_of_an_epoch_that_was_broken_off_nothing_is_drawn(
    show: Opener, store: Store, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn: list[Curve] = []
    monkeypatch.setattr("pages.build.sections.live_run.curves", lambda lines, **_: drawn.extend(lines))
    held = claim_run(store)
    trained(held)
    held.append([told("progress", {"epoch": 3.2, "train": {"t0": 9.0, "t1": 9.0}, "weights": {}}, 11.0)], epoch=3.2)
    show("build/train.py", run=run.id)
    held.finish("stopped", "Stopped.", RunSummary(kept_epoch=3))
    show("build/train.py", run=run.id)
    assert [line.train[-1][0] for line in drawn[::2]] == [3.2, 3]


@pytest.mark.parametrize("state", ["interrupted", "failed"])
def test_run_that_broke_off_says_why(show: Opener, store: Store, run: Run, state: Any) -> None:
    held = claim_run(store)
    trained(held)
    held.finish(state, "The <b>disk</b> is full.")
    app = show("build/train.py", run=run.id)
    assert app.error[0].value == r"The \<b\>disk\<\/b\> is full\."
    assert any(button.key == "train_resume" for button in app.button) == (state == "interrupted")
    if state == "interrupted":
        app.button(key="train_resume").click().run()
        assert store.run(run.id).state == "queued"


def test_waiting_run_stands_in_the_sidebar(show: Opener, run: Run) -> None:
    app = show("build/network.py", run=run.id)
    assert "Next in line" in "".join(caption.value for caption in app.sidebar.caption)


@pytest.mark.parametrize(("state", "kind"), [("running", "pause"), ("paused", "resume")])
def test_sidebar_sends_orders(show: Opener, store: Store, run: Run, state: Any, kind: str) -> None:
    held = claim_run(store)
    trained(held)
    held.update(state=state)
    app = show("build/network.py", run=run.id)
    app.button(key="side_pause").click().run()
    app.button(key="side_stop").click().run()
    assert [order.kind for order in held.take_commands()] == [kind, "stop"]


def test_evaluate_shows_each_task_beside_guessing(show: Opener, finished: Run) -> None:
    app = show("results/evaluate.py", run=finished.id)
    cards = "".join(str(html.value) for html in app.html if "mtl-score" in str(html.value))
    assert "Puts 79 of 100 pairs right." in cards
    assert [cards.count(f">{told}<") for told in ("79.0%", "50.0%", "0.79")] == [1, 1, 0]  # as the sentence tells it
    assert "twice guessing" in cards
    assert "guessing" in cards
    assert "16 held-out rows, never trained on" in words(app)
    assert "scored on the 12 of them" in words(app)
    assert len(app.get("plotly_chart")) == 4


def test_evaluate_without_examples_shows_the_rest(show: Opener, finished: Run) -> None:
    assert "Row by row" not in words(show("results/evaluate.py", run=finished.id))


def test_metric_that_is_nought_but_for_rounding_is_shown_as_nought() -> None:
    assert task_scores.format_value("r2", -1.2e-05) == "0"
    assert task_scores.format_value("mae", 1.2e-05) == "0.000012"
    assert task_scores.format_value("auc", None) == "–"


def test_evaluate_while_training_waits(show: Opener, store: Store, run: Run) -> None:
    trained(claim_run(store))
    app = show("results/evaluate.py", run=run.id)
    assert "Still training" in words(app)
    assert app.button(key="to_train")


def test_downloads_are_named_by_run_and_content(show: Opener, finished: Run) -> None:
    app = show("results/export.py", run=finished.id)
    assert {button.key for button in app.get("download_button")} == {
        "export_bundle",
        "export_experiment",
        "export_predictions",
    }
    assert any(f"small-{finished.id[:12]}-" in str(code.value) for code in app.code)
