"""The Evaluate page tells who helps whom, offers groups and remedies, and says later what they did."""

from __future__ import annotations

import pytest

from mtl_core.experiment import Experiment, parse_experiment
from mtl_core.records.affinity import Affinities, Affinity
from mtl_core.remedies import REMEDIES
from mtl_core.remedies.grouping import share_in_groups, suggest_groups
from mtl_core.runs.results import AFFINITY
from mtl_core.runs.runs import Run
from mtl_core.runs.store import Store
from mtl_core.runs.workspace import Workspace
from tests.pages.conftest import Opener, kept, words
from tests.pages.test_compare import finish
from tests.pages.test_runs import finished
from tests.pages.test_verdict import leave, leave_samples

__all__ = ["finished"]

TITLE = "Who helps whom"


def measure(workspace: Workspace, run: Run, *values: float) -> Affinities:
    """What learning the first task does to the second, and the other way round."""
    told = [Affinity(value=value, low=value - 0.001, high=value + 0.001) for value in (0.1, *values, 0.1)]
    rows = (tuple(told[:2]), tuple(told[2:]))
    found = Affinities(tasks=("ill", "cost"), rate=0.001, epochs=(1, 2, 3, 4, 6, 8), ahead=rows, first_order=rows)
    (workspace.run(run.id) / AFFINITY).write_text(found.model_dump_json())
    return found


def said(show: Opener, run: Run) -> str:
    return words(show("results/evaluate.py", run=run.id)).replace("\\", "")


def test_what_was_measured_is_told_and_drawn(show: Opener, finished: Run, workspace: Workspace) -> None:
    assert TITLE not in said(show, finished)
    measure(workspace, finished, 0.02, 0.0)
    told = said(show, finished)
    assert TITLE in told
    assert 'Learning "ill" helps "cost". Of all other pairs nothing can be told from chance.' in told
    assert "Measured in 6 moments of this training" in told
    assert "Suggested groups: none." in told


def test_suggested_groups_go_into_the_draft_at_a_press(
    show: Opener, finished: Run, workspace: Workspace, store: Store
) -> None:
    known = measure(workspace, finished, -0.02, -0.01)
    app = show("results/evaluate.py", run=finished.id)
    app.button(key="affinity_groups").click().run()
    assert not app.exception
    drafted = parse_experiment(kept(store))
    before = Experiment.from_json(finished.experiment)
    assert drafted == share_in_groups(before, suggest_groups(known).groups) != before
    (notice,) = [str(element.value) for element in app.success]
    assert '"cost" has layers of its own' in notice.replace("\\", "")


def hurt(show: Opener, store: Store, workspace: Workspace, run: Run) -> None:
    """The run with twins of which cost alone is better."""
    leave(workspace, run, 0.1, 0.3)
    leave_samples(workspace.run(run.id), 1.5, ["ill", "cost"])
    show("results/evaluate.py", run=run.id).button(key="evaluate_alone").click().run()
    finish(store, 2)
    (comparison,) = store.comparisons()
    for (_, twin), task in zip(store.compared_runs(comparison.id), ["ill", "cost"], strict=True):
        workspace.run(twin.id).mkdir(parents=True, exist_ok=True)
        leave(workspace, twin, 0.1, 0.3, {task: ("auc" if task == "ill" else "mae")})
        leave_samples(workspace.run(twin.id), 1.0, [task])


@pytest.mark.parametrize("name", ["branch_off", "alone"])
def test_a_remedy_becomes_the_draft_at_a_press_and_its_run_says_what_it_did(
    show: Opener, finished: Run, store: Store, workspace: Workspace, name: str
) -> None:
    hurt(show, store, workspace, finished)
    app = show("results/evaluate.py", run=finished.id)
    offered = [str(button.key) for button in app.button if str(button.key).startswith("remedy_")]
    assert offered == [f"remedy_{remedy}_1" for remedy in REMEDIES]
    app.button(key=f"remedy_{name}_1").click().run()
    assert not app.exception
    before = Experiment.from_json(finished.experiment)
    wanted = REMEDIES[name].apply(before, "cost")
    assert wanted is not None
    assert parse_experiment(kept(store)) == wanted
    (notice,) = [str(element.value).replace("\\", "") for element in app.success]
    sentence = REMEDIES[name].tell(before, wanted, "cost")
    assert notice.startswith(sentence)

    app.button(key="train_start").click().run()
    newest = store.runs(compared=False)[0]
    assert newest.id != finished.id
    finish(store, 1)
    folder, earlier = workspace.run(newest.id), workspace.run(finished.id)
    folder.mkdir(parents=True, exist_ok=True)
    for file in ("evaluation.json", "bundle.zip"):
        if (earlier / file).exists():
            (folder / file).write_bytes((earlier / file).read_bytes())
    tasks = {task: metric for task, metric in (("ill", "auc"), ("cost", "mae")) if task in wanted.task_names}
    leave(workspace, newest, 0.1, 0.3, tasks)
    leave_samples(folder, 1.0, list(tasks))
    told = said(show, store.run(newest.id))
    assert f"Changed since run {finished.number}: {sentence}" in told
    assert "cost got better: off by" in told
    assert "Did the change help?" not in said(show, finished)
