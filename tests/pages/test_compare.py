"""Comparing methods on the pages: what is queued, how far it is, what it says, and what may be chosen by what."""

from __future__ import annotations

import os
import re
import secrets
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from mtl_core.experiment import Experiment, Task
from mtl_core.records.events import EpochEvent
from mtl_core.records.summary import RunSummary
from mtl_core.runs import process_control
from mtl_core.runs.events import Report
from mtl_core.runs.store import Run, Store
from pages.results.sections import comparison_results
from pages.shared import draft_data, titles
from tests.pages.conftest import Opener, W, words

PAGE = "results/compare.py"
SCORES = {"equal": 0.70, "rlw": 0.60, "upgrad": 0.80, "stch": 0.75, "single": 0.72}


def ticked(app: AppTest, *kinds: str) -> AppTest:
    """The page with these methods ticked and two seeds."""
    for box in app.checkbox:
        if str(box.key).startswith("compare_"):
            box.set_value(str(box.key).removeprefix("compare_") in kinds)
    app.slider(key="compare_seeds").set_value(2)
    return app.run()


def started(show: Opener, store: Store) -> str:
    """A comparison of two methods over two seeds on two tasks; its id."""
    ticked(show(PAGE), "upgrad", "stch").button(key="compare_start").click().run()
    return store.comparisons()[0].id


def finish(store: Store, number: int, state: Any = "finished", losses: bool = False) -> None:
    """Bring the first runs of the queue to their end, each task as good as ``SCORES`` says of its group; with a point
    of its curve if ``losses`` are asked for."""
    start = process_control.start_of(os.getpid())
    assert start is not None
    for _ in range(number):
        worker = secrets.token_hex(8)
        store.enrol(worker, os.getpid(), start)
        held = store.claim(worker, 9)
        assert held is not None
        experiment = Experiment.from_json(held.run.experiment)
        group = "single" if len(experiment.tasks) == 1 else experiment.balancing.kind
        score = SCORES[group] + experiment.training.seed / 100
        every = {"ill": {"auc": score, "f1": 0.1}, "cost": {"mae": 10 * score, "r2": 0.1}}
        measured = {task: every[task] for task in experiment.task_names}
        test = {task: {name: value + 0.1 for name, value in found.items()} for task, found in measured.items()}
        held.update(state="running", epoch=3.0)
        if losses:
            told = {f"t{slot}": 1 - SCORES[group] for slot in range(len(experiment.tasks))}
            held.append([Report(EpochEvent(epoch=1, validation=told), 0.0)])
        held.finish(state, "It <b>broke</b>.", RunSummary(validation=measured, test=test))


def tables(app: AppTest) -> list[str]:
    return [str(html.value) for html in app.html if '<div class="mtl-standings"' in str(html.value)]


def test_the_time_is_told_once_a_training_has_taken_some(show: Opener, store: Store, run: Run) -> None:
    assert "at most 200 epochs:" in words(show(PAGE, run=run.id))
    finish(store, 1)
    assert re.search(r"trainings\*\* of at most 200 epochs, about .+ at most: ", words(show(PAGE, run=run.id)))


def test_methods_seeds_and_lines_to_beat_are_queued(show: Opener, store: Store, draft: Experiment) -> None:
    app = ticked(show(PAGE), "upgrad", "stch", "pcgrad")
    assert "**14 trainings** of at most" in words(app)
    app.button(key="compare_start").click().run()
    assert not app.exception
    (found,) = store.comparisons()
    members = store.compared_runs(found.id)
    assert [group for group, _ in members[:7]] == ["equal", "rlw", "stch", "upgrad", "pcgrad", "single", "single"]
    assert len(members) == 14
    assert store.runs(compared=False) == []
    assert "0 of 14 trainings finished" in words(app)
    assert app.button(key="compare_start").disabled


def test_one_comparison_however_often_it_is_pressed(show: Opener, store: Store, draft: Experiment) -> None:
    first, second = ticked(show(PAGE), "upgrad"), ticked(show(PAGE), "upgrad")
    first.button(key="compare_start").click().run()
    second.button(key="compare_start").click().run()
    assert len(store.comparisons()) == 1


@pytest.mark.parametrize(
    ("kinds", "sentence"), [((), "0"), (("upgrad", "stch", "cagrad", "pcgrad", "mgda", "nash"), "6")]
)
def test_too_few_and_too_many_methods_are_told(
    show: Opener, draft: Experiment, kinds: tuple[str, ...], sentence: str
) -> None:
    app = ticked(show(PAGE), *kinds)
    assert f"Expected 1 to 5 methods to compare, received {sentence}" in words(app).replace("\\", "")
    assert app.button(key="compare_start").disabled


def test_progress_names_what_is_at_work_and_stop_ends_it(show: Opener, store: Store, draft: Experiment) -> None:
    started(show, store)
    finish(store, 2)
    finish(store, 1, "failed")
    start = process_control.start_of(os.getpid())
    assert start is not None
    store.enrol("busy", os.getpid(), start)
    held = store.claim("busy", 9)
    assert held is not None
    app = show(PAGE)
    said = words(app).replace("\\", "")
    assert "2 of 12 trainings finished" in said
    assert "At work: No task may get worse, seed 0 (epoch 0 of" in said
    assert "8 wait" in said
    assert "It <b>broke</b>" in said
    app.button(key="compare_stop").click().run()
    assert [command.kind for command in held.take_commands()] == ["stop"]
    assert store.comparisons()[0].ended == 11


