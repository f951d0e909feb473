"""The Train page offers what can be done where tasks pull apart or sharing hurt, and only there."""

from __future__ import annotations

import pytest

from mtl_core.experiment import parse_experiment
from mtl_core.records.verdicts import Difference, Sharing, Sharings
from mtl_core.runs.runs import Run
from mtl_core.runs.store import Store
from mtl_core.runs.workspace import Workspace
from tests.claiming import claim_run
from tests.pages.conftest import Opener, kept
from tests.pages.test_runs import BALANCE, finished, trained
from tests.pages.test_who_helps import hurt

__all__ = ["finished"]


def alarm(show: Opener, run: Run) -> tuple[list[str], set[str]]:
    """The warnings, and the tasks' slots for which something is offered."""
    app = show("build/train.py", run=run.id)
    offered = {str(button.key)[-1] for button in app.button if str(button.key).startswith("remedy_")}
    return [str(element.value).replace("\\", "") for element in app.warning], offered


def test_tasks_that_pull_apart_are_named_with_what_can_be_done(show: Opener, finished: Run) -> None:
    (told,), offered = alarm(show, finished)
    assert "“ill” and “cost” still pulled apart" in told
    assert offered == {"0", "1"}


@pytest.mark.parametrize("state", ["running", "finished"])
def test_nothing_is_said_without_cause(show: Opener, store: Store, run: Run, state: str) -> None:
    held = claim_run(store)
    trained(held, balance=BALANCE | ({} if state == "running" else {"cosines": [[1.0, 0.1], [0.1, 1.0]]}))
    if state == "finished":
        held.finish("finished")
    assert alarm(show, run) == ([], set())


def test_once_each_was_learnt_alone_that_decides(
    show: Opener, finished: Run, store: Store, workspace: Workspace
) -> None:
    hurt(show, store, workspace, finished)
    (told,), offered = alarm(show, finished)
    assert "Sharing hurt cost" in told
    assert offered == {"1"}
    app = show("build/train.py", run=finished.id)
    app.button(key="remedy_branch_off_1").click().run()
    assert not app.exception
    assert parse_experiment(kept(store)).to_json() != finished.experiment


@pytest.mark.parametrize(("low", "high", "hurts"), [(-2.0, -1.0, True), (-1.0, 1.0, False), (1.0, 2.0, False)])
def test_only_what_the_interval_holds_counts_as_hurt(low: float, high: float, hurts: bool) -> None:
    found = Difference(value=(low + high) / 2, low=low, high=high, covers="rows", count=20, telling=20)
    each = Sharing(task="cost", metric="mae", together=1.0, alone=1.0, difference=found)
    assert bool(Sharings(tasks=(each,)).hurt) is hurts
