"""Every way of sharing in a real browser: chosen from the menu, drawn, trained for two epochs, and looked into."""

from __future__ import annotations

import io
import re
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from playwright.sync_api import Browser, Page, expect

from mtl_core.experiment import SHARING
from tests.end_to_end import steps
from tests.end_to_end.browser import Server, Watch, click, middle, new_page, settled, upload
from tests.end_to_end.browser import widget as widget_of

pytestmark = pytest.mark.browser

TASKS = ("ill", "cost", "grade")
PICTURES = {
    "soft": "heatmap",
    "cross_stitch": "heatmap",
    "sluice": "heatmap",
    "mmoe": "bars",
    "cgc": "bars",
    "ple": "bars",
    "task_graph": "graph",
    "task_tokens": "heatmap",
    "adapters": "heatmap",
}


def table(folder: Path) -> Path:
    """Three numbers, a category and three tasks that have something to do with them."""
    random = np.random.default_rng(0)
    size, age, pace = random.normal(size=(3, 150)).round(3)
    risk = size + 0.5 * age
    frame = pd.DataFrame({"size": size, "age": age, "pace": pace, "town": random.choice(["a", "b", "c"], 150)})
    frame["ill"] = np.where(risk + 0.3 * random.normal(size=150) > 0, "yes", "no")
    frame["cost"] = (2 * risk + pace).round(3)
    frame["grade"] = pd.cut(risk, 3, labels=["low", "middle", "high"]).astype(str)
    text = io.StringIO()
    frame.to_csv(text, index=False)
    file = folder / "small.csv"
    file.write_text(text.getvalue(), encoding="utf-8")
    return file


@pytest.fixture(scope="module")
def page(server: Server, browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Page:
    """A visitor with the table, three tasks, and trainings of two epochs."""
    page = new_page(browser, 1440, 1000)
    page.goto(server.url)
    settled(page)
    upload(page, "start_upload", table(tmp_path_factory.mktemp("table")))
    steps.title(page, "Data")
    steps.menu(page, "Tasks")
    for slot, name in enumerate(TASKS):
        steps.pick_task(page, slot, name)
    return page


@pytest.mark.parametrize("kind", SHARING)
def test_it_is_chosen_drawn_trained_and_seen(page: Page, kind: str) -> None:
    watch = Watch(page)
    share(page, kind)
    steps.menu(page, "Train")
    train(page)
    look(page, kind)
    watch.require_clean()


def test_a_branch_point_is_dragged_and_moved_by_keys(page: Page) -> None:
    share(page, "branching")
    drawn = widget_of(page, "network_diagram")
    handle = drawn.locator(".handle[data-task=t1]")
    expect(handle).to_have_attribute("aria-valuenow", "1")
    page.mouse.move(*middle(handle.locator("rect").first))
    page.mouse.down()
    page.mouse.move(*middle(drawn.locator(".stop[data-task=t1]").first), steps=5)
    page.mouse.up()
    expect(drawn.locator("[data-block=t1_trunk_1]")).to_be_visible()  # as the server draws it
    handle.press("ArrowRight")
    handle.press("ArrowRight")
    expect(drawn.locator("[data-block=t1_trunk_1]")).to_have_count(0)
    expect(handle).to_be_focused()
    page.reload()
    expect(handle).to_have_attribute("aria-valuenow", "2")
    expect(drawn.locator(".handle[data-task=t0]")).to_have_attribute("aria-valuenow", "1")


def test_a_task_that_was_dragged_with_all_others_can_go_alone(page: Page) -> None:
    share(page, "soft")
    share(page, "hard")
    drawn = widget_of(page, "network_diagram")
    handle = drawn.locator(".handle[data-task=t1]")
    expect(handle).to_have_attribute("aria-valuenow", "2")
    page.mouse.move(*middle(handle.locator("rect").first))
    page.mouse.down()
    page.mouse.move(*middle(drawn.locator(".stop[data-task=t1]").nth(1)), steps=5)
    page.mouse.up()
    expect(drawn.locator("[data-block=t0_trunk_2]")).to_be_visible()  # which left, too
    expect(widget_of(page, "network_part")).to_have_text("Move only B · cost")
    click(page, "network_part")
    expect(widget_of(page, "network_menu")).to_contain_text("Branching")
    expect(drawn.locator("[data-block=t1_trunk_2]")).to_be_visible()
    expect(drawn.locator("[data-block=t0_trunk_2]")).to_have_count(0)
    expect(handle).to_have_attribute("aria-valuenow", "1")
    expect(drawn.locator(".handle[data-task=t0]")).to_have_attribute("aria-valuenow", "2")


def share(page: Page, kind: str) -> None:
    """Pick it from the menu, which closes; its sentence and its drawing are there."""
    steps.menu(page, "Network")
    settled(page)
    chosen = SHARING[kind].title in widget_of(page, "network_menu").inner_text()
    click(page, "network_menu")
    menu = widget_of(page, "network_sharing")
    expect(menu).to_contain_text(SHARING[kind].summary)
    menu.get_by_text(SHARING[kind].title, exact=True).click()
    if chosen:  # what is chosen already changes nothing, and leaves the menu open
        page.keyboard.press("Escape")
    expect(menu).to_have_count(0)
    settled(page)
    expect(widget_of(page, "network_menu").get_by_role("button")).to_contain_text(SHARING[kind].title)
    expect(page.get_by_test_id("stMain")).to_contain_text(SHARING[kind].summary)
    drawn = widget_of(page, "network_diagram")
    expect(drawn.locator(".thread")).to_have_count(len(TASKS))
    expect(drawn.locator("[data-block=t2_head]")).to_be_visible()


def train(page: Page) -> None:
    """Two epochs; the first time they have to be asked for. Until the bar says how it ended, it may be the last run."""
    number = 1
    if "run=" in page.url:
        number += run_number(page)
        click(page, "train_start")
    else:
        steps.train_for(page, 2)
    expect(widget_of(page, "status_bar")).to_contain_text(f"Run {number}: ", timeout=180 * steps.SECONDS)
    settled(page)
    expect(widget_of(page, "train_next")).to_be_visible()
    assert steps.wait_for_points(page, 2) == 2


def run_number(page: Page) -> int:
    """Of the run that the page shows."""
    told = widget_of(page, "status_bar").get_by_text(re.compile(r"^Run \d+"))
    return int(re.findall(r"\d+", told.inner_text())[0])


def look(page: Page, kind: str) -> None:
    """What it shows of itself; nothing where there is nothing to see."""
    pictures = widget_of(page, "views").locator("section.view")
    if kind not in PICTURES:
        expect(pictures).to_have_count(0)
        return
    expect(pictures.first).to_be_visible()
    expect(pictures.first).to_have_attribute("data-kind", PICTURES[kind])
    drawn = {"bars": ".bars i", "heatmap": ".heat .cell", "graph": ".graph .arrow"}[PICTURES[kind]]
    expect(pictures.first.locator(drawn).nth(len(TASKS) - 1)).to_be_attached()
