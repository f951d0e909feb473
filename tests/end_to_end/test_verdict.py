"""The verdict in the browser: run, twins, what sharing did, a suggestion that is checked, a report; and pure chance."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.end_to_end import steps
from tests.end_to_end.browser import (
    ROOT,
    Server,
    Watch,
    click,
    download,
    new_page,
    open_offline,
    settled,
    upload,
    widget,
)
from tests.end_to_end.conftest import end_workers

pytestmark = pytest.mark.browser
ROWS = 240
ENDED = 300 * steps.SECONDS
NOTHING = "Nothing was learnt that can be told from guessing"


@pytest.fixture(scope="module")
def server(workspace: Path) -> Iterator[Server]:
    """The app, where twins follow a run by themselves however long this machine takes."""
    environment = {"MTL_WORKSPACE": str(workspace), "MTL_TWIN_SECONDS": "3600"}
    with Server(ROOT / "app.py", workspace.parent / "log.txt", environment) as server:
        yield server
    end_workers(workspace)


def test_from_a_run_to_a_report_of_what_its_suggestion_did(server: Server, browser: Browser, tmp_path: Path) -> None:
    page = new_page(browser)
    watch = Watch(page)
    page.goto(server.url)
    bring_table(page, tmp_path, ["cost", "price", "coin"])
    steps.menu(page, "Train")
    steps.train_for(page, 12)
    cards = see_results(page)
    expect(cards).to_have_count(3)
    for place in (0, 1):
        expect(cards.nth(place)).to_contain_text("95% interval")
        expect(cards.nth(place)).not_to_contain_text(NOTHING)
    expect(cards.nth(2)).to_contain_text(NOTHING)
    expect(page.get_by_test_id("stMain")).to_contain_text('Several tasks rest on "size"')
    see_what_sharing_did(page)
    apply_the_suggestion(page)
    open_the_report(page, browser, tmp_path)
    watch.require_clean()
    page.close()


def test_of_labels_that_are_pure_chance_nothing_was_learnt(server: Server, browser: Browser, tmp_path: Path) -> None:
    page = new_page(browser)
    page.goto(server.url)
    bring_table(page, tmp_path, ["coin", "die", "draw"])
    steps.menu(page, "Train")
    steps.train_for(page, 8)
    cards = see_results(page)
    expect(cards).to_have_count(3)
    for card in cards.all():
        expect(card).to_contain_text(NOTHING)
    page.close()


def bring_table(page: Page, folder: Path, tasks: Sequence[str]) -> None:
    """A cost and a price that follow how far the size is from 0; what else there is follows nothing."""
    rng = np.random.default_rng(0)
    size = rng.normal(size=ROWS)
    table = {
        "size": size.round(4),
        "noise": rng.normal(size=ROWS).round(4),
        "cost": (10 * np.abs(size) + rng.normal(size=ROWS)).round(3),
        "coin": rng.choice(["heads", "tails"], ROWS),
        "price": (20 * np.abs(size) + rng.normal(size=ROWS)).round(3),
        "die": rng.choice(["one", "two", "three", "four"], ROWS),
        "draw": rng.normal(size=ROWS).round(3),
    }
    known = {"size", "noise", *tasks}
    path = folder / f"{tasks[0]}.csv"
    pd.DataFrame({name: cells for name, cells in table.items() if name in known}).to_csv(path, index=False)
    upload(page, "start_upload", path)
    steps.title(page, "Data")
    click(page, "data_next")
    steps.title(page, "Tasks")
    for slot, name in enumerate(tasks):
        steps.pick_task(page, slot, name)


def see_results(page: Page) -> Locator:
    """Wait for the end of the training; the cards of the tasks on Evaluate."""
    expect(widget(page, "train_next")).to_be_visible(timeout=ENDED)
    click(page, "train_next")
    steps.title(page, "Evaluate")
    return page.locator("section.mtl-score")


def see_what_sharing_did(page: Page) -> None:
    """Each task is learnt alone without a press; when that has ended, it has a sentence."""
    box = widget(page, "evaluate_alone_card")
    expect(box).to_contain_text("Δm", timeout=ENDED)
    for name in ("cost", "price", "coin"):
        expect(box).to_contain_text(name)
    expect(box).to_contain_text("alone")


def apply_the_suggestion(page: Page) -> None:
    """What helps each other shares a branch; the training of that is set beside the run that suggested it."""
    click(page, "affinity_groups")
    steps.title(page, "Train")
    expect(page.get_by_test_id("stMain")).to_contain_text("says beside run 1 what that did")
    click(page, "train_start")
    expect(steps.state(page)).not_to_have_text("Finished")
    see_results(page)
    box = widget(page, "evaluate_change")
    expect(box).to_contain_text('Changed since run 1: "cost" and "price" share a branch')
    for name in ("cost", "price", "coin"):
        expect(box).to_contain_text(name)


def open_the_report(page: Page, browser: Browser, folder: Path) -> None:
    """The report of the second run reads without a network and asks for nothing."""
    steps.menu(page, "Export")
    settled(page)
    report, heard = open_offline(browser, download(page, "export_report_html", folder))
    expect(report.locator("[data-figure] .main-svg").first).to_be_visible()
    for told in ("cost", "price", NOTHING):
        expect(report.locator("body")).to_contain_text(told)
    assert heard == []
    report.close()
