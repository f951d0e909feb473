"""Whether anything was learnt, and whether sharing helped, in the browser: a run, its twins, a sentence for each."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.end_to_end import steps
from tests.end_to_end.browser import ROOT, Server, Watch, click, settled, upload, widget
from tests.end_to_end.conftest import end_workers

pytestmark = [pytest.mark.browser, pytest.mark.alone]
ROWS = 240


@pytest.fixture(scope="module")
def server(workspace: Path) -> Iterator[Server]:
    """The app, where twins follow a run by themselves however long this machine takes."""
    environment = {"MTL_WORKSPACE": str(workspace), "MTL_TWIN_SECONDS": "3600"}
    with Server(ROOT / "app.py", workspace.parent / "log.txt", environment) as server:
        yield server
    end_workers(workspace)


def test_chance_is_told_from_what_was_learnt_and_twins_are_compared(
    server: Server, browser: Browser, tmp_path: Path
) -> None:
    page = browser.new_page(viewport={"width": 1440, "height": 900})
    watch = Watch(page)
    page.goto(server.url)
    settled(page)
    bring_table(page, tmp_path)
    steps.menu(page, "Train")
    steps.train_for(page, 8)
    expect(widget(page, "train_next")).to_be_visible(timeout=180 * steps.SECONDS)
    click(page, "train_next")
    steps.title(page, "Evaluate")
    cards = page.locator("section.mtl-score")
    expect(cards).to_have_count(2)
    expect(cards.nth(0)).to_contain_text("95% interval")
    expect(cards.nth(1)).to_contain_text("told from guessing")
    expect(page.get_by_test_id("stMain")).to_contain_text('"cost" alone rests on "size"')
    see_what_sharing_did(page)
    watch.require_clean()
    page.close()


def bring_table(page: Page, folder: Path) -> None:
    """A cost that follows the size, and a coin that follows nothing."""
    rng = np.random.default_rng(0)
    size = rng.normal(size=ROWS)
    table = {
        "size": size.round(4),
        "noise": rng.normal(size=ROWS).round(4),
        "cost": (10 * size + rng.normal(size=ROWS)).round(3),
        "coin": rng.choice(["heads", "tails"], ROWS),
    }
    path = folder / "coins.csv"
    pd.DataFrame(table).to_csv(path, index=False)
    upload(page, "start_upload", path)
    steps.title(page, "Data")
    click(page, "data_next")
    steps.title(page, "Tasks")
    for slot, name in enumerate(("cost", "coin")):
        steps.pick_task(page, slot, name)


def see_what_sharing_did(page: Page) -> None:
    """Each task is learnt alone without a press; when that has ended, it has a sentence."""
    box = widget(page, "evaluate_alone_card")
    expect(box).to_contain_text("Δm", timeout=300 * steps.SECONDS)
    for name in ("cost", "coin"):
        expect(box).to_contain_text(name)
    expect(box).to_contain_text("alone")
