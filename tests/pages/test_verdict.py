"""The Evaluate page says whether anything was learnt, and what else was tried."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import numpy as np
import pytest

from mtl_core.experiment import Experiment
from mtl_core.records.summary import PartRows, RunSummary
from mtl_core.records.verdicts import Difference, Rival, TaskVerdict, Verdicts
from mtl_core.runs.results import VERDICTS
from mtl_core.runs.runs import Run
from mtl_core.runs.store import Store
from mtl_core.runs.workspace import Workspace
from mtl_core.verdict.kept import SAMPLES, tabulate_samples
from mtl_core.verdict.samples import Ranking, Ratio
from tests.pages import test_compare
from tests.pages.conftest import Opener, words
from tests.pages.test_compare import finish
from tests.pages.test_runs import finished

__all__ = ["finished"]


TASKS = {"ill": "auc", "cost": "mae"}


def leave(workspace: Workspace, run: Run, low: float, high: float, tasks: dict[str, str] = TASKS) -> None:
    """Verdicts on tasks of the run, by their metrics, of differences between these ends."""
    middle = (low + high) / 2
    found = Difference(value=middle, low=low, high=high, covers="rows", count=20, telling=20)
    forest = Rival(id="extra_trees", title="ExtraTrees", value=0.9, difference=found.model_copy(update={"value": -0.1}))
    guessing = Rival(id="guessing", title="Guessing", value=0.5, difference=found)
    verdicts = Verdicts(
        tasks=tuple(
            TaskVerdict(id=f"t{slot}", name=name, metric=metric, value=0.5, guessing=guessing, references=(forest,))
            for slot, (name, metric) in enumerate(tasks.items())
        )
    )
    (workspace.run(run.id) / VERDICTS).write_text(verdicts.model_dump_json())


def cards(show: Opener, run: Run) -> list[str]:
    """The cards' HTML."""
    app = show("results/evaluate.py", run=run.id)
    (page,) = (str(html.value) for html in app.html if '<section class="mtl-score"' in str(html.value))
    return page.split("<section")[1:]


@pytest.mark.parametrize(
    ("low", "high", "claim"),
    [
        (-0.1, 0.2, "Nothing was learnt that can be told from guessing with 20 rows."),
        (-0.3, -0.1, "Worse than guessing."),
        (0.1, 0.3, None),
    ],
)
def test_every_card_leads_with_what_can_be_claimed(
    show: Opener, finished: Run, workspace: Workspace, low: float, high: float, claim: str | None
) -> None:
    leave(workspace, finished, low, high)
    shown = cards(show, finished)
    assert len(shown) == 2
    assert all((claim or "of 100 pairs right") in card for card in shown[:1])
    assert all("95% interval" in card and "ExtraTrees" in card for card in shown)
    assert [card.count("<b style=") for card in shown] == [1, 1]
    if claim:
        assert all(f'<p class="big">{claim}</p>' in card for card in shown)


def test_run_of_an_earlier_version_is_shown_as_it_was(show: Opener, finished: Run) -> None:
    shown = cards(show, finished)
    assert len(shown) == 2
    assert "95% interval" not in "".join(shown)


def leave_samples(folder: Path, factor: float, tasks: list[str]) -> None:
    """Errors of cost as large as ``factor``, and scores of ill that are the same in all runs."""
    random = np.random.default_rng(0)
    errors, ill = random.gamma(2, 1, 40), (random.random(40) < 0.5).astype(float)
    known = {"ill": Ranking(ill + random.normal(size=40), ill), "cost": Ratio(factor * errors, np.ones(40))}
    samples = {f"t{slot}": (np.arange(40), known[task]) for slot, task in enumerate(tasks)}
    tabulate_samples(np.arange(40), None, samples).to_parquet(folder / SAMPLES)


def test_each_task_is_learnt_alone_at_a_press_and_compared(
    show: Opener, finished: Run, store: Store, workspace: Workspace
) -> None:
    leave(workspace, finished, 0.1, 0.3)
    leave_samples(workspace.run(finished.id), 1.0, ["ill", "cost"])
    app = show("results/evaluate.py", run=finished.id)
    assert "2 trainings" in words(app)
    assert not any(button.key == "evaluate_alone_resume" for button in app.button)
    app.button(key="evaluate_alone").click().run()
    (found,) = store.comparisons()
    twins = [run for _, run in store.compared_runs(found.id)]
    assert [run.name for run in twins] == ["ill alone, seed 0", "cost alone, seed 0"]
    assert "0 of 2 trainings of a task alone finished" in words(app)
    assert "How good each is" not in words(show("results/compare.py"))  # they are no comparison of methods
    finish(store, 2)
    for run, task in zip(twins, ["ill", "cost"], strict=True):
        workspace.run(run.id).mkdir(parents=True, exist_ok=True)
        leave(workspace, run, 0.1, 0.3, {task: ("auc" if task == "ill" else "mae")})
        leave_samples(workspace.run(run.id), 1.5, [task])
    said = words(show("results/evaluate.py", run=finished.id)).replace("\\", "")
    assert "Sharing helped cost: off by" in said
    assert "ill: no difference can be told with 40 rows" in said
    assert "on average (Δm; " in said


