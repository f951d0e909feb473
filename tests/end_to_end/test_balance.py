"""The mixing desk and the heat map in a real browser while a gradient method trains."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.end_to_end import steps
from tests.end_to_end.browser import Server, click, settled, widget

pytestmark = pytest.mark.browser


def test_balance_is_felt_and_seen(server: Server, browser: Browser, workspace: Path) -> None:
    page = steps.open_sample(browser, server.url, "health")
    steps.menu(page, "Train")
    choose_method(page, "No task may get worse")
    steps.train_for(page, 3000)
    run = steps.parameter(page, "run")
    heat_map_fills(page)
    turn_up(page, workspace, run)
    mute_and_solo(page, workspace, run)
    steps.act(page, "stop")
    expect(widget(page, "train_next")).to_be_visible(timeout=180 * steps.SECONDS)
    page.close()


def choose_method(page: Page, title: str) -> None:
    click(page, "balancing_menu")
    widget(page, "balancing_kind").get_by_text(title, exact=True).click()
    expect(widget(page, "balancing_kind")).to_have_count(0)
    settled(page)
    expect(widget(page, "balancing_menu").get_by_role("button")).to_contain_text(title)


def heat_map_fills(page: Page) -> None:
    steps.wait_for_points(page, 2)
    cells = page.locator(".mtl-pulls td[style] b")
    expect(cells).to_have_count(3)
    for figure in cells.all_text_contents():
        assert re.fullmatch(r"[+−][01]\.\d\d", figure)
    expect(page.locator(".mtl-pulls")).to_contain_text("Conflicts: ")
    expect(page.locator(".mtl-pulls")).to_contain_text("Compared:")
    expect(page.locator(".mtl-pulls td.past .line[style]").first).to_be_attached()
    network = widget(page, "conflicts_diagram")
    expect(network.locator("[data-block=trunk_1] .box")).to_have_attribute("style", re.compile(r"--mtl-conflict-\d"))
    expect(network.locator(".pull")).to_contain_text("Lowest cosine of two tasks, epoch")
    expect(network.locator(".twin")).to_contain_text("tasks pull apart")


def turn_up(page: Page, workspace: Path, run: str) -> None:
    """B's fader goes up an octave; marker, records and the weight in force follow."""
    for _ in range(2):
        steps.fader(page, 1).press("PageUp")
    steps.wait_for_weights(page, workspace, run, t0=1, t1=2, t2=1)
    expect(widget(page, "curves").locator("section.curve").nth(1)).to_contain_text("→ 2.0")
    expect(widget(page, "desk").locator(".force").nth(1)).to_contain_text("in force")


def mute_and_solo(page: Page, workspace: Path, run: str) -> None:
    """Each taken back leaves the weights as they were."""
    button(page, "Mute task C").click()
    steps.wait_for_weights(page, workspace, run, t0=1, t1=2, t2=0)
    expect(widget(page, "desk").locator(".force").nth(2)).to_have_text("in force 0")
    button(page, "Solo task A").click()
    steps.wait_for_weights(page, workspace, run, t0=1, t1=0, t2=0)
    button(page, "Solo task A").click()
    steps.wait_for_weights(page, workspace, run, t0=1, t1=2, t2=0)
    button(page, "Mute task C").click()
    steps.wait_for_weights(page, workspace, run, t0=1, t1=2, t2=1)


def button(page: Page, name: str) -> Locator:
    return widget(page, "desk").get_by_role("button", name=re.compile(f"^{name}"))
