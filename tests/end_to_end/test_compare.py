"""Methods compared in a real browser: from ticks to a table, a picture and final numbers, with real trainings."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.end_to_end import steps
from tests.end_to_end.browser import Server, choose, click, settled, widget

pytestmark = pytest.mark.browser
ENDED = 300 * steps.SECONDS


def test_methods_are_compared(server: Server, browser: Browser, workspace: Path) -> None:
    page = steps.open_sample(browser, server.url, "wine")
    page.set_viewport_size({"width": 1280, "height": 2600})  # a list that is open closes when the page scrolls
    steps.menu(page, "Train")
    widget(page, "train_settings").locator("summary").click()
    steps.set_number(page, "training_epochs", 2)
    steps.menu(page, "Compare")
    ask_for_three_methods(page)
    click(page, "compare_start")
    expect(widget(page, "card_compared")).to_contain_text("of 6 trainings finished")
    expect(page).to_have_title(re.compile(r"^Compare · \d/6 · wine – MTL Studio$"))
    expect(widget(page, "card_compared")).to_contain_text("6 of 6 trainings finished", timeout=ENDED)
    expect(page).to_have_title("Compare · finished · wine – MTL Studio")
    table_is_full(page)
    chart = widget(page, "compare_pareto")
    expect(chart.locator(".js-plotly-plot .xtick").first).to_be_visible()
    expect(chart.locator(".annotation-text")).to_have_text(["4", "1", "2", "3"])
    final_numbers_wait_for_a_choice(page)
    page.close()


def ask_for_three_methods(page: Page) -> None:
    """One method beside equal and random weights, with one seed."""
    for kind in ("uncertainty", "stch", "cagrad"):
        widget(page, f"compare_{kind}").locator("label").click()
        settled(page)
    slider = widget(page, "compare_seeds").get_by_role("slider")
    slider.press("Home")
    settled(page)
    expect(widget(page, "compare_setup")).to_contain_text("6 trainings of at most 2 epochs")


def table_is_full(page: Page) -> None:
    """Four lines; each task has a number in each."""
    rows = widget(page, "compare_table").locator("tbody tr")
    expect(rows).to_have_count(4)
    cells = rows.locator("td > span")
    expect(cells).to_have_count(12)
    for cell in cells.all_text_contents():
        assert re.fullmatch(r"\d[\d.]*", cell.strip())


def final_numbers_wait_for_a_choice(page: Page) -> None:
    expect(widget(page, "compare_final")).to_have_count(0)
    choose(page, "compare_taken", "No task may get worse")
    expect(widget(page, "compare_final").locator("tbody tr")).to_have_count(3)
