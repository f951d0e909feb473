"""The whole way in a real browser: a table in, a trained network out, and its bundle predicting elsewhere."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.end_to_end import steps
from tests.end_to_end.browser import (
    ROOT,
    Server,
    Watch,
    click,
    download,
    new_page,
    settled,
    slider_keys,
    slider_value,
    upload,
)
from tests.end_to_end.browser import widget as widget_of

pytestmark = pytest.mark.browser

HEALTH = ROOT / "sample_data" / "health.csv"
TASKS = ("doctor_visits", "physical_limitation", "self_rated_health")


def test_table_in_trained_network_out(server: Server, browser: Browser, workspace: Path, tmp_path: Path) -> None:
    page = new_page(browser)
    watch = Watch(page)
    page.goto(server.url)
    settled(page)
    bring_table(page)
    pick_tasks(page, workspace)
    shape_network(page)
    run = train(page, workspace)
    judge(page)
    bundle, answers = take(page, tmp_path)
    watch.require_clean()
    assert run in page.url
    page.close()
    same_predictions(bundle, answers, tmp_path)


def bring_table(page: Page) -> None:
    upload(page, "start_upload", HEALTH)
    steps.title(page, "Data")
    expect(widget_of(page, "data_summary")).to_contain_text("20,190")
    click(page, "data_next")


def pick_tasks(page: Page, workspace: Path) -> None:
    steps.title(page, "Tasks")
    for slot, name in enumerate(TASKS):
        steps.pick_task(page, slot, name)
    slider_keys(page, "tasks_weight_1", 1)
    assert slider_value(page, "tasks_weight_1") == "1.5"
    steps.wait_for_draft(page, workspace, TASKS[1], 1.5)
    click(page, "tasks_next")


def shape_network(page: Page) -> None:
    steps.title(page, "Network")
    drawn = widget_of(page, "network_diagram")
    before = drawn.inner_text()
    depth = int(slider_value(page, "network_depth"))
    slider_keys(page, "network_depth", 1)
    assert int(slider_value(page, "network_depth")) == depth + 1
    expect(drawn).not_to_have_text(before)
    click(page, "network_train")


def train(page: Page, workspace: Path) -> str:
    """Curves grow; a weight moves while training and is marked; a reload in the middle loses nothing."""
    steps.title(page, "Train")
    steps.train_for(page, 3000)
    run = steps.parameter(page, "run")
    first = steps.wait_for_points(page, 2)
    assert steps.wait_for_points(page, first + 2) > first
    turn_up(page, workspace, run)
    page.reload()
    steps.title(page, "Train")
    again = steps.wait_for_points(page, first)
    assert steps.wait_for_points(page, again + 2) > again
    expect(steps.fader(page, 1)).to_have_attribute("aria-valuenow", "3.1")
    expect(widget_of(page, "curves").locator("section.curve").nth(1)).to_contain_text("turned up")
    steps.act(page, "stop")
    click_when_there(page, "train_next")
    return run


def turn_up(page: Page, workspace: Path, run: str) -> None:
    """Move B's fader from 1.5 by eight eighths of an octave (it stands on eighths), to 3.1."""
    fader = steps.fader(page, 1)
    expect(fader).to_have_attribute("aria-valuenow", "1.5")
    for _ in range(8):
        fader.press("ArrowUp")
    steps.wait_for_weights(page, workspace, run, t1=3.1)


def click_when_there(page: Page, key: str) -> None:
    button = widget_of(page, key).get_by_role("button")
    expect(button).to_be_visible(timeout=180 * steps.SECONDS)
    button.click()


def judge(page: Page) -> None:
    steps.title(page, "Evaluate")
    for name in TASKS:
        expect(page.get_by_test_id("stMain")).to_contain_text(name)
    expect(page.get_by_test_id("stMain")).to_contain_text("guessing")
    click(page, "evaluate_export")


def take(page: Page, folder: Path) -> tuple[Path, Path]:
    steps.title(page, "Export")
    return download(page, "export_bundle", folder), download(page, "export_predictions", folder)


def same_predictions(bundle: Path, answers: Path, folder: Path) -> None:
    """predict.py in a clean process says for each test row what the app's own answers say."""
    app = pd.read_csv(answers)
    elsewhere = steps.predicted_elsewhere(bundle, HEALTH, folder).iloc[app["position"]].reset_index(drop=True)
    assert len(app) > 3000
    assert (elsewhere.pop("row") == app["position"] + 1).all()
    for name in elsewhere.columns:
        pd.testing.assert_series_equal(app[name], elsewhere[name], rtol=1e-4, atol=1e-5)
    assert {"doctor_visits", "physical_limitation", "self_rated_health"} <= set(elsewhere.columns)


def test_deep_link_to_a_fresh_server_shows_the_frame(workspace: Path, browser: Browser, tmp_path: Path) -> None:
    environment = {"MTL_WORKSPACE": str(tmp_path / "workspace"), "MTL_SPARES": "0"}
    with Server(ROOT / "app.py", tmp_path / "log.txt", environment) as fresh:
        page = new_page(browser)
        watch = Watch(page)
        page.goto(f"{fresh.url}/train")
        steps.title(page, "Train")
        expect(page.get_by_test_id("stTopNavLink")).to_have_count(10)
        expect(page.get_by_test_id("stMain")).to_contain_text("There is no table yet.")
        page.goto(f"{fresh.url}/evaluate?run={'0' * 32}")
        steps.title(page, "Evaluate")
        expect(page.get_by_test_id("stMain")).to_contain_text("This run is not here any more.")
        watch.require_clean()
        page.close()
