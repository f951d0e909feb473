"""A task is added to a trained model in the browser: the others stay what they are, to the last digit."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from playwright.sync_api import Browser, Page, expect

from mtl_core.runs.store import Store
from pages.shared import draft_data
from tests.end_to_end import steps
from tests.end_to_end.browser import Server, Watch, click, new_page, settled, upload
from tests.end_to_end.browser import widget as widget_of

pytestmark = pytest.mark.browser


def test_a_task_is_added_to_a_trained_model(server: Server, browser: Browser, workspace: Path, tmp_path: Path) -> None:
    page = new_page(browser)
    watch = Watch(page)
    page.goto(server.url)
    settled(page)
    bring_table(page, tmp_path)
    leave_out(page, workspace, "colour")
    first = train(page)
    steps.menu(page, "Evaluate")
    click(page, "evaluate_extend")
    add(page)
    second = finish(page)
    expect(widget_of(page, "evaluate_lineage")).to_contain_text("ill and cost: exactly the numbers of run 1")
    before, after = (judged(workspace, run) for run in (first, second))
    assert [task["name"] for task in after] == ["ill", "cost", "colour"]
    assert after[:2] == before
    watch.require_clean()
    page.close()


def bring_table(page: Page, folder: Path) -> None:
    x = np.random.default_rng(0).normal(size=240)
    colour = np.select([x < -0.5, x > 0.5], ["blue", "red"], "green")
    table = {"x": x.round(3), "ill": np.where(x > 0, "yes", "no"), "cost": (100 * x).round(1), "colour": colour}
    path = folder / "patients.csv"
    pd.DataFrame(table).to_csv(path, index=False)
    upload(page, "start_upload", path)
    steps.title(page, "Data")
    click(page, "data_next")
    steps.title(page, "Tasks")


def leave_out(page: Page, workspace: Path, column: str) -> None:
    """Choose the tasks and use the column for nothing, as the Data page's grid does, which is a canvas."""
    for slot, name in enumerate(("ill", "cost")):
        pill = widget_of(page, "tasks_pick").get_by_role("button", name=name)
        if pill.get_attribute("aria-checked") != "true":
            steps.pick_task(page, slot, name)
    store, key = Store(f"sqlite:///{workspace / 'records.db'}"), steps.parameter(page, "w")
    draft = store.draft(key)
    assert draft is not None
    data = draft_data.with_columns(json.loads(draft.experiment_json or ""), {column: {"use": False}})
    data = draft_data.change_fields(data, {"sharing.kind": "adapters", "sharing.units": 8})
    store.save_draft(key, draft.dataset_id, draft_data.to_text(data), draft.version)
    store.close()
    page.reload()
    settled(page)


def train(page: Page) -> str:
    steps.menu(page, "Train")
    steps.train_for(page, 3)
    expect(widget_of(page, "train_next")).to_be_visible(timeout=180 * steps.SECONDS)
    return steps.parameter(page, "run")


def add(page: Page) -> None:
    """What is there is drawn with locks as long as it stays frozen."""
    steps.title(page, "Add a task")
    settled(page)
    expect(page.get_by_test_id("stMain")).to_contain_text("As classes. It has 3 different labels")
    frozen = widget_of(page, "extend_diagram").locator(".block.frozen")
    expect(widget_of(page, "extend_diagram").locator("[data-block=t2_head]")).to_have_count(1)
    expect(widget_of(page, "extend_diagram").locator(".lock").nth(4)).to_be_visible()
    locked = frozen.count()
    assert locked > 4
    widget_of(page, "extend_frozen").get_by_role("radio", name="learns on").click()
    expect(frozen).to_have_count(0)
    widget_of(page, "extend_frozen").get_by_role("radio", name="stays frozen").click()
    expect(frozen).to_have_count(locked)
    click(page, "extend_start")


def finish(page: Page) -> str:
    """Only what learns has a curve."""
    steps.title(page, "Train")
    expect(widget_of(page, "train_next")).to_be_visible(timeout=180 * steps.SECONDS)
    expect(widget_of(page, "curves").locator("section.curve")).to_have_count(1)
    expect(widget_of(page, "curves")).to_contain_text("colour")
    run = steps.parameter(page, "run")
    click(page, "train_next")
    steps.title(page, "Evaluate")
    return run


def judged(workspace: Path, run: str) -> list[dict[str, object]]:
    found: list[dict[str, object]] = json.loads((workspace / "runs" / run / "evaluation.json").read_text())["tasks"]
    return found