def ask_for_twins(show: Opener, run: Run, workspace: Workspace) -> None:
    """Press for the twins of a run that was judged."""
    leave(workspace, run, 0.1, 0.3)
    leave_samples(workspace.run(run.id), 1.0, ["ill", "cost"])
    show("results/evaluate.py", run=run.id).button(key="evaluate_alone").click().run()


def test_a_twin_that_failed_is_named(show: Opener, finished: Run, store: Store, workspace: Workspace) -> None:
    ask_for_twins(show, finished, workspace)
    finish(store, 2, "failed")
    said = words(show("results/evaluate.py", run=finished.id)).replace("\\", "")
    assert "Not compared, since its training alone did not finish or cannot be measured: “ill” and “cost”." in said


def test_twins_that_were_interrupted_go_on_at_a_press(
    show: Opener, finished: Run, store: Store, workspace: Workspace
) -> None:
    ask_for_twins(show, finished, workspace)
    finish(store, 1)
    finish(store, 1, "interrupted")
    app = show("results/evaluate.py", run=finished.id)
    assert "1 training was interrupted" in words(app)
    app.button(key="evaluate_alone_resume").click().run()
    (found,) = store.comparisons()
    assert [run.state for _, run in store.compared_runs(found.id)] == ["finished", "queued"]
    assert "1 of 2 trainings of a task alone finished" in words(app)


def test_more_seeds_are_trained_at_a_press_and_told_of_apart(
    show: Opener, finished: Run, store: Store, workspace: Workspace
) -> None:
    ask_for_twins(show, finished, workspace)
    finish(store, 2)
    app = show("results/evaluate.py", run=finished.id)
    assert "Train together and alone with 2 more seeds, 3 in all: 6 trainings" in words(app).replace("\\", "")
    app.button(key="evaluate_seeds").click().run()
    assert "0 of 6 trainings with more seeds finished" in words(app)
    more = next(found for found in store.comparisons() if found.id.endswith("-seeds"))
    names = [run.name for _, run in store.compared_runs(more.id)]
    assert names[:3] == ["All tasks together, seed 1", "ill alone, seed 1", "cost alone, seed 1"]
    assert store.runs(compared=False) == [store.run(finished.id)]
    finish(store, 6)
    said = words(show("results/evaluate.py", run=finished.id)).replace("\\", "")
    assert "**Over 3 seeds**" in said
    assert "over the seeds" in said
    assert "Nadeau" in said
    assert "Not compared, since its training alone did not finish or cannot be measured: “cost”." in said


def test_fewer_rows_are_tried_at_a_press_and_told_of(
    show: Opener, finished: Run, store: Store, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = PartRows(train=56, validation=8, test=16)
    monkeypatch.setattr(test_compare, "RunSummary", partial(RunSummary, rows=rows))
    leave(workspace, finished, 0.1, 0.3)
    leave_samples(workspace.run(finished.id), 0.5, ["ill", "cost"])
    app = show("results/evaluate.py", run=finished.id)
    assert "from 10, 25 and 50% of the training rows: 11 trainings" in words(app).replace("\\", "")
    app.button(key="evaluate_fewer_start").click().run()
    assert "0 of 9 trainings from fewer rows finished" in words(app)
    finish(store, 11)
    for found in store.comparisons():
        for _, run in store.compared_runs(found.id):
            names = Experiment.from_json(run.experiment).task_names
            workspace.run(run.id).mkdir(parents=True, exist_ok=True)
            leave(workspace, run, 0.1, 0.3, {name: TASKS[name] for name in names})
            leave_samples(workspace.run(run.id), 0.5 if len(names) > 1 else 1.0, list(names))
    said = words(show("results/evaluate.py", run=finished.id)).replace("\\", "")
    assert "ill: whether together does with fewer rows cannot be told; even with all 56 rows it is" in said
    assert "did not finish or cannot be measured: “cost”" in said  # of which the run tells no metric
    assert "each network was trained once" in said
    assert "The same with 2 more seeds, 3 in all: 24 trainings" in said