def test_the_tab_says_how_far_it_is(show: Opener, store: Store, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[str] = []
    monkeypatch.setattr("pages.shared.titles.show", lambda *parts: said.append(titles.write_title(*parts)))
    show(PAGE, run=run.id)
    assert said[-1] == "Compare · small – MTL Studio"
    started(show, store)
    finish(store, 3)  # the run in the queue before them, and two of theirs
    show(PAGE, run=run.id)
    assert said[-1] == "Compare · 2/12 · small – MTL Studio"
    finish(store, 10)
    show(PAGE, run=run.id)
    assert said[-1] == "Compare · finished · small – MTL Studio"


def test_results_have_means_marks_and_a_picture(show: Opener, store: Store, draft: Experiment) -> None:
    started(show, store)
    finish(store, 12)
    app = show(PAGE)
    (table,) = tables(app)
    rows = table.split("<tr>")[2:]
    assert ["Balanced by you" in rows[0], "Random weights" in rows[1], "Each task alone" in rows[4]] == [True] * 3
    assert "0.805" in rows[3]
    assert "± 0.064" in rows[3]
    assert "▲ better than alone by 0.08 ± " in rows[3]
    assert "▼ worse than alone by 0.8 ± " in rows[3]  # what it gains for ill it loses for cost: there less is better
    assert "alone</small>" not in rows[4]
    assert "mean absolute error, lower is better" in table.lower()
    (chart,) = app.get("plotly_chart")
    assert "beaten by none" in app.dataframe[-1].value.columns
    assert chart is not None
    assert app.button(key="compare_start").disabled is False


def test_curves_of_what_is_compared_lie_over_each_other(show: Opener, store: Store, draft: Experiment) -> None:
    """Not those of a task alone, whose runs know one task each."""
    started(show, store)
    finish(store, 12, losses=True)
    app = show(PAGE)
    assert not app.exception
    assert len(app.get("plotly_chart")) == 2
    told = "\n".join(caption.value for caption in app.caption)
    least = (
        r"Least losses on validation rows, where guessing is 1\: ill 0\.3 in Balanced by you, 0\.4 in Random weights"
    )
    assert least in told
    assert "Each task alone" not in told[told.index("Least losses") :]


def test_test_rows_are_shown_only_of_the_method_that_is_taken(show: Opener, store: Store, draft: Experiment) -> None:
    started(show, store)
    finish(store, 12)
    app = show(PAGE)
    assert len(tables(app)) == 1
    app.selectbox(key="compare_taken").select("upgrad").run()
    assert not app.exception
    final = tables(app)[1]
    assert "0.905" in final
    assert "Worst task first" not in final
    assert "Balanced by you" in final
    app.button(key="compare_use").click().run()
    draft_now = store.draft(W)
    assert draft_now is not None
    assert '"kind": "upgrad"' in (draft_now.experiment_json or "")


def test_stopped_runs_do_not_count(show: Opener, store: Store, draft: Experiment) -> None:
    comparison = started(show, store)
    finish(store, 1, "stopped")
    assert comparison_results.ComparisonResults(store.compared_runs(comparison)).done == []
    assert tables(show(PAGE)) == []


def test_comparisons_are_deleted_and_chosen(show: Opener, store: Store, draft: Experiment) -> None:
    first = started(show, store)
    store.stop_comparison(first)
    second = started(show, store)
    assert second != first
    store.stop_comparison(second)
    app = show(PAGE)
    app.selectbox(key="compare_which").select(first).run()
    app.button(key="compare_delete").click().run()
    assert not app.exception
    assert [found.id for found in store.comparisons()] == [second]


def test_runs_of_comparisons_are_listed_on_request(show: Opener, store: Store, draft: Experiment) -> None:
    started(show, store)
    app = show("results/runs.py")
    assert "Nothing is trained yet" in words(app)
    app.toggle(key="runs_compared").set_value(True).run()
    assert len(app.dataframe[0].value) == 12


def test_one_task_leads_to_another(show: Opener, store: Store, table: Any) -> None:
    data = draft_data.with_tasks(draft_data.blank(table), [Task(column="ill", kind="binary")])
    store.save_draft(W, table.id, draft_data.to_text(data), 0)
    app = show(PAGE)
    assert "Balancing needs two tasks or more" in words(app)
    assert app.button(key="to_tasks")


def test_a_second_press_deletes_no_second_comparison(show: Opener, store: Store, draft: Experiment) -> None:
    """What deletes lies in a box of this comparison, which is closed for the one that takes its place."""
    store.stop_comparison(started(show, store))
    (box,) = show(PAGE).get("popover")
    assert [button.key for button in box.button] == ["compare_delete"]
    assert store.comparisons()[0].id in box.proto.id
