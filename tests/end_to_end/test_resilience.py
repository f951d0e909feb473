"""Nothing is lost: a second tab, a killed worker and a restarted server all show the same run."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.end_to_end import steps
from tests.end_to_end.browser import ROOT, Server, new_page, settled, widget

pytestmark = pytest.mark.browser


@pytest.fixture
def training(server: Server, browser: Browser) -> Iterator[Page]:
    """A page on which the health sample trains; stopped at the end."""
    page = steps.open_sample(browser, server.url, "health")
    steps.menu(page, "Train")
    steps.train_for(page, 5000)
    steps.wait_for_points(page, 2)
    yield page
    if widget(page, "status_bar").locator("[data-action=stop]").count():
        steps.act(page, "stop")
        expect(widget(page, "train_next")).to_be_visible(timeout=180 * steps.SECONDS)
    page.close()


def test_pause_in_one_tab_is_seen_in_the_other(training: Page, browser: Browser) -> None:
    second = new_page(browser)
    second.goto(training.url)
    steps.title(second, "Train")
    steps.wait_for_points(second, 2)
    steps.act(training, "pause")
    expect(steps.state(second)).to_have_text("Paused")
    shown = steps.points(second)
    second.wait_for_timeout(1500)
    assert steps.points(second) <= shown + 1  # an epoch may have ended as the pause arrived
    steps.act(second, "resume")
    expect(steps.state(training)).to_have_text("Training")
    steps.wait_for_points(training, shown + 2)
    second.close()


def test_killed_worker_shows_a_card_and_resumes(training: Page, workspace: Path) -> None:
    run = steps.parameter(training, "run")
    os.kill(steps.worker_of(workspace, run), signal.SIGKILL)
    resume = widget(training, "train_resume").get_by_role("button")
    expect(resume).to_be_visible(timeout=180 * steps.SECONDS)
    expect(training.get_by_role("alert").first).to_contain_text("checkpoint")
    shown = steps.points(training)
    resume.click()
    expect(steps.state(training)).to_have_text("Training", timeout=180 * steps.SECONDS)
    steps.wait_for_points(training, shown + 1)


def test_server_restart_leaves_the_run_intact(training: Page, server: Server, workspace: Path) -> None:
    worker = steps.worker_of(workspace, steps.parameter(training, "run"))
    shown = steps.points(training)
    server.stop()
    with Server(
        ROOT / "app.py",
        workspace.parent / "again.txt",
        {"MTL_WORKSPACE": str(workspace), "MTL_TWIN_SECONDS": "0"},
        server.port,
    ):
        training.goto(training.url)
        steps.title(training, "Train")
        steps.wait_for_points(training, shown + 1)
        assert steps.worker_of(workspace, steps.parameter(training, "run")) == worker
        steps.act(training, "stop")
        expect(widget(training, "train_next")).to_be_visible(timeout=180 * steps.SECONDS)
    server.__enter__()


def test_old_addresses_and_strange_ids_are_no_fault(server: Server, browser: Browser) -> None:
    page = new_page(browser)
    for query in ("w=../../etc", "run=../../etc", "w=%00&run=%3Cscript%3E", "run="):
        page.goto(f"{server.url}/runs?{query}")
        steps.title(page, "Runs")
        settled(page)
        assert page.get_by_test_id("stException").count() == 0
    page.close()
