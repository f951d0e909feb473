"""The Train page before a run: methods, settings, one run however often it is pressed."""

from __future__ import annotations

import os

import pytest

from mtl_core.experiment import BALANCING, Experiment, Task
from mtl_core.runs import process_control
from mtl_core.runs.store import Store
from mtl_core.runs.workspace import Workspace
from mtl_core.tables.dataset import Dataset
from pages.shared import draft_data
from tests.pages.conftest import TASKS, Opener, W, add_table, drafted, kept, small_frame, words


@pytest.mark.parametrize("kind", BALANCING)
def test_every_method_can_be_chosen_and_set(show: Opener, store: Store, draft: Experiment, kind: str) -> None:
    app = show("build/train.py")
    method = BALANCING[kind]
    app.radio(key="balancing_kind_1" if method.research else "balancing_kind").set_value(kind).run()
    assert not app.exception
    assert not app.error
    assert kept(store)["balancing"]["kind"] == kind
    assert method.sentence in words(app)
    keys = {widget.key for kinds in (app.slider, app.select_slider, app.selectbox, app.toggle) for widget in kinds}
    assert {f"balancing_{name}" for name in (*method.particular(), "log_loss", "gradient_ema")} <= keys


def test_settings_of_a_method_reach_the_draft(show: Opener, store: Store, draft: Experiment) -> None:
    app = show("build/train.py")
    app.radio(key="balancing_kind_1").set_value("famo").run()
    rate = app.select_slider(key="balancing_learning_rate")
    assert rate.value == 0.025
    assert (rate.options[0], rate.options[-1]) == ("0.001", "1")
    rate.set_value(0.05).run()
    app.selectbox(key="balancing_main_task").set_value("cost").run()
    app.radio(key="balancing_kind").set_value("upgrad").run()
    assert not app.exception
    assert app.radio(key="balancing_kind_1").value is None
    assert (kept(store)["balancing"]["kind"], kept(store)["balancing"]["main_task"]) == ("upgrad", "cost")
    app.button(key="undo").click().run()
    assert app.radio(key="balancing_kind_1").value == "famo"
    assert app.select_slider(key="balancing_learning_rate").value == 0.05


def test_train_queues_one_run_however_often_it_is_pressed(show: Opener, store: Store, draft: Experiment) -> None:
    first, second = show("build/train.py"), show("build/train.py")
    first.button(key="train_start").click().run()
    second.button(key="train_start").click().run()
    assert not first.exception
    assert [run.state for run in store.runs()] == ["queued"]
    assert first.query_params["run"] == second.query_params["run"] == store.runs()[0].id


def test_task_that_cannot_be_learnt_is_told_before_training(show: Opener, store: Store, workspace: Workspace) -> None:
    table = add_table(workspace, store, small_frame().assign(same="a"), "same.csv")
    data = draft_data.with_tasks(draft_data.blank(table), [Task(column="same", kind="multiclass")])
    store.save_draft(W, table.id, draft_data.to_text(data), 0)
    app = show("build/train.py")
    assert words(app).count("every labelled row has the same value") == 1
    assert "This cannot be trained yet" in words(app)
    assert app.button(key="train_start").disabled


def test_training_settings_reach_the_draft(show: Opener, store: Store, draft: Experiment) -> None:
    app = show("build/train.py")
    app.number_input(key="training_epochs").set_value(7).run()
    app.select_slider(key="training_learning_rate").set_value(0.01).run()
    assert kept(store)["training"]["epochs"] == 7
    assert kept(store)["training"]["learning_rate"] == 0.01


def test_twins_are_wanted_with_a_run_unless_switched_off(show: Opener, store: Store, draft: Experiment) -> None:
    app = show("build/train.py")
    assert app.toggle(key="train_alone").value is True
    app.button(key="train_start").click().run()
    assert wants_twins(store)
    store.delete_run(store.runs()[0].id)
    app = show("build/train.py")
    app.toggle(key="train_alone").set_value(False).run()
    app.button(key="train_start").click().run()
    assert not wants_twins(store)


@pytest.mark.parametrize(("tasks", "test"), [(1, 0.2), (2, 0.0)])
def test_twins_are_not_offered_where_they_can_tell_nothing(
    show: Opener, store: Store, table: Dataset, tasks: int, test: float
) -> None:
    drafted(store, table, *TASKS[:tasks], **{"split.test": test})
    app = show("build/train.py")
    assert "train_alone" not in {toggle.key for toggle in app.toggle}
    app.button(key="train_start").click().run()
    assert not wants_twins(store)


def test_who_runs_the_server_decides_whether_twins_follow_by_themselves(
    show: Opener, store: Store, draft: Experiment, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MTL_TWIN_SECONDS", "0")
    app = show("build/train.py")
    assert "train_alone" not in {toggle.key for toggle in app.toggle}
    app.button(key="train_start").click().run()
    assert not wants_twins(store)


def wants_twins(store: Store) -> bool:
    """Whether twins follow the newest run once it has finished."""
    run = store.runs()[0]
    start = process_control.start_of(os.getpid())
    assert start is not None
    store.enrol(run.id, os.getpid(), start)
    held = store.claim(run.id, 9)
    assert held is not None
    held.finish("finished")
    return store.twins_wanted(run.id) == "local"
